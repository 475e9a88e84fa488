import { err, type Result } from '../../base/result.ts';
import type { Failure } from '../../build/failure.ts';
import type { Publisher } from '../../build/ports/registry.ts';

/**
 * A publisher whose every write asks first whether the lease still holds, and afterwards whether it did until then
 * (F12): a process can be stopped in between for any time, and a registry takes whatever comes. `onLate` is told of a
 * write that came when the lease was over.
 */
export function fencedPublisher(
  real: Publisher,
  holds: () => Promise<boolean>,
  onLate: () => void = () => {},
): Publisher {
  const fenced =
    <A extends unknown[], T>(write: (...args: A) => Promise<Result<T, Failure>>) =>
    async (...args: A): Promise<Result<T, Failure>> => {
      if (!(await holds())) return err(lost);
      const written = await write(...args);
      if (await holds()) return written;
      onLate();
      return err(lost);
    };
  return {
    outputFor: (image, tag) => real.outputFor(image, tag),
    sourceOf: (image, digest) => real.sourceOf(image, digest),
    settle: fenced((request, signal) => real.settle(request, signal)),
    join: fenced((request, signal) => real.join(request, signal)),
    tag: fenced((image, digest, tag, signal) => real.tag(image, digest, tag, signal)),
    writeRecord: fenced((image, tag, annotations, signal) => real.writeRecord(image, tag, annotations, signal)),
  };
}

const lost: Failure = {
  phase: 'publish',
  reason: 'conflict',
  message: 'another process has taken this over',
  suggestion: 'nothing: that one goes on with it',
  lastLines: [],
};
