import type { Result } from '../../base/result.ts';
import type { Digest } from '../../names/digest.ts';
import type { Platform } from '../../names/platform.ts';
import type { Failure } from '../failure.ts';

/**
 * Builds one node with one engine.
 *
 * - `build` and `test` may be called many times at once; limits are decorators around a builder.
 * - A result, good or bad, comes only after every child process has ended and nothing is left of it: no
 *   container, mount or temporary folder. That holds after an abort of `signal` too (I5).
 * - Failures are values. A throw is a bug of ours.
 * - Log lines come while the engine writes them, without control sequences removed and without their line end.
 */
export interface Builder {
  readonly kind: 'buildx' | 'buildah' | 'podman' | 'fake';
  /** What the engine is and which limits it can hold, in one line for people. */
  readonly description: string;
  /** Whether memory and CPU limits of a request hold with this engine; if not, why. */
  readonly limits: { readonly hold: true } | { readonly hold: false; readonly why: string };
  build(request: BuildRequest, context: BuildContext): Promise<Result<BuiltNode, Failure>>;
  /** Runs a command in a built image; a non-zero exit is a failure of phase `test`. */
  test(request: TestRequest, context: BuildContext): Promise<Result<void, Failure>>;
  /**
   * Whether builds of strangers may run here: what builds are known to have done to a machine with engines of this kind
   * was tried, and does not work (S23). Tried when first asked; the answer is kept for a while.
   */
  admitsStrangers(): Promise<Result<void, Failure>>;
  /** Ends what the builder itself started (not what a user did). May be called twice. */
  close(): Promise<void>;
}

/** Where the lines go, and what ends the build early. */
export interface BuildContext {
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** Everything that an engine is told about one build; flat on purpose. */
export interface BuildRequest {
  /** Unique in this run, `[a-z0-9-]+`: names of containers and folders are derived from it. */
  readonly id: string;
  /** The written-out context: an absolute folder that belongs to this build alone. */
  readonly contextDirectory: string;
  /** Absolute path of the Dockerfile, outside or inside the context. */
  readonly dockerfile: string;
  readonly platform: Platform;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations for the manifest, for engines that can write them; landing adds those that are missing. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Secret id → value. Handed over by file or environment, never in argv. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What each image reference of the Dockerfile means in this build, by exact digest. */
  readonly namedContexts: readonly NamedContext[];
  readonly output: BuildOutput;
  /** Cores, bytes, bytes that may be written, milliseconds. */
  readonly resources: {
    readonly cpu?: number;
    readonly memory?: number;
    readonly disk?: number;
    readonly timeout: number;
  };
  /** Seconds since 1970: the time stamped on the image, and on the files in its layers where the engine does that. */
  readonly sourceDateEpoch: number;
  /** Where engines that can keep the layers of this image's builds for the next machine; read and written. */
  readonly layerCache?: { readonly repository: string; readonly tag: string };
  /** Further places of layers, in the words of docker's flags `--cache-from` and `--cache-to`. */
  readonly cache?: { readonly from: readonly string[]; readonly to: readonly string[] };
  /** Do not reuse layers of earlier builds. */
  readonly noCache: boolean;
}

/** A reference of the Dockerfile (both as written and resolved) and what stands in its place. */
export interface NamedContext {
  readonly written: string;
  readonly resolved: string;
  readonly source: ImageSource;
}

/** An exact image: in a registry, or in an OCI layout on this machine. */
export type ImageSource =
  | { readonly kind: 'registry' /** `host/path` */; readonly repository: string; readonly digest: Digest }
  | { readonly kind: 'layout' /** Absolute folder. */; readonly directory: string; readonly digest: Digest };

/** Where the built node goes. */
export type BuildOutput =
  | { readonly kind: 'registry' /** `host/path` */; readonly repository: string; readonly tag: string }
  | {
      readonly kind: 'layout' /** Absolute folder, an OCI layout shared by the builds of a run. */;
      readonly directory: string;
    };

/** A node as the engine left it at its output: the digest of its manifest (or of a one-platform index with attestations). */
export interface BuiltNode {
  readonly digest: Digest;
}

/** A command to run in a built image. */
export interface TestRequest {
  readonly id: string;
  readonly image: ImageSource;
  readonly platform: Platform;
  readonly command: readonly string[];
  /** Milliseconds. */
  readonly timeout: number;
}
