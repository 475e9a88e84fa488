import type { ImageName } from '../names/image-name.ts';
import type { Holding } from './holding.ts';

/**
 * Images whose bytes were built longer ago than `maxAge` milliseconds at `now` (milliseconds since 1970), with the time
 * of their build. Bytes without a legible time are as old as can be: they were not built by a run of ours.
 */
export function agedImages(
  holdings: ReadonlyMap<ImageName, Pick<Holding, 'landing'>>,
  maxAge: number,
  now: number,
): ReadonlyMap<ImageName, string> {
  const aged = new Map<ImageName, string>();
  for (const [image, { landing }] of holdings) {
    if (landing && !(now - Date.parse(landing.builtAt) <= maxAge)) aged.set(image, landing.builtAt);
  }
  return aged;
}
