import type { Registration } from '../../src/plan/registration.ts';
import { register } from '../../src/server/catalogue/register.ts';
import type { Store } from '../../src/server/store/store.ts';
import type { BuildState, RunState } from '../../src/server/store/tables.ts';

const CATEGORIES = ['base', 'jupyter', 'service', 'tool'];

export interface LargeFleet {
  readonly repository: string;
  readonly images: number;
  /** States of the builds of the last images, in turn; the others are in step. */
  readonly states?: readonly BuildState[];
  readonly runState?: RunState;
}

/**
 * Puts a repository, its catalogue and the run that published it into a database, as a server leaves them: each image
 * stands on one or two before it, about six levels deep. Returns the run.
 */
export async function insertFleet(store: Pick<Store, 'db'>, fleet: LargeFleet): Promise<number> {
  const { repository, images, states = [], runState = 'succeeded' } = fleet;
  const { db } = store;
  const url = `https://git.invalid/acme/${repository}`;
  await db
    .insertInto('repositories')
    .values({ id: repository, url, forge: 'github', full_name: `acme/${repository}`, baseline_at: new Date() })
    .execute();
  const planned = Array.from({ length: images }, (_, at) => plannedImage(at, at >= images - states.length));
  const run = await db
    .insertInto('runs')
    .values({
      repository_id: repository,
      kind: 'push',
      trust: 'trusted',
      ref: 'refs/heads/main',
      commit: 'c0ffee'.padEnd(40, '0'),
      state: runState,
      created_by: 'forge:github:1',
      started_at: new Date(),
      plan: JSON.stringify({ images: planned, nodes: [], levels: [], critical_path: [] }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [at, state] of states.entries()) {
    const image = planned[images - states.length + at]?.image ?? '';
    const row = { run_id: run.id, image, platform: 'linux/amd64', fingerprint: 'f', state };
    await db.insertInto('builds').values(row).execute();
  }
  await db.transaction().execute(async (trx) => {
    for (const [at, { image }] of planned.entries()) {
      await register(trx, repository, registrationOf(repository, image, at), run.id);
    }
  });
  return run.id;
}

function plannedImage(at: number, builds: boolean) {
  const parents = at === 0 ? [] : at < 4 ? [0] : at % 7 === 0 ? [at >> 2, (at >> 2) + 1] : [at >> 2];
  return {
    image: nameOf(at),
    version: `1.${at % 9}.${at % 4}`,
    action: builds ? 'build' : 'skip',
    fingerprint: digestOf(at).slice(7),
    source: digestOf(at).slice(7),
    parents: parents.map(nameOf),
    reasons: [{ kind: 'changed', component: 'context', text: builds ? 'context changed' : 'in step' }],
  };
}

const nameOf = (at: number) => `${CATEGORIES[at % 4]}-${String(at).padStart(3, '0')}`;
const digestOf = (at: number) => `sha256:${at.toString(16).padStart(64, 'a')}`;

function registrationOf(repository: string, name: string, at: number): Registration {
  return {
    name,
    display_name: name,
    description: `Image ${at} of ${repository}`,
    category: CATEGORIES[at % 4] ?? '',
    tags: at % 3 === 0 ? ['python'] : ['python', 'gpu'],
    metadata: {},
    version: `1.${at % 9}.${at % 4}`,
    registry_url: `registry.invalid/acme/${name}:1.${at % 9}.${at % 4}`,
    digest: digestOf(at),
    platforms: ['linux/amd64'],
    size: 40_000_000 + at,
    fingerprint: digestOf(at).slice(7),
    source: {
      repository: `https://git.invalid/acme/${repository}`,
      commit: 'c0ffee'.padEnd(40, '0'),
      ref: 'refs/heads/main',
    },
    built_at: new Date(Date.now() - at * 3_600_000).toISOString(),
  };
}
