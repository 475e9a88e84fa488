import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readInputs } from './inputs.ts';

const read = (given: Readonly<Record<string, string>>) => readInputs((name) => given[name] ?? '', '/work');

describe('readInputs', () => {
  test('nothing set is what action.yml says', () => {
    const { inputs } = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')) as {
      inputs: Record<string, { default: string }>;
    };
    const defaults = Object.fromEntries(Object.entries(inputs).map(([name, { default: value }]) => [name, value]));
    expect(read({ ...defaults, token: '' })).toEqual(read({}));
    expect(read({})).toMatchObject({
      ok: true,
      value: { command: 'auto', directory: '/work', images: [], push: 'auto' },
    });
  });

  test('everything set', () => {
    const answer = read({
      command: 'build',
      directory: 'fleet',
      images: 'web,  cron\nsite',
      releasers: 'octocat 42',
      registry: 'ghcr.io/acme',
      push: 'true',
      builder: 'buildah',
      concurrency: '3',
      force: 'true',
      level: '2',
      'by-platform': 'true',
      'layer-cache': 'true',
      platform: 'linux/arm64',
      layouts: 'layouts',
      plan: 'plan.json',
      digests: '/tmp/digests',
      token: 't',
      comment: 'false',
    });
    expect(answer).toEqual({
      ok: true,
      value: {
        command: 'build',
        directory: '/work/fleet',
        images: ['web', 'cron', 'site'],
        releasers: ['octocat', '42'],
        registry: 'ghcr.io/acme',
        push: 'yes',
        builder: 'buildah',
        concurrency: 3,
        force: true,
        dryRun: false,
        level: 2,
        byPlatform: true,
        layerCache: true,
        prune: false,
        platform: 'linux/arm64',
        layouts: '/work/layouts',
        plan: '/work/plan.json',
        digests: '/tmp/digests',
        token: 't',
        comment: false,
      },
    });
  });

  test('all that is wrong is found at once', () => {
    const answer = read({
      command: 'biuld',
      push: 'maybe',
      registry: 'no host!',
      concurrency: '0',
      platform: 'arm64',
      level: '1',
      image: 'web',
    });
    expect(answer).toEqual({
      ok: false,
      error: [
        expect.objectContaining({ input: 'push', fix: 'one of auto, true, false' }),
        expect.objectContaining({ input: 'registry' }),
        expect.objectContaining({ input: 'level', message: 'level and image are both set' }),
        expect.objectContaining({ input: 'level', message: 'a level is one of a plan, and no plan is given' }),
        expect.objectContaining({ input: 'platform', fix: 'such as linux/arm64' }),
        expect.objectContaining({ input: 'command', fix: 'did you mean build?' }),
        expect.objectContaining({ input: 'concurrency' }),
      ],
    });
  });
});
