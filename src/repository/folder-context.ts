import { join, relative } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import { readIgnoreFile } from '../definition/ignore-file.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { copyFolder, kindOf } from '../system/copy-folder.ts';
import { isDiskFull, isFileError, readWhole, writeNewNow } from '../system/files.ts';

/** A folder that is to be a build context, and its Dockerfile: looked at, and nothing copied yet. */
export interface FoundFolder {
  /** Absolute. */
  readonly folder: string;
  /** Absolute path and text of the Dockerfile, reported under the path that the caller gave. */
  readonly dockerfile: { readonly path: string; readonly file: SourceFile };
}

/** A context that was copied for one build. */
export interface CopiedContext {
  readonly contextDirectory: string;
  readonly dockerfile: string;
  readonly files: number;
  /** When the youngest file was changed, in seconds since 1970; 0 without files. */
  readonly newest: number;
}

/** Why a folder cannot be built; has the shape of a build's failure. */
export interface FolderFailure {
  readonly phase: 'validate' | 'build';
  readonly reason: 'file-missing' | 'dockerfile-missing' | 'disk-full' | 'unknown';
  readonly message: string;
  readonly suggestion: string;
  readonly lastLines: readonly string[];
}

/** As docker and as podman call it. */
const NAMES = ['Dockerfile', 'Containerfile'];
const IGNORE_FILES = ['.dockerignore', '.containerignore'];

/**
 * Finds the Dockerfile of a folder: the one that is named, or what the folder itself has. All paths are absolute;
 * `from` is the folder that messages name paths from.
 */
export async function findFolder(
  folder: string,
  named: string | undefined,
  from: string,
): Promise<Result<FoundFolder, FolderFailure>> {
  const shown = (path: string) => relative(from, path) || '.';
  const kind = await kindOf(folder);
  if (kind !== 'folder') {
    const what = kind === 'absent' ? 'does not exist' : 'is not a folder';
    const suggestion = 'give the folder that COPY and ADD read from, e.g. caskwright build . -t name:tag';
    return err(failure('validate', 'file-missing', `the context ${shown(folder)} ${what}`, suggestion));
  }
  for (const path of named === undefined ? NAMES.map((name) => join(folder, name)) : [named]) {
    const text = (await kindOf(path)) === 'file' ? await readWhole(path) : undefined;
    if (text !== undefined) return ok({ folder, dockerfile: { path, file: { path: shown(path), text } } });
  }
  const message =
    named === undefined
      ? `there is no ${NAMES.join(' and no ')} in ${shown(folder)}`
      : `there is no Dockerfile at ${shown(named)}`;
  return err(failure('validate', 'dockerfile-missing', message, 'say with -f where it is, from the current folder'));
}

/**
 * Copies a context below `directory`, which belongs to this call alone, without what its ignore file leaves out; one
 * of the Dockerfile's own (`<Dockerfile>.dockerignore`) stands above the folder's. Links stay links.
 */
export async function copyContext(
  { folder, dockerfile }: FoundFolder,
  directory: string,
): Promise<Result<CopiedContext, FolderFailure>> {
  const contextDirectory = join(directory, 'context');
  try {
    const rules = readIgnoreFile((await ignoreText(folder, dockerfile.path)) ?? '');
    const copied = await copyFolder(folder, contextDirectory, {
      leavesOut: (path) => rules.ignores(path),
      looksInside: rules.hasExceptions,
    });
    const copy = join(directory, 'Dockerfile');
    const attributes = { mode: 0o644, seconds: copied.newest };
    writeNewNow(copy, Buffer.from(dockerfile.file.text), attributes);
    // Ignore rules have been applied. An empty file of this name keeps builders from applying one of the context again.
    writeNewNow(`${copy}.dockerignore`, new Uint8Array(), attributes);
    return ok({ contextDirectory, dockerfile: copy, ...copied });
  } catch (error) {
    if (!isFileError(error)) throw error;
    return err(fileFailure(error, directory));
  }
}

async function ignoreText(folder: string, dockerfile: string): Promise<string | undefined> {
  const candidates = [`${dockerfile}.dockerignore`, ...IGNORE_FILES.map((name) => join(folder, name))];
  for (const path of candidates) if ((await kindOf(path)) === 'file') return readWhole(path);
  return undefined;
}

function fileFailure(error: Error, directory: string): FolderFailure {
  if (isDiskFull(error)) {
    const suggestion = 'free some space, or set CASKWRIGHT_TMPDIR to a folder on a larger disk';
    return failure('build', 'disk-full', `no space left for the build context in ${directory}`, suggestion);
  }
  const suggestion = 'list in .dockerignore what is not meant for the image, or make it readable';
  return failure('build', 'unknown', `the context cannot be copied: ${error.message}`, suggestion);
}

function failure(
  phase: FolderFailure['phase'],
  reason: FolderFailure['reason'],
  message: string,
  suggestion: string,
): FolderFailure {
  return { phase, reason, message, suggestion, lastLines: [] };
}
