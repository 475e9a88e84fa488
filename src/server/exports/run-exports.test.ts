import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { standingOf } from '../../../test/rig/fleet-standing.ts';
import { startRegistry, type TestRegistry } from '../../../test/rig/registry.ts';
import { type ServerStage, serverStage } from '../../../test/rig/server-stage.ts';
import { err, ok } from '../../base/result.ts';
import type { Failure } from '../../build/failure.ts';
import type { Exporter } from '../../build/ports/exporter.ts';
import type { Publisher } from '../../build/ports/registry.ts';
import { defaultExports } from '../../definition/read-exports.ts';
import type { Connections } from '../../engine/connections.ts';
import { requestCancel } from '../runs/requests.ts';
import { phaseOfBuild, phaseOfRun } from './phase.ts';

const isRoot = process.getuid?.() === 0;

/** What a test makes of a run on its way; the exporter itself is the real one. */
interface Steering {
  readonly onBuild?: () => Promise<undefined>;
  readonly onTag?: () => Promise<undefined>;
  readonly onExport?: (...asked: Parameters<Exporter['export']>) => Promise<Failure | undefined>;
}

/** Holds whoever comes by until it is opened. */
function gate() {
  const reached = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  const pass = () => {
    reached.resolve();
    return open.promise.then(() => undefined);
  };
  return { pass, reached: reached.promise, open: () => open.resolve() };
}

function steered(real: Connections, { onTag, onExport }: Steering): Connections {
  return {
    ...real,
    registry(configuration) {
      const destination = real.registry(configuration);
      const tag: Publisher['tag'] = async (...args) => {
        await onTag?.();
        return destination.publisher.tag(...args);
      };
      return { ...destination, publisher: { ...destination.publisher, tag } };
    },
    async exports(configuration, to) {
      const parts = await real.exports(configuration, to);
      if (!parts.ok || !onExport) return parts;
      const { exporter } = parts.value;
      const own: Exporter = {
        hindrance: (request) => exporter.hindrance(request),
        async export(request, context) {
          const failure = await onExport(request, context);
          return failure ? err(failure) : exporter.export(request, context);
        },
      };
      return ok({ ...parts.value, exporter: own });
    },
  };
}

const full: Failure = { phase: 'export', reason: 'disk-full', message: 'no space left in /x', lastLines: [] };
const wanted = { 'images/base/build.yaml': 'name: base\nexports: [{ type: tar }]\n' };

describe.skipIf(!isRoot)(`disk images of a run${isRoot ? '' : ' (not root)'}`, { timeout: 30_000 }, () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry.stop());

  const stageOf = () => serverStage(registry, { base: 'scratch' });

  async function serve(stage: ServerStage, steering: Steering = {}): Promise<void> {
    const { onBuild } = steering;
    const server = await stage.serve({
      ...(onBuild ? { steering: { onBuild } } : {}),
      connections: (real) => steered(real, steering),
      coordinator: { exports: { ...defaultExports, storage: { kind: 'local', path: disksOf(stage) } } },
    });
    onTestFinished(() => server.stop());
  }

  const disksOf = ({ data }: ServerStage) => join(data, 'disks');
  const filesIn = (folder: string) =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => name)
      : [];
  const isPublished = async ({ namespace }: ServerStage) =>
    (await standingOf(registry.host, namespace, ['base'])).base?.tags.latest !== undefined;

  /** The phase of the run, and behind it those of its builds. */
  async function phases({ store: { db } }: ServerStage, run: number): Promise<readonly string[]> {
    const facts = await db
      .selectFrom('runs')
      .select(['state', 'exporting_at'])
      .where('id', '=', run)
      .executeTakeFirstOrThrow();
    const builds = await db.selectFrom('builds').select('state').where('run_id', '=', run).execute();
    const states = builds.map(({ state }) => state);
    return [phaseOfRun(facts, states), ...states.map((state) => phaseOfBuild(state, facts))];
  }

  test('come after its publication, and its phase says how far it is', async () => {
    const stage = await stageOf();
    const run = await stage.push({ files: wanted });
    expect(await phases(stage, run)).toEqual(['Pending']);
    const [build, tag, disk] = [gate(), gate(), gate()];
    await serve(stage, { onBuild: build.pass, onTag: tag.pass, onExport: disk.pass });
    await build.reached;
    expect(await phases(stage, run)).toEqual(['Building', 'Building']);
    build.open();
    await tag.reached;
    await expect.poll(() => phases(stage, run)).toEqual(['Pushing', 'Pushing']);
    tag.open();
    await disk.reached;
    await expect.poll(() => phases(stage, run)).toEqual(['GeneratingImages', 'GeneratingImages']);
    expect([await isPublished(stage), filesIn(disksOf(stage))]).toEqual([true, []]);
    disk.open();
    expect(await stage.ended(run)).toMatchObject({ state: 'succeeded' });
    expect(await phases(stage, run)).toEqual(['Completed', 'Completed']);
    expect(filesIn(join(disksOf(stage), 'fleet/base')).toSorted()).toEqual([
      expect.stringMatching(/^base-[0-9a-f]{12}-x86_64\.tar$/),
      expect.stringMatching(/^base-[0-9a-f]{12}-x86_64\.tar\.json$/),
    ]);
  });

  test('are cancelled with it, and no file stays', async () => {
    const stage = await stageOf();
    const reached = Promise.withResolvers<string>();
    await serve(stage, {
      async onExport({ folder }, { signal }) {
        reached.resolve(folder);
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return undefined;
      },
    });
    const run = await stage.push({ files: wanted });
    const folder = await reached.promise;
    await stage.store.db.transaction().execute((trx) => requestCancel(trx, run, 'test'));
    expect(await stage.ended(run)).toMatchObject({ state: 'cancelled' });
    expect(await phases(stage, run)).toEqual(['Cancelled', 'Cancelled']);
    expect([filesIn(disksOf(stage)), existsSync(folder)]).toEqual([[], false]);
  });

  test('that fail undo no publication, and the next run makes them', async () => {
    const stage = await stageOf();
    let attempts = 0;
    await serve(stage, {
      async onExport() {
        attempts += 1;
        return attempts === 1 ? full : undefined;
      },
    });
    const first = await stage.ended(await stage.push({ files: wanted }));
    expect(first.state).toBe('failed');
    expect(JSON.stringify(first.summary)).toContain('base has no tar for x86_64: no space left in /x');
    expect([await isPublished(stage), filesIn(disksOf(stage))]).toEqual([true, []]);
    const second = await stage.push();
    expect(await stage.ended(second)).toMatchObject({ state: 'succeeded' });
    expect(await stage.builds(second)).toEqual({});
    expect(filesIn(disksOf(stage))).toHaveLength(2);
  });
});
