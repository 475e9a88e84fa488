import type { Result } from '../../base/result.ts';
import type { Digest } from '../../names/digest.ts';
import type { Reference } from '../../names/reference.ts';
import type { Failure } from '../failure.ts';

/**
 * Runs containers on this machine with one engine: the side of those who use images.
 *
 * - Calls may run beside each other, but for those that change one and the same container.
 * - Nothing is retried, nothing is forced: what the engine refuses is a failure, a value that says what it said.
 * - An abort ends the engine's command; what it had done by then stays, and `containers` shows it.
 */
export interface Runtime {
  readonly kind: RuntimeKind;
  /** The engine and its version, in one line for people. */
  readonly description: string;
  /** The command with which a person pulls the reference, to be copied. */
  pullCommand(reference: string): string;
  /** The command with which a person brings an image of an OCI layout into the engine's store under a name. */
  loadCommand(layout: string, image: string, name: string): string;
  /** An image in the engine's store, by reference or id; undefined where it is not there. */
  image(reference: string, signal: AbortSignal): Promise<Result<LocalImage | undefined, Failure>>;
  /** Fetches the reference from its registry and puts the store's name on it. */
  pull(reference: string, options: PullOptions): Promise<Result<LocalImage, Failure>>;
  /** Every container of the engine, running or not. */
  containers(signal: AbortSignal): Promise<Result<readonly Container[], Failure>>;
  /**
   * Makes a container that does not run yet, with all that somebody has set on `from` and nothing that came to it from
   * its image; returns its id. A setting that the engine does not take again is a failure that names it, and then no
   * container is left.
   */
  recreate(from: Container, as: Recreation, signal: AbortSignal): Promise<Result<string, Failure>>;
  start(id: string, signal: AbortSignal): Promise<Result<void, Failure>>;
  /** Ends a container within the time that it was given when it was made. One that does not run is as it should be. */
  stop(id: string, signal: AbortSignal): Promise<Result<void, Failure>>;
  rename(id: string, name: string, signal: AbortSignal): Promise<Result<void, Failure>>;
  /** Removes a container, running or not; its volumes stay. */
  remove(id: string, signal: AbortSignal): Promise<Result<void, Failure>>;
  /** The last lines that a container wrote, oldest first. */
  lastLines(id: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Names this process in such a way that another one can ask whether it is gone. */
  claim(): Promise<string>;
  /** Whether the process that made a claim is gone for certain. */
  isOver(claim: string): Promise<boolean>;
}

/** Who works in a container, a line for each; a failure where that cannot be told. */
export type Sessions = (container: Container, signal: AbortSignal) => Promise<Result<readonly string[], Failure>>;

/** The digests that a reference stands for in its registry right now: of the manifest under it, and of each platform in that. */
export type Standing = (reference: Reference, signal: AbortSignal) => Promise<Result<readonly Digest[], Failure>>;

/** The images that a catalogue names: name → reference. */
export type Catalogue = (signal: AbortSignal) => Promise<Result<Readonly<Record<string, string>>, Failure>>;

export type RuntimeKind = 'docker' | 'podman' | 'container';

/** An image as an engine's store has it. */
export interface LocalImage {
  /** The engine's own id of it. */
  readonly id: string;
  /** Digests under which registries know it: of its manifest, or of an index that has it. */
  readonly digests: readonly string[];
}

export interface Container {
  readonly id: string;
  readonly name: string;
  /** What it was made from, as somebody wrote it. */
  readonly image: string;
  readonly imageId: string;
  /** Digests of its image, also where no tag stands on that any more. */
  readonly digests: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly running: boolean;
  /** What the engine calls its state: running, exited, paused. */
  readonly state: string;
  /** RFC 3339; changes whenever it is started, by whomever. */
  readonly startedAt: string;
  /** Absent where it has no health check. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  /** It is gone as soon as it stops. */
  readonly removesItself: boolean;
}

export interface Recreation {
  readonly name: string;
  /** The image's reference, in place of that of the container which it takes after. */
  readonly image: string;
  /** Added to the labels of that container. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface PullOptions {
  readonly signal: AbortSignal;
  progress(progress: PullProgress): void;
}

/** What becomes of one layer: the engine's own words for it are several, these are all that differ for a reader. */
export interface PullProgress {
  /** The first twelve digits of its digest. */
  readonly layer: string;
  readonly state: 'waiting' | 'fetching' | 'unpacking' | 'done' | 'present';
}
