import { randomUUID } from 'node:crypto';
import { MAX_ATTEMPTS } from '../../src/server/runs/claim.ts';
import type { TestRegistry } from '../rig/registry.ts';
import { type ServerStage, serverStage } from '../rig/server-stage.ts';
import { type Doomed, startDoomed } from './doomed.ts';
import { violations } from './invariants.ts';
import type { FaultProcess } from './process.ts';
import { recordTransitions } from './transitions.ts';

/** How long, and how hard. */
export interface SoakOptions {
  /** Processes that are killed in all. */
  readonly kills: number;
  /** Pushes in all, spread over the kills. */
  readonly pushes: number;
  /** Milliseconds between two kills at most. */
  readonly between: number;
  /** A number that makes the same choices again. */
  readonly seed: number;
  readonly onProgress?: (line: string) => void;
}

/** How a soak ended. */
export interface Soaked {
  readonly violations: readonly string[];
  readonly kills: number;
  readonly builds: number;
  readonly runs: number;
  /** What every process that was not killed in order said at its end. */
  readonly said: readonly string[];
}

const KINDS: readonly Partial<FaultProcess>[] = [
  { roles: ['server'] },
  { roles: ['server'] },
  { roles: ['worker'], slots: 2 },
  { roles: ['worker'], slots: 2 },
  { roles: ['worker'], slots: 2 },
];

/** Two servers and three workers on one database, killed and replaced one after the other while pushes come in. */
export async function soak(registry: TestRegistry, options: SoakOptions): Promise<Soaked> {
  const { kills, pushes, between, seed, onProgress = () => {} } = options;
  const random = randomNumbers(seed);
  const stage = await soakStage(registry);
  const living: Doomed[] = KINDS.map((kind) => startDoomed(stage, { ...kind, build: 50, worker: randomUUID() }));
  const said: string[] = [];
  let pushed = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    for (; pushed < Math.ceil(((kill + 1) * pushes) / kills); pushed += 1) await push(stage, pushed + 1);
    const at = random(KINDS.length);
    const victim = living[at] as Doomed;
    await Promise.race([wait(random(between)), victim.dead.then((log) => void said.push(log))]);
    while (await isSparing(stage)) await wait(100);
    victim.signal('SIGKILL');
    await victim.dead;
    living[at] = startDoomed(stage, { ...KINDS[at], build: 50, worker: randomUUID() });
    if (kill % 25 === 24) onProgress(`${kill + 1} killed, ${await open(stage)} runs open`);
  }
  while ((await open(stage)) > 0) await wait(200);
  for (const process of living) process.signal('SIGTERM');
  await Promise.all(living.map(({ dead }) => dead));
  const runs = await stage.store.db.selectFrom('runs').select(['id', 'state', 'reason']).execute();
  const builds = await stage.store.db.selectFrom('builds').select('id').execute();
  const unsuccessful = runs
    .filter(({ state }) => state !== 'succeeded')
    .map(({ id, state, reason }) => `run ${id} ${state}: ${reason}`);
  return {
    violations: [...unsuccessful, ...(await violations(stage, registry))],
    kills,
    builds: builds.length,
    runs: runs.length,
    said,
  };
}

/** Five images in three levels; one has versions and a secret. */
async function soakStage(registry: TestRegistry): Promise<ServerStage> {
  const parents = { base: 'scratch', mid: 'base', leaf: 'mid', other: 'base', aside: 'scratch' };
  const stage = await serverStage(registry, parents);
  stage.repository.commit(versioned(0));
  await recordTransitions(stage.store);
  return stage;
}

function versioned(number: number): Record<string, string> {
  return { 'images/aside/build.yaml': `name: aside\nversion: "1.${number}"\nsecrets: [canary_token]\n` };
}

/** Each changes one image in turn; the first of five changes what most stand on. */
async function push(stage: ServerStage, number: number): Promise<void> {
  const image = ['base', 'aside', 'mid', 'leaf', 'other'][number % 5] as string;
  await stage.push({ files: { ...stage.change(image), ...(image === 'aside' ? versioned(number) : {}) } });
}

async function open({ store }: ServerStage): Promise<number> {
  const rows = await store.db.selectFrom('runs').select('id').where('state', 'in', ['queued', 'running']).execute();
  return rows.length;
}

/** Whether something open would be given up if it died once more: that has a test of its own (F18), and it ends first here. */
async function isSparing({ store: { db } }: ServerStage): Promise<boolean> {
  const often = MAX_ATTEMPTS - 1;
  const runs = db.selectFrom('runs').select('id').where('state', 'in', ['queued', 'running']);
  const builds = db.selectFrom('builds').select('id').where('state', 'in', ['ready', 'claimed']);
  const run = await runs.where('attempts', '>=', often).executeTakeFirst();
  return (run ?? (await builds.where('attempts', '>=', often).executeTakeFirst())) !== undefined;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Mulberry32: the same numbers for the same seed. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
