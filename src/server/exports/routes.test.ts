import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testStore } from '../../../test/rig/database.ts';
import { testApi } from '../../../test/rig/http-api.ts';
import { temporaryDirectory } from '../../../test/rig/repository.ts';
import { localStorage } from '../../exporters/storage/folder.ts';
import type { Digest } from '../../names/digest.ts';
import { exportRoutes } from './routes.ts';

test('a disk image is listed, downloaded whole and in parts, and taken up again', async () => {
  const store = await testStore();
  const folder = temporaryDirectory();
  const storage = localStorage(join(folder, 'exports'));
  const { signal } = new AbortController();
  const api = await testApi(store, { routes: [exportRoutes({ db: store.db, storage, signal })] });
  await store.db
    .insertInto('repositories')
    .values({ id: 'shop', url: '/x', forge: 'git', full_name: 'a/shop' })
    .execute();
  const digest = `sha256:${'a'.repeat(64)}` as Digest;
  await store.db
    .insertInto('images')
    .values({ repository_id: 'shop', name: 'web', registration: JSON.stringify({ name: 'web' }), digest })
    .execute();
  const content = 'all of the disk';
  const sha256 = createHash('sha256').update(content).digest('hex');
  writeFileSync(join(folder, 'disk'), content);
  const what = { type: 'qcow2', architecture: 'x86_64', bootable: true, notes: [] } as const;
  const metadata = { ...what, file: 'web.qcow2', image: 'shop/web', digest, size: content.length, sha256 };
  await storage.store({ ...metadata, madeAt: '2026-01-01T00:00:00.000Z' }, join(folder, 'disk'), signal);
  const origin = await api.app.listen({ host: '127.0.0.1', port: 0 });
  const get = (url: string, headers: Record<string, string> = {}) =>
    fetch(origin + url, { headers: { authorization: `Bearer ${api.tokens.viewer}`, ...headers } });

  const { items } = (await (await get('/api/v1/images/web/exports')).json()) as { items: { download: string }[] };
  expect(items).toMatchObject([{ file: 'web.qcow2', sha256, bootable: true }]);
  const download = items[0]?.download ?? '';
  const whole = await get(download);
  expect([whole.status, await whole.text(), whole.headers.get('etag')]).toEqual([200, content, `"${sha256}"`]);
  const part = await get(download, { range: 'bytes=4-', 'if-range': `"${sha256}"` });
  expect([part.status, await part.text()]).toEqual([206, 'of the disk']);
  expect(part.headers.get('content-range')).toBe('bytes 4-14/15');
  expect(await (await get(download, { range: 'bytes=4-', 'if-range': '"another"' })).text()).toBe(content);
  expect((await get(download, { range: 'bytes=99-' })).status).toBe(416);
  expect((await get('/api/v1/images/web/exports/..%2Fsecret')).status).toBe(404);
});
