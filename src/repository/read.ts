import type { Configuration } from '../definition/configuration.ts';
import type { Lock } from '../definition/lock.ts';
import type { ConfigurationOverrides } from '../definition/read-configuration.ts';
import { compareDiagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { RepositoryImage } from '../plan/image.ts';
import { readDefinitions } from './definitions.ts';
import { conflictFinding } from './findings.ts';
import { readImages } from './images.ts';
import { crowdedFolders, findImageDirectories } from './layout.ts';
import { type Memory, noMemory } from './memory.ts';
import { Paths } from './paths.ts';
import type { Reading } from './reading.ts';
import { RootFiles } from './root-files.ts';
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
  /** The target of a link as it is written, by the image's context and the path in it; undefined where none is there. */
  linkTarget(context: string, path: string): string | undefined;
  /** How many files were read for their text. */
  readonly filesRead: number;
}

/**
 * Reads every image of a tree. Rejects with `BlobUnavailable` where the clone lacks objects. What is sound is kept in
 * the memory and taken from it.
 */
export async function readRepository(
  tree: Tree,
  overrides: ConfigurationOverrides = {},
  memory: Memory = noMemory,
): Promise<RepositorySnapshot> {
  const diagnostics = tree.conflicts.map(conflictFinding);
  const texts = new Texts();
  const paths = await Paths.of(tree);
  const root = new RootFiles(tree, paths, texts, memory, diagnostics);
  const { configuration, key } = await root.configuration(overrides);
  const lock = await root.lock();
  const whole = await tree.including(configuration.include);
  const globs = configuration.images.map(({ value }) => value);
  const directories = findImageDirectories(whole.entries, globs);
  const wholePaths = whole === tree ? paths : await Paths.of(whole);
  const reading: Reading = {
    tree: whole,
    configuration,
    paths: wholePaths,
    folder: (path) => wholePaths.folder(path),
    crowded: crowdedFolders(directories),
    texts,
    diagnostics,
    ofImages: [],
    memory,
    // Names that are no text look alike.
    key: JSON.stringify([key, ...whole.notUtf8]),
  };
  const images = await readImages(reading, await readDefinitions(reading, directories));
  return {
    tree: whole,
    configuration,
    ...(lock ? { lock } : {}),
    images,
    diagnostics: withoutRepeats([...diagnostics, ...reading.ofImages.flat()].sort(compareDiagnostics)),
    linkTarget: (context, path) => wholePaths.linkTarget(context, path),
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
