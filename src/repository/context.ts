import type { Code } from '../diagnostics/codes.ts';
import type { ContextFile } from '../plan/image.ts';
import type { Tree } from './source.ts';
import type { EntryRange, TreeEntry } from './tree.ts';

/** The files of one build context, and what keeps it from being built. */
export interface ContextListing {
  /** Sorted by path in byte order. */
  readonly files: readonly ContextFile[];
  readonly problems: readonly ContextProblem[];
}

/** Something wrong with a context as a whole; where it is reported is for the image to say. */
export interface ContextProblem {
  readonly code: Code;
  readonly message: string;
  readonly fix?: string;
}

/** The directory that a context is: its path from the root, links followed, and where its files are listed. */
export interface ContextDirectory {
  readonly path: string;
  readonly range: EntryRange;
}

const modes = { '100644': 'file', '100755': 'executable', '120000': 'link' } as const;

/** An entry of the tree as a file of the context that is `directory`; a submodule never is one. */
export function contextFile({ path, mode, id }: TreeEntry, directory: string): ContextFile {
  return {
    path: directory === '' ? path : path.slice(directory.length + 1),
    mode: modes[mode as keyof typeof modes],
    id,
  };
}

/**
 * Lists a context: every file below the directory that is not ignored. `isIgnored` gets paths from the context's root;
 * `isLeftOut` paths from the repository's root.
 */
export function listContext(
  tree: Tree,
  { path: directory, range }: ContextDirectory,
  isIgnored: (path: string) => boolean,
  isLeftOut: (path: string) => boolean,
): ContextListing {
  const files: ContextFile[] = [];
  const problems: ContextProblem[] = [];
  const skip = directory === '' ? 0 : directory.length + 1;
  for (let at = range.start; at < range.end; at += 1) {
    const entry = tree.entries[at] as TreeEntry;
    const path = entry.path.slice(skip);
    if (isLeftOut(entry.path) || isIgnored(path)) continue;
    const problem = entryProblem(tree, entry);
    if (problem) problems.push(problem);
    else if (entry.mode !== '160000') files.push({ path, mode: modes[entry.mode], id: entry.id });
  }
  return { files, problems: [...problems, ...caseConflicts(files)] };
}

function entryProblem(tree: Tree, { path, mode }: TreeEntry): ContextProblem | undefined {
  if (mode === '160000') {
    const fix = 'copy the files in, or list it in .dockerignore';
    return { code: 'context-submodule', message: `${path} is a submodule, and submodules are not followed`, fix };
  }
  if (tree.notUtf8.size > 0 && tree.notUtf8.has(path)) {
    return {
      code: 'path-not-utf8',
      message: `the name ${JSON.stringify(path)} is not valid UTF-8`,
      fix: 'rename the file',
    };
  }
  // Git does not make such names, but a tree written by hand can hold them.
  if (/(?:^|\/)(?:\.{0,2}|\.git)(?:\/|$)/i.test(path)) {
    return {
      code: 'path-outside-repository',
      message: `${JSON.stringify(path)} is not a name that may be written out`,
    };
  }
  return undefined;
}

/** Files and folders whose names differ only in case: one would overwrite the other on some machines. */
function caseConflicts(files: readonly ContextFile[]): readonly ContextProblem[] {
  // Names without capitals differ in more than case.
  if (files.every(({ path }) => path === path.toLowerCase())) return [];
  const problems: ContextProblem[] = [];
  const seen = new Map<string, string>();
  let directory = '';
  const add = (path: string) => {
    const folded = path.toLowerCase();
    const other = seen.get(folded);
    if (other === undefined) seen.set(folded, path);
    else if (other !== path) {
      const message = `${other} and ${path} differ only in case`;
      problems.push({ code: 'context-case-conflict', message, fix: 'rename one of them' });
    }
  };
  for (const { path } of files) {
    const parent = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    if (parent !== directory) for (const folder of foldersOf(path)) add(folder);
    directory = parent;
    add(path);
  }
  return problems;
}

function foldersOf(path: string): readonly string[] {
  const folders: string[] = [];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
    folders.push(path.slice(0, slash));
  return folders;
}
