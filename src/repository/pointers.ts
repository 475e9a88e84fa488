import type { RepositoryImage } from '../plan/image.ts';
import type { ContextProblem } from './context.ts';
import { MAX_POINTER, pointedContent } from './lfs.ts';
import { readBytes, type Tree } from './source.ts';

/**
 * The ids of files in contexts that are Git LFS pointers. Only asked for where a .gitattributes of the repository uses
 * Git LFS, and only small files are read.
 */
export async function findPointers(tree: Tree, images: readonly RepositoryImage[]): Promise<ReadonlySet<string>> {
  if (!(await usesLfs(tree))) return new Set();
  // Images that share a context share its list.
  const contexts = new Set(images.map(({ context }) => context));
  const files = [...contexts].flatMap((context) => context.filter(({ mode }) => mode !== 'link'));
  const ids = [...new Set(files.map(({ id }) => id))];
  const sizes = await tree.sizes(ids);
  const small = ids.filter((_, at) => (sizes[at] ?? 0) < MAX_POINTER);
  const bytes = await readBytes(tree, small, MAX_POINTER);
  return new Set(small.filter((id) => pointedContent(bytes.get(id) ?? new Uint8Array()) !== undefined));
}

/** The problem of a context file that is a Git LFS pointer. */
export function pointerProblem(path: string): ContextProblem {
  return {
    code: 'context-lfs-pointer',
    message: `${path} is a Git LFS pointer, not the file that it stands for`,
    fix: 'keep the file in Git itself, or list it in .dockerignore',
  };
}

async function usesLfs(tree: Tree): Promise<boolean> {
  const attributes = tree.entries.filter(({ path }) => path.endsWith('.gitattributes'));
  const texts = await readBytes(
    tree,
    attributes.filter(({ path }) => /(?:^|\/)\.gitattributes$/.test(path)).map(({ id }) => id),
    1024 ** 2,
  );
  return [...texts.values()].some((bytes) => Buffer.from(bytes).includes('filter=lfs'));
}
