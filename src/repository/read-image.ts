import { namedFiles } from '../definition/customizations/customizations.ts';
import type { ResolvedDockerfile } from '../definition/dockerfile.ts';
import { readIgnoreFile } from '../definition/ignore-file.ts';
import type { ImageDefinition } from '../definition/image.ts';
import { lintDockerfile } from '../definition/lint/lint.ts';
import { readImageDockerfile } from '../definition/read-image-dockerfile.ts';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import type { ContextFile, RepositoryImage } from '../plan/image.ts';
import { Contexts } from './contexts.ts';
import type { DefinedImage } from './definitions.ts';
import { reportProblems } from './findings.ts';
import { type FoundFile, findFiles, type ImageFiles } from './image-files.ts';
import { type ImageReading, type Reading, readingOfImage } from './reading.ts';
import { rememberImage } from './remembered.ts';
import { checkRequirements, followRequirements, type RequirementsFile } from './requirements.ts';
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
  const requirements = await Promise.all(
    unread.map((image) =>
      image && !image.dockerfile ? followRequirements(image.reading, image.files.requirements) : [],
    ),
  );
  const contexts = new Contexts(
    reading.tree,
    defined.map(({ definition }) => definition),
  );
  return defined.map(({ remembered }, at) => {
    const image = unread[at];
    return image
      ? readImage(image, requirements[at] ?? [], contexts)
      : (remembered as { image: RepositoryImage }).image;
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

function readImage(image: Unread, requirements: readonly RequirementsFile[], contexts: Contexts): RepositoryImage {
  const { reading, files } = image;
  const { definition } = files;
  if (image.dockerfile) {
    const { dockerfile, copied = [] } = image;
    return { definition, dockerfile, context: readContext(reading, files, contexts, copied) };
  }
  const text = ({ entry, path }: FoundFile) => reading.texts.file(entry, path);
  checkRequirements(reading, requirements);
  const source = files.dockerfile && text(files.dockerfile);
  const dockerfile = source && readDockerfileOf(reading, definition, source);
  const copied = dockerfile?.reads ?? [];
  const context = readContext(reading, files, contexts, copied);
  checkNamedFiles(reading, definition, context);
  const read = { definition, dockerfile: dockerfile ?? unreadable(files), context };
  const lint = source && dockerfile && !definition.declaration ? lintOf(reading, definition, source) : [];
  if (reading.diagnostics.length === 0) rememberImage(reading, { image: read, files, copied, lint });
  reading.diagnostics.push(...lint);
  return read;
}

/** What stands in the place of a Dockerfile that is missing or cannot be read. */
function unreadable({ definition, dockerfile }: ImageFiles): ResolvedDockerfile {
  const file = { path: dockerfile?.path ?? definition.dockerfile.value, text: '' };
  return { file, references: [], canonical: '', effectiveArgs: [], reads: [], triggers: [], lines: [] };
}

function readDockerfileOf(
  { configuration, diagnostics }: ImageReading,
  definition: ImageDefinition,
  file: SourceFile,
): ResolvedDockerfile | undefined {
  const read = readImageDockerfile(file, definition, { frontends: configuration.policy.frontends });
  diagnostics.push(...read.diagnostics);
  return read.dockerfile;
}

/** What a Dockerfile that somebody wrote does against the rules. */
function lintOf({ configuration }: ImageReading, { target }: ImageDefinition, file: SourceFile): readonly Diagnostic[] {
  return lintDockerfile(file, configuration.policy.lint, target?.value);
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

/** A file that customizations name is copied from the context: one that .dockerignore takes away is not there. */
function checkNamedFiles(
  { diagnostics, paths }: ImageReading,
  { declaration, file }: ImageDefinition,
  context: readonly ContextFile[],
): void {
  if (!declaration) return;
  const there = new Set(context.map(({ path }) => path));
  for (const { path, inContext } of namedFiles(declaration.customizations)) {
    if (there.has(inContext) || paths.resolve(path.value).kind !== 'file') continue;
    const message = `${inContext} is not in the context: .dockerignore leaves it out, or a link leads to it`;
    const place = { file, span: path.span };
    diagnostics.push({ severity: 'error', code: 'customization-file-missing', message, ...place });
  }
}

function reportIgnoreFaults({ diagnostics }: Reading, file: SourceFile): void {
  for (const { start, end, message } of readIgnoreFile(file.text).faults) {
    diagnostics.push({ severity: 'error', code: 'ignore-file-syntax', message, file, span: { start, end } });
  }
}
