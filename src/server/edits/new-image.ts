import { err, ok, type Result } from '../../base/result.ts';
import type { LoadedRepository } from '../../engine/load.ts';
import { filesOfNewImage, placeFor } from '../../engine/new-image.ts';
import type { Problem } from '../../engine/problem.ts';
import { type FileEdit, isFilePath } from '../../repository/commit.ts';
import { readBytes } from '../../repository/source.ts';
import type { EditFault } from './fault.ts';
import { definitionOf, filesOf } from './image-files.ts';

/** What a new image is made from: exactly one of these. */
export interface Origin {
  readonly template?: string | undefined;
  /** Values for the template's variables. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** An image of the repository whose files it begins with. */
  readonly copyOf?: string | undefined;
  /** The image that it stands on, as a Dockerfile writes it. */
  readonly base?: string | undefined;
  /** The files themselves. */
  readonly files?: Proposal['files'] | undefined;
}

export interface NewFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable?: boolean | undefined;
}

/** A new image before it is there. */
export interface Proposal {
  readonly directory: string;
  /** By their paths from the directory. */
  readonly files: readonly NewFile[];
}

/** The files of a new image by their paths from the repository's root; nothing is written. */
export async function creation(
  loaded: LoadedRepository,
  name: string,
  origin: Origin,
): Promise<Result<readonly FileEdit[], EditFault>> {
  const made = await proposal(loaded, name, origin);
  if (!made.ok) return made;
  const { directory, files } = made.value;
  const wrong = files.find(({ path }, at) => !isFilePath(path) || files.findIndex((other) => other.path === path) < at);
  if (wrong) return unusable(`${JSON.stringify(wrong.path)} is no path of a file, or is there twice`);
  return ok(
    files.map(({ path, content, executable = false }) => ({ path: `${directory}/${path}`, content, executable })),
  );
}

/** What an image of this name would be made of. */
export async function proposal(
  loaded: LoadedRepository,
  name: string,
  origin: Origin,
): Promise<Result<Proposal, EditFault>> {
  const place = settled(placeFor(loaded, name));
  if (!place.ok) return place;
  const files = await filesFrom(loaded, name, place.value, origin);
  return files.ok ? ok({ directory: place.value, files: files.value }) : files;
}

async function filesFrom(
  loaded: LoadedRepository,
  name: string,
  directory: string,
  { template, variables, copyOf, base, files }: Origin,
): Promise<Result<Proposal['files'], EditFault>> {
  const given = [template, copyOf, base, files].filter((each) => each !== undefined);
  if (given.length !== 1) {
    return unusable('say what the image is made from', 'exactly one of template, copy_of, base and files');
  }
  if (template !== undefined) {
    const made = settled(await filesOfNewImage(loaded, { name, template, variables }));
    if (!made.ok) return made;
    return ok(made.value.map((file) => ({ ...file, path: file.path.slice(directory.length + 1) })));
  }
  if (copyOf !== undefined) return copied(loaded, name, copyOf);
  if (base !== undefined) return standingOn(name, base);
  return ok(files ?? []);
}

function standingOn(name: string, base: string): Result<Proposal['files'], EditFault> {
  if (/[\s\p{Cc}]/u.test(base)) return unusable(`${JSON.stringify(base)} is no reference of an image`);
  const description = `name: ${name}\nversion: 0.1.0\ndescription: What ${name} is for\n`;
  return ok([
    { path: 'build.yaml', content: Buffer.from(description) },
    { path: 'Dockerfile', content: Buffer.from(`FROM ${base}\n`) },
  ]);
}

/** The files of another image, of which only the name changes. */
async function copied(
  loaded: LoadedRepository,
  name: string,
  other: string,
): Promise<Result<Proposal['files'], EditFault>> {
  const image = definitionOf(loaded, other);
  if (!image.ok) return image;
  const own = image.value.file.path;
  const others = new Set(loaded.graph.images.map(({ definition }) => definition.file.path));
  const files = filesOf(loaded, image.value).filter(({ entry }) => entry.path === own || !others.has(entry.path));
  const ids = files.map(({ entry }) => entry.id);
  const bytes = await readBytes(loaded.tree, ids, LARGEST);
  return ok(
    files.map(({ path, entry }) => {
      const content = bytes.get(entry.id) ?? Buffer.alloc(0);
      const executable = entry.mode === '100755';
      if (entry.path !== own) return { path, content, executable };
      return { path: 'build.yaml', content: renamed(content, name), executable };
    }),
  );
}

/** Bytes of a file of which a copy is made. */
const LARGEST = 1024 * 1024;

function renamed(content: Uint8Array, name: string): Uint8Array {
  const text = Buffer.from(content).toString('utf8');
  const line = /^name:.*$/m;
  return Buffer.from(line.test(text) ? text.replace(line, () => `name: ${name}`) : `name: ${name}\n${text}`);
}

/** A problem of the engine as one of an edit. */
function settled<T>(result: Result<T, Problem>): Result<T, EditFault> {
  if (result.ok) return result;
  const { error } = result;
  if (error.kind === 'findings') return err({ kind: 'findings', diagnostics: error.diagnostics });
  if (error.kind !== 'usage') throw new Error(`the files of a new image ended in ${error.kind}`);
  return unusable(error.message, error.suggestion);
}

function unusable(message: string, suggestion?: string): Result<never, EditFault> {
  return err({ kind: 'unusable', message, ...(suggestion === undefined ? {} : { suggestion }) });
}
