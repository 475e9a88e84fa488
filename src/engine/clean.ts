import { err, ok, type Result } from '../base/result.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import type { Connections } from './connections.ts';
import { hasErrors, type LoadedRepository } from './load.ts';
import { findingsOf } from './plan.ts';
import { noRegistry, type Problem } from './problem.ts';
import { type Retained, type RetainRequest, retain } from './retain.ts';

/** What is cleaned, and how. */
export interface CleanRequest extends Omit<RetainRequest, 'loaded' | 'images' | 'remover' | 'reader'> {
  readonly loaded: LoadedRepository;
  /** Images to clean, also such as Git does not have any more; empty: all that Git has. */
  readonly images: readonly string[];
  /** Asked for once it is clear that there is something to connect to. */
  readonly connect: () => Promise<Connections>;
}

/** Cleans the registry of a repository that was read. Errors in its files are a problem: half of what is needed is unknown. */
export async function clean({ connect, ...request }: CleanRequest): Promise<Result<Retained, Problem>> {
  const images = namesOf(request.images);
  if (!images.ok) return images;
  const { loaded } = request;
  if (hasErrors(loaded.diagnostics)) return err(findingsOf(loaded));
  const { configuration } = loaded;
  if (configuration.registry.host === undefined) return err(noRegistry);
  const connections = await connect();
  const remover = connections.remover(configuration);
  const { reader } = connections.registry(configuration);
  const retained = await retain({ ...request, images: images.value, remover, reader });
  return retained.ok ? retained : err({ kind: 'environment', failure: retained.error });
}

/** A name that Git no longer has can still be in the registry, so it is only parsed. */
function namesOf(images: readonly string[]): Result<readonly ImageName[], Problem> {
  const parsed = images.map(parseImageName);
  const at = parsed.findIndex((name) => !name.ok);
  const wrong = parsed[at];
  if (wrong && !wrong.ok) return err({ kind: 'usage', message: `"${images[at]}": ${wrong.error}` });
  return ok(parsed.flatMap((name) => (name.ok ? [name.value] : [])));
}
