import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, temporaryDirectory } from '../../test/rig/repository.ts';
import type { Runtime } from '../build/ports/runtime.ts';
import { createApple } from './apple.ts';

const { signal } = new AbortController();
const digest = `sha256:${'d'.repeat(64)}`;

/** Apple's program runs on macOS alone: this one answers what that one is documented to answer, and keeps what it was asked. */
function recorded(answer: string, exitCode = 0) {
  const folder = temporaryDirectory();
  const program = join(folder, 'container');
  writeFileSync(join(folder, 'answer'), answer);
  writeFileSync(program, `#!/bin/sh\necho "$@" >> ${folder}/asked\ncat ${folder}/answer\nexit ${exitCode}\n`);
  chmodSync(program, 0o755);
  const environment = { ...cleanEnvironment, PATH: `${folder}:${cleanEnvironment.PATH}` };
  const runtime = createApple('container', { name: 'container', environment });
  return { runtime, asked: () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n') };
}

describe("Apple's container", () => {
  const calls: readonly (readonly [string, (runtime: Runtime) => Promise<unknown>, readonly string[]])[] = [
    [
      'pull',
      (runtime) => runtime.pull('ghcr.io/acme/base:latest', { signal, progress: () => {} }),
      ['image pull --progress none ghcr.io/acme/base:latest', 'image inspect ghcr.io/acme/base:latest'],
    ],
    ['stop', (runtime) => runtime.stop('web', signal), ['stop web']],
    ['start', (runtime) => runtime.start('web', signal), ['start web']],
    ['remove', (runtime) => runtime.remove('web', signal), ['delete --force web']],
    ['last lines', (runtime) => runtime.lastLines('web', signal), ['logs -n 20 web']],
  ];

  test.each(calls)('is asked by its documented arguments: %s', async (_, act, args) => {
    const { runtime, asked } = recorded(JSON.stringify([{ index: { digest } }]));
    await act(runtime);
    expect(asked()).toEqual(args);
  });

  const configuration = { id: 'web', image: { reference: 'ghcr.io/acme/base:latest', descriptor: { digest } } };

  test.each([
    ['before 1.0', [{ status: 'running', configuration, networks: [] }]],
    ['since 1.0', [{ id: 'web', status: { state: 'running', networks: [] }, configuration }]],
  ])('lists its containers, in its JSON %s', async (_, answer) => {
    const { runtime, asked } = recorded(JSON.stringify(answer));
    const listed = await runtime.containers(signal);
    expect(asked()).toEqual(['list --all --format json']);
    expect(listed).toMatchObject({
      ok: true,
      value: [{ name: 'web', image: 'ghcr.io/acme/base:latest', digests: [digest], running: true, state: 'running' }],
    });
  });

  test('does not refresh what it could not put back', async () => {
    const { runtime } = recorded('');
    const made = await runtime.recreate({} as never, { name: 'x', image: 'y', labels: {} }, signal);
    expect(made).toMatchObject({ ok: false, error: { message: expect.stringContaining('cannot rename') } });
  });
});
