import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { RegistryReader, ResolvedBase } from '../build/ports/registry.ts';
import type { Lock } from '../definition/lock.ts';
import type { ImageName } from '../names/image-name.ts';
import { placeOf } from '../names/mirror.ts';
import type { Platform } from '../names/platform.ts';
import { formatReference, type Reference } from '../names/reference.ts';
import { type WantedBase, wantedBases } from '../plan/bases.ts';
import type { Graph } from '../plan/graph.ts';
import type { LoadedRepository } from './load.ts';

/** What every base of a graph means right now. */
export interface Bases {
  /** What the plan's fingerprints and the builder are given. */
  readonly resolved: (reference: string, platform: Platform) => ResolvedBase | undefined;
  /** References whose meaning is from the lock. */
  readonly locked: ReadonlySet<string>;
  /** Why a base could not be resolved, by its reference as resolved. */
  readonly unresolved: ReadonlyMap<string, string>;
}

/** What bases are resolved with. */
export interface BaseSources {
  readonly reader: Pick<RegistryReader, 'resolve'>;
  /** Absent where the repository has none: every base means what its registry says now. */
  readonly lock?: Lock;
  readonly mirrors: Readonly<Record<string, string>>;
}

/** What the bases of a repository are resolved with. */
export function basesFrom(
  { lock, configuration }: Pick<LoadedRepository, 'lock' | 'configuration'>,
  reader: BaseSources['reader'],
): BaseSources {
  return { reader, mirrors: configuration.mirrors, ...(lock ? { lock } : {}) };
}

/**
 * Resolves every base once for each platform that wants it: from the lock where it is there, else by asking its
 * registry. A base that cannot be resolved, for whatever cause, blocks what stands on it and nothing else; only a
 * cancel ends the work.
 */
export async function resolveBases(
  graph: Graph,
  selection: ReadonlySet<ImageName> | undefined,
  { reader, lock, mirrors }: BaseSources,
  signal: AbortSignal,
): Promise<Result<Bases, Failure>> {
  const resolved = new Map<string, ResolvedBase>();
  const unresolved = new Map<string, string>();
  const locked = new Set<string>();
  const asked = new Map<string, WantedBase>();
  for (const wanted of wantedBases(graph, selection)) {
    const id = key(wanted.use.resolved, wanted.platform);
    const digest = wanted.external && lock?.bases.get(formatReference(wanted.reference))?.digests.get(wanted.platform);
    if (!digest) asked.set(id, wanted);
    else {
      resolved.set(id, { repository: repositoryOf(wanted.reference, mirrors), digest });
      locked.add(wanted.use.resolved);
    }
  }
  let cancelled: Failure | undefined;
  await Promise.all(
    [...asked].map(async ([id, { use, reference, platform }]) => {
      const answer = await reader.resolve(reference, platform, signal);
      if (answer.ok) resolved.set(id, answer.value);
      else unresolved.set(use.resolved, answer.error.message);
      if (!answer.ok && answer.error.reason === 'cancelled') cancelled = answer.error;
    }),
  );
  if (cancelled) return { ok: false, error: cancelled };
  return ok({ resolved: (text, platform) => resolved.get(key(text, platform)), locked, unresolved });
}

/** Not where the lock says that it was found: what a base is fetched from is for the configuration to say. */
function repositoryOf(reference: Reference, mirrors: BaseSources['mirrors']): string {
  const { host, path } = placeOf(reference, mirrors);
  return `${host}/${path}`;
}

function key(reference: string, platform: Platform): string {
  return `${platform} ${reference}`;
}
