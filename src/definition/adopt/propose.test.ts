import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { shown, source } from '../testing.ts';
import { isAdoptionText, proposeAdoption } from './propose.ts';

type Files = Readonly<Record<string, string>>;

function propose(files: Files, more: { defaultBranch?: string; nameBy?: 'path' } = {}) {
  const paths = Object.keys(files).toSorted();
  const texts = new Map(paths.filter(isAdoptionText).map((path) => [path, source(path, files[path] as string)]));
  const {
    files: proposed,
    diagnostics,
    prefixes,
  } = proposeAdoption({ paths, texts, repositoryName: 'acme', nameBy: 'directory', ...more });
  const written = Object.fromEntries(proposed.map(({ path, text }) => [path, parse(text) ?? {}]));
  const { 'caskwright.yaml': configuration, ...images } = written;
  const findings = diagnostics.map((finding) =>
    `${finding.file.path} ${shown([finding])[0]}`.replace(' (warning)', ''),
  );
  return { configuration, images, prefixes, findings, diagnostics };
}

const names = (files: Files) =>
  Object.fromEntries(Object.entries(propose(files).images).map(([path, { name }]) => [path, name]));
const dockerfiles = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, 'FROM scratch\n']));

describe('Dockerfiles', () => {
  test('of any name pattern become images', () => {
    const found = names(
      dockerfiles('a/Dockerfile', 'a/Dockerfile.alpine', 'a/slim.dockerfile', 'b/Containerfile', 'c/web.Dockerfile'),
    );
    expect(found).toEqual({
      'a/build.yaml': 'a',
      'a/build.alpine.yaml': 'a-alpine',
      'a/build.slim.yaml': 'a-slim',
      'b/build.yaml': 'b',
      'c/build.yaml': 'c',
    });
  });

  test('are not what only looks like one', () => {
    const about = ['a/Dockerfile.dockerignore', 'a/Dockerfile.j2', 'a/dockerfile.go', 'a/Dockerfile.md'];
    expect(names(dockerfiles('a/Dockerfile', ...about))).toEqual({ 'a/build.yaml': 'a' });
  });

  test('among tests, documentation and examples are left alone, and said to be', () => {
    const { images, findings } = propose(dockerfiles('a/Dockerfile', 'tests/x/Dockerfile', 'tests/y/Dockerfile'));
    expect(Object.keys(images)).toEqual(['a/build.yaml']);
    expect(findings).toContain('tests/x/Dockerfile 1:1-1 adopt-set-aside');
    expect(names(dockerfiles('examples/x/Dockerfile'))).toEqual({ 'examples/x/build.yaml': 'x' });
  });

  test('that cannot be read are left alone, with one reason each', () => {
    const { images, findings } = propose({
      'a/Dockerfile': 'FROM scratch\n',
      'b/Dockerfile': '{{ x }}\n{{ y }}\nFROM {{ z }}\n',
    });
    expect(Object.keys(images)).toEqual(['a/build.yaml']);
    expect(findings.filter((finding) => finding.startsWith('b/'))).toEqual(['b/Dockerfile 1:1-3 adopt-unreadable']);
  });
});

describe('names', () => {
  const rows: [string, string[], string[]][] = [
    ['are those of directories', ['images/web/Dockerfile', 'images/db/Dockerfile'], ['db', 'web']],
    ['take more of the path where they are ambiguous', ['x/web/Dockerfile', 'y/web/Dockerfile'], ['x-web', 'y-web']],
    ['of a root are the repository’s', ['Dockerfile'], ['acme']],
    ['of several at the root are their own', ['api.Dockerfile', 'web.Dockerfile'], ['api', 'web']],
    [
      'of a variant at the root stand behind the repository’s',
      ['Dockerfile', 'Dockerfile.slim'],
      ['acme', 'acme-slim'],
    ],
    ['pass over folders that say nothing', ['web/.devcontainer/Dockerfile', 'db/docker/Dockerfile'], ['db', 'web']],
    [
      'of a hidden folder at the root are its own',
      ['Dockerfile', '.devcontainer/Dockerfile'],
      ['acme', 'devcontainer'],
    ],
    ['are no bare versions', ['python/3.12/Dockerfile', 'python/3.13/Dockerfile'], ['python-3.12', 'python-3.13']],
    ['are no bare machines', ['web/amd64/Dockerfile', 'web/arm64/Dockerfile'], ['web-amd64', 'web-arm64']],
    [
      'of an image in another one’s folder stand behind its',
      ['web/Dockerfile', 'web/cuda/Dockerfile'],
      ['web', 'web-cuda'],
    ],
    ['are legal', ['Web_Server.X/Dockerfile', '-a/Dockerfile', 'Ä/Dockerfile'], ['a', 'acme', 'web_server.x']],
  ];
  test.each(rows)('%s', (_, paths, expected) => {
    expect(Object.values(names(dockerfiles(...paths))).toSorted()).toEqual(expected);
  });
});

test('names are those of whole paths where that is asked for', () => {
  const { images } = propose(dockerfiles('apps/web/Dockerfile', 'apps/web/Dockerfile.dev', 'Dockerfile'), {
    nameBy: 'path',
  });
  expect(Object.values(images).map(({ name }) => name)).toEqual(['acme', 'apps-web', 'apps-web-dev']);
});

describe('caskwright.yaml', () => {
  test('names the registry that FROM lines refer to images here by, the one with most of them', () => {
    const { configuration, prefixes } = propose({
      'a/Dockerfile': 'FROM debian:12\n',
      'b/Dockerfile': 'FROM ghcr.io/acme/a\n',
      'c/Dockerfile': 'ARG R=ghcr.io/acme\nFROM $R/b\nCOPY --from=quay.io/other/a /x /x\n',
    });
    expect(configuration).toEqual({ registry: 'ghcr.io/acme', images: ['*'] });
    expect(prefixes).toEqual(['ghcr.io/acme']);
  });

  test('does not take the original of an image for the repository’s own', () => {
    const { prefixes, findings } = propose({
      'grafana/Dockerfile': 'FROM docker.io/grafana/grafana:11.1.0\n',
      'web/Dockerfile': 'FROM docker.io/grafana/grafana:11.1.0\n',
    });
    expect(prefixes).toEqual([]);
    expect(findings).toEqual(['caskwright.yaml 1:1-1 adopt-registry']);
  });

  test('lets children follow a tag that is the default branch', () => {
    const files = { 'a/Dockerfile': 'FROM debian:12\n', 'b/Dockerfile': 'FROM acme/a:master\n' };
    expect(propose(files, { defaultBranch: 'master' }).configuration).toEqual({
      registry: 'docker.io/acme',
      images: ['a', 'b'],
      branches: { default: 'master' },
      tags: { push: ['{branch}'] },
    });
  });

  const globs: [string, string[], string[] | undefined][] = [
    ['the default is not written', ['images/a/Dockerfile', 'images/b/Dockerfile'], undefined],
    ['a star for each folder', ['src/a/1/Dockerfile', 'src/b/2/Dockerfile'], ['src/*/*']],
    ['the root is a dot', ['Dockerfile'], ['.']],
    ['what is no image is not reached', ['x/a/Dockerfile', 'x/b/Dockerfile', 'x/bad/Dockerfile'], ['x/a', 'x/b']],
  ];
  test.each(globs)('globs: %s', (_, paths, expected) => {
    const files = {
      ...dockerfiles(...paths),
      ...(paths.includes('x/bad/Dockerfile') ? { 'x/bad/Dockerfile': 'nothing\n' } : {}),
    };
    expect(propose(files).configuration.images).toEqual(expected);
  });
});

describe('parents', () => {
  const parentsIn = (files: Files, path: string) => propose(files).images[path].parents;
  const python = {
    'python/3.12/Dockerfile': 'FROM debian:12\n',
    'python/3.12/slim/Dockerfile': 'FROM ghcr.io/acme/python:3.12\n',
    'python/3.13/Dockerfile': 'FROM debian:12\n',
  };
  const rows: [string, Files, Record<string, string> | undefined][] = [
    [
      'a tag picks the folder of its version',
      { 'app/Dockerfile': 'FROM ghcr.io/acme/python:3.13.1\n' },
      { 'ghcr.io/acme/python': 'python-3.13' },
    ],
    [
      'and of its flavour',
      { 'app/Dockerfile': 'FROM ghcr.io/acme/python:3.12-slim\n' },
      { 'ghcr.io/acme/python': 'python-3.12-slim' },
    ],
    [
      'with their tags where one child uses two',
      { 'app/Dockerfile': 'FROM ghcr.io/acme/python:3.12\nCOPY --from=ghcr.io/acme/python:3.13 /a /a\n' },
      { 'ghcr.io/acme/python:3.12': 'python-3.12', 'ghcr.io/acme/python:3.13': 'python-3.13' },
    ],
    ['a version that is not here is nobody’s', { 'app/Dockerfile': 'FROM ghcr.io/acme/python:3.1\n' }, undefined],
  ];
  test.each(rows)('%s', (_, files, expected) => {
    expect(parentsIn({ ...python, ...files }, 'app/build.yaml')).toEqual(expected);
  });

  test('tags that are the paths of images make a family, where no image is built from its own', () => {
    const family = {
      '4.0/java17-ubuntu/Dockerfile': 'FROM eclipse-temurin:17\n',
      '4.0/java17-python-ubuntu/Dockerfile': 'FROM spark:4.0-java17-ubuntu\n',
      '4.1/java21-ubuntu/Dockerfile': 'FROM eclipse-temurin:21\n',
      '4.1/java21-python-ubuntu/Dockerfile': 'FROM spark:4.1-java21-ubuntu\n',
    };
    const child = '4.0/java17-python-ubuntu/build.yaml';
    expect(parentsIn(family, child)).toEqual({ spark: 'java17-ubuntu' });
    const wrapping = { ...family, '4.1/java21-ubuntu/Dockerfile': 'FROM spark:4.1-java21-ubuntu\n' };
    expect(parentsIn(wrapping, child)).toBeUndefined();
  });

  test('names may be written in another way', () => {
    const files = { 'NodeBase/Dockerfile': 'FROM debian:12\n', 'Node/Dockerfile': 'FROM acme/node-base:latest\n' };
    expect(parentsIn(files, 'Node/build.yaml')).toEqual({ 'acme/node-base': 'nodebase' });
  });

  test('are built for no platform that their parent is not built for', () => {
    const bake = `target "base" { context = "base" platforms = ["linux/amd64"] }
      target "app" { context = "app" platforms = ["linux/amd64", "linux/arm64"] }
      target "x" { context = "x" platforms = ["linux/amd64", "linux/arm64"] }`;
    const { images } = propose({
      'docker-bake.hcl': bake.replaceAll('" platforms', '"\n platforms'),
      'base/Dockerfile': 'FROM debian:12\n',
      'app/Dockerfile': 'FROM ghcr.io/acme/base\n',
      'x/Dockerfile': 'FROM debian:12\n',
    });
    expect(images['app/build.yaml'].platforms).toEqual(['linux/amd64']);
    expect(images['x/build.yaml'].platforms).toBeUndefined();
  });

  test('a bare name is the image here, unless Docker Hub has an official one', () => {
    const files = { 'base/Dockerfile': 'FROM debian:12\n', 'python/Dockerfile': 'FROM debian:12\n' };
    const { images, findings } = propose({ ...files, 'app/Dockerfile': 'FROM base\nCOPY --from=python:3 /a /a\n' });
    expect(images['app/build.yaml'].parents).toEqual({ base: 'base' });
    expect(findings).toContain('app/Dockerfile 2:13-21 adopt-ambiguous');
  });

  test('one that may be any of several is a finding', () => {
    const { images, findings } = propose({
      ...dockerfiles('x/web/Dockerfile', 'y/web/Dockerfile', 'base/Dockerfile'),
      'app/Dockerfile': 'FROM ghcr.io/acme/web\nCOPY --from=ghcr.io/acme/base /a /a\n',
    });
    expect(images['app/build.yaml'].parents).toBeUndefined();
    expect(findings).toContain('app/Dockerfile 1:6-22 adopt-ambiguous');
  });
});

describe('what an image says of itself', () => {
  const versionOf = (files: Files) => propose(files).images['app/build.yaml'].version;
  const rows: [string, Files, string | undefined][] = [
    ['a VERSION file', { 'app/Dockerfile': 'FROM scratch\n', 'app/VERSION': '1.10\n' }, '1.10'],
    ['a TAG file', { 'app/Dockerfile': 'FROM scratch\n', 'app/TAG': 'v2.0.1\n' }, 'v2.0.1'],
    ['a label', { 'app/Dockerfile': 'FROM scratch\nLABEL org.opencontainers.image.version="1.2.3"\n' }, '1.2.3'],
    [
      'a label made of an arg',
      { 'app/Dockerfile': 'ARG V=7\nFROM scratch\nLABEL org.opencontainers.image.version=$V.1\n' },
      '7.1',
    ],
    ['an arg VERSION', { 'app/Dockerfile': 'FROM scratch\nARG VERSION=3.4\n' }, '3.4'],
    ['an arg with the image’s name', { 'app/Dockerfile': 'FROM scratch\nARG APP_VERSION=3.5\n' }, '3.5'],
    ['another image’s arg is none', { 'app/Dockerfile': 'FROM scratch\nARG GO_VERSION=1.24\n' }, undefined],
    ['a moving word is none', { 'app/Dockerfile': 'FROM scratch\n', 'app/VERSION': 'latest\n' }, undefined],
  ];
  test.each(rows)('version: %s', (_, files, expected) => {
    expect(versionOf(files)).toBe(expected);
  });

  test('the context is the nearest folder that has all that is copied', () => {
    const { images, findings } = propose({
      'apps/web/Dockerfile': 'FROM scratch\nCOPY common/lib /lib\nCOPY web/*.js /\n',
      'apps/common/lib/x': '',
      'apps/web/a.js': '',
      'apps/db/Dockerfile': 'FROM scratch\nCOPY made-by-make /x\nCOPY $ANY https://x.example/y /z\n',
    });
    expect(images['apps/web/build.yaml'].context).toBe('..');
    expect(images['apps/db/build.yaml'].context).toBeUndefined();
    expect(findings).toContain('apps/db/Dockerfile 2:1-5 adopt-context');
  });

  test('args that a FROM line lacks are inferred from what stands around them', () => {
    const { images, findings } = propose({
      'base/Dockerfile': 'FROM debian:12\n',
      'ok/Dockerfile': 'FROM ghcr.io/acme/base\n',
      'tag/Dockerfile': 'ARG TAG\nFROM ghcr.io/acme/base:${TAG}\n',
      'registry/Dockerfile': 'ARG REGISTRY\nFROM ${REGISTRY}/base\n',
      'hint/Dockerfile': 'ARG PARENT=<base>\nFROM $PARENT\n',
      'open/Dockerfile': 'ARG PARENT\nFROM $PARENT\n',
    });
    expect(images['tag/build.yaml'].args).toEqual({ TAG: 'latest' });
    expect(images['registry/build.yaml'].args).toEqual({ REGISTRY: '{registry}' });
    expect(images['hint/build.yaml'].args).toEqual({ PARENT: '{registry}/base' });
    expect(images['open/build.yaml']).toBeUndefined();
    expect(findings).toEqual(['open/Dockerfile 2:6-13 adopt-argument']);
  });
});

describe('what is there already', () => {
  const before = {
    'caskwright.yaml': 'registry: ghcr.io/acme\nimages: [images/*]\n',
    'images/base/build.yaml': 'name: acme-base\n',
    'images/base/Dockerfile': 'FROM debian:12\n',
  };

  test('keeps its name and gets no file', () => {
    const { images, configuration } = propose({ ...before, 'images/app/Dockerfile': 'FROM ghcr.io/acme/acme-base\n' });
    expect(configuration).toBeUndefined();
    expect(images).toEqual({ 'images/app/build.yaml': { name: 'app' } });
  });

  test('is not overwritten where a file of another tool has the name', () => {
    const { images } = propose({ ...dockerfiles('a/Dockerfile'), 'a/build.yaml': 'steps: []\n' });
    expect(Object.keys(images)).toEqual(['a/build.a.yaml']);
  });

  test('is asked to reach what is new', () => {
    const { findings } = propose({ ...before, 'other/app/Dockerfile': 'FROM scratch\n' });
    expect(findings).toEqual(['caskwright.yaml 2:10-18 adopt-unreached']);
  });
});
