import { type Clock, systemClock } from '../../src/base/clock.ts';
import { createFakeBuilder, type FakeBuilder } from '../../src/builders/fake.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import { createConnections } from '../../src/main/connections.ts';
import { createHttp } from '../../src/system/http.ts';
import { cleanEnvironment } from './repository.ts';

/** How a command ended that ran in this process. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly log: string;
}

/** The command in this process, with everything real but its streams, its clock and its builder. */
export interface Command {
  run(directory: string, ...args: string[]): Promise<CommandResult>;
  /** Every build that was asked for. */
  readonly builder: FakeBuilder;
}

/** A command that builds with the fake builder into a registry of this machine, at a time that the test says. */
export function fakeBuildingCommand(registry: string, clock: Clock = systemClock): Command {
  const builder = createFakeBuilder({ http: createHttp({}), insecure: [registry] });
  return { builder, run: (directory, ...args) => runIn(directory, args, clock, builder) };
}

async function runIn(
  directory: string,
  args: readonly string[],
  clock: Clock,
  builder: FakeBuilder,
): Promise<CommandResult> {
  const written = { stdout: '', log: `$ caskwright ${args.join(' ')}\n` };
  const output = (isResult: boolean) => ({
    write: (text: string) => {
      if (isResult) written.stdout += text;
      written.log += text;
    },
    isTerminal: false,
    size: () => ({ columns: 80, rows: 24 }),
  });
  const context = {
    environment: cleanEnvironment,
    directory,
    stdout: output(true),
    stderr: output(false),
    clock,
    signal: new AbortController().signal,
    connect: async (root: string) => ({
      ...createConnections(cleanEnvironment, root),
      builder: async () => ({ ok: true as const, value: { builder, why: 'the test has one' } }),
    }),
    consume: () => Promise.reject(new Error('no command of this test is one of those who use images')),
    server: () => Promise.reject(new Error('no command of this test is one of the server')),
  };
  return { exitCode: await runCommandLine(context, args, '0.0.0'), ...written };
}
