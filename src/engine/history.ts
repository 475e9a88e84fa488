import type { ImageName } from '../names/image-name.ts';
import { type FileChange, type History, lineChanges } from '../plan/history.ts';
import type { ImagePlan, Plan } from '../plan/plan.ts';
import type { Component } from '../plan/reasons.ts';
import { type Change, changesBetween, lastCommitFor, resolveCommit } from '../repository/history.ts';
import type { GitRepository } from '../repository/open.ts';
import { commitTree, readBytes, type Tree } from '../repository/source.ts';
import { entryAt } from '../repository/tree.ts';

/** Files named for one image, and in a whole plan: history is read for people, who read no more. */
const FILES_OF_IMAGE = 3;
const FILES_OF_PLAN = 30;
const MAX_TEXT = 64 * 1024;

/** Finds the files, lines and commits behind a plan's `changed` reasons, as far as this clone has the history. */
export async function historyOf(repository: GitRepository, tree: Tree, plan: Plan): Promise<History> {
  const history = new Map<ImageName, readonly FileChange[]>();
  const published = new Map<string, Promise<Tree | undefined>>();
  let left = FILES_OF_PLAN;
  for (const image of plan.images) {
    const commit = image.record?.commit;
    if (commit === undefined || left <= 0 || !image.reasons.some(({ kind }) => kind === 'changed')) continue;
    const opening = published.get(commit) ?? openCommit(repository, commit);
    published.set(commit, opening);
    const before = await opening;
    if (!before) continue;
    const changes = relevantChanges(image, changesBetween(before.entries, tree.entries)).slice(
      0,
      Math.min(left, FILES_OF_IMAGE),
    );
    left -= changes.length;
    history.set(image.name, await Promise.all(changes.map((change) => describe(repository, before, tree, change))));
  }
  await Promise.all([...published.values()].map(async (opening) => (await opening)?.close()));
  return history;
}

type Relevant = Change & { readonly component: Component };

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
    const describes = path === definition.file.path || (described === 'args' && path === 'caskwright.yaml');
    return described && describes ? [{ ...change, component: described }] : [];
  });
  // What an image is made of says more than the number that was raised for it.
  const rank = ({ component }: Relevant) => Number(component === 'version');
  return relevant.toSorted((a, b) => rank(a) - rank(b));
}

async function describe(repository: GitRepository, before: Tree, now: Tree, change: Relevant): Promise<FileChange> {
  const { path, kind, component } = change;
  const [old, text] = kind === 'changed' ? await Promise.all([textOf(before, path), textOf(now, path)]) : [];
  const lines = old === undefined || text === undefined ? [] : lineChanges(old, text);
  const commit = now.dirty.includes(path) ? undefined : await lastCommitFor(repository, now.commit, [path]);
  return { component, path, kind, lines, ...(commit ? { commit } : {}) };
}

async function textOf(tree: Tree, path: string): Promise<string | undefined> {
  const entry = entryAt(tree.entries, path);
  if (!entry || entry.mode === '160000') return undefined;
  const bytes = (await readBytes(tree, [entry.id], MAX_TEXT)).get(entry.id);
  if (!bytes || bytes.length >= MAX_TEXT || bytes.includes(0)) return undefined;
  return new TextDecoder().decode(bytes);
}
