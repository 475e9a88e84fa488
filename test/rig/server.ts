import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type RunningCli, startProgram } from './cli.ts';

const program = fileURLToPath(new URL('../../src/main/server.ts', import.meta.url));

/** A server that was started as a process of its own, as people start it. */
export interface TestServer extends RunningCli {
  readonly url: string;
}

export interface TestServerOptions {
  readonly data: string;
  readonly args?: readonly string[];
  /** Beside the secret of GitHub's webhooks, which is `SECRET`. */
  readonly env?: Readonly<Record<string, string>>;
}

export const SECRET = 'the secret of the webhooks';

/** Starts the real server on a free port. Rejects with its whole output where it does not become ready. */
export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const running = spawnServer(options);
  const line = await running.line(/"msg":"ready"/);
  return { ...running, url: (JSON.parse(line) as { url: string }).url };
}

/** The same without waiting: for servers that are meant to refuse. */
export function spawnServer({ data, args = [], env = {} }: TestServerOptions): RunningCli {
  const running = startProgram(
    process.execPath,
    [program, '--host', '127.0.0.1', '--port', '0', '--data', data, ...args],
    {
      cwd: '/',
      env: { CASKWRIGHT_GITHUB_WEBHOOK_SECRET: SECRET, ...env },
      timeout: 300_000,
    },
  );
  // A test that fails does not come to the end of its server.
  onTestFinished(() => running.kill('SIGTERM'));
  return running;
}
