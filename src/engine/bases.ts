import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { RegistryReader, ResolvedBase } from '../build/ports/registry.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import type { Reference } from '../names/reference.ts';
import { type Graph, usePlatform } from '../plan/graph.ts';

/** What every base of a graph means right now. */
export interface Bases {
  /** What the plan's fingerprints and the builder are given. */
  readonly resolved: (reference: string, platform: Platform) => ResolvedBase | undefined;
  /** Why a base could not be resolved, by its reference as resolved. */
  readonly unresolved: ReadonlyMap<string, string>;
}

/**
 * Resolves every base once for each platform that wants it. A base that cannot be resolved, for whatever cause, blocks
 * what stands on it and nothing else; only a cancel ends the work.
 */
export async function resolveBases(
  graph: Graph,
  selection: ReadonlySet<ImageName> | undefined,
  reader: Pick<RegistryReader, 'resolve'>,
  signal: AbortSignal,
): Promise<Result<Bases, Failure>> {
  const wanted = wantedBases(graph, selection);
  const resolved = new Map<string, ResolvedBase>();
  const unresolved = new Map<string, string>();
  let cancelled: Failure | undefined;
  await Promise.all(
    [...wanted].map(async ([id, { text, reference, platform }]) => {
      const answer = await reader.resolve(reference, platform, signal);
      if (answer.ok) resolved.set(id, answer.value);
      else unresolved.set(text, answer.error.message);
      if (!answer.ok && answer.error.reason === 'cancelled') cancelled = answer.error;
    }),
  );
  if (cancelled) return { ok: false, error: cancelled };
  return ok({ resolved: (text, platform) => resolved.get(key(text, platform)), unresolved });
}

function wantedBases(graph: Graph, selection: ReadonlySet<ImageName> | undefined) {
  const wanted = new Map<string, { text: string; reference: Reference; platform: Platform }>();
  for (const [name, bases] of graph.bases) {
    const image = graph.byName.get(name);
    if (!image || (selection && !selection.has(name))) continue;
    for (const { use, reference } of bases) {
      for (const { value } of image.definition.platforms) {
        const platform = usePlatform(use, image, value);
        wanted.set(key(use.resolved, platform), { text: use.resolved, reference, platform });
      }
    }
  }
  return wanted;
}

function key(reference: string, platform: Platform): string {
  return `${platform} ${reference}`;
}
