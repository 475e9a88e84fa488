import type { Result } from '../base/result.ts';
import type { ExportParts } from '../build/exports.ts';
import type { Failure } from '../build/failure.ts';
import type { Gate } from '../build/gate.ts';
import type { Builder } from '../build/ports/builder.ts';
import type { Enroller } from '../build/ports/enroller.ts';
import type { Inventory } from '../build/ports/inventory.ts';
import type { Registrar } from '../build/ports/registrar.ts';
import type { Publisher, RegistryReader } from '../build/ports/registry.ts';
import type { Remover } from '../build/ports/remover.ts';
import type {
  BuilderConfiguration,
  Configuration,
  ControlConfiguration,
  FlightctlConfiguration,
} from '../definition/configuration.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';

export type BuilderKind = BuilderConfiguration['kind'];

/** Where images are compared with and published to. */
export interface Destination {
  /** `host/namespace`, or `oci:<dir>`. */
  readonly name: string;
  readonly reader: RegistryReader;
  readonly publisher: Publisher;
  /** HTTP requests sent so far; absent for a folder. */
  requests?(): number;
  /** Whether it would take an upload to an image's repository now: begins one, and gives it up. Absent for a folder. */
  mayPush?(image: ImageName, signal: AbortSignal): Promise<Result<void, Failure>>;
}

/** A private folder of this run, found and removed by a later run if this one is killed. */
export interface RunFolder {
  readonly path: string;
  /** Makes an empty folder inside. */
  make(label: string): Promise<string>;
  remove(): Promise<void>;
}

/** A layout that jobs of one run hand on to each other. */
export interface HandedLayout {
  /** Leaves in the folder what was added to it, and no blob that was taken in: those who come next have that too. */
  handOn(): Promise<void>;
}

/** What a builder is chosen and set up for. */
export interface BuilderRequest {
  readonly kind: BuilderKind;
  readonly configuration: Configuration;
  readonly folder: RunFolder;
  /** Registries that the run talks to: whose credentials the builder gets. */
  readonly hosts: readonly string[];
}

/** What is real about a run; put together in one place, so that a use case does not know which it is. */
export interface Connections {
  /** The registry of the configuration; `host` may be absent, then only bases can be resolved. */
  registry(configuration: Configuration): Destination;
  /** What looks at everything in that registry, and removes some of it. */
  remover(configuration: Configuration): Remover;
  /** What looks at all images of that registry, whoever pushed them. */
  inventory(configuration: Configuration): Inventory;
  /** An OCI layout in an absolute folder; bases come from their registries. */
  layout(directory: string, configuration: Configuration): Destination;
  /** Takes layouts below the folder `from`, which other jobs of a run have handed on, into the one at `directory`. */
  takeIn(directory: string, from: string): Promise<Result<HandedLayout, Failure>>;
  /** The builder that was asked for, or the one that works here; `why` says it in one line. */
  builder(request: BuilderRequest): Promise<Result<{ readonly builder: Builder; readonly why: string }, Failure>>;
  /** Empties the engine's store of what no container holds: layers and parents of earlier builds. */
  prune(kind: Builder['kind'], signal: AbortSignal): Promise<void>;
  /** What images pass before they are published; absent where the configuration wants nothing of the kind. */
  gate(configuration: Configuration, folder: RunFolder): Promise<Result<Gate | undefined, Failure>>;
  registrar(control: ControlConfiguration): Registrar;
  /** What disk images are made and kept with; `to` is one place in the storage's stead, absolute. */
  exports(configuration: Configuration, to?: string): Promise<Result<ExportParts, Failure>>;
  /** `token` is the bearer token of the service. */
  enroller(flightctl: FlightctlConfiguration, token: string | undefined): Enroller;
  openRunFolder(): Promise<RunFolder>;
  /** Whether runs that were killed left something behind that making a builder removes. */
  hasAbandoned(): Promise<boolean>;
  /** Processors of this machine. */
  readonly processors: number;
  /** What this machine runs by itself. */
  readonly platform: Platform;
}
