import { describe, expect, test } from 'vitest';
import type { BuildRequest } from '../build/ports/builder.ts';
import type { Digest } from '../names/digest.ts';
import type { Platform } from '../names/platform.ts';
import { buildxArguments } from './buildx-arguments.ts';
import { buildArguments, type ContainersSetup, pushArguments } from './containers-arguments.ts';

const digest = `sha256:${'a'.repeat(64)}` as Digest;

const request: BuildRequest = {
  id: 'python-base-linux-amd64',
  contextDirectory: '/w/context',
  dockerfile: '/w/Dockerfile',
  platform: 'linux/amd64' as Platform,
  args: {},
  labels: {},
  annotations: {},
  secrets: {},
  namedContexts: [],
  output: { kind: 'registry', repository: 'r.test/library/python-base', tag: 'fp-1' },
  resources: { timeout: 1000 },
  sourceDateEpoch: 1_700_000_000,
  noCache: false,
};
const parent = {
  written: '${R}/base:latest',
  resolved: 'r.test/library/base:latest',
  source: { kind: 'registry', repository: 'r.test/library/base', digest },
} as const;

const buildah: ContainersSetup = {
  kind: 'buildah',
  isolation: 'oci',
  runtime: '/usr/sbin/runc',
  limits: true,
  ulimits: [],
};
const files = { authFile: '/p/auth.json', idFile: '/p/id', secrets: {}, sources: [] };

describe('the arguments of buildah and podman', () => {
  const plain = [
    'build',
    '--format=docker',
    '--layers=true',
    '--force-rm=true',
    '--isolation=oci',
    '--network=host',
    '--runtime=/usr/sbin/runc',
    '--platform=linux/amd64',
    '--timestamp=1700000000',
    '--iidfile=/p/id',
    '--authfile=/p/auth.json',
    '--file=/w/Dockerfile',
    '/w/context',
  ];

  test('of a plain build', () => {
    expect(buildArguments(buildah, request, files, false)).toEqual(plain);
  });

  test.each([
    ['no cache', {}, {}, {}, true, ['--no-cache']],
    ['a target', {}, { target: 'run' }, {}, false, ['--target=run']],
    [
      'args and labels, as they are',
      {},
      { args: { A: 'x y=z' }, labels: { l: '-v' } },
      {},
      false,
      ['--build-arg=A=x y=z', '--label=l=-v'],
    ],
    [
      'limits',
      {},
      { resources: { timeout: 1, cpu: 1.5, memory: 1024 } },
      {},
      false,
      ['--memory=1024b', '--memory-swap=1024b', '--cpu-period=100000', '--cpu-quota=150000'],
    ],
    ['limits that cannot hold', { limits: false }, { resources: { timeout: 1, cpu: 1, memory: 1024 } }, {}, false, []],
    ['an authority', {}, {}, { certificates: '/p/certificates' }, false, ['--cert-dir=/p/certificates']],
    ['a secret', {}, {}, { secrets: { token: '/p/secret-0' } }, false, ['--secret=id=token,src=/p/secret-0']],
    ['a low limit of the machine', { ulimits: ['nofile=20000:20000'] }, {}, {}, false, ['--ulimit=nofile=20000:20000']],
    [
      'a parent, in both spellings',
      {},
      { namedContexts: [parent] },
      { sources: [`docker://r.test/library/base@${digest}`] },
      false,
      [
        `--build-context=\${R}/base:latest=container-image://docker://r.test/library/base@${digest}`,
        `--build-context=r.test/library/base:latest=container-image://docker://r.test/library/base@${digest}`,
      ],
    ],
  ] as const)('of %s', (_, setup, more, also, noCache, added) => {
    const args = buildArguments({ ...buildah, ...setup }, { ...request, ...more }, { ...files, ...also }, noCache);
    expect(args.filter((argument) => !plain.includes(argument))).toEqual(added);
    expect(args.filter((argument) => plain.includes(argument))).toEqual(plain);
  });

  test('isolation chroot has no runtime and no limits of open files', () => {
    const args = buildArguments({ ...buildah, isolation: 'chroot', ulimits: ['nofile=1:1'] }, request, files, false);
    expect(args.filter((argument) => /isolation|runtime|ulimit/.test(argument))).toEqual(['--isolation=chroot']);
  });

  test("podman's runtime is a flag before the command", () => {
    const args = buildArguments({ ...buildah, kind: 'podman' }, request, files, false);
    expect(args.slice(0, 2)).toEqual(['--runtime=/usr/sbin/runc', 'build']);
    expect(args.filter((argument) => argument.includes('runtime'))).toHaveLength(1);
  });

  test('of a push', () => {
    expect(pushArguments(buildah, files, 'abc', 'docker://r.test/a:1', '/p/digest')).toEqual([
      'push',
      '--authfile=/p/auth.json',
      '--digestfile=/p/digest',
      'abc',
      'docker://r.test/a:1',
    ]);
  });
});

describe('the arguments of buildx', () => {
  const paths = { metadata: '/p/metadata.json', image: '/p/image', secrets: {} };
  const plain = [
    'build',
    '--progress=rawjson',
    '--provenance=false',
    '--sbom=false',
    '--metadata-file=/p/metadata.json',
    '--output=type=image,name=r.test/library/python-base:fp-1,push=true,store=false,oci-mediatypes=true',
    '--platform=linux/amd64',
    '--file=/w/Dockerfile',
    '/w/context',
  ];
  const added = (more: Partial<BuildRequest>, insecure: readonly string[] = []) =>
    buildxArguments({ ...request, ...more }, paths, { insecure, reproducible: false }).filter(
      (argument) => !plain.includes(argument),
    );

  test('of a plain build', () => {
    expect(buildxArguments(request, paths, { insecure: [], reproducible: false })).toEqual(plain);
  });

  test.each([
    ['no cache', { noCache: true }, ['--no-cache']],
    [
      'a target, args and labels',
      { target: 't', args: { A: '1' }, labels: { l: 'v' } },
      ['--target=t', '--build-arg=A=1', '--label=l=v'],
    ],
    [
      'a parent: the written spelling is no reference, so it is left out',
      { namedContexts: [parent] },
      [`--build-context=r.test/library/base:latest=docker-image://r.test/library/base@${digest}`],
    ],
    [
      'a parent in a layout',
      { namedContexts: [{ ...parent, written: parent.resolved, source: { kind: 'layout', directory: '/l', digest } }] },
      [`--build-context=r.test/library/base:latest=oci-layout:///l@${digest}`],
    ],
    [
      'S24 layers that are kept for the next machine',
      { layerCache: { repository: 'r.test/library/python-base', tag: 'fp-cache-trusted-linux-amd64' } },
      [
        '--cache-from=type=registry,ref=r.test/library/python-base:fp-cache-trusted-linux-amd64',
        '--cache-to=type=registry,ref=r.test/library/python-base:fp-cache-trusted-linux-amd64,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true',
      ],
    ],
    [
      'annotations, in CSV',
      { annotations: { t: 'a,"b"' } },
      [
        '--output=type=image,name=r.test/library/python-base:fp-1,push=true,store=false,oci-mediatypes=true,"annotation.t=a,""b"""',
      ],
    ],
    [
      'a layout',
      { output: { kind: 'layout', directory: '/l' } },
      ['--output=type=oci,tar=false,dest=/p/image,oci-mediatypes=true'],
    ],
  ] as const)('of %s', (_, more, expected) => {
    expect(added(more)).toEqual(expected);
  });

  test('files in layers are stamped only where that was asked for', () => {
    const stamped = (reproducible: boolean) =>
      buildxArguments(request, paths, { insecure: [], reproducible }).some((one) => one.includes('rewrite-timestamp'));
    expect([stamped(true), stamped(false)]).toEqual([true, false]);
  });

  test('only a registry that is named insecure is', () => {
    const insecure = (hosts: readonly string[]) =>
      added({}, hosts).some((argument) => argument.includes('registry.insecure'));
    expect([insecure(['r.test']), insecure(['other.test'])]).toEqual([true, false]);
  });
});
