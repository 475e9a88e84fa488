import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { nodeTag } from '../build/node.ts';
import type { RegistryReader } from '../build/ports/registry.ts';
import type { ImageName } from '../names/image-name.ts';
import { fingerprintImages, hashSources, type SourceHash } from '../plan/fingerprint.ts';
import { landingTag, sourceTag } from '../plan/tags.ts';
import { basesFrom, resolveBases } from './bases.ts';
import type { LoadedRepository } from './load.ts';

/**
 * The hidden tags that a run of this graph would look for or write. The answer is undefined for an image of which
 * that cannot be told, because a base cannot be resolved, and empty for one that the graph does not have.
 */
export async function wantedTags(
  loaded: Pick<LoadedRepository, 'graph' | 'configuration' | 'lock'>,
  reader: Pick<RegistryReader, 'resolve'>,
  signal: AbortSignal,
): Promise<Result<(image: ImageName) => ReadonlySet<string> | undefined, Failure>> {
  const { graph } = loaded;
  const bases = await resolveBases(graph, undefined, basesFrom(loaded, reader), signal);
  if (!bases.ok) return bases;
  const sources = hashSources(graph);
  const fingerprints = fingerprintImages(graph, sources, (text, on) => bases.value.resolved(text, on)?.digest);
  const tags = new Map<ImageName, ReadonlySet<string>>();
  for (const [image, { fingerprint, nodes }] of fingerprints) {
    const { closure } = sources.get(image) as SourceHash;
    tags.set(image, new Set([landingTag(fingerprint), sourceTag(closure), ...nodes.map(nodeTag)]));
  }
  return ok((image) => tags.get(image) ?? (graph.byName.has(image) ? undefined : new Set()));
}
