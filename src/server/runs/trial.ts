import type { Configuration } from '../../definition/configuration.ts';
import type { Connections } from '../../engine/connections.ts';
import type { ImageName } from '../../names/image-name.ts';

/** A registry, and the namespace in it that images go to. */
export interface RegistryPlace {
  readonly host: string;
  readonly namespace: string;
}

/** Where what a run builds lies if nothing of it is published. */
export type TrialPlace =
  /** A folder of the data folder named `place`, in reach of its own server and workers. */
  | { readonly kind: 'folder'; readonly directory: string; readonly place: string }
  /** A namespace of this run alone, in reach of every worker. */
  | { readonly kind: 'registry'; readonly at: RegistryPlace };

/** The namespace of one run below that of all. */
export function namespaceOf({ host, namespace }: RegistryPlace, run: number): RegistryPlace {
  return { host, namespace: `${namespace}/run-${run}` };
}

/** The configuration of a repository with its images at another place. */
export function withImagesAt(configuration: Configuration, at: RegistryPlace): Configuration {
  return { ...configuration, registry: { ...configuration.registry, ...at, kind: 'auto' } };
}

/** Removes what a run has left in its namespace, as far as the registry removes anything; returns why something stays. */
export async function emptyNamespace(
  connections: Pick<Connections, 'remover'>,
  configuration: Configuration,
  images: readonly ImageName[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const remover = connections.remover(configuration);
  for (const image of images) {
    const held = await remover.inventory(image, signal);
    if (!held.ok) return held.error.message;
    for (const manifest of held.value) {
      const removal = await remover.remove(image, manifest, signal);
      if (!removal.ok) return removal.error.message;
      if (!removal.value.removed) return removal.value.why;
    }
  }
  return undefined;
}
