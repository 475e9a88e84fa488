import { compile } from 'json-schema-to-typescript';
import type { JsonSchema } from './schema.ts';

/** TypeScript source of the types of one schema; the top one carries the schema's title. */
export function generateTypes(schema: JsonSchema): Promise<string> {
  return compile(structuredClone(schema) as object, schema.title, {
    bannerComment: '// Generated from schemas/ by scripts/generate.ts.',
    format: true,
    style: { singleQuote: true, printWidth: 120 },
    ignoreMinAndMaxItems: true,
  });
}
