import type { Clock } from '../base/clock.ts';
import type { Result } from '../base/result.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import type { ChannelRecord } from '../plan/holding.ts';
import type { RepositoryImage } from '../plan/image.ts';
import type { Movement } from '../plan/moving.ts';
import type { Plan } from '../plan/plan.ts';
import type { RegistrationFacts } from '../plan/registration.ts';
import type { EventSink } from './events.ts';
import type { ExportParts } from './exports.ts';
import type { Failure } from './failure.ts';
import type { Gate } from './gate.ts';
import type { TestedImage } from './land.ts';
import type { ReadyNode } from './node.ts';
import type { SettledNode } from './outcome.ts';
import type { Builder, ImageSource } from './ports/builder.ts';
import type { Enroller } from './ports/enroller.ts';
import type { Registrar } from './ports/registrar.ts';
import type { Publisher, RegistryReader, ResolvedBase } from './ports/registry.ts';

/** Everything that a run needs; what it must not reach back for is in here as a value or a function. */
export interface RunInput {
  readonly plan: Plan;
  /** Identifies the run in events and in names of containers: `[a-z0-9-]+`. */
  readonly run: string;
  readonly builder: Builder;
  /** Who settles and tests nodes; absent: this process, with `builder`. */
  readonly nodes?: Nodes;
  /** Absent: the run is all there is. */
  readonly share?: Share;
  readonly reader: RegistryReader;
  readonly publisher: Publisher;
  /** Absent: nothing is registered. */
  readonly control?: { readonly registrar: Registrar; readonly required: boolean; readonly facts: RegistrationFacts };
  /** What images pass before their tags move; absent: nothing. */
  readonly gate?: Gate;
  /** Where a landing that the plan found can be fetched from. */
  readonly heldSource: (image: ImageName, digest: Digest) => ImageSource;
  /** Whether a node that the registry has under its tag already may stand in for a build. */
  readonly adopt: boolean;
  /** What the plan resolved a base to. */
  readonly base: (reference: string, platform: Platform) => ResolvedBase;
  /** Writes an image's context out. The folder belongs to the caller until `dispose`. */
  readonly materialize: (image: RepositoryImage) => Promise<Result<WrittenContext, Failure>>;
  /** Whether the tags of a channel may be moved over `record` by this run. */
  readonly movement: (record: ChannelRecord | undefined) => Promise<Movement>;
  /** Images that go public; the others only land. Absent: all of the plan. */
  readonly publish?: ReadonlySet<ImageName>;
  /** The value of a secret; undefined where the environment has none. */
  readonly secret: (name: string) => string | undefined;
  /** Gets what an image enrols with; absent in a run that publishes nothing, whose images get none. */
  readonly enroller?: Enroller;
  /** What disk images of what is published are made with; absent: none are made. */
  readonly exports?: ExportParts;
  readonly commit: CommitFacts;
  /** Whether layers are kept beside what is landed. What lands in a folder never keeps any: nobody there is trusted (S26). */
  readonly layerCache?: boolean;
  readonly slots: number;
  /** `false`: after the first failure nothing new is started. */
  readonly keepGoing: boolean;
  readonly clock: Clock;
  readonly emit: EventSink;
  /** Aborted to cancel the run. */
  readonly signal: AbortSignal;
}

/** The part of a run in one of several processes, each on a machine of its own. */
export interface Share {
  /** Nodes that may be built here; others must be settled already, or they block what stands on them. */
  readonly builds: (image: ImageName, platform: Platform) => boolean;
  /** Whether images land here. Else their nodes are settled and tested, and another process lands them. */
  readonly lands: boolean;
}

/** Settles and tests nodes somewhere else: on another machine, in another process. */
export interface Nodes {
  /** Settles a node that stands in the registry already, or builds it. */
  settle(ready: ReadyNode, log: (line: string) => void): Promise<Result<SettledNode, Failure>>;
  /** Runs the image's test on each of its nodes, where it has one. */
  test(image: TestedImage, log: (platform: Platform, line: string) => void): Promise<Result<void, Failure>>;
}

/** What images say about the commit that built them. */
export interface CommitFacts {
  readonly id: string;
  /** URL of the repository without credentials; empty where it has no remote. */
  readonly repository: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** A context on disk. */
export interface WrittenContext {
  readonly contextDirectory: string;
  readonly dockerfile: string;
  dispose(): Promise<void>;
}
