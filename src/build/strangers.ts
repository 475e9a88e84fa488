import type { Builder } from './ports/builder.ts';

/** The same builder for what a stranger says and a person has approved: it builds nothing where that could get out (S23). */
export function forStrangers(builder: Builder): Builder {
  return {
    ...builder,
    build: async (request, context) => {
      const admitted = await builder.admitsStrangers();
      return admitted.ok ? builder.build(request, context) : admitted;
    },
    test: async (request, context) => {
      const admitted = await builder.admitsStrangers();
      return admitted.ok ? builder.test(request, context) : admitted;
    },
  };
}
