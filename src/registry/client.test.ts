import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newImage, value } from '../../test/conformance/registry.ts';
import { swiftClock } from '../../test/rig/clock.ts';
import { digest, dockerImage, push } from '../../test/rig/pushed-image.ts';
import { startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import { createHttp } from '../system/http.ts';
import { RegistryClient } from './client.ts';
import { Transport } from './transport.ts';

const call = { phase: 'push', signal: new AbortController().signal } as const;
const http = createHttp({});
let registry: TestRegistry;
let client: RegistryClient;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());
afterAll(() => http.close());
beforeEach(() => {
  const { host } = registry;
  const reach = { host, insecure: [], ca: {}, environment: {}, timeout: 10_000 };
  client = new RegistryClient(new Transport({ http, clock: swiftClock(), ...reach }));
});

const repository = () => ({ host: registry.host, path: newImage() as string });

test('a blob goes up, is seen and comes down', async () => {
  const to = repository();
  const bytes = randomBytes(5000);
  expect(value(await client.hasBlob(to, digest(bytes), call))).toBe(false);
  expect(value(await client.putBlob(to, bytes, call))).toBe(digest(bytes));
  expect(value(await client.hasBlob(to, digest(bytes), call))).toBe(true);
  expect(Buffer.from(value(await client.blob(to, digest(bytes), 5000, call)))).toEqual(bytes);
  expect(await client.blob(to, digest(bytes), 4999, call)).toMatchObject({ error: { reason: 'registry-error' } });
});

test('a manifest that passed by is not asked for again', async () => {
  const at = repository();
  const built = await push(dockerImage(), { kind: 'registry', repository: `${at.host}/${at.path}`, tag: 'latest' });
  const manifest = value(await client.manifest(at, 'latest', call));
  expect(value(await client.manifest(at, built, call))).toBe(manifest);
  expect(client.requests()).toBe(1);
});

test('a manifest whose blobs are not there is refused, with what the registry says', async () => {
  const at = repository();
  const built = await push(dockerImage(), { kind: 'registry', repository: `${at.host}/${at.path}`, tag: 'latest' });
  const manifest = value(await client.manifest(at, built, call));
  expect(manifest && (await client.putManifest(repository(), 'latest', manifest, call))).toMatchObject({
    error: { phase: 'push', reason: 'registry-error', message: expect.stringContaining('MANIFEST_BLOB_UNKNOWN') },
  });
});

test('hundreds of tags of a registry that pages without Link', async () => {
  const at = repository();
  const built = await push(dockerImage(), { kind: 'registry', repository: `${at.host}/${at.path}`, tag: 'tag-000' });
  const manifest = value(await client.manifest(at, built, call));
  const tags = Array.from({ length: 250 }, (_, index) => `tag-${String(index).padStart(3, '0')}`);
  await Promise.all(tags.map(async (tag) => manifest && value(await client.putManifest(at, tag, manifest, call))));
  expect([...value(await client.tags(at, call))].toSorted()).toEqual(tags);
});
