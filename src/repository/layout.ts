import { compileGlob } from '../definition/glob.ts';
import { comparePaths, type TreeEntry } from './tree.ts';

/** A directory that the image globs match and that looks like an image. */
export interface ImageDirectory {
  /** From the root; the root itself is `''`. */
  readonly directory: string;
  /** Names of the files (or links to some) that describe an image each: `build.yaml`, `build.<variant>.yaml`. */
  readonly buildFiles: readonly string[];
  /** The name of its Dockerfile or Containerfile, where it has one. */
  readonly dockerfile?: string;
  /** The files right in it that reading the image will most likely need; links among them as they are. */
  readonly likely: readonly TreeEntry[];
}

/** The image's own description; `build.<variant>.yaml` beside it describes another image of the same directory. */
export const BUILD_FILE = 'build.yaml';
const buildFile = /^build(?:\.[^/]+)?\.yaml$/;
const dockerfileNames = ['Dockerfile', 'Containerfile'];

/** The directories that the globs match and that hold a build file or a Dockerfile, sorted by path in byte order. */
export function findImageDirectories(
  entries: readonly TreeEntry[],
  globs: readonly string[],
): readonly ImageDirectory[] {
  const matchers = globs.map(compileGlob).flatMap((glob) => (glob.ok ? [glob.value] : []));
  const found = new Map<string, TreeEntry[]>();
  for (const entry of entries) {
    const slash = entry.path.lastIndexOf('/');
    if (!isLikely(entry.path, slash + 1)) continue;
    const directory = slash < 0 ? '' : entry.path.slice(0, slash);
    const beside = found.get(directory);
    if (beside) beside.push(entry);
    else found.set(directory, [entry]);
  }
  const directories: ImageDirectory[] = [];
  for (const [directory, likely] of found) {
    const has = (name: string) => likely.some(({ path }) => path.endsWith(name) && path === join(directory, name));
    const dockerfile = dockerfileNames.find(has);
    const names = likely.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
    const buildFiles = names.filter((name) => buildFile.test(name));
    if (buildFiles.length === 0 && dockerfile === undefined) continue;
    // The root has no name that a glob could match; "." stands for it.
    if (!matchers.some((matches) => matches(directory === '' ? '.' : directory))) continue;
    directories.push({ directory, buildFiles, likely, ...(dockerfile === undefined ? {} : { dockerfile }) });
  }
  return directories.sort((a, b) => comparePaths(a.directory, b.directory));
}

/** A name below a directory as a path from the root. */
export function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** The folders that hold several images, or one further in. */
export function crowdedFolders(directories: readonly ImageDirectory[]): ReadonlySet<string> {
  const crowded = new Set<string>();
  for (const { directory, buildFiles } of directories) {
    if (buildFiles.length > 1) crowded.add(directory);
    for (let folder = directory; folder !== ''; ) {
      folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
      crowded.add(folder);
    }
  }
  return crowded;
}

/** Whether a path is a directory or below it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`);
}

const likelyName = /^(?:build(?:\..+)?\.yaml|Dockerfile|Containerfile|.*\.dockerignore|requirements.*\.txt)$/;
/** The first characters that a likely name can end in, so that most names need no closer look. */
const likelyEnd = /(?:\.yaml|file|ignore|\.txt)$/;

function isLikely(path: string, start: number): boolean {
  return likelyEnd.test(path) && likelyName.test(path.slice(start));
}
