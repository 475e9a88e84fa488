import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { type TestStore, testStore } from '../../../../test/rig/database.ts';
import { testApi } from '../../../../test/rig/http-api.ts';
import { eventRoutes } from './events.ts';
import { pageRoutes, readPage } from './page.ts';

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});

async function builtPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'caskwright-page-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Caskwright</title>');
  await writeFile(join(folder, 'assets/index-a1.js'), 'start()');
  return folder;
}

test('the page answers at every address that it knows, without a token and with a policy against what is not its own', async () => {
  const { ask } = await testApi(store, { routes: [pageRoutes(await readPage(['/nowhere', await builtPage()]))] });
  for (const path of ['/', '/runs', '/runs/7', '/images/fleet/team/base', '/builds/3', '/activity']) {
    const answered = await ask('GET', path);
    expect([path, answered.statusCode, answered.body]).toEqual([path, 200, expect.stringContaining('Caskwright')]);
    expect(answered.headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/);
    expect(answered.headers['content-security-policy']).not.toContain('unsafe');
  }
  const asset = await ask('GET', '/assets/index-a1.js');
  expect([asset.statusCode, asset.headers['content-type'], asset.body]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'start()',
  ]);
  for (const path of ['/assets/other.js', '/assets/..%2findex.html', '/elsewhere']) {
    expect((await ask('GET', path)).statusCode).toBe(404);
  }
});

test('a page that was not built says how to build it', async () => {
  const { ask } = await testApi(store, { routes: [pageRoutes(await readPage(['/nowhere']))] });
  const answered = await ask('GET', '/');
  expect([answered.statusCode, answered.body]).toEqual([503, expect.stringContaining('npm run build')]);
});

test('whoever listens is told that something has changed, and is let go when the server ends', async () => {
  const ending = new AbortController();
  const { app, tokens, ask } = await testApi(store, { routes: [eventRoutes({ store, signal: ending.signal })] });
  expect((await ask('GET', '/api/v1/events')).statusCode).toBe(401);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const answered = await fetch(`${url}/api/v1/events`, { headers: { authorization: `Bearer ${tokens.viewer}` } });
  const pieces = answered.body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  let seen = '';
  const until = async (text: string) => {
    while (!seen.includes(text)) {
      const next = await pieces?.next();
      if (!next || next.done) throw new Error(`ended before ${text}: ${seen}`);
      seen += next.value;
    }
  };
  await until('retry:');
  await store.notify('builds', '1');
  await until('event: changed');
  ending.abort();
  expect((await pieces?.next())?.done).toBe(true);
});
