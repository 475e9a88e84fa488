import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newImage, registryConformance, value } from '../../test/conformance/registry.ts';
import { err } from '../base/result.ts';
import { failure } from './failures.ts';
import { createLayout } from './layout.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'caskwright-layout-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const noBases = { resolve: async () => err(failure('plan', 'image-missing', 'no base in this test')) };

registryConformance(() => ({
  run: () => createLayout(directory, noBases),
  raw: async (image, reference) => {
    const index = JSON.parse(await readFile(join(directory, 'index.json'), 'utf8')) as {
      manifests: { digest: string; annotations: Record<string, string> }[];
    };
    const entry = index.manifests.find(
      ({ annotations }) => annotations['org.opencontainers.image.ref.name'] === `${image}:${reference}`,
    );
    return readFile(join(directory, 'blobs', (entry?.digest ?? reference).replace(':', '/')));
  },
}));

const signal = new AbortController().signal;

test('entries of others, and what we do not know, stay in the index', async () => {
  const folder = join(directory, 'foreign');
  const entry = { mediaType: 'x/y', digest: `sha256:${'0'.repeat(64)}`, size: 1, annotations: { 'org.example': 'z' } };
  await mkdir(folder);
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [entry], other: true }));
  const image = newImage();
  value(await createLayout(folder, noBases).writeRecord(image, 'cw-main', {}, signal));
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as { manifests: object[] };
  expect(index).toMatchObject({ other: true, manifests: [entry, {}] });
  expect(value(await createLayout(folder, noBases).tags(image, signal))).toEqual(['cw-main']);
});

test('an index that is none is a failure that names it, and is left as it is', async () => {
  const folder = join(directory, 'broken');
  await mkdir(folder);
  await writeFile(join(folder, 'index.json'), '[]');
  const result = await createLayout(folder, noBases).writeRecord(newImage(), 'cw-main', {}, signal);
  expect(result).toMatchObject({
    error: { message: expect.stringContaining('index.json'), suggestion: expect.any(String) },
  });
  expect(await readFile(join(folder, 'index.json'), 'utf8')).toBe('[]');
});

test('reading makes no folder', async () => {
  const folder = join(directory, 'absent');
  value(await createLayout(folder, noBases).manifest(newImage(), 'latest', signal));
  await expect(stat(folder)).rejects.toThrow('ENOENT');
});

test('bases come from where the registry finds them', async () => {
  const reference = { registry: 'docker.io', repository: 'library/x' };
  const result = await createLayout(directory, noBases).resolve(reference, 'linux/amd64' as never, signal);
  expect(result).toMatchObject({ error: { message: 'no base in this test' } });
});
