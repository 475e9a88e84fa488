import type { NotFound } from '../catalogue/find.ts';
import { type Problem, problem } from './problem.ts';

/** Why an id stands for no image. */
export function noImage(name: string, { candidates }: NotFound): Problem {
  if (candidates.length === 0) return problem('not-found', `no image ${name} is published`);
  return problem('ambiguous', `${name} is the name of ${candidates.length} images`, {
    candidates,
    suggestion: 'use one of the ids, with its slash as %2F',
  });
}
