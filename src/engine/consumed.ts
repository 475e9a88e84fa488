import { err, ok, type Result } from '../base/result.ts';
import type { Catalogue } from '../build/ports/runtime.ts';
import type { Configuration } from '../definition/configuration.ts';
import { nearest } from '../definition/nearest.ts';
import { formatReference, parseReference, type Reference } from '../names/reference.ts';
import type { Problem } from './problem.ts';

/** An image that is used on this machine. */
export interface ConsumedImage {
  readonly name: string;
  readonly reference: Reference;
  /** In full, with its tag or digest: what the engine is told. */
  readonly text: string;
  /** Its last part alone, as somebody calls an image that was built here. */
  readonly short: string;
  /** A catalogue says which version it is: containers of another one are of this image too. */
  readonly moves: boolean;
}

/** The images that the configuration names, and those of its catalogue beside them, by name; `names` asks for some of them. */
export async function consumedImages(
  configuration: Pick<Configuration, 'containers'>,
  catalogue: Catalogue | undefined,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Result<readonly ConsumedImage[], Problem>> {
  const listed = await catalogue?.(signal);
  if (listed && !listed.ok) return err({ kind: 'environment', failure: listed.error });
  const images = new Map<string, ConsumedImage>();
  for (const [name, text] of Object.entries(listed?.value ?? {})) {
    const reference = parseReference(text);
    if (reference.ok) images.set(name, consumed(name, reference.value, true));
  }
  for (const [name, reference] of Object.entries(configuration.containers)) {
    images.set(name, consumed(name, reference, false));
  }
  const known = [...images.keys()].toSorted();
  if (known.length === 0) return err(nothingConfigured);
  const unknown = names.find((name) => !images.has(name));
  if (unknown !== undefined) return err(unknownImage(unknown, known));
  const wanted = names.length === 0 ? known : [...new Set(names)];
  return ok(wanted.map((name) => images.get(name) as ConsumedImage));
}

function consumed(name: string, reference: Reference, moves: boolean): ConsumedImage {
  const text = inFull(reference);
  return { name, reference, text, short: text.slice(text.lastIndexOf('/') + 1), moves };
}

/** Whether a container that was made from `text` is one of this image; podman has what was built here under localhost. */
export function isMadeFrom(image: ConsumedImage, text: string, local: boolean): boolean {
  const reference = parseReference(text);
  if (!reference.ok) return false;
  const written = inFull(reference.value);
  if (written === image.text) return true;
  const { registry, repository } = image.reference;
  if (image.moves && reference.value.registry === registry && reference.value.repository === repository) return true;
  const isOfThisMachine = /^(?:docker\.io\/library|localhost)\/[^/]+$/.test(written);
  return (
    isOfThisMachine && (local || image.text.startsWith('docker.io/library/')) && written.endsWith(`/${image.short}`)
  );
}

function inFull(reference: Reference): string {
  const tagged = reference.tag === undefined && reference.digest === undefined ? ':latest' : '';
  return `${formatReference(reference)}${tagged}`;
}

const nothingConfigured: Problem = {
  kind: 'usage',
  message: 'no image is named here',
  suggestion: 'add "containers: { base: ghcr.io/acme/base:latest }" to caskwright.yaml, or runtime.catalogue',
};

function unknownImage(name: string, known: readonly string[]): Problem {
  const meant = nearest(name, known);
  const suggestion = meant === undefined ? `the images are ${known.join(', ')}` : `did you mean ${meant}?`;
  return { kind: 'usage', message: `no image is named ${name}`, suggestion };
}
