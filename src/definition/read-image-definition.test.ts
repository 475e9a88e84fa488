import { describe, expect, it } from 'vitest';
import { isGiven } from './located.ts';
import { readImageDefinition } from './read-image-definition.ts';
import { configured, shown, source } from './testing.ts';

const plain = configured('registry: h.example/team\n');

function read(text: string, directory = 'images/base', configuration = plain) {
  const { definition, diagnostics } = readImageDefinition(
    source(`${directory}/build.yaml`, text),
    directory,
    configuration,
  );
  return { definition, diagnostics, findings: shown(diagnostics) };
}

describe('an empty file', () => {
  const { definition, findings } = read('');

  it('is an image that is named after its directory', () => {
    expect(findings).toEqual([]);
    expect(definition).toMatchObject({
      directory: 'images/base',
      name: { value: 'base' },
      dockerfile: { value: 'images/base/Dockerfile' },
      context: { value: 'images/base' },
      catalogueTags: [],
      metadata: {},
      args: {},
      platforms: [{ value: 'linux/amd64' }],
      dependsOn: [],
      requirements: [],
      secrets: [],
      resources: { timeout: 3_600_000 },
    });
  });

  it('says of no value that it was given', () => {
    expect(
      [definition?.name, definition?.dockerfile, definition?.context].map((value) => value && isGiven(value)),
    ).toEqual([false, false, false]);
    expect(
      isGiven(read('dockerfile: Dockerfile\n').definition?.dockerfile ?? { value: '', span: { start: 0, end: 0 } }),
    ).toBe(true);
  });
});

describe('keys', () => {
  it('reads all of them', () => {
    const { definition, findings } = read(`name: team/ml-gpu
version: 1.10
display_name: Deep Learning
description: JupyterLab with PyTorch
category: jupyter
tags: [jupyter-compatible]
metadata: {gpu_required: true, cpu_limit: 8, mem_limit: 16G, nested: {list: [1, null]}}
dockerfile: docker/Containerfile
context: ../shared
target: runtime
args: {CUDA: 12.60, DEBUG: true, IMAGE: "{registry}/{name}:{version}", JSON: '{{"a": 1}'}
platforms: [linux/amd64, linux/aarch64]
depends_on: [base]
requirements: [requirements.txt, ../common.txt]
secrets: [pip_token]
resources: {cpu: 0.5, memory: 16Gi, timeout: 1h30m}
test: {command: [python, -c, import torch]}
`);
    expect(findings).toEqual([]);
    expect(definition).toMatchObject({
      name: { value: 'team/ml-gpu' },
      version: { value: '1.10' },
      displayName: 'Deep Learning',
      description: 'JupyterLab with PyTorch',
      category: 'jupyter',
      catalogueTags: ['jupyter-compatible'],
      metadata: { gpu_required: true, cpu_limit: 8, mem_limit: '16G', nested: { list: [1, null] } },
      dockerfile: { value: 'images/base/docker/Containerfile' },
      context: { value: 'images/shared' },
      target: { value: 'runtime' },
      args: { CUDA: '12.60', DEBUG: 'true', IMAGE: 'h.example/team/team/ml-gpu:1.10', JSON: '{"a": 1}' },
      platforms: [{ value: 'linux/amd64' }, { value: 'linux/arm64' }],
      dependsOn: [{ value: 'base' }],
      requirements: [{ value: 'images/base/requirements.txt' }, { value: 'images/common.txt' }],
      secrets: ['pip_token'],
      resources: { cpu: 0.5, memory: 16 * 1024 ** 3, timeout: 5_400_000 },
      test: { command: ['python', '-c', 'import torch'] },
    });
  });

  it('reads versions as they are written', () => {
    const versions = ['1.10', '"1.10"', '2', '1e3', '0x10', '2024.01', 'v1'];
    const read_ = versions.map((version) => read(`version: ${version}\n`).definition?.version?.value);
    expect(read_).toEqual(['1.10', '1.10', '2', '1e3', '0x10', '2024.01', 'v1']);
  });

  it('fills in the default of policy.limits, and takes no more than its maximum', () => {
    const configuration = configured(
      'policy:\n  limits: { default: { memory: 4G, cpu: 8, timeout: 2h }, maximum: { cpu: 4, disk: 20G, timeout: 90m } }\n',
    );
    expect(read('resources: { memory: 2G }\n', 'images/x', configuration).definition?.resources).toEqual({
      cpu: 4,
      memory: 2e9,
      disk: 20e9,
      timeout: 5_400_000,
    });
    const above = read('resources: { cpu: 5, disk: 30G, timeout: 91m }\n', 'images/x', configuration);
    expect(above.diagnostics.map(({ code, fix }) => `${code} ${fix}`)).toEqual([
      'resources-above-maximum at most 4',
      'resources-above-maximum at most 20G',
      'resources-above-maximum at most 90m',
    ]);
  });

  it('puts the common args under its own', () => {
    const configuration = configured('registry: h.example\nargs: {A: "{registry.host}", B: "{name}", C: common}\n');
    expect(read('args: {C: own}\n', 'images/x', configuration).definition?.args).toEqual({
      A: 'h.example',
      B: 'x',
      C: 'own',
    });
  });

  it('lies at the root where the repository is one image', () => {
    expect(read('name: all\ncontext: sub/../.\n', '').definition).toMatchObject({
      dockerfile: { value: 'Dockerfile' },
      context: { value: '' },
    });
  });
});

describe('faults', () => {
  const rows: [string, string, string[]][] = [
    ['an unknown key', 'nmae: x\n', ['1:1-5 schema-unknown-key']],
    ['a wrong type', 'tags: jupyter\n', ['1:7-14 schema-type']],
    ['a wrong type in a list', 'platforms: [linux/amd64, 3]\n', ['1:26-27 schema-type']],
    ['nothing behind a key', 'description:\n', ['1:1-12 schema-type']],
    ['an entry that stands twice', 'tags: [a, b, a]\n', ['1:14-15 schema-value']],
    ['a version with a space', 'name: x\nversion: "2.4.1 beta"\n', ['2:10-22 version-not-a-tag']],
    ['a platform', 'platforms: [linux/amd65]\n', ['1:13-24 platform-unknown']],
    ['a parent’s name', 'depends_on: [Base]\n', ['1:14-18 name-not-an-image']],
    ['a context outside', 'context: ../../..\n', ['1:10-18 path-outside-repository']],
    ['a Dockerfile outside', 'dockerfile: ../../../Dockerfile\n', ['1:13-32 path-outside-repository']],
    ['a requirements file outside', 'requirements: [/etc/passwd]\n', ['1:16-27 path-outside-repository']],
    ['an empty path', 'dockerfile: ""\n', ['1:13-15 schema-value']],
    ['a test without a command', 'test: {}\n', ['1:1-5 schema-missing-key']],
    ['an empty command', 'test: {command: []}\n', ['1:17-19 schema-value']],
    ['memory', 'resources: {memory: 8Q}\n', ['1:21-23 schema-value']],
    ['no memory', 'resources: {memory: 0}\n', ['1:21-22 schema-value']],
    ['a timeout', 'resources: {timeout: soon}\n', ['1:22-26 schema-value']],
    ['cores', 'resources: {cpu: -1}\n', ['1:18-20 schema-value']],
    ['a secret that is a path', 'secrets: [../token]\n', ['1:11-19 schema-value']],
    ['an unknown placeholder', 'args:\n  A: "a {nme} b"\n', ['2:9-14 unknown-placeholder']],
    ['one behind an escaped brace', "args: {A: '{{name} {nme}'}\n", ['1:20-25 unknown-placeholder']],
    ['the second of a kind', 'args: {A: "{x}{x}"}\n', ['1:12-15 unknown-placeholder', '1:15-18 unknown-placeholder']],
    ['one behind an escape', 'args: {A: "\\u00e4\\t{nme}"}\n', ['1:20-25 unknown-placeholder']],
    ['a version that is not there', 'args: {A: "{version}"}\n', ['1:12-21 unknown-placeholder']],
  ];
  it.each(rows)('%s', (_, text, expected) => {
    const { findings, definition } = read(text);
    expect(findings).toEqual(expected);
    expect(definition).toBeDefined();
  });

  it('gives five findings for five faults, in five places', () => {
    const { findings, diagnostics } = read(`# an image with five faults
name: base
version: "2.4.1 beta"
platfroms: [linux/amd64]
context: ../../../elsewhere
resources: {memory: lots}
args:
  URL: "https://{registry.hots}/x"
`);
    expect(findings).toEqual([
      '3:10-22 version-not-a-tag',
      '4:1-10 schema-unknown-key',
      '5:10-28 path-outside-repository',
      '6:21-25 schema-value',
      '8:17-32 unknown-placeholder',
    ]);
    const fixes = Object.fromEntries(diagnostics.map(({ code, fix }) => [code, fix]));
    expect(fixes).toMatchObject({
      'version-not-a-tag': 'try 2.4.1-beta',
      'schema-unknown-key': 'did you mean platforms?',
      'unknown-placeholder': 'did you mean {registry.host}?',
    });
  });

  it('points at an image without a version when a common arg needs one', () => {
    const configuration = configured('args: {V: "{version}"}\n');
    expect(read('name: x\n', 'images/x', configuration).findings).toEqual(['1:1-1 unknown-placeholder']);
    expect(read('version: 1.0\n', 'images/x', configuration).findings).toEqual([]);
  });

  it('S17 refuses names outside the grammar, the directory’s included', () => {
    for (const name of ['Upper', 'a b', '-a', 'a..b', 'a/', '"../a"', '"$(id)"', '"a\\nb"', '""']) {
      const { findings, definition } = read(`name: ${name}\n`);
      expect(findings, name).toEqual([expect.stringContaining('name-not-an-image')]);
      expect(definition, name).toBeUndefined();
    }
    expect(read('', 'images/Not An Image').findings).toEqual(['1:1-1 name-not-an-image']);
  });

  const reaching: [string, string, string[]][] = [
    ['entitlements', 'entitlements: [security.insecure]\n', ['1:1-13 schema-unknown-key']],
    ['a privileged build', 'resources: {privileged: true}\n', ['1:13-23 schema-unknown-key']],
    ['host paths', 'volumes: ["/var/run/docker.sock:/sock"]\n', ['1:1-8 schema-unknown-key']],
    ['an absolute context', 'context: /\n', ['1:10-11 path-outside-repository']],
    ['a context of another kind', 'context: {path: /}\n', ['1:10-19 schema-type']],
    ['the source of a secret', 'secrets: [{id: t, src: /etc/shadow}]\n', ['1:11-36 schema-type']],
    ['the source of a secret in its name', 'secrets: ["t,src=/etc/shadow"]\n', ['1:11-30 schema-value']],
    ['a secret by path', 'secrets: ["/etc/shadow"]\n', ['1:11-24 schema-value']],
  ];
  it.each(reaching)('S25 build.yaml cannot reach %s', (_, text, expected) => {
    expect(read(text).findings).toEqual(expected);
  });
});
