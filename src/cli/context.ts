import type { Clock } from '../base/clock.ts';
import type { Connections } from '../engine/connections.ts';
import type { ConsumerConnections } from '../engine/consumer.ts';
import type { Environment } from '../system/environment.ts';
import type { ServerProgram } from './serve.ts';

/** A stream that people or programs read. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Asked again whenever it matters: terminals are resized. */
  size(): { readonly columns: number; readonly rows: number };
}

/** Everything around a command: it reads nothing of the process itself. */
export interface CommandContext {
  readonly environment: Environment;
  /** The folder that the command was started in. */
  readonly directory: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
  /** Names the program to the byte; absent where it can change under its name, so that nothing is remembered for it. */
  readonly program?: string;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /**
   * Loaded when a command needs a registry or a builder: most do not. Relative paths of the configuration are meant
   * from `root`, the repository's.
   */
  connect(root: string): Promise<Connections>;
  /** The side of those who use images; loaded when the command is one of theirs. */
  consume(): Promise<ConsumerConnections>;
  /** Loaded when the command is one of the server's. */
  server(): Promise<ServerProgram>;
}

/** How a command ended, as shells and CI systems see it. */
export const exitCode = { done: 0, findings: 1, usage: 2, environment: 3, cancelled: 130 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
