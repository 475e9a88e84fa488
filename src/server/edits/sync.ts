import { type Kysely, sql } from 'kysely';
import { err, ok, type Result } from '../../base/result.ts';
import { isAncestor } from '../../repository/history.ts';
import { type CloneRef, refsOfClone, resetToRemote } from '../../repository/mirror.ts';
import type { GitRepository } from '../../repository/open.ts';
import { type PushRequest, push } from '../../repository/push.ts';
import { BRANCHES_AND_TAGS, remoteRefs } from '../../repository/remote-refs.ts';
import type { RepositoryRow } from '../runs/clones.ts';
import type { Tables } from '../store/tables.ts';
import { reading } from './edit.ts';
import type { EditFault } from './fault.ts';
import { fetchTip, type GitParts } from './tip.ts';

/** What a backup did: nothing of the remote is ever overwritten or removed. */
export interface Backup {
  /** Refs that the remote lacked, or that it was behind with. */
  readonly pushed: readonly string[];
  /** Refs of which the remote has another history: they stay as they are there. */
  readonly diverged: readonly string[];
}

/** What a restore did. */
export interface Restored {
  /** The tip of the default branch. */
  readonly commit: string;
  /** Refs of the server's clone that were moved, added or dropped. */
  readonly reset: readonly string[];
  /** Images that left the catalogue, because the repository does not have them. */
  readonly removed: readonly string[];
  /** Images that are back in it. */
  readonly returned: readonly string[];
}

/**
 * Pushes what the server's clone has and the remote has not: the default branch, tags, and the branches that are known
 * to be there. For a remote that has lost something, or was made anew.
 */
export async function backUp(
  db: Kysely<Tables>,
  parts: GitParts,
  repository: RepositoryRow,
): Promise<Result<Backup, EditFault>> {
  const remote = { url: repository.url, ...(await parts.access(repository)) };
  const listed = await remoteRefs(remote, BRANCHES_AND_TAGS, parts.environment);
  if (!listed.ok) return err({ kind: 'remote', ...listed.error });
  const known = await seenRefs(db, repository);
  const clone = await existingClone(parts, repository, known, listed.value);
  if (!clone) return err({ kind: 'unusable', message: 'the server has no copy of the repository yet' });
  const isWanted = ({ ref }: CloneRef) =>
    ref === `refs/heads/${repository.default_branch}` || ref.startsWith('refs/tags/') || known.has(ref);
  const requests: PushRequest[] = [];
  const diverged: string[] = [];
  for (const own of (await refsOfClone(clone)).filter(isWanted)) {
    const there = listed.value.get(own.ref);
    const standing = there === undefined ? 'absent' : await comparison(clone, own, there);
    if (standing === 'diverged') diverged.push(own.ref);
    if (standing === 'absent') requests.push({ ref: own.ref, commit: own.id });
    if (standing === 'behind' && there !== undefined) requests.push({ ref: own.ref, commit: own.id, expected: there });
  }
  const pushed = requests.map(({ ref }) => ref);
  if (requests.length === 0) return ok({ pushed, diverged });
  const outcome = await push(clone.git.directory, remote, requests, parts.environment);
  if (outcome.kind === 'pushed') return ok({ pushed, diverged });
  const suggestion = 'try again; nothing has changed';
  const message = outcome.kind === 'moved' ? 'somebody pushed at the same time' : outcome.message;
  return err({ kind: 'remote', message, suggestion });
}

/** Makes the server's clone what the remote is, and the catalogue what the default branch has. */
export async function restore(
  db: Kysely<Tables>,
  parts: GitParts,
  repository: RepositoryRow,
): Promise<Result<Restored, EditFault>> {
  const tip = await fetchTip(parts, repository);
  if (!tip.ok) return tip;
  const { clone, commit } = tip.value;
  const before = await refsOfClone(clone);
  const remote = { url: repository.url, ...(await parts.access(repository)) };
  const outcome = await resetToRemote(clone, remote, parts.environment);
  if (!outcome.ok) return err({ kind: 'remote', ...outcome.error });
  const after = await refsOfClone(clone);
  const names = await reading(tip.value, commit, async ({ graph }) =>
    graph.images.map(({ definition }) => definition.name.value as string),
  );
  const removed = await setRemoved(db, repository.id, sql<boolean>`name <> all(${names}) and removed_at is null`, true);
  const returned = await setRemoved(
    db,
    repository.id,
    sql<boolean>`name = any(${names}) and removed_at is not null`,
    false,
  );
  return ok({ commit, reset: differing(before, after), removed, returned });
}

/** The refs that were there when the server last looked. */
async function seenRefs(db: Kysely<Tables>, { id }: RepositoryRow): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('refs').select(['ref', 'commit']).where('repository_id', '=', id).execute();
  return new Map(rows.map(({ ref, commit }) => [ref, commit]));
}

/** The clone as it is; fetched only where the server has none and the remote has something. */
async function existingClone(
  { clones }: GitParts,
  repository: RepositoryRow,
  ...sources: readonly ReadonlyMap<string, string>[]
): Promise<GitRepository | undefined> {
  const ref = `refs/heads/${repository.default_branch}`;
  for (const commit of sources.flatMap((refs) => refs.get(ref) ?? [])) {
    const clone = await clones.have(repository, ref, commit);
    if (clone.ok) return clone.value;
  }
  return undefined;
}

/** How the remote stands to a ref of the clone. A tag that names something else is another tag. */
async function comparison(
  clone: GitRepository,
  { ref, commit }: CloneRef,
  there: string,
): Promise<'same' | 'behind' | 'ahead' | 'diverged'> {
  if (there === commit) return 'same';
  const isKnown = (await clone.git.run(['cat-file', '-e', `${there}^{commit}`])).ok;
  if (!isKnown || ref.startsWith('refs/tags/')) return 'diverged';
  if ((await isAncestor(clone, there, commit)) === 'yes') return 'behind';
  return (await isAncestor(clone, commit, there)) === 'yes' ? 'ahead' : 'diverged';
}

function differing(before: readonly CloneRef[], after: readonly CloneRef[]): readonly string[] {
  const keys = (refs: readonly CloneRef[]) => new Map(refs.map(({ ref, id }) => [ref, id]));
  const [old, now] = [keys(before), keys(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((ref) => old.get(ref) !== now.get(ref)).sort();
}

async function setRemoved(
  db: Kysely<Tables>,
  repository: string,
  which: ReturnType<typeof sql<boolean>>,
  isRemoved: boolean,
): Promise<readonly string[]> {
  const rows = await db
    .updateTable('images')
    .set({ removed_at: isRemoved ? sql<Date>`now()` : null })
    .where('repository_id', '=', repository)
    .where(which)
    .returning('name')
    .execute();
  return rows.map(({ name }) => name).sort();
}
