import { hash } from 'node:crypto';
import type { RepositoryImage } from './image.ts';

/** The parts of an image's own files and declaration, each hashed by itself, so that a change can be named. */
export interface SourceComponents {
  readonly dockerfile: string;
  readonly context: string;
  readonly args: string;
  /** Target and names of secrets. */
  readonly settings: string;
  /** Name and version. */
  readonly version: string;
}

const known = new WeakMap<RepositoryImage, SourceComponents>();

/** The parts of an image's source; hashed once for each image, or not at all where they were taken over. */
export function sourceComponents(image: RepositoryImage): SourceComponents {
  const found = known.get(image) ?? hashComponents(image);
  known.set(image, found);
  return found;
}

/** Takes over what an earlier run has hashed of the same image. */
export function takeOverComponents(image: RepositoryImage, components: SourceComponents): void {
  known.set(image, components);
}

function hashComponents(image: RepositoryImage): SourceComponents {
  const { definition, dockerfile, context } = image;
  const args = dockerfile.effectiveArgs
    .filter((name) => Object.hasOwn(definition.args, name))
    .sort()
    .map((name) => [name, definition.args[name]]);
  return {
    dockerfile: sha256(dockerfile.canonical),
    context: sha256(context.map((file) => [file.path, file.mode, file.id])),
    args: sha256(args),
    settings: sha256([definition.target?.value ?? null, [...definition.secrets].sort()]),
    version: sha256([definition.name.value, definition.version?.value ?? null]),
  };
}

/** JSON is the canonical encoding: unambiguous, and the same for the same values in the same order. */
export function sha256(value: unknown): string {
  return hash('sha256', JSON.stringify(value));
}
