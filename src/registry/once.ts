import type { Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';

/** Asks once for each key, also while the first answer is on its way; a failure is not kept. */
export function once<T>(
  known: Map<string, Promise<Result<T, Failure>>>,
  key: string,
  ask: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const begun = known.get(key);
  if (begun !== undefined) return begun;
  const answer = ask().then((result) => {
    if (!result.ok) known.delete(key);
    return result;
  });
  known.set(key, answer);
  return answer;
}
