import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Policy } from '../definition/configuration.ts';
import { LOCK_FILE } from '../definition/lock.ts';
import type { ImageName } from '../names/image-name.ts';
import { externalBases } from '../plan/bases.ts';
import { hashSources, liveParents } from '../plan/fingerprint.ts';
import type { RepositoryImage } from '../plan/image.ts';
import { pinsBehind } from '../plan/pins.ts';
import { type Edit, raiseReference, raiseVersion } from '../plan/raise.ts';
import { type MadeCommit, makeCommit } from '../repository/commit.ts';
import { OWN_IDENTITY, pointOwnBranch, sameAtBranch } from '../repository/own-branch.ts';
import { commitTree, readBytes } from '../repository/source.ts';
import { entryAt } from '../repository/tree.ts';
import { hasErrors, type LoadedRepository, loadRepository, type Overrides } from './load.ts';
import { type LockResult, makeLock } from './lock.ts';
import { findingsOf } from './plan.ts';
import type { Prepared } from './prepare.ts';
import type { Problem } from './problem.ts';

/** What is raised, and where the commit goes. */
export interface FixRequest {
  /** A plan of everything at a commit. */
  readonly prepared: Prepared;
  readonly overrides: Overrides;
  /** Branch that gets the commit. One that others have committed to stays as it is. */
  readonly branch: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** One thing that was raised. */
export interface FixChange {
  readonly file: string;
  /** The pin's parent, the base, or the image whose version follows. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** A commit that raises what has drifted. */
export interface DriftFix {
  readonly branch: string;
  readonly commit: string;
  /** In the order in which one follows from another. */
  readonly changes: readonly FixChange[];
}

/** Rounds of raising: each goes one step further down the graph. */
const MOST_ROUNDS = 64;

/**
 * Raises the lock and the pins of a repository in dependency order, and the versions that the policy wants raised with
 * them, as one commit on a branch. Undefined where there is nothing to raise. Work tree and index are not touched, and
 * nothing is pushed. A pin whose version is put together from parts stays, and stays drift.
 */
export async function fixDrift(request: FixRequest): Promise<Result<DriftFix | undefined, Problem>> {
  const { prepared, branch, clock } = request;
  const lock = await raisedLock(request);
  if (!lock.ok) return lock;
  const raising = new Raising(request, lock.value);
  const changes = await raising.toTheEnd();
  if (!changes.ok) return changes;
  if (changes.value.length === 0) return ok(undefined);
  const commit = await raising.commit(messageOf(changes.value), Math.floor(clock.now() / 1000));
  const standing = await sameAtBranch(prepared.repository, branch, commit.id);
  const move =
    standing === undefined ? await pointOwnBranch(prepared.repository, branch, commit.id) : { moved: true as const };
  await commit.release();
  if (move.moved) return ok({ branch, commit: standing ?? commit.id, changes: changes.value });
  return err({ kind: 'usage', message: move.why, suggestion: 'name another branch: caskwright drift --fix <branch>' });
}

async function raisedLock({ prepared, clock, signal }: FixRequest): Promise<Result<LockResult | undefined, Problem>> {
  const { loaded, destination } = prepared;
  if (!loaded.lock) return ok(undefined);
  return makeLock({ loaded, lock: loaded.lock, reader: destination.reader, update: 'all', clock, signal });
}

function messageOf(changes: readonly FixChange[]): string {
  const lines = changes.map(({ file, what, from, to }) => `${file}: ${what} ${from} → ${to}`);
  return ['Raise what has drifted', '', ...lines].join('\n');
}

/** The files of a commit while they are raised, a round at a time. */
class Raising {
  readonly #request: FixRequest;
  readonly #files = new Map<string, Uint8Array>();
  readonly #changes: FixChange[] = [];
  /** Images under which the lock was raised. */
  readonly #moved: ReadonlySet<ImageName>;

  constructor(request: FixRequest, lock: LockResult | undefined) {
    this.#request = request;
    const raised = new Set<string>();
    for (const { reference, change, before, after } of lock?.changes ?? []) {
      if (change !== 'updated' || !before || !after) continue;
      raised.add(reference);
      for (const [platform, to] of after.digests) {
        const from = before.digests.get(platform);
        if (from !== undefined && from !== to) this.#changes.push({ file: LOCK_FILE, what: reference, from, to });
      }
    }
    if (lock?.differs) this.#files.set(LOCK_FILE, Buffer.from(lock.text));
    const bases = externalBases(request.prepared.loaded.graph).filter(({ name }) => raised.has(name));
    this.#moved = new Set(bases.flatMap(({ uses }) => uses.map(({ image }) => image.definition.name.value)));
  }

  /** Raises until nothing is left to raise; what was raised comes back. */
  async toTheEnd(): Promise<Result<readonly FixChange[], Problem>> {
    let current = this.#request.prepared.loaded;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const changed = await this.#round(current);
      if (!changed && round > 0) break;
      const loaded = await this.#load();
      if (hasErrors(loaded.diagnostics)) return err(findingsOf(loaded));
      current = loaded;
    }
    return ok(this.#changes);
  }

  commit(message: string, time: number): Promise<MadeCommit> {
    const { repository, loaded } = this.#request.prepared;
    const { commit: parent, entries } = loaded.tree;
    const edits = [...this.#files].map(([path, content]) => {
      return { path, content, executable: entryAt(entries, path)?.mode === '100755' };
    });
    return makeCommit(repository.git, { parent, edits, message, author: OWN_IDENTITY, committer: OWN_IDENTITY, time });
  }

  /** The repository as it is with what was raised so far. */
  async #load(): Promise<LoadedRepository> {
    const commit = await this.commit('', 0);
    const tree = await commitTree(this.#request.prepared.repository, commit.id);
    const loaded = await loadRepository(tree, this.#request.overrides);
    await Promise.all([tree.close(), commit.release()]);
    return loaded;
  }

  /** One step: the pins that are behind now, then the versions that have to follow. */
  async #round(current: LoadedRepository): Promise<boolean> {
    const due: (FixChange & { readonly edit: Edit })[] = [];
    for (const { edge, pinned, present } of pinsBehind(current.graph, this.#request.prepared.planned.plan.byName)) {
      const image = current.graph.byName.get(edge.child) as RepositoryImage;
      const edit = edge.use && raiseReference(image, current.configuration.file, edge.use, pinned, present);
      if (edit) due.push({ file: edit.file.path, what: edge.parent, from: pinned, to: present, edit });
    }
    for (const image of this.#versionsDue(current)) {
      const raised = raiseVersion(image);
      const { file, name } = image.definition;
      if (raised) due.push({ file: file.path, what: name.value, from: raised.from, to: raised.to, edit: raised });
    }
    let changed = false;
    for (const { edit, ...change } of withoutRepeats(due)) {
      if (!(await this.#apply(edit, current))) continue;
      this.#changes.push(change);
      changed = true;
    }
    return changed;
  }

  /** Images that stand in the registry under their version and would be other ones now; parents come a round earlier. */
  #versionsDue({ graph, configuration }: LoadedRepository): readonly RepositoryImage[] {
    const { loaded, planned } = this.#request.prepared;
    const differs = differing(loaded, graph, configuration.policy.versions, this.#moved);
    const due = graph.images.filter(({ definition: { name, version } }) => {
      const before = loaded.graph.byName.get(name.value)?.definition.version?.value;
      const published = planned.plan.byName.get(name.value)?.record?.tags.fixed ?? [];
      const isStill = version !== undefined && version.value === before && published.includes(version.value);
      return isStill && differs.has(name.value);
    });
    const names = new Set(due.map(({ definition }) => definition.name.value));
    return due.filter(
      ({ definition }) => !liveParents(graph, definition.name.value).some(({ parent }) => names.has(parent)),
    );
  }

  /** Replaces a text where the bytes of the file are that text; says whether it could. */
  async #apply({ file: { path, text }, span, text: after }: Edit, { tree }: LoadedRepository): Promise<boolean> {
    const before = this.#files.get(path) ?? (await bytesAt(tree, path));
    const written = before && Buffer.from(before).toString('utf8');
    const mark = written?.startsWith('\uFEFF') ? 1 : 0;
    if (!before || !written || written.slice(mark) !== text || !Buffer.from(written).equals(before)) return false;
    const [start, end] = [span.start + mark, span.end + mark];
    this.#files.set(path, Buffer.from(written.slice(0, start) + after + written.slice(end)));
    return true;
  }
}

/** One edit for each file and round: those that come after it are found again in the text that it leaves. */
function withoutRepeats<Due extends { readonly edit: Edit }>(due: readonly Due[]): readonly Due[] {
  const seen = new Set<string>();
  return due.filter(({ edit }) => !seen.has(edit.file.path) && seen.add(edit.file.path));
}

async function bytesAt(tree: LoadedRepository['tree'], path: string): Promise<Uint8Array | undefined> {
  const entry = entryAt(tree.entries, path);
  if (entry?.mode !== '100644' && entry?.mode !== '100755') return undefined;
  return (await readBytes(tree, [entry.id], Number.POSITIVE_INFINITY)).get(entry.id);
}

/** Images that the policy takes for other ones than they were before anything was raised. */
function differing(
  before: LoadedRepository,
  graph: LoadedRepository['graph'],
  versions: Policy['versions'],
  moved: ReadonlySet<ImageName>,
): ReadonlySet<ImageName> {
  const [old, now] = [hashSources(before.graph), hashSources(graph)];
  const differs = new Set<ImageName>();
  if (versions === 'mutable') return differs;
  const part = versions === 'source' ? 'source' : 'closure';
  for (const { definition } of graph.images) {
    const name = definition.name.value;
    const below = liveParents(graph, name).some(({ parent }) => differs.has(parent));
    const rebuilt = versions === 'immutable' && (moved.has(name) || below);
    if (rebuilt || old.get(name)?.[part] !== now.get(name)?.[part]) differs.add(name);
  }
  return differs;
}
