import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/rig/registry.ts';
import { answers, end } from './service.ts';

/** A Caskwright server of the demo's own, on the loopback interface, with its embedded database. */
export interface DemoServer {
  readonly url: string;
  /** Signs webhooks. */
  readonly secret: string;
  /** May do everything. */
  readonly token: string;
  /** Resolves when it answers; its port is known before. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it without a word (SIGKILL); it can be started again. */
  kill(): Promise<void>;
}

const program = fileURLToPath(new URL('../../src/main/server.ts', import.meta.url));
/** A day, in seconds: the story is told by the command, and no look at the repository's refs shall come in between. */
const SELDOM = 86_400;

/**
 * What the server is to do with the repository at `path`: build what is pushed to it, or take registrations alone.
 * `more`: further keys of its configuration.
 */
export async function prepareServer(
  folder: string,
  repository: { readonly path: string; readonly builds: boolean; readonly more?: object },
  env: NodeJS.ProcessEnv,
): Promise<DemoServer> {
  mkdirSync(folder);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const [secret, token] = [randomBytes(20).toString('hex'), randomBytes(20).toString('hex')];
  const configuration = {
    host: '127.0.0.1',
    port,
    data: join(folder, 'data'),
    public_url: url,
    github: { webhook_secret: 'env:DEMO_WEBHOOK_SECRET' },
    auth: { anonymous: true, admin_token: 'env:DEMO_TOKEN' },
    worker: repository.builds ? {} : { slots: 0 },
    reconcile: SELDOM,
    repositories: [{ id: 'fleet', url: repository.path, forge: 'github', full_name: 'demo/fleet' }],
    ...repository.more,
  };
  const file = join(folder, 'server.yaml');
  writeFileSync(file, `${JSON.stringify(configuration, null, 2)}\n`);
  let stop = async () => {};
  let kill = async () => {};
  return {
    url,
    secret,
    token,
    async start() {
      const log = openSync(join(folder, 'server.log'), 'a');
      // A group of its own: Ctrl-C reaches the demo, which stops the server when nobody needs it any more.
      const child = spawn(process.execPath, [program, '--config', file], {
        env: { ...env, DEMO_WEBHOOK_SECRET: secret, DEMO_TOKEN: token },
        detached: true,
        stdio: ['ignore', log, log],
      });
      stop = () => end(child);
      kill = () => end(child, 'SIGKILL');
      await answers(`${url}/readyz`, child, join(folder, 'server.log'));
    },
    stop: () => stop(),
    kill: () => kill(),
  };
}
