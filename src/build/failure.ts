/** The step of the way through that failed. */
export type Phase =
  | 'validate'
  | 'plan'
  | 'pull'
  | 'build'
  | 'test'
  | 'push'
  | 'publish'
  | 'register'
  | 'export'
  | 'run';

/** Why a step failed; closed, so that callers switch on it and never on text. */
export type FailureReason =
  /** The engine could not read the Dockerfile. */
  | 'dockerfile-invalid'
  /** The Dockerfile is not where it should be. */
  | 'dockerfile-missing'
  /** COPY or ADD names a file that the context does not have. */
  | 'file-missing'
  /** A RUN instruction ended with a non-zero exit code. */
  | 'command-failed'
  /** The image's test command ended with a non-zero exit code. */
  | 'test-failed'
  /** A base or parent does not exist in the registry. */
  | 'image-missing'
  /** The image exists, but not for the platform. */
  | 'platform-missing'
  /** The machine cannot run binaries of the platform. */
  | 'emulator-missing'
  /** The registry wants credentials, or does not accept those given. */
  | 'unauthenticated'
  /** The credentials are good, but do not permit this. */
  | 'denied'
  /** The host cannot be reached: refused, unknown name, no route. */
  | 'unreachable'
  /** The registry's certificate is signed by an authority that this machine does not trust. */
  | 'tls-authority'
  /** The registry speaks HTTP where HTTPS was expected. */
  | 'plain-http'
  /** Too many requests. */
  | 'rate-limited'
  /** The registry failed by itself (5xx), or broke the connection. */
  | 'registry-error'
  /** No space left, here or in the registry. */
  | 'disk-full'
  /** The build was killed for its memory. */
  | 'out-of-memory'
  /** A deadline of ours passed. */
  | 'timeout'
  /** Cancelled by a person or a newer run. */
  | 'cancelled'
  /** A secret that build.yaml names is not in the environment. */
  | 'secret-missing'
  /** FlightCtl denied the certificate that an image enrols with. */
  | 'enrolment-denied'
  /** Nobody approved that certificate in time, or nothing signed it. */
  | 'enrolment-timeout'
  /** FlightCtl could not sign it, or answered something else. */
  | 'enrolment-failed'
  /** The version is published already with other content, and the policy forbids to change it. */
  | 'version-published'
  /** A record or tag was moved by another run while this one worked. */
  | 'conflict'
  /** The control API refused the payload, or could not be reached. */
  | 'control-api'
  /** The engine is not installed, or not usable here. */
  | 'builder-unavailable'
  /** A program that makes disk images is not installed. */
  | 'tool-missing'
  /** A layer says something that is not carried out: a path that leads out, more bytes than may be. */
  | 'layer-refused'
  /** The place for disk images does not take or give them. */
  | 'storage-error'
  /** A scanner found what policy.scan does not permit. */
  | 'vulnerable'
  /** A program that scans, signs or describes images ended with an error. */
  | 'tool-failed'
  /** The build wrote more than `resources.disk` permits. */
  | 'disk-limit'
  /** Something that is not recognised; the last lines tell. */
  | 'unknown';

/** A step that failed: what, why, what to do, and the last lines of output. */
export interface Failure {
  readonly phase: Phase;
  readonly reason: FailureReason;
  /** In a reader's words, one line, no stack. */
  readonly message: string;
  /** What to do next, a command to copy where there is one. */
  readonly suggestion?: string;
  /** The last lines of output, oldest first, at most 20. */
  readonly lastLines: readonly string[];
  /** The exit code of the engine or the command, where there was one. */
  readonly exitCode?: number;
  /** The Dockerfile line of the step that failed, where the engine tells. */
  readonly dockerfileLine?: number;
}
