import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { FleetServerOptions } from '../../../test/rig/fleet-server.ts';
import { standingOf } from '../../../test/rig/fleet-standing.ts';
import { startRegistry, type TestRegistry } from '../../../test/rig/registry.ts';
import { chain, type Parents, type ServerStage, serverStage } from '../../../test/rig/server-stage.ts';
import type { Failure } from '../../build/failure.ts';
import type { BuildRequest } from '../../build/ports/builder.ts';
import type { FakeSteering } from '../../builders/fake.ts';
import { requestBuildCancel, requestCancel } from './requests.ts';
import { retryBuild, retryRun } from './retry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const failure: Failure = { phase: 'build', reason: 'command-failed', message: 'make failed', lastLines: ['no rule'] };
/** `run-7-1-base-linux-amd64` → `base`. */
const imageOf = ({ id }: Pick<BuildRequest, 'id'>) => id.replace(/^run-\d+-\d+-(.*?)-linux-.*$/, '$1');

async function served(
  options: Partial<FleetServerOptions> = {},
  parents: Parents = chain,
  more = '',
): Promise<ServerStage> {
  const stage = await serverStage(registry, parents, more);
  const server = await stage.serve(options);
  onTestFinished(() => server.stop());
  return stage;
}

/** Holds every build of an image until it is let go, or ended. */
function gate(image: string) {
  const reached = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  const steering: FakeSteering = {
    async onBuild(request, { signal }) {
      if (imageOf(request) !== image) return undefined;
      reached.resolve();
      const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await Promise.race([open.promise, ended]);
      return undefined;
    },
  };
  return { steering, reached: reached.promise, open: () => open.resolve() };
}

const succeeded = { state: 'succeeded' };

describe('a push', () => {
  test('becomes built, landed, published and registered images', async () => {
    const { store, namespace, images, ...stage } = await served();
    const run = await stage.push();
    expect(await stage.ended(run)).toMatchObject(succeeded);
    const standing = await standingOf(registry.host, namespace, images);
    expect(Object.values(standing).map(({ tags }) => Object.keys(tags))).toEqual(images.map(() => ['latest']));
    const catalogue = await store.db.selectFrom('images').select(['name', 'digest']).execute();
    expect(Object.fromEntries(catalogue.map(({ name, digest }) => [name, digest]))).toEqual(
      Object.fromEntries(Object.entries(standing).map(([name, { tags }]) => [name, tags.latest])),
    );
    expect(await stage.builds(run)).toEqual(Object.fromEntries(images.map((image) => [image, 'landed'])));
  });

  test('builds what it changes, and nothing where it changes nothing', async () => {
    const stage = await served();
    await stage.ended(await stage.push());
    const second = await stage.push({ files: stage.change('mid') });
    expect(await stage.ended(second)).toMatchObject(succeeded);
    expect(await stage.builds(second)).toEqual({ leaf: 'landed', mid: 'landed' });
    const third = await stage.push();
    expect(await stage.ended(third)).toMatchObject(succeeded);
    expect(await stage.builds(third)).toEqual({});
  });

  test('with errors in its files fails with the findings', async () => {
    const stage = await served();
    const run = await stage.ended(await stage.push({ files: { 'images/base/build.yaml': 'name: Not A Name\n' } }));
    expect(run).toMatchObject({ state: 'failed', reason: expect.stringMatching(/^\d+ errors? in the repository/) });
    expect(run.summary.findings[0]).toMatchObject({ file: 'images/base/build.yaml', line: 1, severity: 'error' });
  });

  test('S14 of a commit that its ref does not lead to builds nothing', async () => {
    const stage = await served();
    stage.repository.git('checkout', '--quiet', '-b', 'other');
    const run = await stage.ended(await stage.push({ files: stage.change('base') }));
    expect(run).toMatchObject({ state: 'failed', reason: expect.stringContaining('is not in the history of') });
  });

  test('fills the catalogue with what was published before the server came', async () => {
    const stage = await served();
    await stage.ended(await stage.push());
    await stage.store.db.deleteFrom('image_versions').execute();
    await stage.store.db.deleteFrom('images').execute();
    await stage.ended(await stage.push());
    expect(await stage.store.db.selectFrom('images').select('name').execute()).toHaveLength(4);
  });

  describe('without an image that was there', () => {
    const pullable = ({ store }: ServerStage) =>
      store.db.selectFrom('images').select('name').where('removed_at', 'is', null).orderBy('name').execute();
    const without = (stage: ServerStage, image: string) => {
      stage.repository.git('rm', '-r', '--quiet', `images/${image}`);
      return { 'README.md': `no ${image}\n` };
    };
    const left = [{ name: 'base' }, { name: 'leaf' }, { name: 'mid' }];

    test('takes it out of the catalogue and leaves it in the registry; it comes back with its files', async () => {
      const stage = await served();
      await stage.ended(await stage.push());
      const before = await standingOf(registry.host, stage.namespace, ['aside']);
      expect(await stage.ended(await stage.push({ files: without(stage, 'aside') }))).toMatchObject(succeeded);
      expect(await pullable(stage)).toEqual(left);
      expect(await standingOf(registry.host, stage.namespace, ['aside'])).toEqual(before);
      stage.repository.git('revert', '--no-edit', 'HEAD');
      expect(await stage.ended(await stage.push())).toMatchObject(succeeded);
      expect(await pullable(stage)).toEqual([{ name: 'aside' }, ...left]);
    });

    test('leaves it where not all of the default branch is planned: another branch, some images, a pull request', async () => {
      const stage = await served({}, chain, 'branches: { publish: [next] }\n');
      await stage.ended(await stage.push());
      stage.repository.git('checkout', '--quiet', '-b', 'next');
      const files = without(stage, 'aside');
      const { ended, push } = stage;
      expect(await ended(await push({ ref: 'refs/heads/next', files }))).toMatchObject(succeeded);
      const pull = { kind: 'pull_request', trust: 'internal', ref: 'refs/pull/7/head' } as const;
      expect(await ended(await push(pull))).toMatchObject(succeeded);
      stage.repository.git('branch', '--force', 'main');
      stage.repository.git('checkout', '--quiet', 'main');
      expect(await ended(await push({ request: { images: ['mid'] } }))).toMatchObject(succeeded);
      expect(await pullable(stage)).toEqual([{ name: 'aside' }, ...left]);
    });

    test('leaves what the default branch got after the commit of a run that is repeated', async () => {
      const stage = await served();
      const { store } = stage;
      const first = await stage.push({ files: without(stage, 'aside') });
      await stage.ended(first);
      stage.repository.git('revert', '--no-edit', 'HEAD');
      await stage.ended(await stage.push());
      const again = await store.db.transaction().execute((trx) => retryRun(trx, first, 'test'));
      await stage.ended(again as number);
      expect(await pullable(stage)).toEqual([{ name: 'aside' }, ...left]);
    });
  });

  test('I2 a forced build is a new win beside the one that it replaces', async () => {
    const stage = await served();
    await stage.ended(await stage.push());
    const wins = () =>
      stage.store.db
        .selectFrom('wins')
        .select(['digest', 'replaced_at'])
        .where('image', '=', 'aside')
        .orderBy('id')
        .execute();
    const [first] = await wins();
    const files = { 'README.md': 'another commit\n' };
    const forced = await stage.push({ files, request: { images: ['aside'], force: true } });
    expect(await stage.ended(forced)).toMatchObject(succeeded);
    const after = await wins();
    expect(after).toHaveLength(2);
    expect(after[0]).toEqual({ digest: first?.digest, replaced_at: expect.any(Date) });
    expect(after[1]).toMatchObject({ replaced_at: null });
    expect(after[1]?.digest).not.toBe(first?.digest);
  });
});

describe('a release', () => {
  test.each([
    ['of all images', 'v1.0.0', 'v1.0.0', ['aside', 'base', 'leaf', 'mid']],
    ['of one image', 'mid/v1.0.0', 'v1.0.0', ['mid']],
  ])('%s puts its tag on them', async (_, gitTag, tag, released) => {
    const stage = await served();
    stage.repository.git('tag', gitTag);
    const run = await stage.ended(await stage.push({ kind: 'release', ref: `refs/tags/${gitTag}` }));
    expect(run, JSON.stringify(run)).toMatchObject(succeeded);
    const standing = await standingOf(registry.host, stage.namespace, stage.images);
    const tagged = Object.entries(standing).filter(([, { tags }]) => tags[tag] !== undefined);
    expect(tagged.map(([image]) => image).toSorted()).toEqual(released);
  });
});

describe('trust', () => {
  test('a pull request is built, stands on its own builds, and publishes nothing', async () => {
    const stage = await served();
    const pull = { kind: 'pull_request', trust: 'internal', ref: 'refs/pull/7/head' } as const;
    const run = await stage.push({ ...pull, files: stage.change('base') });
    const ended = await stage.ended(run);
    expect(ended, JSON.stringify(ended)).toMatchObject(succeeded);
    expect(await stage.builds(run)).toEqual({ base: 'landed', mid: 'landed', leaf: 'landed', aside: 'landed' });
    expect(await standingOf(registry.host, stage.namespace, stage.images)).toEqual({});
    expect(await stage.store.db.selectFrom('images').selectAll().execute()).toEqual([]);
  });

  test('S29 what a stranger asks for is planned, and built by nobody', async () => {
    const stage = await served();
    const pull = { kind: 'pull_request', trust: 'foreign', ref: 'refs/pull/7/head' } as const;
    const run = await stage.push({ ...pull, files: stage.change('base'), request: { approved: '0'.repeat(40) } });
    expect(await stage.ended(run)).toMatchObject({ state: 'succeeded', reason: expect.stringContaining('planned') });
    expect(await stage.builds(run)).toEqual({});
    const { plan } = await stage.store.db.selectFrom('runs').select('plan').executeTakeFirstOrThrow();
    expect(plan).toMatchObject({ event: { kind: 'build-only' } });
  });

  test('S29 the very commit that a person has approved is built without a secret', async () => {
    const asked: string[] = [];
    const secret = (_: unknown, name: string) => {
      asked.push(name);
      return 'hush';
    };
    const stage = await served({ worker: { secret } });
    const pull = { kind: 'pull_request', trust: 'foreign', ref: 'refs/pull/7/head' } as const;
    const commit = stage.repository.commit({ 'images/aside/build.yaml': 'name: aside\nsecrets: [token]\n' });
    const run = await stage.push({ ...pull, request: { approved: commit } });
    await stage.ended(run);
    expect(await stage.builds(run)).toMatchObject({ base: 'landed', aside: 'failed' });
    expect(asked).toEqual([]);
  });

  test('S23 an approved commit is not built by an engine that lets builds out; what may publish is', async () => {
    const built: string[] = [];
    const onBuild: FakeSteering['onBuild'] = async (request) => {
      built.push(imageOf(request));
      return undefined;
    };
    const refusesStrangers = {
      ...failure,
      reason: 'builder-unavailable',
      message: 'strangers are not let in',
    } as const;
    const stage = await served({ steering: { onBuild, refusesStrangers } });
    const pull = { kind: 'pull_request', trust: 'foreign', ref: 'refs/pull/7/head' } as const;
    const commit = stage.repository.git('rev-parse', 'HEAD');
    const run = await stage.push({ ...pull, request: { approved: commit } });
    expect(await stage.ended(run)).toMatchObject({ state: 'failed' });
    expect(await stage.builds(run)).toMatchObject({ base: 'failed', mid: 'blocked' });
    expect(built).toEqual([]);
    expect(await stage.ended(await stage.push())).toMatchObject({ state: 'succeeded' });
    expect(built).toContain('base');
  });
});

describe('failures', () => {
  test('F17 a parent that fails blocks its descendants; on retry it is built once, and they with it', async () => {
    let fails = true;
    const built: string[] = [];
    const onBuild: FakeSteering['onBuild'] = async (request) => {
      built.push(imageOf(request));
      return fails && imageOf(request) === 'mid' ? failure : undefined;
    };
    const stage = await served({ steering: { onBuild } });
    const run = await stage.push();
    expect(await stage.ended(run)).toMatchObject({ state: 'failed', reason: 'mid failed, leaf blocked' });
    expect(await stage.builds(run)).toEqual({ aside: 'landed', base: 'landed', leaf: 'blocked', mid: 'failed' });
    fails = false;
    built.length = 0;
    const { id } = await stage.store.db
      .selectFrom('builds')
      .select('id')
      .where('state', '=', 'failed')
      .executeTakeFirstOrThrow();
    const again = (await stage.store.db.transaction().execute((trx) => retryBuild(trx, id, 'test'))) as number;
    expect(await stage.ended(again)).toMatchObject(succeeded);
    expect(built).toEqual(['mid', 'leaf']);
  });

  test('a run is repeated as a whole or in what failed of it, when it is over', async () => {
    const { steering, reached, open } = gate('base');
    const stage = await served({ steering });
    const first = await stage.push();
    await reached;
    const retry = (onlyFailed: boolean) =>
      stage.store.db.transaction().execute((trx) => retryRun(trx, first, 'test', { onlyFailed }));
    expect(await retry(false)).toBe('not-over');
    open();
    await stage.ended(first);
    expect(await retry(true)).toBe('nothing-failed');
    const again = (await retry(false)) as number;
    expect(await stage.ended(again)).toMatchObject(succeeded);
    const row = await stage.store.db.selectFrom('runs').selectAll().where('id', '=', again).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ retry_of: first, created_by: 'test' });
  });
});

describe('F15 cancelling', () => {
  const cancel = (stage: ServerStage, run: number) =>
    stage.store.db.transaction().execute((trx) => requestCancel(trx, run, 'token:1'));

  test('a queued run ends now', async () => {
    const stage = await serverStage(registry);
    const run = await stage.push();
    expect(await cancel(stage, run)).toBe(true);
    expect(await stage.ended(run)).toMatchObject({ state: 'cancelled', reason: 'cancelled by token:1' });
    expect(await cancel(stage, run)).toBe(false);
  });

  test('a run that builds ends its builds, and none is left', async () => {
    const { steering, reached } = gate('mid');
    const stage = await served({ steering });
    const run = await stage.push();
    await reached;
    await cancel(stage, run);
    expect(await stage.ended(run)).toMatchObject({ state: 'cancelled' });
    expect(await stage.builds(run)).toMatchObject({ base: 'landed', mid: 'cancelled', leaf: 'cancelled' });
  });

  test('one build takes what stands on it along, and nothing else', async () => {
    const { steering, reached } = gate('mid');
    const stage = await served({ steering });
    const run = await stage.push();
    await reached;
    const { id } = await stage.store.db
      .selectFrom('builds')
      .select('id')
      .where('image', '=', 'mid')
      .executeTakeFirstOrThrow();
    await stage.store.db.transaction().execute((trx) => requestBuildCancel(trx, id));
    expect(await stage.ended(run)).toMatchObject({ state: 'failed' });
    expect(await stage.builds(run)).toEqual({ aside: 'landed', base: 'landed', leaf: 'cancelled', mid: 'cancelled' });
  });

  test('I6 racing success ends in one state, which stays', async () => {
    const stage = await served();
    for (let round = 0; round < 5; round += 1) {
      const run = await stage.push({ files: stage.change('aside') });
      const landed = registry.next(/^PUT .*\/aside\/manifests\/latest$/);
      await landed;
      await cancel(stage, run);
      const { state } = await stage.ended(run);
      expect(['succeeded', 'cancelled']).toContain(state);
      expect(await cancel(stage, run)).toBe(false);
      expect(await stage.ended(run)).toMatchObject({ state });
    }
  });

  test('a newer commit of a pull request takes the place of the older one', async () => {
    const { steering, reached, open } = gate('base');
    const stage = await served({ steering });
    const pull = { kind: 'pull_request', trust: 'internal', ref: 'refs/pull/7/head' } as const;
    const older = await stage.push(pull);
    await reached;
    open();
    const newer = await stage.push({ ...pull, files: stage.change('mid') });
    expect(await stage.ended(older)).toMatchObject({ state: expect.stringMatching(/superseded|succeeded/) });
    expect(await stage.ended(newer)).toMatchObject(succeeded);
  });
});

describe('order', () => {
  test('runs of one branch come one after the other, those of another beside them', async () => {
    const { steering, reached, open } = gate('base');
    const stage = await served({ steering }, chain, 'branches: { publish: [next] }\n');
    const first = await stage.push();
    await reached;
    const second = await stage.push({ files: stage.change('aside') });
    stage.repository.git('branch', 'next', 'HEAD~1');
    stage.repository.git('checkout', '--quiet', 'next');
    const beside = await stage.push({ ref: 'refs/heads/next', files: { 'images/base/Dockerfile': 'FROM scratch\n' } });
    const states = async () => {
      const rows = await stage.store.db.selectFrom('runs').select(['id', 'state']).orderBy('id').execute();
      return rows.map(({ state }) => state);
    };
    await untilState(stage, beside, 'running');
    expect(await states()).toEqual(['running', 'queued', 'running']);
    open();
    for (const run of [first, second, beside]) expect(await stage.ended(run)).toMatchObject(succeeded);
  });

  test('what a server hands back, another one finishes', async () => {
    const { steering, reached, open } = gate('base');
    const stage = await serverStage(registry);
    const first = await stage.serve({ steering });
    const run = await stage.push();
    await reached;
    await first.stop();
    const row = () => stage.store.db.selectFrom('runs').select(['state', 'attempts']).executeTakeFirstOrThrow();
    expect(await row()).toEqual({ state: 'queued', attempts: 0 });
    expect(await stage.builds(run)).toMatchObject({ base: 'ready' });
    open();
    const second = await stage.serve();
    onTestFinished(() => second.stop());
    expect(await stage.ended(run)).toMatchObject(succeeded);
  });
});

async function untilState(stage: ServerStage, run: number, state: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = async () => {
    const row = await stage.store.db.selectFrom('runs').select('state').where('id', '=', run).executeTakeFirst();
    if (row?.state === state) resolve();
  };
  const stop = await stage.store.listen('runs', () => void look());
  await look();
  await promise;
  await stop();
}
