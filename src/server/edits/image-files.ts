import { err, ok, type Result } from '../../base/result.ts';
import type { ImageDefinition } from '../../definition/image.ts';
import type { LoadedRepository } from '../../engine/load.ts';
import { type FileEdit, isFilePath } from '../../repository/commit.ts';
import { entryAt, type TreeEntry } from '../../repository/tree.ts';
import type { EditFault } from './fault.ts';

/** A file of an image's directory. */
export interface ImageFile {
  /** From the image's directory. */
  readonly path: string;
  readonly entry: TreeEntry;
}

/** What Git calls a plain file: links and submodules are shown to nobody and edited by nobody here (S16). */
const PLAIN: ReadonlySet<string> = new Set(['100644', '100755']);

/** How an image is described at a commit. */
export function definitionOf({ graph }: LoadedRepository, name: string): Result<ImageDefinition, EditFault> {
  const found = graph.images.find(({ definition }) => definition.name.value === name);
  return found ? ok(found.definition) : err({ kind: 'absent', message: `the repository has no image ${name}` });
}

/** The plain files of an image's directory, those of images below it left out. */
export function filesOf(loaded: LoadedRepository, image: ImageDefinition): readonly ImageFile[] {
  const inner = loaded.graph.images
    .map(({ definition }) => definition.directory)
    .filter((directory) => directory !== image.directory && isBelow(directory, image.directory));
  return loaded.tree.entries.flatMap((entry) => {
    const { path, mode } = entry;
    if (!PLAIN.has(mode) || !isBelow(path, image.directory) || inner.some((other) => isBelow(path, other))) return [];
    return [{ path: withoutFolder(path, image.directory), entry }];
  });
}

/** A file of an image, by its path from the image's directory. */
export function fileOf(loaded: LoadedRepository, image: ImageDefinition, path: string): Result<ImageFile, EditFault> {
  const found = filesOf(loaded, image).find((file) => file.path === path);
  return found ? ok(found) : err({ kind: 'absent', message: `${image.name.value} has no file ${path}` });
}

/** The new content of one file; it keeps being executable, or not, unless that is said too. */
export function replacement(
  loaded: LoadedRepository,
  image: ImageDefinition,
  path: string,
  content: Uint8Array,
  executable: boolean | undefined,
): Result<readonly FileEdit[], EditFault> {
  const place = placeOf(loaded, image, path);
  if (!place.ok) return place;
  const standing = entryAt(loaded.tree.entries, place.value);
  const isExecutable = executable ?? standing?.mode === '100755';
  return ok([{ path: place.value, content, executable: isExecutable }]);
}

/** One file less. */
export function deletion(
  loaded: LoadedRepository,
  image: ImageDefinition,
  path: string,
): Result<readonly FileEdit[], EditFault> {
  const file = fileOf(loaded, image, path);
  return file.ok ? ok([{ path: file.value.entry.path }]) : file;
}

/** The whole image less: its directory, or its description alone where other images share that, or where it is the root. */
export function removal(loaded: LoadedRepository, image: ImageDefinition): readonly FileEdit[] {
  const isShared = loaded.graph.images.some(
    ({ definition }) => definition !== image && definition.directory === image.directory,
  );
  if (isShared || image.directory === '') return [{ path: image.file.path }];
  return filesOf(loaded, image).map(({ entry }) => ({ path: entry.path }));
}

/** Where a file of an image may be written: in its directory, in the place of no folder and of nothing but a plain file. */
function placeOf(
  loaded: LoadedRepository,
  { directory, name }: ImageDefinition,
  path: string,
): Result<string, EditFault> {
  const whole = directory === '' ? path : `${directory}/${path}`;
  const refuse = (why: string) => err({ kind: 'unusable', message: `${JSON.stringify(path)} ${why}` } as const);
  if (!isFilePath(path)) return refuse(`is no path below the directory of ${name.value}`);
  const { entries } = loaded.tree;
  const folders = whole.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
  const inTheWay = folders.find((folder) => {
    const entry = entryAt(entries, folder);
    return entry !== undefined && !(folder === whole && PLAIN.has(entry.mode));
  });
  if (inTheWay !== undefined) return refuse(`leads through ${inTheWay}, which is no folder`);
  if (entries.some((entry) => isBelow(entry.path, whole))) return refuse('is a folder');
  return ok(whole);
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

function withoutFolder(path: string, folder: string): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}
