import type { Configuration } from '../definition/configuration.ts';
import { LOCK_FILE, type Lock } from '../definition/lock.ts';
import { type ConfigurationOverrides, readConfiguration } from '../definition/read-configuration.ts';
import { readLock } from '../definition/read-lock.ts';
import { compareDiagnostics, type Diagnostic, type SourceFile } from '../diagnostics/diagnostic.ts';
import type { RepositoryImage } from '../plan/image.ts';
import { readDefinitions } from './definitions.ts';
import { conflictFinding, fileStart, outsideFinding } from './findings.ts';
import { readImages } from './images.ts';
import { findImageDirectories } from './layout.ts';
import { noCache, type ParseCache, shortKey } from './parse-cache.ts';
import { Paths } from './paths.ts';
import type { Tree } from './source.ts';
import { Texts } from './texts.ts';

/** A repository as it is at one commit or in a work tree. */
export interface RepositorySnapshot {
  /** The tree that was read, untracked files that the configuration includes among it. */
  readonly tree: Tree;
  readonly configuration: Configuration;
  /** Absent where there is no `caskwright.lock`. */
  readonly lock?: Lock;
  /** Sorted by directory in byte order; no name twice. One that could not be read whole is there as far as it could. */
  readonly images: readonly RepositoryImage[];
  /** Sorted; all findings of all files. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were read for their text. */
  readonly filesRead: number;
}

/** What the images of one tree are read with, and where findings gather. */
export interface Reading {
  readonly tree: Tree;
  readonly configuration: Configuration;
  readonly paths: Paths;
  readonly texts: Texts;
  readonly diagnostics: Diagnostic[];
  readonly cache: ParseCache;
  /** Stands for everything in the configuration in keys of the cache. */
  readonly configurationKey: string;
}

const CONFIGURATION_FILE = 'caskwright.yaml';

/**
 * Reads every image of a tree. Rejects with `BlobUnavailable` where the clone lacks objects. What is sound is kept in
 * the cache and taken from it.
 */
export async function readRepository(
  tree: Tree,
  overrides: ConfigurationOverrides = {},
  cache: ParseCache = noCache,
): Promise<RepositorySnapshot> {
  const diagnostics = tree.conflicts.map(conflictFinding);
  const texts = new Texts();
  const paths = await Paths.of(tree);
  const configuration = await configurationOf(tree, paths, overrides, texts, diagnostics);
  const lock = await lockOf(tree, paths, texts, diagnostics);
  const configurationKey = shortKey(JSON.stringify([configuration.file.text, overrides]));
  const whole = await tree.including(configuration.include);
  const reading: Reading = {
    tree: whole,
    configuration,
    paths: whole === tree ? paths : await Paths.of(whole),
    texts,
    diagnostics,
    cache,
    configurationKey,
  };
  const globs = configuration.images.map(({ value }) => value);
  const definitions = await readDefinitions(reading, findImageDirectories(whole.entries, globs));
  const images = await readImages(reading, definitions);
  return {
    tree: whole,
    configuration,
    ...(lock ? { lock } : {}),
    images,
    diagnostics: withoutRepeats(diagnostics.sort(compareDiagnostics)),
    filesRead: texts.count,
  };
}

/** Images that share a file share its findings: each is reported once. */
function withoutRepeats(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return sorted.filter(({ file, span, code, message }) => {
    const key = JSON.stringify([file.path, span, code, message]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

async function configurationOf(
  tree: Tree,
  paths: Paths,
  overrides: ConfigurationOverrides,
  texts: Texts,
  diagnostics: Diagnostic[],
): Promise<Configuration> {
  const file = await rootFile(CONFIGURATION_FILE, tree, paths, texts, diagnostics);
  const read = readConfiguration(file ?? { path: CONFIGURATION_FILE, text: '' }, overrides);
  diagnostics.push(...read.diagnostics);
  return read.configuration;
}

async function lockOf(tree: Tree, paths: Paths, texts: Texts, diagnostics: Diagnostic[]): Promise<Lock | undefined> {
  const file = await rootFile(LOCK_FILE, tree, paths, texts, diagnostics);
  if (!file) return undefined;
  const read = readLock(file);
  diagnostics.push(...read.diagnostics);
  return read.lock;
}

/** A file at the root, if it is there; a link that leads out of the repository is reported. */
async function rootFile(
  path: string,
  tree: Tree,
  paths: Paths,
  texts: Texts,
  diagnostics: Diagnostic[],
): Promise<SourceFile | undefined> {
  const place = paths.resolve(path);
  if (place.kind === 'outside') diagnostics.push(outsideFinding({ path, text: '' }, fileStart, path, place.link));
  if (place.kind !== 'file') return undefined;
  await texts.load(tree, [place.entry]);
  return texts.file(place.entry, path);
}
