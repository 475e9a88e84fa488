import { repositoryPath } from '../definition/paths.ts';
import { type IncludedFile, readRequirements } from '../definition/read-requirements.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { outsideFinding } from './findings.ts';
import type { FoundFile } from './image-files.ts';
import type { ImageReading } from './reading.ts';

/** A requirements file of an image, its own or one that another names. */
export interface RequirementsFile extends FoundFile {
  readonly kind: IncludedFile['kind'];
}

/** Files that one image can name; who has more goes round in a circle. */
const MOST_FILES = 100;

/**
 * The requirements files of an image with all that they name (`-r`, `-c`) inside the repository, each once; what is
 * missing or outside is reported at the line that names it. All of them are loaded.
 */
export async function followRequirements(
  reading: ImageReading,
  named: readonly FoundFile[],
): Promise<readonly RequirementsFile[]> {
  const files: RequirementsFile[] = named.map((file) => ({ ...file, kind: 'requirement' }));
  const known = new Set(files.map(({ path }) => path));
  for (let at = 0; at < files.length && at < MOST_FILES; at += 1) {
    const from = files[at] as RequirementsFile;
    const file = reading.texts.file(from.entry, from.path);
    for (const included of readRequirements(file, reading.configuration.policy).included) {
      const found = find(reading, file, included);
      if (!found || known.has(found.path)) continue;
      known.add(found.path);
      await reading.texts.load(reading.tree, [found.entry]);
      files.push({ ...found, kind: from.kind === 'constraint' ? 'constraint' : included.kind });
    }
  }
  return files;
}

/** Holds the files of an image against the policy; what a constraints file pins is pinned in all of them. */
export function checkRequirements(reading: ImageReading, files: readonly RequirementsFile[]): void {
  const { policy } = reading.configuration;
  const text = ({ entry, path }: FoundFile) => reading.texts.file(entry, path);
  const constraints = files.filter(({ kind }) => kind === 'constraint');
  const pins = constraints.flatMap((file) => readRequirements(text(file), policy, { isConstraint: true }).entries);
  const constrained = new Set(pins.flatMap(({ name, version }) => (version === undefined ? [] : [name])));
  for (const file of files) {
    const isConstraint = file.kind === 'constraint';
    reading.diagnostics.push(...readRequirements(text(file), policy, { constrained, isConstraint }).diagnostics);
  }
}

function find(reading: ImageReading, file: SourceFile, { path: written, span }: IncludedFile): FoundFile | undefined {
  const folder = file.path.split('/').slice(0, -1).join('/');
  const path = repositoryPath(folder, written);
  const report = (code: 'requirements-missing' | 'path-outside-repository', message: string) =>
    reading.diagnostics.push({ severity: 'error', code, message, file, span });
  if (!path.ok) {
    report('path-outside-repository', path.error);
    return undefined;
  }
  const place = reading.paths.resolve(path.value);
  if (place.kind === 'file') return { path: path.value, entry: place.entry };
  if (place.kind === 'outside') reading.diagnostics.push(outsideFinding(file, span, path.value, place.link));
  else
    report('requirements-missing', `${path.value} ${place.kind === 'directory' ? 'is a directory' : 'does not exist'}`);
  return undefined;
}
