import type { ResolvedDockerfile } from '../definition/dockerfile.ts';
import type { ImageDefinition } from '../definition/image.ts';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import type { RepositoryImage } from '../plan/image.ts';
import { type SourceComponents, sourceComponents, takeOverComponents } from '../plan/source-components.ts';
import { contextFile } from './context.ts';
import type { ImageFiles } from './image-files.ts';
import { isWithin, join } from './layout.ts';
import { Kept, shortKey } from './memory.ts';
import type { Place } from './paths.ts';
import type { ImageReading, Reading } from './reading.ts';
import type { TreeEntry } from './tree.ts';

// An image is remembered by its build file, under a key over everything that reading it has looked at: the listing of
// its directory (names, modes, blob ids), what the paths led to that it looked up elsewhere, and what all images are
// read with. Only what is sound is kept: with findings other than those of rules it is read again, so that they point into the text.

/** An image as an earlier run has read it. */
export interface RememberedImage {
  readonly image: RepositoryImage;
  /** Else its context is empty here, and has to be listed anew. */
  readonly isWhole: boolean;
  /** What its Dockerfile copies; only of one that is not whole. */
  readonly copied: readonly string[];
}

/** An image that has been read without a finding, and what was read for it. */
export interface SoundImage {
  readonly image: RepositoryImage;
  readonly files: ImageFiles;
  readonly copied: readonly string[];
  /** What its Dockerfile does against the rules. */
  readonly lint: readonly Diagnostic[];
}

/** What every run needs of an image. */
interface Head {
  readonly definition: Omit<ImageDefinition, 'file'>;
  readonly references: ResolvedDockerfile['references'];
  readonly triggers: ResolvedDockerfile['triggers'];
  /** Paths of the files whose text was read. */
  readonly files: readonly string[];
  /** Where the context is the directory's own affair: which entries of its listing are in it, and what all hashes to. */
  readonly own?: { readonly context: readonly number[]; readonly components: SourceComponents };
  readonly copied: readonly string[];
  readonly lint: readonly Omit<Diagnostic, 'file'>[];
}

/** What a run needs only to build an image, or to say more about it. */
interface Rest extends Pick<ResolvedDockerfile, 'canonical' | 'effectiveArgs' | 'reads' | 'lines' | 'generated'> {
  readonly buildFile: string;
  readonly dockerfile: string;
}

/** The values of an entry, in their order. */
const OUTSIDE = 0;
const HEAD = 1;
const REST = 2;

/** Takes an image from the memory, if everything is as it was when it was read. */
export function recallImage(reading: Reading, directory: string, buildFile: string): RememberedImage | undefined {
  const kept = reading.memory.recall(buildFile);
  if (!kept || kept.key !== keyOf(reading, directory, kept.value(OUTSIDE))) return undefined;
  reading.memory.keep(buildFile, kept);
  const { definition, references, triggers, own, copied, files, lint } = kept.value<Head>(HEAD);
  const rest = once(() => kept.value<Rest>(REST));
  const context = once(() => {
    const listing = listingOf(reading, directory);
    return (own?.context ?? []).map((at) => contextFile(listing[at] as TreeEntry, definition.context.value));
  });
  const image: RepositoryImage = {
    definition: Object.assign(definition, { file: laterFile(buildFile, () => rest().buildFile) }),
    dockerfile: {
      file: laterFile(definition.dockerfile.value, () => rest().dockerfile),
      references,
      triggers,
      get canonical() {
        return rest().canonical;
      },
      get effectiveArgs() {
        return rest().effectiveArgs;
      },
      get reads() {
        return rest().reads;
      },
      get lines() {
        return rest().lines;
      },
      get generated() {
        return rest().generated;
      },
    },
    get context() {
      return context();
    },
  };
  if (own) takeOverComponents(image, own.components);
  reading.texts.countIn(files);
  reading.ofImages.push(lint.map((finding) => ({ ...finding, file: image.dockerfile.file })));
  return { image, isWhole: own !== undefined, copied };
}

/** Keeps an image for the next run. */
export function rememberImage(reading: ImageReading, { image, files, copied, lint }: SoundImage): void {
  const { file: buildFile, ...definition } = image.definition;
  // JSON has no word for the numbers that are none.
  if (!survivesJson(definition.metadata)) return;
  const { references, triggers, file: dockerfile } = image.dockerfile;
  const texts = [files.dockerfile, files.ignoreFile, ...files.requirements];
  const own = ownContext(reading, image, files);
  const head: Head = {
    definition,
    references,
    triggers,
    files: [buildFile.path, ...texts.flatMap((found) => found?.path ?? [])],
    ...(own ? { own, copied: [] } : { copied }),
    lint: lint.map(({ file: _, ...finding }) => finding),
  };
  const { canonical, effectiveArgs, reads, lines, generated } = image.dockerfile;
  const rest: Rest = {
    canonical,
    effectiveArgs,
    reads,
    lines,
    generated,
    buildFile: buildFile.text,
    dockerfile: dockerfile.text,
  };
  const { directory } = definition;
  const outside = outsideOf(reading, directory);
  reading.memory.keep(buildFile.path, Kept.of(keyOf(reading, directory, outside), [outside, head, rest]));
}

/** The context, where it is the image's directory or one below it, no link followed, and no other image lies there. */
function ownContext(reading: Reading, image: RepositoryImage, { context }: ImageFiles): Head['own'] {
  const { directory, context: named } = image.definition;
  if (context?.path !== named.value || !isWithin(named.value, directory) || reading.crowded.has(directory))
    return undefined;
  const places = new Map(listingOf(reading, directory).map(({ path }, at) => [path, at]));
  const entries = image.context.map(({ path }) => places.get(join(named.value, path)) as number);
  return { context: entries, components: sourceComponents(image) };
}

/** Paths that the listing of a directory says nothing about: those elsewhere, and all where links may lead elsewhere. */
function outsideOf(reading: ImageReading, directory: string): readonly string[] {
  const links = listingOf(reading, directory).some(({ mode }) => mode === '120000');
  return [...reading.paths.looked].filter((path) => links || !isWithin(path, directory));
}

function keyOf(reading: Reading, directory: string, outside: readonly string[]): string {
  let text = reading.key;
  for (const { mode, id, path } of listingOf(reading, directory)) text += `\0${mode} ${id} ${path}`;
  for (const path of outside) text += `\0\0${path}\0${placeKey(reading.paths.resolve(path))}`;
  return shortKey(text);
}

function placeKey(place: Place): string {
  if (place.kind === 'file') return `${place.entry.mode} ${place.entry.id} ${place.entry.path}`;
  return place.kind === 'directory' ? `directory ${place.path}` : place.kind;
}

function listingOf({ tree, folder }: Reading, directory: string): readonly TreeEntry[] {
  const range = folder(directory);
  return range ? tree.entries.slice(range.start, range.end) : [];
}

/** A file whose text is looked for when somebody asks for it. */
function laterFile(path: string, read: () => string): SourceFile {
  return {
    path,
    get text() {
      return read();
    },
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function survivesJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(survivesJson);
}
