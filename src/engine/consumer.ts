import type { Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Catalogue, Runtime, Sessions, Standing } from '../build/ports/runtime.ts';
import type { RuntimeConfiguration } from '../definition/configuration.ts';

/** What is real on the side of those who use images; put together in one place. */
export interface Consumer {
  readonly runtime: Runtime;
  readonly sessions: Sessions;
  readonly standing: Standing;
}

/** What a consumer is set up for. */
export interface ConsumerSetup {
  readonly runtime: RuntimeConfiguration;
  /** Hosts spoken to over HTTP, or HTTPS without verification. */
  readonly insecure: readonly string[];
  /** Host → absolute path of a PEM file with the authority to trust. */
  readonly authorities: Readonly<Record<string, string>>;
}

/** Makes the parts when a command needs them. */
export interface ConsumerConnections {
  /** The engine that was asked for, or the one that answers here. */
  open(setup: ConsumerSetup, signal: AbortSignal): Promise<Result<Consumer, Failure>>;
  catalogue(runtime: RuntimeConfiguration): Catalogue | undefined;
}
