import { describe, expect, it } from 'vitest';
import { readConfiguration } from './read-configuration.ts';
import { defaultExports } from './read-exports.ts';
import { shown, source } from './testing.ts';

function read(text: string, overrides = {}) {
  const { configuration, diagnostics } = readConfiguration(source('caskwright.yaml', text), overrides);
  return { ...configuration, findings: shown(diagnostics), diagnostics };
}

describe('an empty file', () => {
  it('gives every key its default', () => {
    const { file, findings, diagnostics, ...rest } = read('');
    expect(findings).toEqual([]);
    expect(rest).toEqual({
      registry: { namespace: '', kind: 'auto', insecure: [], ca: {}, trustOnFirstUse: [] },
      images: [{ value: 'images/*', span: { start: 0, end: 0 } }],
      names: [],
      mirrors: {},
      args: {},
      platforms: [{ value: 'linux/amd64', span: { start: 0, end: 0 } }],
      include: [],
      branches: { publish: [] },
      tags: { latest: 'push', push: [], release: ['{release}'] },
      policy: {
        bases: [],
        locked: false,
        untaggedBase: 'warning',
        unpinned: 'error',
        pins: ['hash', 'url-digest'],
        hashes: 'off',
        requirementOptions: [],
        versions: 'source',
        frontends: ['docker.io/docker/dockerfile', 'docker.io/docker/dockerfile:*'],
        context: 'whole',
        baseDigests: 'off',
        lint: {},
        limits: { default: {}, maximum: {} },
        publicRegistries: [],
      },
      builder: { kind: 'auto', reproducible: false },
      retention: { landings: 30 * 24 * 3_600_000 },
      exports: defaultExports,
      sbom: false,
      containers: {},
      runtime: { engine: 'auto', sessions: {}, settle: 5000 },
    });
  });
});

describe('policy', () => {
  it('reads rules, limits and what a scanner must not find', () => {
    const { policy, findings, signing } = read(`signing: key
policy:
  lint: { run-sudo: error }
  limits: { default: { memory: 2G }, maximum: { cpu: 4, disk: 20G, timeout: 2h } }
  scan: { severity: high, ignore: [CVE-1] }
`);
    expect(findings).toEqual([]);
    expect(signing).toBe('key');
    expect(policy).toMatchObject({
      lint: { 'run-sudo': 'error' },
      limits: { default: { memory: 2e9 }, maximum: { cpu: 4, disk: 20e9, timeout: 7_200_000 } },
      scan: { scanner: 'auto', severity: 'high', unfixed: true, ignore: ['CVE-1'], missing: 'refuse' },
    });
  });

  it('knows its rules and quantities', () => {
    const { diagnostics } = read('policy:\n  lint: { run-sodu: off }\n  limits: { maximum: { disk: much } }\n');
    expect(diagnostics.map(({ code, fix }) => [code, fix])).toEqual([
      ['schema-unknown-key', 'did you mean run-sudo?'],
      ['schema-value', undefined],
    ]);
  });
});

describe('keys', () => {
  it('reads the registry as a text and as a mapping', () => {
    const expected = { host: 'harbor.example:5000', namespace: 'team/images' };
    expect(read('registry: harbor.example:5000/team/images\n').registry).toMatchObject(expected);
    expect(read('registry: {host: "harbor.example:5000", namespace: team/images}\n').registry).toMatchObject(expected);
    expect(read('registry: harbor.example\n').registry).toMatchObject({ host: 'harbor.example', namespace: '' });
  });

  it('puts the registry first among the names, further ones after it', () => {
    const { names } = read('registry: h.example/n\nnames: ["ghcr.io/acme", "", "{registry.host}/old"]\n');
    expect(names).toEqual(['h.example/n', 'ghcr.io/acme', '', 'h.example/old']);
  });

  it.each([
    ['locked', { bases: [], locked: true }],
    ['[locked, "quay.io/**"]', { bases: ['quay.io/**'], locked: true }],
    ['["quay.io/**"]', { bases: ['quay.io/**'], locked: false }],
  ])('reads the bases that are allowed: %s', (written, expected) => {
    const { policy, findings } = read(`policy: {bases: ${written}}\n`);
    expect(policy).toMatchObject(expected);
    expect(findings).toEqual([]);
  });

  it('lets the command line stand above the file, in placeholders too', () => {
    const { registry, names } = read('registry: h.example/n\nnames: ["{registry.host}"]\n', {
      registry: 'other:5000/m',
    });
    expect(registry).toMatchObject({ host: 'other:5000', namespace: 'm' });
    expect(names).toEqual(['other:5000/m', 'other:5000']);
  });

  it('reads all the rest', () => {
    const { findings, ...all } =
      read(`registry: {host: h.example, kind: harbor, insecure: ["localhost:5000"], ca: {h.example: ca.pem}}
images: [docker/*, "images/**"]
mirrors: {docker.io: h.example/hub}
args: {PYTHON: 3.10, WHERE: "{registry.host}/{name}:{version}"}
platforms: [linux/x86_64, linux/arm64]
include: ["images/*/wheels/*"]
branches: {default: trunk, publish: ["release/*"]}
tags: {latest: release, push: [edge, "{branch}"], release: ["{release}", "{version.major}"]}
policy: {bases: ["docker.io/library/*"], untagged_base: error, unpinned: off, pins: [hash], versions: mutable,
  requirement_options: [index-url], frontends: [], hashes: warning, context: used, max_age: 30d}
control: {url: "https://c.example/api", method: POST, path: /images, token_env: TOKEN, required: true}
builder: {kind: buildah, reproducible: true}
retention: {landings: 72h}
concurrency: 3
`);
    expect(findings).toEqual([]);
    expect(all).toMatchObject({
      registry: { kind: 'harbor', insecure: [{ value: 'localhost:5000' }], ca: { 'h.example': 'ca.pem' } },
      images: [{ value: 'docker/*' }, { value: 'images/**' }],
      mirrors: { 'docker.io': 'h.example/hub' },
      args: { PYTHON: '3.10', WHERE: '{registry.host}/{name}:{version}' },
      platforms: [{ value: 'linux/amd64' }, { value: 'linux/arm64' }],
      include: ['images/*/wheels/*'],
      branches: { default: 'trunk', publish: ['release/*'] },
      tags: { latest: 'release', push: ['edge', '{branch}'], release: ['{release}', '{version.major}'] },
      policy: {
        bases: ['docker.io/library/*'],
        untaggedBase: 'error',
        unpinned: 'off',
        pins: ['hash'],
        requirementOptions: ['index-url'],
        versions: 'mutable',
        frontends: [],
        hashes: 'warning',
        context: 'used',
        maxAge: 30 * 24 * 3_600_000,
      },
      control: { url: 'https://c.example/api', method: 'POST', path: '/images', tokenEnv: 'TOKEN', required: true },
      builder: { kind: 'buildah', reproducible: true },
      retention: { landings: 72 * 3_600_000 },
      exports: defaultExports,
      concurrency: 3,
    });
  });
});

describe('faults', () => {
  const rows: [string, string, string[]][] = [
    ['an unknown key', 'polcy: {}\n', ['1:1-6 schema-unknown-key']],
    ['an unknown key further down', 'policy:\n  unpined: off\n', ['2:3-10 schema-unknown-key']],
    ['a wrong type', 'images: images\n', ['1:9-15 schema-type']],
    ['another word for bases', 'policy: {bases: lock}\n', ['1:17-21 schema-value']],
    ['an age without a unit', 'policy: {max_age: "30"}\n', ['1:19-23 schema-value']],
    ['a value that is not allowed', 'policy: {versions: immutible}\n', ['1:20-29 schema-value']],
    ['an item that is not allowed', 'policy: {pins: [hash, hsh]}\n', ['1:23-26 schema-value']],
    ['a number out of range', 'concurrency: 0\n', ['1:14-15 schema-value']],
    ['an age without a unit', 'retention: {landings: "30"}\n', ['1:23-27 schema-value']],
    ['an empty list', 'platforms: []\n', ['1:12-14 schema-value']],
    ['a control API without its URL', 'control:\n  required: true\n', ['1:1-8 schema-missing-key']],
    ['a URL of another kind', 'control: {url: "ftp://x"}\n', ['1:16-25 schema-value']],
    ['a host that is none', 'registry: "not a host/x"\n', ['1:11-25 schema-value']],
    ['a namespace that is none', 'registry: h.example/Upper\n', ['1:11-26 schema-value']],
    ['a registry that is not checked', 'registry: {insecure: [h.example]}\n', ['1:23-32 registry-insecure (warning)']],
    ['a glob that is none', 'images: ["a["]\n', ['1:10-14 schema-value']],
    ['a platform', 'platforms: [linux/amd65]\n', ['1:13-24 platform-unknown']],
    ['the name of an arg', 'args: {"A-B": x}\n', ['1:8-13 schema-value']],
    ['a placeholder in an arg', 'registry: h\nargs:\n  A: "x/{registry.hst}/y"\n', ['3:9-23 unknown-placeholder']],
    ['a placeholder without a value', 'args: {A: "{registry.host}"}\n', ['1:12-27 unknown-placeholder']],
    ['a placeholder that belongs elsewhere', 'tags: {push: ["{release}"]}\n', ['1:16-25 unknown-placeholder']],
    ['a placeholder without an end', 'args: {A: "x{name"}\n', ['1:13-18 unknown-placeholder']],
  ];
  it.each(rows)('%s', (_, text, expected) => {
    expect(read(text).findings).toEqual(expected);
  });

  it('reports all of them at once and keeps what is right', () => {
    const { findings, ...rest } = read(`registry: h.example/n
images: [images/*, 3]
polcy: {}
policy: {versions: often, unpinned: warning}
concurrency: many
`);
    expect(findings).toEqual([
      '2:20-21 schema-type',
      '3:1-6 schema-unknown-key',
      '4:20-25 schema-value',
      '5:14-18 schema-type',
    ]);
    expect(rest).toMatchObject({
      registry: { host: 'h.example' },
      images: [{ value: 'images/*' }],
      policy: { versions: 'source', unpinned: 'warning' },
    });
    expect(rest).not.toHaveProperty('concurrency');
  });

  it('says what was meant', () => {
    const fixes = (text: string) => read(text).diagnostics.map(({ fix }) => fix);
    expect(fixes('polcy: {}\n')).toEqual(['did you mean policy?']);
    expect(fixes('policy: {versions: imutable}\n')).toEqual(['did you mean immutable?']);
    expect(fixes('registry: h\nargs: {A: "{regstry}"}\n')).toEqual(['did you mean {registry}?']);
    expect(fixes('args: {A: "{json: 1}"}\n')).toEqual(['write {{ where a brace is meant']);
  });
});
