import { CONFIGURATION_FILES } from '../definition/configuration.ts';
import { LOCK_FILE } from '../definition/lock.ts';
import type { ImageName } from '../names/image-name.ts';
import { formatReference, parseReference } from '../names/reference.ts';
import { type FileChange, type History, type LineChange, lineChanges, lockLineChanges } from '../plan/history.ts';
import type { ImagePlan, Plan } from '../plan/plan.ts';
import type { Reason } from '../plan/reasons.ts';
import { type UncountedChange, uncountedChanges } from '../plan/why-not.ts';
import { type Change, changesBetween, lastCommitFor, resolveCommit } from '../repository/history.ts';
import type { GitRepository } from '../repository/open.ts';
import { commitTree, readBytes, type Tree } from '../repository/source.ts';
import { entryAt } from '../repository/tree.ts';

/** Files named for one image, and in a whole plan: history is read for people, who read no more. */
const FILES_OF_IMAGE = 3;
const FILES_OF_PLAN = 30;
const MAX_TEXT = 64 * 1024;

/**
 * Finds the files, lines and commits behind a plan's reasons (parts that changed, bases that the lock moved), as far as
 * this clone has the history. What was never published is compared with `since`, where that is given.
 */
export async function historyOf(repository: GitRepository, tree: Tree, plan: Plan, since?: string): Promise<History> {
  const history = new Map<ImageName, readonly FileChange[]>();
  const published = new Map<string, Promise<Tree | undefined>>();
  let left = FILES_OF_PLAN;
  for (const image of plan.images) {
    const commit = image.record?.commit ?? since;
    if (commit === undefined || left <= 0 || !image.reasons.some(isInFiles)) continue;
    const opening = published.get(commit) ?? openCommit(repository, commit);
    published.set(commit, opening);
    const before = await opening;
    if (!before) continue;
    const changes = relevantChanges(image, changesBetween(before.entries, tree.entries)).slice(
      0,
      Math.min(left, FILES_OF_IMAGE),
    );
    left -= changes.length;
    history.set(
      image.name,
      await Promise.all(changes.map((change) => describe(repository, before, tree, change, image))),
    );
  }
  await Promise.all([...published.values()].map(async (opening) => (await opening)?.close()));
  return history;
}

type Relevant = Change & { readonly component: FileChange['component'] };

function isInFiles(reason: Reason): boolean {
  return reason.kind === 'changed' || (reason.kind === 'base' && reason.locked === true);
}

async function openCommit(repository: GitRepository, commit: string): Promise<Tree | undefined> {
  const found = await resolveCommit(repository, commit);
  return found.ok ? commitTree(repository, found.value) : undefined;
}

/** Changes of files that the image's changed parts are made from. */
function relevantChanges({ image, reasons }: ImagePlan, changes: readonly Change[]): readonly Relevant[] {
  const changed = new Set(reasons.flatMap((reason) => (reason.kind === 'changed' ? [reason.component] : [])));
  const { definition } = image;
  const context = definition.context.value;
  const inContext = new Set(image.context.map(({ path }) => (context === '' ? path : `${context}/${path}`)));
  const described = (['version', 'settings', 'test', 'platforms', 'args'] as const).find((part) => changed.has(part));
  const relevant = changes.flatMap((change): Relevant[] => {
    const { path, kind } = change;
    const wasInContext = kind === 'removed' && (context === '' || path.startsWith(`${context}/`));
    if (changed.has('dockerfile') && path === definition.dockerfile.value)
      return [{ ...change, component: 'dockerfile' }];
    if (changed.has('context') && (inContext.has(path) || wasInContext)) return [{ ...change, component: 'context' }];
    if (path === LOCK_FILE && lockedBases(reasons).length > 0) return [{ ...change, component: 'lock' }];
    const describes =
      path === definition.file.path || (described === 'args' && CONFIGURATION_FILES.some((name) => name === path));
    return described && describes ? [{ ...change, component: described }] : [];
  });
  // What an image is made of says more than the number that was raised for it.
  const rank = ({ component }: Relevant) => Number(component === 'version');
  return relevant.toSorted((a, b) => rank(a) - rank(b));
}

/** Bases that the lock moved, in full. */
function lockedBases(reasons: readonly Reason[]): readonly string[] {
  return reasons.flatMap((reason) => {
    const reference = reason.kind === 'base' && reason.locked ? parseReference(reason.reference) : undefined;
    return reference?.ok ? [formatReference(reference.value)] : [];
  });
}

async function describe(
  repository: GitRepository,
  before: Tree,
  now: Tree,
  change: Relevant,
  { reasons }: ImagePlan,
): Promise<FileChange> {
  const { path, kind, component } = change;
  const [old, text] = kind === 'changed' ? await Promise.all([textOf(before, path), textOf(now, path)]) : [];
  const lines = old === undefined || text === undefined ? [] : linesOf(old, text, component, reasons);
  const commit = now.dirty.includes(path) ? undefined : await lastCommitFor(repository, now.commit, [path]);
  return { component, path, kind, lines, ...(commit ? { commit } : {}) };
}

function linesOf(
  old: string,
  text: string,
  component: FileChange['component'],
  reasons: readonly Reason[],
): readonly LineChange[] {
  if (component !== 'lock') return lineChanges(old, text);
  return lockedBases(reasons).flatMap((reference) => lockLineChanges(old, text, reference));
}

async function textOf(tree: Tree, path: string): Promise<string | undefined> {
  const entry = entryAt(tree.entries, path);
  if (!entry || entry.mode === '160000') return undefined;
  const bytes = (await readBytes(tree, [entry.id], MAX_TEXT)).get(entry.id);
  if (!bytes || bytes.length >= MAX_TEXT || bytes.includes(0)) return undefined;
  return new TextDecoder().decode(bytes);
}

/** Files with an image that differ from what was published of it, and yet make no difference to it. */
export async function uncountedSince(
  repository: GitRepository,
  tree: Tree,
  image: ImagePlan,
  since?: string,
): Promise<readonly UncountedChange[]> {
  const commit = image.record?.commit ?? since;
  const before = commit === undefined ? undefined : await openCommit(repository, commit);
  if (!before) return [];
  const changed = changesBetween(before.entries, tree.entries).map(({ path }) => path);
  await before.close();
  return uncountedChanges(image, changed).slice(0, FILES_OF_PLAN);
}
