import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { registryConformance } from '../../test/conformance/registry.ts';
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
