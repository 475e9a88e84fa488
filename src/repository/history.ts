import { err, ok, type Result } from '../base/result.ts';
import { isObjectId, isRefName, isRevision } from './git.ts';
import type { GitRepository, RepositoryError } from './open.ts';
import { comparePaths, type TreeEntry } from './tree.ts';

/** A commit as reasons name it. */
export interface CommitLine {
  readonly id: string;
  /** The first line of its message. */
  readonly subject: string;
  /** Seconds since 1970, by the committer's clock. */
  readonly time: number;
}

/** A path that two listings do not agree on. */
export interface Change {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
}

const LOCAL = 'refs/heads/';
const REMOTE = 'refs/remotes/origin/';
/** What a default branch is called where nobody says it. */
const USUAL = ['main', 'master'];

/** What this clone knows of its branches. */
export interface Branches {
  /** The default branch: what the remote's HEAD says, else main, else master; undefined if none exists. */
  readonly standard: string | undefined;
  /**
   * The commit that is the tip of the branch that was asked for, as far as this clone knows: that of the upstream's
   * tracking ref where the local branch is behind it, else the local one. Undefined where there is neither.
   */
  readonly tip: string | undefined;
}

/** Asks for the default branch, and for the tip of a branch, in one question. */
export async function branchesOf(repository: GitRepository, branch?: string): Promise<Branches> {
  const named = branch !== undefined && isRefName(branch) ? [LOCAL + branch, REMOTE + branch] : [];
  const usual = USUAL.flatMap((name) => [LOCAL + name, REMOTE + name]);
  const refs = await refsOf(repository, [`${REMOTE}HEAD`, ...usual, ...named]);
  const remote = refs.get(`${REMOTE}HEAD`)?.target;
  const standard = remote?.startsWith(REMOTE)
    ? remote.slice(REMOTE.length)
    : USUAL.find((name) => refs.has(LOCAL + name) || refs.has(REMOTE + name));
  return { standard, tip: branch === undefined ? undefined : await tipIn(repository, refs, branch) };
}

/** As `Branches.tip`. */
export async function tipOf(repository: GitRepository, branch: string): Promise<string | undefined> {
  return (await branchesOf(repository, branch)).tip;
}

async function tipIn(
  repository: GitRepository,
  refs: ReadonlyMap<string, Ref>,
  branch: string,
): Promise<string | undefined> {
  const local = refs.get(LOCAL + branch)?.id;
  const followed = refs.get(LOCAL + branch)?.upstream ?? REMOTE + branch;
  const upstream = (refs.get(followed) ?? refs.get(REMOTE + branch))?.id;
  if (local === undefined || upstream === undefined) return local ?? upstream;
  return (await isAncestor(repository, local, upstream)) === 'yes' ? upstream : local;
}

/** Whether commit `a` is `b` or lies in its history; unknown where a shallow clone does not reach far enough. */
export async function isAncestor(repository: GitRepository, a: string, b: string): Promise<'yes' | 'no' | 'unknown'> {
  if (!isObjectId(a) || !isObjectId(b)) throw new Error('isAncestor takes full commit ids');
  if (a === b) return 'yes';
  const base = await mergeBase(repository, a, b);
  if (base === a) return 'yes';
  return repository.shallow && base !== b ? 'unknown' : 'no';
}

/** The best common ancestor of two commits, as far as this clone reaches; undefined where it finds none. */
export async function mergeBase(repository: GitRepository, a: string, b: string): Promise<string | undefined> {
  if (!isObjectId(a) || !isObjectId(b)) throw new Error('mergeBase takes full commit ids');
  // Without one Git says nothing at all, which is no refusal.
  return (await ask(repository, ['merge-base', a, b])) || undefined;
}

/** The parents that a commit itself names: also those that a shallow clone does not have. */
export async function parentsOf(repository: GitRepository, commit: string): Promise<readonly string[]> {
  const text = Buffer.from(await repository.git.bytes(['cat-file', 'commit', commit])).toString('latin1');
  const [header = ''] = text.split('\n\n', 1);
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap(([, id]) => id ?? []);
}

/** When a commit was made, in seconds since 1970, by the committer's clock. */
export async function commitTime(repository: GitRepository, commit: string): Promise<number> {
  const line = await lastCommit(repository, commit, []);
  if (!line) throw new Error(`${commit} is not a commit of the repository`);
  return line.time;
}

/**
 * The last commit at or before `commit` that changed one of the paths (files or folders from the root). Undefined
 * where there is none, and where a shallow clone ends before it is certain.
 */
export async function lastCommitFor(
  repository: GitRepository,
  commit: string,
  paths: readonly string[],
): Promise<CommitLine | undefined> {
  if (paths.length === 0) return undefined;
  const line = await lastCommit(repository, commit, paths);
  // Where history was cut off a commit seems to have no parents and to add every file.
  if (!line || (repository.shallow && line.parents === '')) return undefined;
  return { id: line.id, subject: line.subject, time: line.time };
}

/** The commit that a tag stands for, annotated or not; undefined where there is no such tag. */
export async function tagCommit(repository: GitRepository, tag: string): Promise<string | undefined> {
  return isRefName(tag) ? commitAt(repository, `refs/tags/${tag}`) : undefined;
}

/** The URL of the remote `origin` without user, password, query and fragment (the user of an ssh URL stays). */
export async function remoteUrl(repository: GitRepository): Promise<string | undefined> {
  const url = await askPlainly(repository, ['config', '--get', 'remote.origin.url']);
  return url === undefined || url === '' ? undefined : withoutCredentials(url);
}

/** The full id of the commit that a revision (`HEAD~2`, a branch, a tag, an id) means. */
export async function resolveCommit(
  repository: GitRepository,
  revision: string,
): Promise<Result<string, RepositoryError>> {
  if (revision === 'HEAD') return ok(repository.head);
  const commit = isRevision(revision) ? await commitAt(repository, revision) : undefined;
  if (commit !== undefined) return ok(commit);
  const shallow = repository.shallow
    ? 'the clone is shallow: git fetch --unshallow'
    : 'git log --all lists those it has';
  return err({ message: `the repository has no commit "${revision}"`, suggestion: shallow });
}

/** The paths that differ between two listings, sorted. Works for work trees as for commits. */
export function changesBetween(before: readonly TreeEntry[], after: readonly TreeEntry[]): readonly Change[] {
  const changes: Change[] = [];
  let left = 0;
  let right = 0;
  for (;;) {
    const old = before[left];
    const now = after[right];
    if (!old && !now) return changes;
    const order = !old ? 1 : !now ? -1 : comparePaths(old.path, now.path);
    if (order === 0 && old && now && (old.id !== now.id || old.mode !== now.mode)) {
      changes.push({ path: old.path, kind: 'changed' });
    } else if (order < 0 && old) changes.push({ path: old.path, kind: 'removed' });
    else if (order > 0 && now) changes.push({ path: now.path, kind: 'added' });
    if (order <= 0) left += 1;
    if (order >= 0) right += 1;
  }
}

async function lastCommit(
  repository: GitRepository,
  commit: string,
  paths: readonly string[],
): Promise<(CommitLine & { readonly parents: string }) | undefined> {
  if (!isObjectId(commit)) throw new Error('a full commit id is needed');
  const format = '--format=%H%x00%P%x00%ct%x00%s';
  const line = await ask(repository, ['log', '-1', '--no-show-signature', format, commit, '--', ...paths]);
  const [id, parents = '', time, subject = ''] = line?.split('\0') ?? [];
  return id === undefined || id === '' ? undefined : { id, parents, subject, time: Number(time) };
}

interface Ref {
  readonly id: string;
  /** The ref that it stands for, where it is a symbolic one. */
  readonly target?: string;
  /** The ref that a local branch follows, where it does and that ref is there. */
  readonly upstream?: string;
}

/** Those of the refs that are there, with what they follow, by full name. */
async function refsOf(repository: GitRepository, names: readonly string[]): Promise<ReadonlyMap<string, Ref>> {
  const format = '--format=%(refname)%00%(objectname)%00%(symref)%00%(upstream)';
  const lines = (await askPlainly(repository, ['for-each-ref', format, ...names])) ?? '';
  const refs = new Map<string, Ref>();
  for (const line of lines.split('\n')) {
    const [name = '', id = '', target = '', upstream = ''] = line.split('\0');
    if (id !== '') refs.set(name, { id, ...(target && { target }), ...(upstream && { upstream }) });
  }
  const followed = [...refs.values()].flatMap(({ upstream = '' }) =>
    upstream === '' || refs.has(upstream) ? [] : [upstream],
  );
  return followed.length === 0 ? refs : new Map([...(await refsOf(repository, followed)), ...refs]);
}

async function commitAt(repository: GitRepository, revision: string): Promise<string | undefined> {
  const id = await ask(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return id !== undefined && isObjectId(id) ? id : undefined;
}

/** Git's answer without its line end; undefined where it says that there is none. */
async function ask(repository: GitRepository, args: string[]): Promise<string | undefined> {
  const { simple, isRefusal } = await repository.git.simple();
  try {
    return (await simple.raw(args)).replace(/\n$/, '');
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** As `ask`, for what every plan wants to know before anything else: nothing is loaded for it. */
async function askPlainly({ git }: GitRepository, args: readonly string[]): Promise<string | undefined> {
  const { ok: answered, stdout } = await git.run(args);
  return answered ? Buffer.from(stdout).toString('utf8').replace(/\n$/, '') : undefined;
}

function withoutCredentials(url: string): string | undefined {
  if (!URL.canParse(url) || !/^[a-z+]+:\/\//i.test(url)) return url;
  const parsed = new URL(url);
  parsed.password = '';
  if (!parsed.protocol.includes('ssh')) parsed.username = '';
  parsed.search = '';
  parsed.hash = '';
  return parsed.href;
}
