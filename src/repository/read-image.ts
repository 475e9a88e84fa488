import type { ImageUse, ResolvedDockerfile } from '../definition/dockerfile.ts';
import { readIgnoreFile } from '../definition/ignore-file.ts';
import type { ImageDefinition } from '../definition/image.ts';
import { type DockerfileOptions, type ReadDockerfile, readDockerfile } from '../definition/read-dockerfile.ts';
import { readRequirements } from '../definition/read-requirements.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../names/platform.ts';
import type { ContextFile, RepositoryImage } from '../plan/image.ts';
import { Contexts } from './contexts.ts';
import { copiedSources } from './copied.ts';
import type { DefinedImage } from './definitions.ts';
import { reportProblems } from './findings.ts';
import { type FoundFile, findFiles, type ImageFiles } from './image-files.ts';
import { type ImageReading, type Reading, readingOfImage } from './reading.ts';
import { rememberImage } from './remembered.ts';
import type { TreeEntry } from './tree.ts';

/** An image that is not remembered whole, with the files that it names. */
interface Unread {
  readonly reading: ImageReading;
  readonly files: ImageFiles;
  /** What is remembered of it: all but its context. */
  readonly dockerfile?: ResolvedDockerfile;
  readonly copied?: readonly string[];
}

/** Reads those images that are not remembered whole. All come back, in their order. */
export async function readUnknown(
  reading: Reading,
  defined: readonly DefinedImage[],
): Promise<readonly RepositoryImage[]> {
  const unread = defined.map((image) => (image.remembered?.isWhole ? undefined : lookUp(reading, image)));
  await reading.texts.load(
    reading.tree,
    unread.flatMap((image) => (image ? textsOf(image) : [])),
  );
  const contexts = new Contexts(
    reading.tree,
    defined.map(({ definition }) => definition),
  );
  return defined.map(({ remembered }, at) => {
    const image = unread[at];
    return image ? readImage(image, contexts) : (remembered as { image: RepositoryImage }).image;
  });
}

function lookUp(whole: Reading, { definition, remembered, reading }: DefinedImage): Unread {
  const own = reading ?? readingOfImage(whole);
  const files = findFiles(own, definition);
  if (!remembered) return { reading: own, files };
  return { reading: own, files, dockerfile: remembered.image.dockerfile, copied: remembered.copied };
}

function textsOf({ files, dockerfile }: Unread): readonly TreeEntry[] {
  const { ignoreFile, requirements } = files;
  const texts = dockerfile ? [ignoreFile] : [files.dockerfile, ignoreFile, ...requirements];
  return texts.flatMap((file) => (file ? [file.entry] : []));
}

function readImage(image: Unread, contexts: Contexts): RepositoryImage {
  const { reading, files } = image;
  const { definition } = files;
  if (image.dockerfile) {
    const { dockerfile, copied = [] } = image;
    return { definition, dockerfile, context: readContext(reading, files, contexts, copied) };
  }
  const text = ({ entry, path }: FoundFile) => reading.texts.file(entry, path);
  for (const requirements of files.requirements) {
    reading.diagnostics.push(...readRequirements(text(requirements), reading.configuration.policy).diagnostics);
  }
  const source = files.dockerfile && text(files.dockerfile);
  const dockerfile = source && readForPlatforms(reading, definition, source);
  const copied = dockerfile ? copiedSources(dockerfile.file.text) : [];
  const context = readContext(reading, files, contexts, copied);
  const read = { definition, dockerfile: dockerfile ?? unreadable(files), context };
  if (reading.diagnostics.length === 0) rememberImage(reading, { image: read, files, copied });
  return read;
}

/** What stands in the place of a Dockerfile that is missing or cannot be read. */
function unreadable({ definition, dockerfile }: ImageFiles): ResolvedDockerfile {
  const file = { path: dockerfile?.path ?? definition.dockerfile.value, text: '' };
  return { file, references: [], canonical: '', effectiveArgs: [], reads: [], triggers: [], lines: [] };
}

/**
 * Reads a Dockerfile for the image's platforms. Where what it builds on depends on the platform (`FROM
 * base-${TARGETARCH}`), the references of the other platforms stand behind those of the first, each for its own.
 */
function readForPlatforms(
  reading: Reading,
  definition: ImageDefinition,
  file: SourceFile,
): ResolvedDockerfile | undefined {
  const [first, ...others] = definition.platforms.map(({ value }) => value);
  if (first === undefined) return undefined;
  const { frontends } = reading.configuration.policy;
  const read = (platform: Platform): ReadDockerfile =>
    readDockerfile(file, { ...dockerfileOptions(definition), platform, buildPlatform: first, frontends });
  const { dockerfile, diagnostics } = read(first);
  reading.diagnostics.push(...diagnostics);
  const depends = others.length > 0 && /TARGET(?:PLATFORM|OS|ARCH|VARIANT)/.test(file.text);
  if (!dockerfile || !depends) return dockerfile;
  const further = others.map((platform) => [platform, read(platform).dockerfile?.references ?? []] as const);
  return { ...dockerfile, references: withOthers(dockerfile.references, further) };
}
function withOthers(
  references: readonly ImageUse[],
  others: readonly (readonly [Platform, readonly ImageUse[]])[],
): readonly ImageUse[] {
  const known = new Set(references.map(({ resolved }) => resolved));
  const further = others.flatMap(([platform, uses]) =>
    uses
      .filter(({ resolved }) => !known.has(resolved))
      .map((use) => (use.platform === 'target' ? { ...use, platform: { literal: platform } } : use)),
  );
  return [...references, ...further];
}

function dockerfileOptions({
  args,
  target,
  file,
}: ImageDefinition): Pick<DockerfileOptions, 'args' | 'target' | 'targetPlace'> {
  return { args, ...(target && { target: target.value, targetPlace: { file, span: target.span } }) };
}

function readContext(
  reading: Reading,
  { definition, context, dockerfile, ignoreFile }: ImageFiles,
  contexts: Contexts,
  copied: readonly string[],
): readonly ContextFile[] {
  const ignore = ignoreFile && { id: ignoreFile.entry.id, file: reading.texts.file(ignoreFile.entry, ignoreFile.path) };
  if (ignore) reportIgnoreFaults(reading, ignore.file);
  if (context === undefined) return [];
  const { files, problems } = contexts.list({
    directory: context,
    ...(ignore ? { ignoreFile: ignore } : {}),
    copied,
    builderFiles: [dockerfile, ignoreFile].flatMap((file) => (file ? [file.path, file.entry.path] : [])),
  });
  reportProblems(reading, definition, problems);
  return files;
}

function reportIgnoreFaults({ diagnostics }: Reading, file: SourceFile): void {
  for (const { start, end, message } of readIgnoreFile(file.text).faults) {
    diagnostics.push({ severity: 'error', code: 'ignore-file-syntax', message, file, span: { start, end } });
  }
}
