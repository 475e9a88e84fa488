import type { ImageDefinition } from '../definition/image.ts';
import { isGiven } from '../definition/located.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readDefinitionOnce } from './cached.ts';
import { fileStart, outsideFinding } from './findings.ts';
import { BUILD_FILE, type ImageDirectory, join } from './layout.ts';
import type { Reading } from './read.ts';
import type { TreeEntry } from './tree.ts';

/** How many directories' texts are asked for in one go. */
const AT_ONCE = 250;

/** The definitions of the images in these directories; findings go to the reading. No name is there twice. */
export async function readDefinitions(
  reading: Reading,
  directories: readonly ImageDirectory[],
): Promise<readonly ImageDefinition[]> {
  const { diagnostics } = reading;
  const withBuildFile = directories.filter(({ buildFiles }) => buildFiles.length > 0);
  for (const { directory, dockerfile = '' } of directories.filter(({ buildFiles }) => buildFiles.length === 0)) {
    diagnostics.push(missingBuildFile(directory, dockerfile));
  }
  if (withBuildFile.length === 0) diagnostics.push(noImages(reading));
  const byName = new Map<string, ImageDefinition>();
  for (const { part, texts: loading } of ahead(reading, withBuildFile)) {
    await loading;
    for (const directory of part) {
      for (const name of directory.buildFiles) readDefinition(reading, directory, name, byName);
    }
  }
  return [...byName.values()];
}

/** The directories in parts, each with the promise of its texts. Git reads ahead while the first ones are looked at. */
function ahead(reading: Reading, directories: readonly ImageDirectory[]) {
  return Array.from({ length: Math.ceil(directories.length / AT_ONCE) }, (_, at) => {
    const part = directories.slice(at * AT_ONCE, (at + 1) * AT_ONCE);
    const texts = reading.texts.load(
      reading.tree,
      part.flatMap((directory) => likelyTexts(reading, directory)),
    );
    // One that fails while an earlier one is awaited is not unhandled: its turn comes.
    texts.catch(() => {});
    return { part, texts };
  });
}

function readDefinition(
  reading: Reading,
  { directory, dockerfile }: ImageDirectory,
  name: string,
  byName: Map<string, ImageDefinition>,
): void {
  const path = join(directory, name);
  const entry = buildFileEntry(reading, path);
  if (!entry) return;
  const file = reading.texts.file(entry, path);
  const { definition, diagnostics } = readDefinitionOnce(reading, { id: entry.id, file }, directory);
  reading.diagnostics.push(...diagnostics);
  if (!definition) return;
  const first = byName.get(definition.name.value);
  if (first) reading.diagnostics.push(duplicateName(definition, first));
  else byName.set(definition.name.value, withFoundDockerfile(definition, dockerfile));
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
