import { CONFIGURATION_FILES } from '../definition/configuration.ts';
import { type IgnoreFile, readIgnoreFile } from '../definition/ignore-file.ts';
import type { ImageDefinition } from '../definition/image.ts';
import { LOCK_FILE } from '../definition/lock.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { ContextFile } from '../plan/image.ts';
import { type ContextDirectory, type ContextListing, listContext } from './context.ts';
import { reachableFiles } from './copied.ts';
import type { Tree } from './source.ts';

/** Files of the root that are never part of a context (§5). */
const NEVER = [...CONFIGURATION_FILES, LOCK_FILE];

/** What a context is listed for. */
export interface ContextRequest {
  readonly directory: ContextDirectory;
  readonly ignoreFile?: { readonly id: string; readonly file: SourceFile };
  /** What the Dockerfile copies; and paths, from the root, of what only the builder needs: itself and ignore files. */
  readonly copied: readonly string[];
  readonly builderFiles: readonly string[];
}

/** The contexts of a repository's images. Images that share a directory and an ignore file share one listing. */
export class Contexts {
  readonly #tree: Tree;
  readonly #never: ReadonlySet<string>;
  readonly #listings = new Map<string, ContextListing>();
  readonly #shortened = new Map<string, readonly ContextFile[]>();

  constructor(tree: Tree, definitions: readonly ImageDefinition[]) {
    this.#tree = tree;
    this.#never = new Set([...NEVER, ...definitions.map(({ file }) => file.path)]);
  }

  /** The files of a context, and what is wrong with it. */
  list(request: ContextRequest): ContextListing {
    const { directory, ignoreFile } = request;
    const key = `${ignoreFile?.id ?? ''} ${directory.path}`;
    let listing = this.#listings.get(key);
    if (!listing) {
      const rules: IgnoreFile | undefined = ignoreFile && readIgnoreFile(ignoreFile.file.text);
      const isIgnored = rules ? (path: string) => rules.ignores(path) : () => false;
      listing = listContext(this.#tree, directory, isIgnored, (path) => this.#isNever(path));
      this.#listings.set(key, listing);
    }
    return { ...listing, files: this.#withoutUnreachable(key, listing.files, request) };
  }

  #isNever(path: string): boolean {
    // A look at the end of the name is much cheaper than one into a large set.
    return (path.endsWith('.yaml') || path.endsWith('.lock')) && this.#never.has(path);
  }

  /** Leaves out what only the builder reads, unless the Dockerfile can copy it into the image. */
  #withoutUnreachable(key: string, files: readonly ContextFile[], request: ContextRequest): readonly ContextFile[] {
    const prefix = request.directory.path === '' ? '' : `${request.directory.path}/`;
    const inside = request.builderFiles
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length));
    if (inside.length === 0) return files;
    const isReachable = reachableFiles(request.copied);
    const leftOut = inside.filter((path) => !isReachable(path));
    if (leftOut.length === 0) return files;
    const shortenedKey = [key, ...leftOut].join('\0');
    let shortened = this.#shortened.get(shortenedKey);
    if (!shortened) {
      shortened = files.filter(({ path }) => !leftOut.includes(path));
      this.#shortened.set(shortenedKey, shortened);
    }
    return shortened;
  }
}
