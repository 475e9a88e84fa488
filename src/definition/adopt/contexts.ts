import type { Span } from '../../diagnostics/diagnostic.ts';
import { parseDockerfile } from '../dockerfile/instructions.ts';
import { splitWords, takeFlags } from '../dockerfile/words.ts';
import { compileGlob } from '../glob.ts';
import { repositoryPath } from '../paths.ts';
import type { Candidate } from './candidates.ts';

/** Where a build starts from, and the instructions whose files are not there. */
export interface FoundContext {
  /** From the repository's root. */
  readonly directory: string;
  readonly missing: readonly { readonly source: string; readonly span: Span }[];
}

/** Every file of a repository and every folder that holds one. */
export class FileTree {
  readonly #paths: ReadonlySet<string>;
  readonly #all: readonly string[];

  constructor(files: readonly string[]) {
    const paths = new Set(files);
    for (const file of files) {
      for (let slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
        const folder = file.slice(0, slash);
        if (paths.has(folder)) break;
        paths.add(folder);
      }
    }
    this.#paths = paths;
    this.#all = [...paths];
  }

  /** Whether something stands at a path; `''` is the root. Wildcards may match anything. */
  has(path: string): boolean {
    if (path === '' || this.#paths.has(path)) return true;
    if (!/[*?[\\]/.test(path)) return false;
    const glob = compileGlob(path);
    return glob.ok && this.#all.some(glob.value);
  }
}

/**
 * The context in which a candidate's COPY and ADD find their files: what a declaration says, else the nearest folder
 * from the Dockerfile's upwards in which all of them are, else the one with most of them.
 */
export function contextOf(candidate: Candidate, tree: FileTree): FoundContext {
  const sources = copiesOf(candidate);
  const at = (directory: string): FoundContext => ({
    directory,
    missing: sources.filter(({ source }) => !isIn(tree, directory, source)),
  });
  if (candidate.context !== undefined) return at(candidate.context);
  let best = at(candidate.directory);
  for (let directory = candidate.directory; directory !== '' && best.missing.length > 0; ) {
    directory = directory.slice(0, Math.max(0, directory.lastIndexOf('/')));
    const above = at(directory);
    if (above.missing.length < best.missing.length) best = above;
  }
  return best;
}

function isIn(tree: FileTree, directory: string, source: string): boolean {
  const path = repositoryPath(directory, source.replace(/^\/+/, ''));
  return path.ok && tree.has(path.value);
}

/** What COPY and ADD take from the context; what a variable or a URL names is passed over. */
function copiesOf({ file }: Candidate): readonly { source: string; span: Span }[] {
  const { directives, instructions } = parseDockerfile(file.text);
  return instructions.flatMap(({ keyword, body, heredocs, span }) => {
    if ((keyword !== 'COPY' && keyword !== 'ADD') || heredocs.length > 0) return [];
    const { flags, rest } = takeFlags(body, directives.escapeToken);
    if (flags.some(({ name }) => name === 'from')) return [];
    const words = splitWords(rest.text.replaceAll(/[[\],]/g, ' '), directives.escapeToken).words.slice(0, -1);
    return words
      .map(({ raw }) => raw.replaceAll(/^["']|["']$/g, ''))
      .filter((source) => !/[$]|^(?:https?|git|ssh):|^git@/.test(source))
      .map((source) => ({ source, span }));
  });
}
