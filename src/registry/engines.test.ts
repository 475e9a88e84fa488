import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { newImage, value } from '../../test/conformance/registry.ts';
import { attestedImage, dockerImage, push } from '../../test/rig/pushed-image.ts';
import { startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import { systemClock } from '../base/clock.ts';
import type { Digest } from '../names/digest.ts';
import type { Platform } from '../names/platform.ts';
import { createHttp } from '../system/http.ts';
import { createLayout } from './layout.ts';
import { createRegistry, type Registry } from './registry.ts';

// What buildah pushes, and what skopeo makes of the outcome: neither knows of us.

const signal = new AbortController().signal;
const platform = 'linux/amd64' as Platform;
const http = createHttp({});
let registry: TestRegistry;
let run: Registry;
let folder: string;
beforeAll(async () => {
  registry = await startRegistry();
  const reach = { host: registry.host, namespace: 'library', insecure: [], ca: {}, mirrors: {}, environment: {} };
  run = createRegistry({ http, clock: systemClock, ...reach });
});
afterAll(() => registry.stop());
afterAll(() => http.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caskwright-engines-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tool = (name: string, ...args: string[]) => {
  const env = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, REGISTRY_AUTH_FILE: join(folder, 'auth.json') };
  return execFileSync(name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env });
};
const buildah = (...args: string[]) =>
  tool('buildah', '--storage-driver=vfs', '--root', join(folder, 'root'), '--runroot', join(folder, 'run'), ...args);

test("what only Docker's format can say survives from buildah's push to the puller", async () => {
  await writeFile(join(folder, 'auth.json'), '{}');
  await writeFile(join(folder, 'file'), 'content');
  const lines = ['FROM scratch', 'COPY file /', 'HEALTHCHECK CMD ["/check"]', 'ONBUILD RUN later', 'SHELL ["/zsh"]'];
  await writeFile(join(folder, 'Containerfile'), lines.join('\n'));
  buildah('build', '--isolation=chroot', '--format=docker', '-t', 'built', '-f', join(folder, 'Containerfile'), folder);

  const image = newImage();
  const tag = `fp-${'1'.repeat(40)}-linux-amd64`;
  const output = run.outputFor(image, tag);
  if (output.kind !== 'registry') throw new Error('a registry was expected');
  const to = `docker://${output.repository}:${output.tag}`;
  buildah('push', '--tls-verify=false', '--digestfile', join(folder, 'digest'), 'built', to);
  const built = (await readFile(join(folder, 'digest'), 'utf8')) as Digest;

  const annotations = { 'dev.caskwright.fingerprint': 'f', 'dev.caskwright.parents': '{}' };
  const settled = value(await run.settle({ image, platform, built, tag, annotations }, signal));
  const nodes = [{ platform, digest: settled.digest }];
  const joined = value(await run.join({ image, nodes, annotations: {} }, signal));
  value(await run.tag(image, joined.digest, 'latest', signal));

  const name = `docker://${registry.host}/library/${image}`;
  const inspect = (...args: string[]) => JSON.parse(tool('skopeo', 'inspect', '--tls-verify=false', ...args));
  expect(inspect('--config', '--raw', `${name}:latest`).config).toMatchObject({
    Healthcheck: { Test: ['CMD', '/check'] },
    OnBuild: ['RUN later'],
    Shell: ['/zsh'],
  });
  expect(inspect('--raw', `${name}@${settled.digest}`)).toMatchObject({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    annotations,
  });
  tool('skopeo', 'copy', '--src-tls-verify=false', `${name}:latest`, `dir:${join(folder, 'pulled')}`);
  expect(await readdir(join(folder, 'pulled'))).toContain('manifest.json');
});

test('a record is an ordinary image: an engine can pull it', async () => {
  await writeFile(join(folder, 'auth.json'), '{}');
  const image = newImage();
  value(await run.writeRecord(image, 'cw-main', { 'dev.caskwright.record': '{}' }, signal));
  const from = `docker://${registry.host}/library/${image}:cw-main`;
  tool('skopeo', 'copy', '--src-tls-verify=false', '--override-os=unknown', from, `oci:${join(folder, 'pulled')}:x`);
});

test('a layout is one that skopeo reads by image and tag, and nothing of the builds is left in it', async () => {
  const directory = join(folder, 'layout');
  const layout = createLayout(directory, run);
  const built = await Promise.all(
    [attestedImage(), dockerImage()].map(async (pushed, index) => {
      const image = newImage();
      const tag = `fp-${'1'.repeat(40)}-linux-amd64`;
      const request = { image, platform, built: await push(pushed, layout.outputFor(image, tag)), tag };
      const settled = value(await layout.settle({ ...request, annotations: { node: String(index) } }, signal));
      const nodes = [{ platform, digest: settled.digest }];
      const joined = value(await layout.join({ image, nodes, annotations: { index: String(index) } }, signal));
      value(await layout.tag(image, joined.digest, 'latest', signal));
      return { image, joined };
    }),
  );
  for (const [index, { image, joined }] of built.entries()) {
    const raw = tool('skopeo', 'inspect', '--raw', `oci:${directory}:${image}:latest`);
    expect(JSON.parse(raw)).toMatchObject({ annotations: { index: String(index) } });
    tool('skopeo', 'inspect', '--config', `oci:${directory}:${image}:fp-${'1'.repeat(40)}-linux-amd64`);
    expect(layout.sourceOf(image, joined.digest)).toEqual({ kind: 'layout', directory, digest: joined.digest });
  }
  expect((await readdir(directory)).toSorted()).toEqual(['blobs', 'index.json', 'oci-layout']);
  expect(await readdir(join(directory, 'blobs'))).toEqual(['sha256']);
});
