import { systemClock } from '../base/clock.ts';
import type { CommandContext, Output } from '../cli/context.ts';
import { runCommandLine } from '../cli/program.ts';
import { hashOfFile } from '../system/machine.ts';
import { VERSION } from './version.ts';

/** Milliseconds in which signals of one name are one. */
const SAME_SIGNAL = 200;

/** Runs one command line as the process that it is: signals, streams, exit code. `entry` is the file that was started. */
export async function runProcessAs(entry: string, args: readonly string[]): Promise<never> {
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => endInGoodOrder(cancel, signal));
  // A reader that leaves early (`| head`) ends the output, not the work.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  const context: CommandContext = {
    environment: process.env,
    directory: process.cwd(),
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    clock: systemClock,
    ...programOf(entry),
    signal: cancel.signal,
    server: async () => {
      const { createServerProgram } = await import('./serve.ts');
      return createServerProgram(context);
    },
    consume: async () => {
      const { createConsumer } = await import('./consumer.ts');
      return createConsumer(process.env);
    },
    connect: async (root) => {
      const { createConnections } = await import('./connections.ts');
      return createConnections(process.env, root, {
        followsFile: true,
        exporters: () => import('./exports.ts'),
        onTrusted: ({ host, fingerprint, file }) =>
          process.stderr.write(`trusted from now on: ${host}, ${fingerprint}\n  kept in ${file}\n`),
      });
    },
  };

  try {
    process.exitCode = await runCommandLine(context, args, VERSION);
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(
      `caskwright: this is a bug of caskwright, not of yours. Please report it with these lines:\n${stack}\n`,
    );
    process.exitCode = 70;
  }
  // What a pipe has not taken yet is written first; a connection that is kept alive must not keep the shell waiting.
  for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write('', done));
  return process.exit();
}

/**
 * The first signal cancels in good order; a later one ends the process where it stands. What comes along with the first
 * is the same one: `timeout` and service managers signal the process and then its whole group.
 */
function endInGoodOrder(cancel: AbortController, signal: NodeJS.Signals): void {
  const same = () => {};
  process.on(signal, same);
  setTimeout(() => process.off(signal, same), SAME_SIGNAL).unref();
  cancel.abort(new Error(`cancelled by ${signal}`));
}

/** A bundle is known by its bytes, which name those of all its parts; sources change one by one. */
function programOf(file: string): Pick<CommandContext, 'program'> {
  return file.endsWith('.js') ? { program: hashOfFile(file) } : {};
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
  };
}
