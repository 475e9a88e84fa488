import type { ImageDefinition } from '../definition/image.ts';
import { isGiven } from '../definition/located.ts';
import type { readImageDefinition } from '../definition/read-image-definition.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { fileStart, outsideFinding } from './findings.ts';
import { BUILD_FILE, type ImageDirectory, join } from './layout.ts';
import { type ImageReading, type Reading, readingOfImage } from './reading.ts';
import { type RememberedImage, recallImage } from './remembered.ts';
import type { TreeEntry } from './tree.ts';

/** How many directories' texts are asked for in one go. */
const AT_ONCE = 250;

/** An image as far as its definition goes: one that is remembered whole, or one that is being read. */
export type DefinedImage =
  | { readonly definition: ImageDefinition; readonly remembered: RememberedImage; readonly reading?: undefined }
  | { readonly definition: ImageDefinition; readonly remembered?: undefined; readonly reading: ImageReading };

/** The definitions of the images in these directories; findings go to the reading. No name is there twice. */
export async function readDefinitions(
  reading: Reading,
  directories: readonly ImageDirectory[],
): Promise<readonly DefinedImage[]> {
  const { diagnostics } = reading;
  const withBuildFile = directories.filter(({ buildFiles }) => buildFiles.length > 0);
  for (const { directory, dockerfile = '' } of directories.filter(({ buildFiles }) => buildFiles.length === 0)) {
    diagnostics.push(missingBuildFile(directory, dockerfile));
  }
  if (withBuildFile.length === 0) diagnostics.push(noImages(reading));
  const byName = new Map<string, DefinedImage>();
  for (const image of await defineAll(reading, withBuildFile)) {
    const first = byName.get(image.definition.name.value);
    if (first) diagnostics.push(duplicateName(image.definition, first.definition));
    else byName.set(image.definition.name.value, image);
  }
  return [...byName.values()];
}

/** A file that describes an image, and the directory that it lies in. */
interface BuildFile {
  readonly path: string;
  readonly beside: ImageDirectory;
}

/** In the order of the directories and their build files. */
async function defineAll(reading: Reading, directories: readonly ImageDirectory[]): Promise<readonly DefinedImage[]> {
  const files = directories.flatMap((beside): readonly BuildFile[] =>
    beside.buildFiles.map((name) => ({ path: join(beside.directory, name), beside })),
  );
  const defined = files.map(({ path, beside }): DefinedImage | undefined => {
    const remembered = recallImage(reading, beside.directory, path);
    return remembered && { definition: remembered.image.definition, remembered };
  });
  const missing = [...files.entries()].filter(([at]) => !defined[at]);
  if (missing.length > 0) {
    // What reads YAML is not loaded where there is nothing to read.
    const { readImageDefinition: read } = await import('../definition/read-image-definition.ts');
    for (const { part, texts } of ahead(reading, missing)) {
      await texts;
      for (const [at, file] of part) defined[at] = readDefinition(reading, file, read);
    }
  }
  return defined.filter((image) => image !== undefined);
}

/** The files in parts, each with the promise of its texts. Git reads ahead while the first ones are looked at. */
function ahead(reading: Reading, files: readonly (readonly [at: number, file: BuildFile])[]) {
  return Array.from({ length: Math.ceil(files.length / AT_ONCE) }, (_, at) => {
    const part = files.slice(at * AT_ONCE, (at + 1) * AT_ONCE);
    const texts = reading.texts.load(
      reading.tree,
      part.flatMap(([, { beside }]) => likelyTexts(reading, beside)),
    );
    // One that fails while an earlier one is awaited is not unhandled: its turn comes.
    texts.catch(() => {});
    return { part, texts };
  });
}

function readDefinition(
  whole: Reading,
  { path, beside: { directory, dockerfile } }: BuildFile,
  read: typeof readImageDefinition,
): DefinedImage | undefined {
  const reading = readingOfImage(whole);
  const entry = buildFileEntry(reading, path);
  if (!entry) return undefined;
  const { definition, diagnostics } = read(reading.texts.file(entry, path), directory, reading.configuration);
  reading.diagnostics.push(...diagnostics);
  return definition && { definition: withFoundDockerfile(definition, dockerfile), reading };
}

/** What reading an image will most likely need, links followed. */
function likelyTexts({ paths }: Reading, { likely }: ImageDirectory): readonly TreeEntry[] {
  return likely.flatMap((entry) => {
    if (entry.mode === '100644' || entry.mode === '100755') return [entry];
    const place = paths.resolve(entry.path);
    return place.kind === 'file' ? [place.entry] : [];
  });
}

function buildFileEntry({ paths, diagnostics }: Reading, path: string): TreeEntry | undefined {
  const place = paths.resolve(path);
  if (place.kind === 'file') return place.entry;
  const file = { path, text: '' };
  if (place.kind === 'outside') diagnostics.push(outsideFinding(file, fileStart, path, place.link));
  else
    diagnostics.push({
      severity: 'error',
      code: 'build-file-missing',
      message: `${path} is a symbolic link to nothing that can be read`,
      file,
      span: fileStart,
    });
  return undefined;
}

/** Where build.yaml names no Dockerfile, a Containerfile will do. */
function withFoundDockerfile(definition: ImageDefinition, found: string | undefined): ImageDefinition {
  if (found === undefined || isGiven(definition.dockerfile)) return definition;
  return { ...definition, dockerfile: { ...definition.dockerfile, value: join(definition.directory, found) } };
}

function missingBuildFile(directory: string, dockerfile: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'build-file-missing',
    message: `${directory === '' ? 'the root' : directory} has a ${dockerfile} and no ${BUILD_FILE}, so it is not an image`,
    fix: `add ${join(directory, BUILD_FILE)}`,
    file: { path: join(directory, dockerfile), text: '' },
    span: fileStart,
  };
}

function noImages({ configuration }: Reading): Diagnostic {
  const globs = configuration.images;
  return {
    severity: 'error',
    code: 'no-images',
    message: `no directory that holds a ${BUILD_FILE} matches ${globs.map(({ value }) => value).join(', ') || 'anything'}`,
    fix: `add an image, or set images in ${configuration.file.path}`,
    file: configuration.file,
    span: globs[0]?.span ?? fileStart,
  };
}

function duplicateName(second: ImageDefinition, first: ImageDefinition): Diagnostic {
  return {
    severity: 'error',
    code: 'name-duplicate',
    message: `the name ${second.name.value} is taken by ${first.file.path}`,
    fix: 'give one of the two another name',
    file: second.file,
    span: second.name.span,
    related: [{ file: first.file, span: first.name.span, message: 'the first one' }],
  };
}
