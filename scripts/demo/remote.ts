import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoServer } from './server.ts';
import { quietly } from './terminal.ts';

const hook = fileURLToPath(new URL('push-hook.ts', import.meta.url));

/** Makes a remote of a repository that tells the server of each push, as a forge's webhook does. */
export function createRemote(path: string, clone: string, server: DemoServer, env: NodeJS.ProcessEnv): void {
  const options = { cwd: clone, env };
  quietly('git', ['clone', '--quiet', '--bare', clone, path], options);
  quietly('git', ['remote', 'add', 'origin', path], options);
  quietly('git', ['fetch', '--quiet', 'origin'], options);
  quietly('git', ['branch', '--quiet', '--set-upstream-to=origin/main', 'main'], options);
  const secret = join(path, 'webhook-secret');
  writeFileSync(secret, server.secret, { mode: 0o600 });
  const file = join(path, 'hooks/post-receive');
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${hook}' '${server.url}' '${secret}'\n`);
  chmodSync(file, 0o755);
}
