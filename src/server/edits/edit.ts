import { err, ok, type Result } from '../../base/result.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type LoadedRepository, loadRepository } from '../../engine/load.ts';
import { type FileEdit, makeCommit, type Person } from '../../repository/commit.ts';
import { changesBetween, lastCommitFor } from '../../repository/history.ts';
import { push } from '../../repository/push.ts';
import { commitTree } from '../../repository/source.ts';
import type { Identity } from '../auth/identity.ts';
import type { RepositoryRow } from '../runs/clones.ts';
import type { EditFault, Overtaken } from './fault.ts';
import { fetchTip, type GitParts, type Tip } from './tip.ts';

/** A change of files that a person wants. */
export interface EditRequest {
  readonly repository: RepositoryRow;
  /** The commit that the person looked at; absent: whatever the branch is at now. */
  readonly base?: string | undefined;
  /** The first line, or all, of the commit's message. */
  readonly message: string;
  readonly by: Identity;
  /** Decides the files from what the repository is now; called again where somebody else was faster. */
  readonly decide: (now: LoadedRepository) => Promise<Result<readonly FileEdit[], EditFault>>;
}

/** What came of it: a commit of the default branch, as the remote has it. */
export interface Edited {
  readonly commit: string;
  /** False where the files are like that already: no commit was made. */
  readonly changed: boolean;
  readonly paths: readonly string[];
}

const SERVER: Person = { name: 'Caskwright', email: 'caskwright@localhost.invalid' };
/** Pushes of others may come in between so often. */
const ATTEMPTS = 4;

/**
 * Changes files by a commit on the default branch that is pushed before this resolves: there is never a change beside
 * Git. What the engine finds wrong with the result, and was not wrong before, keeps it from being made.
 */
export async function edit(parts: GitParts, request: EditRequest): Promise<Result<Edited, EditFault>> {
  let base = request.base;
  for (let attempt = 1; ; attempt += 1) {
    const tip = await fetchTip(parts, request.repository);
    if (!tip.ok) return tip;
    base ??= tip.value.commit;
    const outcome = await attemptEdit(parts, request, tip.value, base);
    if (outcome !== 'moved') return outcome;
    if (attempt === ATTEMPTS) {
      return err({ kind: 'conflict', message: `${tip.value.ref} moves faster than it can be edited`, changes: [] });
    }
  }
}

/** What the commit would have wrong that the tip has not; nothing is pushed. */
export async function rehearse(
  parts: GitParts,
  repository: RepositoryRow,
  edits: readonly FileEdit[],
): Promise<Result<{ readonly commit: string; readonly diagnostics: readonly Diagnostic[] }, EditFault>> {
  const tip = await fetchTip(parts, repository);
  if (!tip.ok) return tip;
  const { clone, commit } = tip.value;
  const made = await makeCommit(clone.git, commitOf(commit, edits, 'rehearsal', SERVER));
  try {
    return ok({ commit, diagnostics: await findingsAt(tip.value, made.id) });
  } finally {
    await made.release();
  }
}

async function attemptEdit(
  { access, environment }: GitParts,
  { repository, message, by, decide }: EditRequest,
  tip: Tip,
  base: string,
): Promise<Result<Edited, EditFault> | 'moved'> {
  const { edits, findings } = await reading(tip, tip.commit, async (now) => ({
    edits: await decide(now),
    findings: now.diagnostics,
  }));
  if (!edits.ok) return edits;
  const paths = edits.value.map(({ path }) => path);
  const overtaken = await overtakenBy(tip, base, paths);
  if (!overtaken.ok) return overtaken;
  const { git } = tip.clone;
  const made = await makeCommit(git, commitOf(tip.commit, edits.value, withCreator(message, by), personOf(by)));
  try {
    if (made.isEmpty) return ok({ commit: tip.commit, changed: false, paths });
    const worse = newErrors(await findingsAt(tip, made.id), findings);
    if (worse.length > 0) return err({ kind: 'findings', diagnostics: worse });
    const remote = { url: repository.url, ...(await access(repository)) };
    const moves = [{ ref: tip.ref, commit: made.id, expected: tip.commit }];
    const outcome = await push(git.directory, remote, moves, environment);
    if (outcome.kind === 'pushed') return ok({ commit: made.id, changed: true, paths });
    if (outcome.kind === 'moved') return 'moved';
    return err({ kind: 'remote', message: `the push was refused: ${outcome.message}`, suggestion: REFUSED });
  } finally {
    await made.release();
  }
}

const REFUSED = 'see whether the server may write to the repository, and whether the branch is protected';

/** Reads the repository at a commit of the clone, and lets go of it when `use` is through with it. */
export async function reading<T>(
  { clone }: Tip,
  commit: string,
  use: (repository: LoadedRepository) => Promise<T>,
): Promise<T> {
  const tree = await commitTree(clone, commit);
  try {
    return await use(await loadRepository(tree));
  } finally {
    await tree.close();
  }
}

function findingsAt(tip: Tip, commit: string): Promise<readonly Diagnostic[]> {
  return reading(tip, commit, async ({ diagnostics }) => diagnostics);
}

/** An error where some of the paths are not as they were in the commit that the person looked at. */
async function overtakenBy(
  { clone, commit }: Tip,
  base: string,
  paths: readonly string[],
): Promise<Result<void, EditFault>> {
  if (base === commit) return ok(undefined);
  const known = await clone.git.run(['cat-file', '-e', `${base}^{commit}`]);
  if (!known.ok) {
    const message = `${base} is no commit of the default branch's history: look at the files again`;
    return err({ kind: 'conflict', message, changes: [] });
  }
  const [before, now] = await Promise.all([commitTree(clone, base), commitTree(clone, commit)]);
  await Promise.all([before.close(), now.close()]);
  const meant = new Set(paths);
  const changes = changesBetween(before.entries, now.entries).filter(({ path }) => meant.has(path));
  if (changes.length === 0) return ok(undefined);
  const overtaken = await Promise.all(
    changes.map(async (change): Promise<Overtaken> => {
      const last = await lastCommitFor(clone, commit, [change.path]);
      return { ...change, ...(last ? { commit: last.id, subject: last.subject } : {}) };
    }),
  );
  return err({ kind: 'conflict', message: 'the files were changed since they were looked at', changes: overtaken });
}

/** Errors that are new: a repository that has others already can still be edited, above all to mend them. */
function newErrors(after: readonly Diagnostic[], before: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ file, code, message }: Diagnostic) => JSON.stringify([file.path, code, message]);
  const known = new Set(before.map(keyOf));
  return after.filter((each) => each.severity === 'error' && !known.has(keyOf(each)));
}

function commitOf(parent: string, edits: readonly FileEdit[], message: string, author: Person) {
  return { parent, edits, message, author, committer: SERVER, time: Math.floor(Date.now() / 1000) };
}

/** The author is the person; the trailer says by which proof. */
function withCreator(message: string, { actor }: Identity): string {
  return `${message.trimEnd()}\n\nCreated-by: ${actor}\n`;
}

function personOf({ name, email, actor }: Identity): Person {
  return { name, email: email ?? `${actor.replace(/[^A-Za-z0-9._-]+/g, '-')}@caskwright.invalid` };
}
