import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../test/rig/repository.ts';
import type { ExportRequest, ImageFetcher } from '../build/ports/exporter.ts';
import type { Digest } from '../names/digest.ts';
import type { ExportType } from '../names/export-target.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { createExporter } from './exporter.ts';

// Osbuild's image builder needs a privileged container and a bootc image of gigabytes. What is tested here is how it is
// called: a program takes podman's place, which takes the arguments of its documentation alone, leaves files where that
// says, and remembers what it was asked and which containers it has.
const STAND_IN = (work: string) => `#!/bin/sh
here=$(dirname "$0")/..
printf '%s\\n' "$*" >> "$here/calls"
case $1 in
  pull) exit 0 ;;
  rm) rm -f "$here/containers/$3"; exit 0 ;;
  run) shift ;;
  *) echo "Error: unrecognized command $1" >&2; exit 125 ;;
esac
while :; do
  case $1 in
    --rm) ;;
    --name=*) name=\${1#*=} ;;
    --privileged) privileged=yes ;;
    --security-opt=label=type:unconfined_t) ;;
    --volume=*:/output) output=\${1#*=}; output=\${output%:/output} ;;
    --volume=/var/lib/containers/storage:/var/lib/containers/storage) storage=yes ;;
    -*) echo "Error: unknown flag: $1" >&2; exit 125 ;;
    *) break ;;
  esac
  shift
done
: "\${privileged:?}" "\${storage:?}" "\${output:?}"
touch "$here/containers/$name"
case $2 in
  --type=qcow2) file=qcow2/disk.qcow2 ;;
  --type=raw|--type=ami) file=image/disk.raw ;;
  --type=vmdk) file=vmdk/disk.vmdk ;;
  --type=anaconda-iso) file=bootiso/install.iso ;;
esac
${work}
rm "$here/containers/$name"
`;
const WRITES = `mkdir "$output/\${file%/*}" && echo "$file of $4" > "$output/$file"`;

const reference = `registry.test:5000/fleet/edge@sha256:${'e'.repeat(64)}`;
const fetcher: ImageFetcher = {
  fetch: () => Promise.reject(new Error('the image builder fetches the image itself')),
  inspect: () => Promise.reject(new Error('its labels are known')),
};

/** An exporter that finds the stand-in as podman; `work` is what that does once its container runs. */
function stage(work: string) {
  const home = temporaryDirectory();
  for (const name of ['bin', 'containers', 'export']) mkdirSync(join(home, name));
  writeFileSync(join(home, 'bin/podman'), STAND_IN(work));
  chmodSync(join(home, 'bin/podman'), 0o755);
  const exporter = createExporter(fetcher, {
    environment: { PATH: `${join(home, 'bin')}:/usr/bin:/bin` },
    imageBuilder: 'builder.test/image-builder',
    authFile: '/auth.json',
    insecure: ['registry.test:5000'],
  });
  const request = (type: ExportType): ExportRequest => ({
    type,
    architecture: 'x86_64',
    image: 'edge' as ImageName,
    source: {
      kind: 'registry',
      repository: 'registry.test:5000/fleet/edge',
      digest: `sha256:${'e'.repeat(64)}` as Digest,
    },
    platform: 'linux/amd64' as Platform,
    labels: { 'containers.bootc': '1' },
    folder: join(home, 'export'),
    maxSize: 1024,
    timeout: 20_000,
  });
  return {
    make: (type: ExportType, signal = new AbortController().signal, log: (line: string) => void = () => {}) =>
      exporter.export(request(type), { signal, log }),
    folder: join(home, 'export'),
    calls: () => readFileSync(join(home, 'calls'), 'utf8').trim().split('\n'),
    containers: () => readdirSync(join(home, 'containers')),
    hindrance: () => exporter.hindrance(request('qcow2')),
  };
}

test('a stand-in for podman is asked for the image, for the disk, and to leave no container', async () => {
  const { make, calls, containers, folder, hindrance } = stage(WRITES);
  expect(await hindrance()).toBeUndefined();
  expect(await make('qcow2')).toMatchObject({ ok: true });
  const name = /--name=(\S+)/.exec(calls()[1] ?? '')?.[1];
  expect(calls()).toEqual([
    `pull --quiet --arch=amd64 --tls-verify=false --authfile=/auth.json ${reference}`,
    `run --rm --name=${name} --privileged --security-opt=label=type:unconfined_t --volume=${folder}/output:/output --volume=/var/lib/containers/storage:/var/lib/containers/storage builder.test/image-builder --type=qcow2 --target-arch=x86_64 ${reference}`,
    `rm --force ${name}`,
  ]);
  expect(containers()).toEqual([]);
});

test.each([
  ['qcow2', 'qcow2/disk.qcow2'],
  ['raw', 'image/disk.raw'],
  ['ami', 'image/disk.raw'],
  ['vmdk', 'vmdk/disk.vmdk'],
  ['iso', 'bootiso/install.iso'],
] as const)('what a stand-in for podman makes as %s is taken from %s', async (type, file) => {
  const { make, folder } = stage(WRITES);
  const made = await make(type);
  expect(made).toMatchObject({ ok: true, value: { file: join(folder, 'output', file), bootable: true } });
  expect(readFileSync(join(folder, 'output', file), 'utf8')).toBe(`${file} of ${reference}\n`);
});

test.each([
  ['echo "Error: no space left on device" >&2; exit 1', { reason: 'disk-full', exitCode: 1 }],
  [
    'echo "cannot find bootloader" >&2; exit 1',
    { reason: 'unknown', message: 'podman failed: cannot find bootloader' },
  ],
  ['', { reason: 'unknown', message: 'the image builder made no qcow2/disk.qcow2' }],
])('a stand-in for podman that does "%s" is a failure with its name, and no container stays', async (work, error) => {
  const { make, containers } = stage(work);
  expect(await make('qcow2')).toMatchObject({ ok: false, error: { phase: 'export', ...error } });
  expect(containers()).toEqual([]);
});

test('a stand-in for podman is ended with its export, and neither process nor container stays', async () => {
  const { make, containers } = stage('echo "process $$"; exec sleep 600');
  const cancelling = new AbortController();
  let running: { readonly process: number; readonly containers: number } | undefined;
  const made = await make('qcow2', cancelling.signal, (line) => {
    running = { process: Number(/^process (\d+)$/.exec(line)?.[1]), containers: containers().length };
    cancelling.abort();
  });
  expect(made).toMatchObject({ ok: false, error: { phase: 'export', reason: 'cancelled' } });
  expect(running).toEqual({ process: expect.any(Number), containers: 1 });
  expect(() => process.kill(running?.process ?? 0, 0)).toThrow('ESRCH');
  expect(containers()).toEqual([]);
});
