import { CONFIGURATION_FILES, type Configuration } from '../definition/configuration.ts';
import { LOCK_FILE, type Lock } from '../definition/lock.ts';
import type { ConfigurationOverrides } from '../definition/read-configuration.ts';
import { readLock } from '../definition/read-lock.ts';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { fileStart, outsideFinding, twiceFinding } from './findings.ts';
import { Kept, type Memory, shortKey } from './memory.ts';
import type { Paths } from './paths.ts';
import type { Tree } from './source.ts';
import type { Texts } from './texts.ts';

/** Where things are kept that are no image's: no file has such a name. */
const CONFIGURATION = '/configuration';
const text = (path: string) => `/text/${path}`;

/** The files at the root that are about all images. A link that leads out of the repository is reported. */
export class RootFiles {
  readonly #tree: Tree;
  readonly #paths: Paths;
  readonly #texts: Texts;
  readonly #memory: Memory;
  readonly #diagnostics: Diagnostic[];

  constructor(tree: Tree, paths: Paths, texts: Texts, memory: Memory, diagnostics: Diagnostic[]) {
    this.#tree = tree;
    this.#paths = paths;
    this.#texts = texts;
    this.#memory = memory;
    this.#diagnostics = diagnostics;
  }

  /** The configuration, and a key that stands for everything in it. */
  async configuration(
    overrides: ConfigurationOverrides,
  ): Promise<{ readonly configuration: Configuration; readonly key: string }> {
    const file = await this.#configurationFile();
    const key = shortKey(JSON.stringify([file, overrides]));
    const kept = this.#memory.recall(CONFIGURATION);
    if (kept?.key === key) {
      this.#memory.keep(CONFIGURATION, kept);
      return { configuration: { ...kept.value<Omit<Configuration, 'file'>>(0), file }, key };
    }
    // What reads YAML is not loaded where there is nothing to read.
    const { readConfiguration } = await import('../definition/read-configuration.ts');
    const { configuration, diagnostics } = readConfiguration(file, overrides);
    this.#diagnostics.push(...diagnostics);
    const { file: _, ...values } = configuration;
    if (diagnostics.length === 0) this.#memory.keep(CONFIGURATION, Kept.of(key, [values]));
    return { configuration, key };
  }

  /** Undefined where the repository has none. */
  async lock(): Promise<Lock | undefined> {
    const file = await this.#read(LOCK_FILE);
    if (!file) return undefined;
    const { lock, diagnostics } = readLock(file);
    this.#diagnostics.push(...diagnostics);
    return lock;
  }

  /** The one that is there; of two, the first one counts. */
  async #configurationFile(): Promise<SourceFile> {
    const files: SourceFile[] = [];
    for (const name of CONFIGURATION_FILES) {
      const file = await this.#read(name);
      if (file) files.push(file);
    }
    const [first = { path: CONFIGURATION_FILES[0], text: '' }, second] = files;
    if (second) this.#diagnostics.push(twiceFinding(first, second));
    return first;
  }

  async #read(path: string): Promise<SourceFile | undefined> {
    const place = this.#paths.resolve(path);
    if (place.kind === 'outside')
      this.#diagnostics.push(outsideFinding({ path, text: '' }, fileStart, path, place.link));
    if (place.kind !== 'file') return undefined;
    const kept = this.#memory.recall(text(path));
    if (kept?.key === place.entry.id) {
      this.#memory.keep(text(path), kept);
      this.#texts.countIn([path]);
      return { path, text: kept.value(0) };
    }
    await this.#texts.load(this.#tree, [place.entry]);
    const file = this.#texts.file(place.entry, path);
    this.#memory.keep(text(path), Kept.of(place.entry.id, [file.text]));
    return file;
  }
}
