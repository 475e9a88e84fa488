import type { Configuration } from '../definition/configuration.ts';
import { type ConfigurationOverrides, readConfiguration } from '../definition/read-configuration.ts';
import { compareDiagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts';
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
  const place = paths.resolve(CONFIGURATION_FILE);
  const absent = { path: CONFIGURATION_FILE, text: '' };
  if (place.kind === 'outside') diagnostics.push(outsideFinding(absent, fileStart, CONFIGURATION_FILE, place.link));
  if (place.kind === 'file') await texts.load(tree, [place.entry]);
  const file = place.kind === 'file' ? texts.file(place.entry, CONFIGURATION_FILE) : absent;
  const read = readConfiguration(file, overrides);
  diagnostics.push(...read.diagnostics);
  return read.configuration;
}
