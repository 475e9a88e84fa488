import type { ImageUse, ResolvedDockerfile } from '../definition/dockerfile.ts';
import { readIgnoreFile } from '../definition/ignore-file.ts';
import type { ImageDefinition } from '../definition/image.ts';
import { type DockerfileOptions, type ReadDockerfile, readDockerfile } from '../definition/read-dockerfile.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../names/platform.ts';
import type { ContextFile, RepositoryImage } from '../plan/image.ts';
import { type BlobText, checkRequirementsOnce, readDockerfileOnce, type UsedDockerfile } from './cached.ts';
import type { ContextProblem } from './context.ts';
import { Contexts, pointerProblem } from './contexts.ts';
import { type FoundFile, findFiles, type ImageFiles } from './image-files.ts';
import type { Reading } from './read.ts';
import type { TreeEntry } from './tree.ts';

/**
 * Reads what the definitions name. An image whose files are missing is there without them, so that its children can
 * be judged all the same.
 */
export async function readImages(
  reading: Reading,
  definitions: readonly ImageDefinition[],
): Promise<readonly RepositoryImage[]> {
  const found = definitions.map((definition) => findFiles(reading, definition));
  await reading.texts.load(reading.tree, found.flatMap(entriesOf));
  const contexts = new Contexts(reading.tree, definitions);
  const images = found.map((files) => readImage(reading, files, contexts));
  const pointers = await contexts.pointers();
  for (const { definition, context } of pointers.size > 0 ? images : []) {
    const files = context.filter(({ id }) => pointers.has(id));
    reportProblems(
      reading,
      definition,
      files.map(({ path }) => pointerProblem(path)),
    );
  }
  return images;
}

function entriesOf({ dockerfile, ignoreFile, requirements }: ImageFiles): readonly TreeEntry[] {
  return [dockerfile, ignoreFile, ...requirements].flatMap((file) => (file ? [file.entry] : []));
}

function readImage(reading: Reading, files: ImageFiles, contexts: Contexts): RepositoryImage {
  const { definition } = files;
  const text = ({ entry, path }: FoundFile): BlobText => ({ id: entry.id, file: reading.texts.file(entry, path) });
  for (const requirement of files.requirements) checkRequirementsOnce(reading, text(requirement));
  const used = files.dockerfile && readForPlatforms(reading, definition, text(files.dockerfile));
  return {
    definition,
    dockerfile: used?.dockerfile ?? unreadable(files),
    context: readContext(reading, files, contexts, used?.copied ?? []),
  };
}

/** What stands in the place of a Dockerfile that is missing or cannot be read. */
function unreadable({ definition, dockerfile }: ImageFiles): ResolvedDockerfile {
  const file = { path: dockerfile?.path ?? definition.dockerfile.value, text: '' };
  return { file, references: [], canonical: '', effectiveArgs: [], lines: [] };
}

/**
 * Reads a Dockerfile for the image's platforms. Where what it builds on depends on the platform (`FROM
 * base-${TARGETARCH}`), the references of the other platforms stand behind those of the first, each for its own.
 */
function readForPlatforms(reading: Reading, definition: ImageDefinition, text: BlobText): UsedDockerfile | undefined {
  const [first, ...others] = definition.platforms.map(({ value }) => value);
  if (first === undefined) return undefined;
  const { frontends } = reading.configuration.policy;
  const { args, target } = definition;
  const read = (platform: Platform): ReadDockerfile =>
    readDockerfile(text.file, { ...dockerfileOptions(definition), platform, buildPlatform: first, frontends });
  return readDockerfileOnce(reading, text, [args, target?.value, first, others, frontends], () => {
    const { dockerfile, diagnostics } = read(first);
    const depends = others.length > 0 && /TARGET(?:PLATFORM|OS|ARCH|VARIANT)/.test(text.file.text);
    if (!dockerfile || !depends) return { dockerfile, diagnostics };
    const further = others.map((platform) => [platform, read(platform).dockerfile?.references ?? []] as const);
    return { dockerfile: { ...dockerfile, references: withOthers(dockerfile.references, further) }, diagnostics };
  });
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

function reportProblems(
  reading: Reading,
  { file, context }: ImageDefinition,
  problems: readonly ContextProblem[],
): void {
  for (const problem of problems) {
    reading.diagnostics.push({ severity: 'error', ...problem, file, span: context.span });
  }
}
