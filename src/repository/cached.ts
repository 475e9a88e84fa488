import type { ResolvedDockerfile } from '../definition/dockerfile.ts';
import type { ImageDefinition } from '../definition/image.ts';
import { type ReadImageDefinition, readImageDefinition } from '../definition/read-image-definition.ts';
import { readRequirements } from '../definition/read-requirements.ts';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { copiedSources } from './copied.ts';
import { shortKey } from './parse-cache.ts';
import type { Reading } from './read.ts';

/** A text of the repository and the blob that it is. */
export interface BlobText {
  readonly id: string;
  readonly file: SourceFile;
}

/** A Dockerfile as an image needs it: what it builds on, and what it copies. */
export interface UsedDockerfile {
  readonly dockerfile: ResolvedDockerfile;
  readonly copied: readonly string[];
}

// Each of these keeps only what is sound: with findings it is read again, so that they point into the text.

/** Reads a build.yaml, or takes what was read from the same text in the same place before. */
export function readDefinitionOnce(reading: Reading, { id, file }: BlobText, directory: string): ReadImageDefinition {
  const key = `definition ${id} ${reading.configurationKey} ${file.path}`;
  const known = reading.cache.get<Omit<ImageDefinition, 'file'>>(key);
  if (known) return { definition: { ...known, file }, diagnostics: [] };
  const read = readImageDefinition(file, directory, reading.configuration);
  if (read.definition && read.diagnostics.length === 0 && survivesJson(read.definition.metadata)) {
    reading.cache.put(key, { ...read.definition, file: undefined });
  }
  return read;
}

/** Reads a Dockerfile with `read`, or takes what came of the same text with the same options before. */
export function readDockerfileOnce(
  reading: Reading,
  { id, file }: BlobText,
  options: unknown,
  read: () => { readonly dockerfile: ResolvedDockerfile | undefined; readonly diagnostics: readonly Diagnostic[] },
): UsedDockerfile | undefined {
  const key = `dockerfile ${id} ${shortKey(JSON.stringify(options))}`;
  const known = reading.cache.get<UsedDockerfile>(key);
  if (known) return { ...known, dockerfile: { ...known.dockerfile, file } };
  const { dockerfile, diagnostics } = read();
  reading.diagnostics.push(...diagnostics);
  if (!dockerfile) return undefined;
  const used = { dockerfile, copied: copiedSources(file.text) };
  if (diagnostics.length === 0) reading.cache.put(key, { ...used, dockerfile: { ...dockerfile, file: undefined } });
  return used;
}

/** Reads a requirements file for its findings, unless the same text had none before. */
export function checkRequirementsOnce(
  { cache, configuration, configurationKey, diagnostics }: Reading,
  { id, file }: BlobText,
): void {
  const key = `requirements ${id} ${configurationKey}`;
  if (cache.get<boolean>(key)) return;
  const findings = readRequirements(file, configuration.policy).diagnostics;
  diagnostics.push(...findings);
  if (findings.length === 0) cache.put(key, true);
}

/** JSON has no word for the numbers that are none. */
function survivesJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(survivesJson);
}
