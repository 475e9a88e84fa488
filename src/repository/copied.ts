import { compileGlob } from '../definition/glob.ts';

/**
 * Whether patterns of what a Dockerfile reads (`ResolvedDockerfile.reads`) can reach a file of the context. Where it
 * cannot be told (an illegal pattern) the answer is yes.
 *
 * A Dockerfile and its ignore file lie in the context as docker has it, yet hardly ever in the image. They are left
 * out of a context that cannot bring them into the image, so that an edited comment builds nothing.
 */
export function reachableFiles(reads: readonly string[]): (path: string) => boolean {
  const matchers = reads.map(matcherOf);
  return (path) => matchers.some((matches) => matches(path));
}

function matcherOf(pattern: string): (path: string) => boolean {
  if (pattern === '') return () => true;
  if (!/[*?[\\]/.test(pattern)) return (path) => path === pattern || path.startsWith(`${pattern}/`);
  const glob = compileGlob(pattern);
  // A pattern that matches a folder brings in all that is below it.
  return glob.ok ? (path) => foldersAndSelf(path).some(glob.value) : () => true;
}

function foldersAndSelf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}
