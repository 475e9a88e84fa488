import { afterAll, beforeAll } from 'vitest';
import { registryConformance } from '../../test/conformance/registry.ts';
import { startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import { systemClock } from '../base/clock.ts';
import { createHttp } from '../system/http.ts';
import { createRegistry } from './registry.ts';

let registry: TestRegistry;
const http = createHttp({});
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());
afterAll(() => http.close());

const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';

registryConformance(() => ({
  run: () =>
    createRegistry({
      http,
      clock: systemClock,
      environment: {},
      host: registry.host,
      namespace: 'library',
      insecure: [],
      ca: {},
      mirrors: {},
    }),
  raw: async (image, reference) => {
    const url = `http://${registry.host}/v2/library/${image}/manifests/${reference}`;
    return new Uint8Array(await (await fetch(url, { headers: { accept } })).arrayBuffer());
  },
}));
