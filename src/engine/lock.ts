import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { RegistryReader } from '../build/ports/registry.ts';
import { formatLock, type Lock, type LockedBase } from '../definition/lock.ts';
import type { Digest } from '../names/digest.ts';
import { placeOf } from '../names/mirror.ts';
import type { Platform } from '../names/platform.ts';
import { formatReference, parseReference } from '../names/reference.ts';
import { type ExternalBase, externalBases } from '../plan/bases.ts';
import { nearestName } from '../plan/in-repository.ts';
import { hasErrors, type LoadedRepository } from './load.ts';
import { findingsOf } from './plan.ts';
import type { Problem } from './problem.ts';

/** What is to be locked. */
export interface LockRequest {
  readonly loaded: LoadedRepository;
  /** The lock that is there, Git's or not; absent where there is none. */
  readonly lock?: Lock;
  readonly reader: Pick<RegistryReader, 'resolve'>;
  /**
   * Bases to ask about although they are locked: `all`, or references as Dockerfiles write them (without a tag: every
   * tag of the repository). Bases that are not locked, or not for all platforms, are always asked about.
   */
  readonly update: 'all' | readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What became of one base. */
export interface LockChange {
  /** In full. */
  readonly reference: string;
  readonly change: 'added' | 'updated' | 'kept' | 'removed' | 'unresolved';
  /** As it was locked before; absent where it was not. */
  readonly before?: LockedBase;
  /** As it is locked now; absent where it is not. */
  readonly after?: LockedBase;
  /** Why it is unresolved; what was locked before stays then. */
  readonly why?: string;
}

/** A lock that is due, and how it differs from the one that is there. */
export interface LockResult {
  /** The whole file. */
  readonly text: string;
  /** Whether it differs from the one that is there. */
  readonly differs: boolean;
  /** Sorted by reference. */
  readonly changes: readonly LockChange[];
}

/** Makes the lock of a repository; nothing is written. What has not moved keeps its entry to the byte. */
export async function makeLock(request: LockRequest): Promise<Result<LockResult, Problem>> {
  const { loaded } = request;
  if (hasErrors(withoutLockFindings(loaded))) return err(findingsOf(loaded));
  const wanted = externalBases(loaded.graph);
  const chosen = chooseBases(wanted, request.update);
  if (!chosen.ok) return chosen;
  const before = request.lock?.bases ?? new Map<string, LockedBase>();
  const resolved = await Promise.all(
    wanted.map((base) => lockBase(base, before.get(base.name), chosen.value, request)),
  );
  const changes: LockChange[] = [];
  for (const one of resolved) {
    if (!one.ok) return err({ kind: 'environment', failure: one.error });
    changes.push(one.value);
  }
  const names = new Set(wanted.map(({ name }) => name));
  for (const [reference, entry] of before) {
    if (!names.has(reference)) changes.push({ reference, change: 'removed', before: entry });
  }
  changes.sort((a, b) => (a.reference < b.reference ? -1 : 1));
  const text = formatLock(new Map(changes.flatMap(({ reference, after }) => (after ? [[reference, after]] : []))));
  return ok({ text, differs: text !== request.lock?.file.text, changes });
}

/** A lock that is missing something is no reason not to write it. */
function withoutLockFindings({ diagnostics }: LoadedRepository): LoadedRepository['diagnostics'] {
  return diagnostics.filter(({ code }) => !code.startsWith('lock-') && code !== 'base-not-pinned');
}

function chooseBases(
  wanted: readonly ExternalBase[],
  update: LockRequest['update'],
): Result<(base: ExternalBase) => boolean, Problem> {
  if (update === 'all') return ok(() => true);
  const chosen = new Set<string>();
  for (const text of update) {
    const reference = parseReference(text);
    if (!reference.ok) return err({ kind: 'usage', message: `${text} is not an image: ${reference.error}` });
    const full = formatReference(reference.value);
    const found = wanted.filter(
      ({ name }) => name === full || name.startsWith(`${full}:`) || name.startsWith(`${full}@`),
    );
    if (found.length === 0) return err(unknownBase(text, full, wanted));
    for (const { name } of found) chosen.add(name);
  }
  return ok(({ name }) => chosen.has(name));
}

function unknownBase(text: string, full: string, wanted: readonly ExternalBase[]): Problem {
  const meant = nearestName(
    full,
    wanted.map(({ name }) => name),
  );
  return {
    kind: 'usage',
    message: `no image of this repository builds on ${text}`,
    suggestion: meant === undefined ? 'caskwright lock shows what they build on' : `did you mean ${meant}?`,
  };
}

async function lockBase(
  base: ExternalBase,
  before: LockedBase | undefined,
  isChosen: (base: ExternalBase) => boolean,
  request: LockRequest,
): Promise<Result<LockChange, Failure>> {
  const { name: reference, platforms } = base;
  const { host, path } = placeOf(base.reference, request.loaded.configuration.mirrors);
  const from = `${host}/${path}`;
  const known = before ? { before } : {};
  const isWhole = before?.from === from && [...platforms].every((platform) => before.digests.has(platform));
  if (before && isWhole && !isChosen(base)) {
    const digests = new Map([...before.digests].filter(([platform]) => platforms.has(platform)));
    const change = digests.size === before.digests.size ? 'kept' : 'updated';
    return ok({ reference, change, before, after: { ...before, digests } });
  }
  const digests = await digestsOf(base, request);
  if (!digests.ok && digests.error.reason === 'cancelled') return digests;
  if (!digests.ok) {
    return ok({
      reference,
      change: 'unresolved',
      ...known,
      ...(before ? { after: before } : {}),
      why: digests.error.message,
    });
  }
  if (before && isWhole && sameDigests(before.digests, digests.value))
    return ok({ reference, change: 'kept', before, after: before });
  const locked = `${new Date(request.clock.now()).toISOString().slice(0, 19)}Z`;
  return ok({
    reference,
    change: before ? 'updated' : 'added',
    ...known,
    after: { digests: digests.value, from, locked },
  });
}

/** What a base means on every platform that wants it: all of them or none, so that no lock mixes two of its states. */
async function digestsOf(
  { reference, platforms }: Pick<ExternalBase, 'reference' | 'platforms'>,
  { reader, signal }: Pick<LockRequest, 'reader' | 'signal'>,
): Promise<Result<ReadonlyMap<Platform, Digest>, Failure>> {
  const digests = new Map<Platform, Digest>();
  for (const platform of platforms) {
    const answer = await reader.resolve(reference, platform, signal);
    if (!answer.ok) return answer;
    digests.set(platform, answer.value.digest);
  }
  return ok(digests);
}

function sameDigests(a: ReadonlyMap<Platform, Digest>, b: ReadonlyMap<Platform, Digest>): boolean {
  return a.size === b.size && [...a].every(([platform, digest]) => b.get(platform) === digest);
}
