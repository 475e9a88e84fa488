import { err, ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../build/failure.ts';
import type { Builder } from '../../build/ports/builder.ts';
import type { Configuration } from '../../definition/configuration.ts';
import type { BuilderKind, Connections, RunFolder } from '../../engine/connections.ts';

/** The builders of one worker: an engine is tried once for each way in which repositories want it. */
export class Builders {
  readonly #kind: BuilderKind | undefined;
  readonly #made = new Map<string, Promise<Result<Builder, Failure>>>();
  #folder: Promise<RunFolder> | undefined;

  constructor(kind: BuilderKind | undefined) {
    this.#kind = kind;
  }

  /** The folder of this worker's contexts, and its engines' files. */
  folder(connections: Connections): Promise<RunFolder> {
    this.#folder ??= connections.openRunFolder();
    return this.#folder;
  }

  async builder(
    connections: Connections,
    configuration: Configuration,
    hosts: readonly string[],
  ): Promise<Result<Builder, Failure>> {
    const kind = this.#kind ?? configuration.builder.kind;
    const { host, insecure, ca } = configuration.registry;
    const key = JSON.stringify([kind, host, insecure.map(({ value }) => value), ca, hosts.toSorted()]);
    const making = this.#made.get(key) ?? this.#make(connections, configuration, kind, hosts);
    this.#made.set(key, making);
    const made = await making;
    // An engine that does not work now may do so at the next build.
    if (!made.ok) this.#made.delete(key);
    return made;
  }

  async #make(
    connections: Connections,
    configuration: Configuration,
    kind: BuilderKind,
    hosts: readonly string[],
  ): Promise<Result<Builder, Failure>> {
    const folder = await this.folder(connections);
    const own = { ...folder, path: await folder.make('engine') };
    const chosen = await connections.builder({ kind, configuration, folder: own, hosts });
    return chosen.ok ? ok(chosen.value.builder) : err(chosen.error);
  }

  async close(): Promise<void> {
    const builders = await Promise.all(this.#made.values());
    await Promise.all(builders.map((made) => (made.ok ? made.value.close() : undefined)));
    await (await this.#folder)?.remove();
  }
}
