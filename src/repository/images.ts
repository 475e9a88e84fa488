import type { ResolvedDockerfile } from '../definition/dockerfile.ts';
import { readIgnoreFile } from '../definition/ignore-file.ts';
import type { ImageDefinition } from '../definition/image.ts';
import { type DockerfileOptions, type ReadDockerfile, readDockerfile } from '../definition/read-dockerfile.ts';
import { readRequirements } from '../definition/read-requirements.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../names/platform.ts';
import type { ContextFile, RepositoryImage } from '../plan/image.ts';
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
  const { texts, diagnostics, configuration } = reading;
  const text = ({ entry, path }: FoundFile) => texts.file(entry, path);
  for (const requirement of files.requirements) {
    diagnostics.push(...readRequirements(text(requirement), configuration.policy).diagnostics);
  }
  const file = files.dockerfile ? text(files.dockerfile) : { path: definition.dockerfile.value, text: '' };
  const dockerfile = files.dockerfile ? readForPlatforms(reading, definition, file) : undefined;
  return {
    definition,
    dockerfile: dockerfile ?? { file, references: [], canonical: '', effectiveArgs: [], lines: [] },
    context: readContext(reading, files, contexts, file.text),
  };
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
  const read = (platform: Platform): ReadDockerfile =>
    readDockerfile(file, dockerfileOptions(reading, definition, platform, first));
  const { dockerfile, diagnostics } = read(first);
  reading.diagnostics.push(...diagnostics);
  if (!dockerfile || !/TARGET(?:PLATFORM|OS|ARCH|VARIANT)/.test(file.text)) return dockerfile;
  const known = new Set(dockerfile.references.map(({ resolved }) => resolved));
  const further = others.flatMap((platform) =>
    (read(platform).dockerfile?.references ?? [])
      .filter(({ resolved }) => !known.has(resolved))
      .map((use) => (use.platform === 'target' ? { ...use, platform: { literal: platform } } : use)),
  );
  return { ...dockerfile, references: [...dockerfile.references, ...further] };
}

function dockerfileOptions(
  { configuration }: Reading,
  { args, target, file }: ImageDefinition,
  platform: Platform,
  buildPlatform: Platform,
): DockerfileOptions {
  const named = target && { target: target.value, targetPlace: { file, span: target.span } };
  return { args, ...named, platform, buildPlatform, frontends: configuration.policy.frontends };
}

function readContext(
  reading: Reading,
  { definition, context, dockerfile, ignoreFile }: ImageFiles,
  contexts: Contexts,
  dockerfileText: string,
): readonly ContextFile[] {
  const ignore = ignoreFile && { id: ignoreFile.entry.id, file: reading.texts.file(ignoreFile.entry, ignoreFile.path) };
  if (ignore) reportIgnoreFaults(reading, ignore.file);
  if (context === undefined) return [];
  const { files, problems } = contexts.list({
    directory: context,
    ...(ignore ? { ignoreFile: ignore } : {}),
    dockerfile: dockerfileText,
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
