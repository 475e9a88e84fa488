import { err, ok, type Result } from '../base/result.ts';
import { builderFile } from '../definition/dockerfile.ts';
import type { ContextFile, RepositoryImage } from '../plan/image.ts';
import {
  isDiskFull,
  isFileError,
  linkNewNow,
  makeDirectory,
  makeDirectoryNow,
  NewFile,
  remove,
  settleDirectoryNow,
  writeNewNow,
} from '../system/files.ts';
import { type BlobSink, BlobUnavailable } from './blobs.ts';
import { collecting, type Tree } from './source.ts';

/** A build context on disk; both paths are absolute if the directory was. */
export interface MaterializedContext {
  readonly contextDirectory: string;
  /** Beside the context, not in it. */
  readonly dockerfile: string;
  /** Removes everything that was written. May be called twice. */
  dispose(): Promise<void>;
}

/** Why a context could not be written out; has the shape of a build's failure. */
export interface ContextFailure {
  readonly phase: 'build';
  readonly reason: 'disk-full' | 'unknown';
  readonly message: string;
  readonly suggestion: string;
  readonly lastLines: readonly string[];
}

/** The one time that every file has, in seconds: 2000-01-01, late enough for every archive format. */
const TIME = 946_684_800;
/** Files up to this size are written in one go. */
const SMALL = 4 * 1024 * 1024;
const MAX_TARGET = 64 * 1024;

/**
 * Writes an image's context and Dockerfile below `directory`, which belongs to this call alone. Content comes from
 * the tree's blobs: mode 0644 or 0755, one fixed time, no filter, no line-ending change. Links are made last, as
 * links, so that nothing is written through one. Any number may run at once; memory stays small whatever the sizes.
 */
export async function materialize(
  tree: Tree,
  image: RepositoryImage,
  directory: string,
): Promise<Result<MaterializedContext, ContextFailure>> {
  const context = `${directory}/context`;
  const dockerfile = `${directory}/Dockerfile`;
  try {
    await writeContext(tree, image.context, context);
    writeNewNow(dockerfile, Buffer.from(builderFile(image.dockerfile).text), { mode: 0o644, seconds: TIME });
    // Ignore rules have been applied. An empty file of this name keeps builders from applying one of the context again.
    writeNewNow(`${dockerfile}.dockerignore`, new Uint8Array(), { mode: 0o644, seconds: TIME });
    return ok({ contextDirectory: context, dockerfile, dispose: () => remove(directory) });
  } catch (error) {
    const failure = failureOf(error, directory);
    if (!failure) throw error;
    return err(failure);
  }
}

async function writeContext(tree: Tree, files: readonly ContextFile[], context: string): Promise<void> {
  await makeDirectory(context);
  const directories = directoriesOf(files);
  for (const directory of directories) makeDirectoryNow(`${context}/${directory}`);
  const plain = files.filter(({ mode }) => mode !== 'link');
  const writer = new FileWriter(context, plain);
  await tree
    .read(
      plain.map(({ id }) => id),
      writer,
    )
    .finally(() => writer.close());
  const links = files.filter(({ mode }) => mode === 'link');
  await tree.read(
    links.map(({ id }) => id),
    linkMaker(context, links),
  );
  const settled = { mode: 0o755, seconds: TIME };
  for (const directory of directories.toReversed()) settleDirectoryNow(`${context}/${directory}`, settled);
  settleDirectoryNow(context, settled);
}

/** The directories of the files, each after the one that it is in. */
function directoriesOf(files: readonly ContextFile[]): readonly string[] {
  const found = new Set<string>();
  for (const { path } of files) {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
      found.add(path.slice(0, slash));
  }
  return [...found];
}

/** Writes blobs to files as they come: small ones at once, large ones piece by piece. */
class FileWriter implements BlobSink {
  readonly #context: string;
  readonly #files: readonly ContextFile[];
  #at = 0;
  #pieces: Uint8Array[] = [];
  #large: NewFile | undefined;

  constructor(context: string, files: readonly ContextFile[]) {
    this.#context = context;
    this.#files = files;
  }

  begin(at: number, size: number): Promise<void> | undefined {
    this.#at = at;
    this.#pieces = [];
    this.#large = undefined;
    return size > SMALL ? this.#open() : undefined;
  }

  piece(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#large) return this.#large.write(bytes);
    this.#pieces.push(bytes);
    return undefined;
  }

  end(): Promise<void> | undefined {
    if (this.#large) return this.#large.finish();
    const { path, mode } = this.#target();
    writeNewNow(path, this.#pieces.length === 1 ? (this.#pieces[0] as Uint8Array) : Buffer.concat(this.#pieces), {
      mode,
      seconds: TIME,
    });
    return undefined;
  }

  /** Lets go of a file that was not written to its end. */
  async close(): Promise<void> {
    await this.#large?.close();
  }

  async #open(): Promise<void> {
    const { path, mode } = this.#target();
    this.#large = await NewFile.create(path, { mode, seconds: TIME });
  }

  #target() {
    const { path, mode } = this.#files[this.#at] as ContextFile;
    return { path: `${this.#context}/${path}`, mode: mode === 'executable' ? 0o755 : 0o644 };
  }
}

/** Makes links of blobs; a target that is longer than any system takes is cut, and refused by the system. */
function linkMaker(context: string, links: readonly ContextFile[]): BlobSink {
  return collecting(MAX_TARGET, (at, target) => {
    linkNewNow(`${context}/${(links[at] as ContextFile).path}`, target, TIME);
  });
}

function failureOf(error: unknown, directory: string): ContextFailure | undefined {
  const failure = { phase: 'build', lastLines: [] } as const;
  if (isDiskFull(error)) {
    const message = `no space left for the build context in ${directory}`;
    return {
      ...failure,
      reason: 'disk-full',
      message,
      suggestion: 'free some space, or set CASKWRIGHT_TMPDIR to a folder on a larger disk',
    };
  }
  if (error instanceof BlobUnavailable) {
    const suggestion = 'a partial clone lacks content: git fetch --refetch --no-filter';
    return { ...failure, reason: 'unknown', message: `the context cannot be read: ${error.message}`, suggestion };
  }
  if (!isFileError(error)) return undefined;
  const message = `the context cannot be written: ${error.message}`;
  return { ...failure, reason: 'unknown', message, suggestion: `see whether ${directory} can be written to` };
}
