import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pushBusybox } from '../../scripts/demo/busybox.ts';
import { builderConformance } from '../../test/conformance/builder.ts';
import { buildxRig, type EngineRig } from '../../test/rig/engines.ts';
import { startRegistry } from '../../test/rig/registry.ts';
import type { BuildRequest } from '../build/ports/builder.ts';
import type { Platform } from '../names/platform.ts';

builderConformance('buildx', buildxRig, {
  tls: 'the daemon trusts the authorities of /etc/docker/certs.d on its machine, and nothing that a client says',
  disk: 'BuildKit keeps what a build writes, and bounds it for all builds together',
  triggers: 'a test is a build of one RUN, and BuildKit runs the triggers of an image that a build stands on',
});

const PLATFORM = `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}` as Platform;

test('layers of one machine’s build serve the next machine, through the registry', { timeout: 120_000 }, async ({
  skip,
}) => {
  const [first, second] = [await buildxRig(), await buildxRig()];
  if ('reason' in first || 'reason' in second) return skip(`buildx: ${'reason' in first ? first.reason : 'no rig'}`);
  const registry = await startRegistry();
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-cache-'));
  try {
    await pushBusybox(`http://${registry.host}`, 'base', '1', folder);
    mkdirSync(join(folder, 'context'));
    const dockerfile = join(folder, 'Dockerfile');
    writeFileSync(dockerfile, `FROM ${registry.host}/base:1\nRUN cat /proc/sys/kernel/random/uuid > /uuid\n`);
    const layersOf = async (rig: EngineRig, layerCache: BuildRequest['layerCache']) => {
      const builder = await rig.create({ registries: { insecure: [registry.host], authorities: {} } });
      const built = await builder.build(
        {
          ...{ id: 'cached', contextDirectory: join(folder, 'context'), dockerfile, platform: PLATFORM },
          ...{ args: {}, labels: {}, annotations: {}, secrets: {}, namedContexts: [] },
          output: { kind: 'registry', repository: `${registry.host}/out`, tag: 'node' },
          ...{ resources: { timeout: 100_000 }, sourceDateEpoch: 1_700_000_000, noCache: false },
          ...(layerCache ? { layerCache } : {}),
        },
        { signal: new AbortController().signal, log: () => {} },
      );
      await builder.close();
      if (!built.ok) throw new Error(built.error.message);
      const accept = 'application/vnd.oci.image.manifest.v1+json';
      const answer = await fetch(`http://${registry.host}/v2/out/manifests/${built.value.digest}`, {
        headers: { accept },
      });
      return ((await answer.json()) as { layers: { digest: string }[] }).layers.map(({ digest }) => digest);
    };
    const cache = { repository: `${registry.host}/out`, tag: 'fp-cache-linux-amd64' };
    const without = await layersOf(first, undefined);
    const layers = await layersOf(first, cache);
    // The daemon of the first machine had the layer already; that of the second has it from the registry alone.
    expect(layers).toEqual(without);
    expect(await layersOf(second, cache)).toEqual(layers);
  } finally {
    await Promise.all([first.close(), second.close()]);
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
