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
  const directories: ImageDirectory[] = [];
  for (const [directory, likely] of likelyFiles(entries)) {
    const names = likely.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
    const dockerfile = dockerfileNames.find((name) => names.includes(name));
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
/** What a likely name ends in, so that most names need no closer look. */
const likelyEnds = ['.yaml', 'file', 'ignore', '.txt'];

/** The files that may be needed to read images, by their directories. */
function likelyFiles(entries: readonly TreeEntry[]): ReadonlyMap<string, readonly TreeEntry[]> {
  const found = new Map<string, TreeEntry[]>();
  let directory: string | undefined;
  let beside: TreeEntry[] = [];
  for (const entry of entries) {
    const { path } = entry;
    if (!likelyEnds.some((end) => path.endsWith(end))) continue;
    const slash = path.lastIndexOf('/');
    if (!likelyName.test(path.slice(slash + 1))) continue;
    // Files of one directory mostly follow each other.
    if (slash !== directory?.length || !path.startsWith(directory)) {
      directory = path.slice(0, Math.max(slash, 0));
      beside = found.get(directory) ?? [];
      found.set(directory, beside);
    }
    beside.push(entry);
  }
  return found;
}
