import { describe, expect, test } from 'vitest';
import { shortest, source } from '../testing.ts';
import { readDeclarations } from './declarations.ts';

/** Reads a repository of these files; `Dockerfile`s may be named without a text. */
function read(files: Readonly<Record<string, string>>, ...dockerfiles: string[]) {
  const paths = [...Object.keys(files), ...dockerfiles];
  const texts = new Map(Object.entries(files).map(([path, text]) => [path, source(path, text)]));
  const { builds, diagnostics } = readDeclarations({ paths, texts });
  const shown = builds.map(({ file: _, span: __, perPlatform: ___, id, ...build }) => ({
    ...build,
    id: id.split('#')[1],
  }));
  return { builds: shown, messages: diagnostics.map(({ message }) => message) };
}

const plain = { args: {}, platforms: [], published: [], parents: {}, abstract: false };

describe('a bake file', () => {
  const read_ = (text: string, ...dockerfiles: string[]) => read({ 'docker-bake.hcl': text }, ...dockerfiles);

  test('has targets that inherit, with variables and groups', () => {
    const { builds, messages } = read_(
      `variable "TAG" { default = "1.2" }
       variable "REGISTRY" { default = "ghcr.io/acme" }
       group "default" { targets = ["app"] }
       target "_common" {
         platforms = ["linux/amd64", "linux/arm64"]
         args = { A = "common", B = "common" }
       }
       target "base" { context = "base" }
       target "app" {
         inherits = ["_common"]
         context = "app"
         dockerfile = "Dockerfile.app"
         target = "run"
         args = { B = "own \${TAG}" }
         contexts = { parent = "target:base", other = "docker-image://alpine" }
         tags = ["\${REGISTRY}/app:\${TAG}", equal(TAG, "") ? "" : "\${REGISTRY}/app"]
       }`,
      'Dockerfile',
      'base/Dockerfile',
      'app/Dockerfile.app',
    );
    expect(messages).toEqual([]);
    expect(builds).toEqual([
      {
        ...plain,
        id: '_common',
        name: '_common',
        dockerfile: 'Dockerfile',
        context: '',
        abstract: true,
        platforms: ['linux/amd64', 'linux/arm64'],
        args: { A: 'common', B: 'common' },
      },
      { ...plain, id: 'base', name: 'base', dockerfile: 'base/Dockerfile', context: 'base' },
      {
        id: 'app',
        name: 'app',
        dockerfile: 'app/Dockerfile.app',
        context: 'app',
        target: 'run',
        args: { A: 'common', B: 'own 1.2' },
        platforms: ['linux/amd64', 'linux/arm64'],
        published: ['ghcr.io/acme/app:1.2', 'ghcr.io/acme/app'],
        parents: { parent: 'docker-bake.hcl#base' },
        abstract: false,
      },
    ]);
  });

  test('has a target for each row of a matrix', () => {
    const { builds } = read_(
      `target "py" {
         name = "py-\${replace(v, ".", "-")}"
         matrix = { v = ["3.12", "3.13"] }
         args = { V = v }
       }`,
      'Dockerfile',
    );
    expect(builds.map(({ name, args }) => [name, args])).toEqual([
      ['py-3-12', { V: '3.12' }],
      ['py-3-13', { V: '3.13' }],
    ]);
  });

  test('calls functions of its own', () => {
    const { builds } = read_(
      `function "tag" { params = [name]
         result = "x.example/\${name}" }
       target "a" { tags = [tag("a")] }`,
      'Dockerfile',
    );
    expect(builds[0]?.published).toEqual(['x.example/a']);
  });

  test('says what has no value, and keeps the rest', () => {
    const { builds, messages } = read_('target "a" { args = { A = NOWHERE, B = "b" } }', 'Dockerfile');
    expect(builds[0]?.args).toEqual({ B: 'b' });
    expect(messages).toEqual(['NOWHERE has no value']);
  });

  test.each([
    ['that stand for themselves', 'variable "A" { default = A }\ntarget "a" { args = { X = A } }'],
    ['that inherit each other', 'target "a" { inherits = ["b"] }\ntarget "b" { inherits = ["a"] }'],
    ['whose groups are in a circle', 'group "default" { targets = ["default", "a"] }\ntarget "a" {}'],
  ])('ends with definitions %s', (_, text) => {
    expect(read_(text, 'Dockerfile').builds.length).toBeGreaterThan(0);
  });

  test('may be written in JSON', () => {
    const text = JSON.stringify({
      variable: { V: { default: '7' } },
      target: { a: { context: 'a', args: { V: '${V}' } } },
    });
    const { builds } = read({ 'docker-bake.json': text }, 'a/Dockerfile');
    expect(builds).toEqual([
      { ...plain, id: 'a', name: 'a', dockerfile: 'a/Dockerfile', context: 'a', args: { V: '7' } },
    ]);
  });

  test('may have lists of blocks in JSON', () => {
    const text = JSON.stringify({ group: [{ default: [{ targets: ['a'] }] }], target: [{ a: [{ context: 'a' }] }] });
    expect(read({ 'docker-bake.json': text }, 'a/Dockerfile').builds).toMatchObject([{ name: 'a', context: 'a' }]);
  });

  test('that is none is a finding', () => {
    expect(read_('target "a" {').messages).toHaveLength(1);
    expect(read({ 'docker-bake.json': '{' }).messages).toEqual(['this is not JSON']);
  });
});

describe('a compose file', () => {
  test('has services that are built', () => {
    const { builds } = read(
      {
        'docker-compose.yaml': `
x-build: &build
  args:
    A: \${A:-a}
    B: \${B}
services:
  db: { image: "postgres:16" }
  base: { build: ./base, image: "ghcr.io/acme/base:\${TAG}" }
  app:
    image: acme/app:\${TAG:-1.0}
    build:
      <<: *build
      context: .
      dockerfile: docker/app.Dockerfile
      target: run
      platforms: [linux/arm64]
      additional_contexts: { parent: "service:base", files: ./x }
  list: { build: { context: base, args: [X=1, Y] } }
`,
      },
      'base/Dockerfile',
      'docker/app.Dockerfile',
    );
    expect(builds).toEqual([
      {
        ...plain,
        id: 'base',
        name: 'base',
        dockerfile: 'base/Dockerfile',
        context: 'base',
        published: ['ghcr.io/acme/base'],
      },
      {
        ...plain,
        id: 'app',
        name: 'app',
        dockerfile: 'docker/app.Dockerfile',
        context: '',
        target: 'run',
        args: { A: 'a' },
        platforms: ['linux/arm64'],
        published: ['acme/app:1.0'],
        parents: { parent: 'docker-compose.yaml#base' },
      },
      { ...plain, id: 'list', name: 'list', dockerfile: 'base/Dockerfile', context: 'base', args: { X: '1' } },
    ]);
  });

  test('takes values from the .env beside it', () => {
    const { builds } = read(
      {
        'deploy/compose.yaml': 'services: { a: { image: "${IMAGE}:${TAG}", build: { dockerfile: "${FILE}" } } }\n',
        'deploy/.env': 'REGISTRY=ghcr.io/acme\nIMAGE=${REGISTRY}/a\nFILE="a.Dockerfile" # here\n',
      },
      'deploy/a.Dockerfile',
    );
    expect(builds).toMatchObject([{ dockerfile: 'deploy/a.Dockerfile', published: ['ghcr.io/acme/a'] }]);
  });

  test('that names no Dockerfile that is here is a finding', () => {
    const { builds, messages } = read({ 'compose.yml': 'services: { a: { build: ./a } }\n' });
    expect([builds, messages]).toEqual([[], ['the Dockerfile of a is not here']]);
  });
});

test('a manifest of .NET’s image builder has an image for each platform, with variables from the files it includes', () => {
  const manifest = {
    registry: 'mcr.example',
    includes: ['manifest.versions.json'],
    repos: [
      {
        id: 'runtime',
        name: 'dotnet/runtime',
        images: [{ platforms: [{ dockerfile: 'src/runtime', os: 'linux', tags: { '$(v)-amd64': {} } }] }],
      },
      {
        id: 'sdk',
        name: 'dotnet/sdk',
        images: [
          {
            sharedTags: { '$(v)': {} },
            platforms: [
              {
                dockerfile: 'src/sdk',
                os: 'linux',
                architecture: 'arm64',
                variant: 'v8',
                buildArgs: { REPO: '$(Repo:runtime)' },
                tags: {},
              },
            ],
          },
        ],
      },
    ],
  };
  const { builds } = read(
    {
      'manifest.json': JSON.stringify(manifest),
      'manifest.versions.json': '{ "variables": { "v": "$(major).0", "major": "9" } }',
    },
    'src/runtime/Dockerfile',
    'src/sdk/Dockerfile',
  );
  expect(builds).toMatchObject([
    {
      dockerfile: 'src/runtime/Dockerfile',
      context: 'src/runtime',
      platforms: ['linux/amd64'],
      published: ['mcr.example/dotnet/runtime:9.0-amd64'],
    },
    {
      dockerfile: 'src/sdk/Dockerfile',
      platforms: ['linux/arm64/v8'],
      args: { REPO: 'mcr.example/dotnet/runtime' },
      published: ['mcr.example/dotnet/sdk:9.0'],
    },
  ]);
});

test('a manifest.json of anything else declares nothing', () => {
  expect(read({ 'manifest.json': '{ "name": "an extension" }', 'x/manifest.json': '[]' })).toEqual({
    builds: [],
    messages: [],
  });
});

describe('a Makefile', () => {
  test('has builds in its recipes, as far as plain variables and includes tell', () => {
    const { builds } = read(
      {
        'images/app/Makefile': `REGISTRY ?= ghcr.io/acme
TAG := $(shell git rev-parse HEAD)
BASE := $(REGISTRY)/base:$(TAG)
include ../common.mk
`,
        'images/common.mk': `TAGS := $(foreach t,$(TAG) latest,-t "$(REGISTRY)/app:$(t)")
build:
	@docker build --no-cache --build-arg BASE=$(BASE) \\
	  --build-arg NOW=$$(date) $(TAGS) -f Dockerfile .
shell:
	cd .. && docker buildx build --platform linux/amd64,linux/arm64 $(DARGS) -t x.example/tools:1 ./tools; echo done
run:
	docker run $(REGISTRY)/app
`,
      },
      'images/app/Dockerfile',
      'images/tools/Dockerfile',
    );
    expect(builds.map(({ id: _, ...build }) => build)).toEqual([
      {
        ...plain,
        name: 'app',
        dockerfile: 'images/app/Dockerfile',
        context: 'images/app',
        args: { BASE: 'ghcr.io/acme/base' },
        published: ['ghcr.io/acme/app', 'ghcr.io/acme/app:latest'],
      },
      {
        ...plain,
        name: 'tools',
        dockerfile: 'images/tools/Dockerfile',
        context: 'images/tools',
        platforms: ['linux/amd64', 'linux/arm64'],
        published: ['x.example/tools:1'],
      },
    ]);
  });

  test('may have variables that the environment comes before', () => {
    const text = 'NAME := $(or $(NAME),$(NAME),acme)\na:\n\tcd ./a && docker build -t $(NAME)/a:1 .\n';
    expect(read({ Makefile: text }, 'a/Dockerfile').builds).toMatchObject([{ context: 'a', published: ['acme/a:1'] }]);
  });

  test('whose variables stand for each other many times over is soon read', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `V${at} = $(V${at + 1})$(V${at + 1})$(V0)`);
    const text = `${lines.join('\n')}\na:\n\tdocker build -t $(V0) .\n`;
    expect(shortest(() => read({ Makefile: text }, 'Dockerfile'), 1)).toBeLessThan(500);
  });

  test('that only running it could tell declares nothing', () => {
    const text = 'all:\n\tdocker build -t x "$(notdir $@)"\n\tfor d in a b; do docker build $$d; done\n';
    expect(read({ Makefile: text }, 'Dockerfile', 'a/Dockerfile').builds).toEqual([]);
  });
});

test('the more exact declaration of a Dockerfile counts', () => {
  const { builds } = read(
    {
      'docker-bake.hcl': 'target "a" { context = "a" }\n',
      'compose.yaml': 'services: { x: { build: a }, y: { build: b } }\n',
    },
    'a/Dockerfile',
    'b/Dockerfile',
  );
  expect(builds.map(({ name }) => name)).toEqual(['a', 'y']);
});
