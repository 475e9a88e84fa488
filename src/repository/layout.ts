import { compileGlob } from '../definition/glob.ts';
import { comparePaths, type TreeEntry } from './tree.ts';

/** A directory that the image globs match and that looks like an image. */
export interface ImageDirectory {
  /** From the root; the root itself is `''`. */
  readonly directory: string;
  /** It has a `build.yaml` (a file, or a link to one). */
  readonly hasBuildFile: boolean;
  /** The name of its Dockerfile or Containerfile, where it has one. */
  readonly dockerfile?: string;
  /** Paths of the files right in it that reading the image will most likely need. */
  readonly likely: readonly string[];
}

/** The image's own description. */
export const BUILD_FILE = 'build.yaml';
const dockerfileNames = ['Dockerfile', 'Containerfile'];

/** The directories that the globs match and that hold a build.yaml or a Dockerfile, sorted by path in byte order. */
export function findImageDirectories(
  entries: readonly TreeEntry[],
  globs: readonly string[],
): readonly ImageDirectory[] {
  const matchers = globs.map(compileGlob).flatMap((glob) => (glob.ok ? [glob.value] : []));
  const found = new Map<string, string[]>();
  for (const { path } of entries) {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    if (!isLikely(name)) continue;
    const directory = slash < 0 ? '' : path.slice(0, slash);
    const names = found.get(directory);
    if (names) names.push(name);
    else found.set(directory, [name]);
  }
  const directories: ImageDirectory[] = [];
  for (const [directory, names] of found) {
    const dockerfile = dockerfileNames.find((name) => names.includes(name));
    const hasBuildFile = names.includes(BUILD_FILE);
    if (!hasBuildFile && dockerfile === undefined) continue;
    // The root has no name that a glob could match; "." stands for it.
    if (!matchers.some((matches) => matches(directory === '' ? '.' : directory))) continue;
    const likely = names.map((name) => join(directory, name));
    directories.push({ directory, hasBuildFile, likely, ...(dockerfile === undefined ? {} : { dockerfile }) });
  }
  return directories.sort((a, b) => comparePaths(a.directory, b.directory));
}

/** A name below a directory as a path from the root. */
export function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

function isLikely(name: string): boolean {
  return (
    name === BUILD_FILE ||
    dockerfileNames.includes(name) ||
    name.endsWith('.dockerignore') ||
    (name.startsWith('requirements') && name.endsWith('.txt'))
  );
}
