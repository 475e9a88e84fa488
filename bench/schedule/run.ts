import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pushBusybox } from '../../scripts/demo/busybox.ts';
import { buildxRig, containersRig, type EngineRig } from '../../test/rig/engines.ts';
import { startRegistry } from '../../test/rig/registry.ts';
import { type BenchGraph, bound, chain, descendants, random, star, waves } from '../graphs.ts';
import { type Measured, measure } from '../measure.ts';
import { buildxProgram, bundledCommand, print, say } from '../peers.ts';
import { withRig } from '../rigs.ts';
import {
  BASE,
  bakeFile,
  caskwrightBuild,
  loopScript,
  published,
  type Target,
  targetIn,
  writeRepository,
} from '../stage.ts';
import { formatRatio, median, ratioOf } from '../statistics.ts';
import { markdownTable } from '../table.ts';
import { runWithFake } from './fake.ts';

// Building graphs of images that each sleep: how near the scheduler comes to what no schedule can beat, and how the
// command compares with `docker buildx bake --push` and with buildah in order, for real.

const { values: options } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
    /** Comma-separated: fake, buildx, buildah, failure. */
    parts: { type: 'string', default: 'fake,buildx,buildah,failure' },
    /** Comma-separated: the first words of graphs. */
    graphs: { type: 'string', default: 'chain,star,waves,random' },
  },
});
const runs = options.smoke ? 1 : Number(options.runs);
const parts = options.smoke ? ['fake', 'buildah', 'failure'] : options.parts.split(',');
const SECONDS = options.smoke ? 0.2 : 1;
const SEED = 20;

const graphs = {
  chain: chain(options.smoke ? 5 : 20, SECONDS),
  star: star(options.smoke ? 5 : 19, SECONDS),
  waves: waves(options.smoke ? 2 : 5, options.smoke ? 4 : 10, SECONDS),
  random: random(options.smoke ? 12 : 100, SEED, SECONDS, options.smoke ? 4 : 10),
};
const chosen = Object.entries(graphs).flatMap(([name, graph]) =>
  options.graphs.split(',').includes(name) ? [graph] : [],
);

const cli = bundledCommand();
const folder = mkdtempSync(join(tmpdir(), 'caskwright-bench-schedule-'));
const registry = await startRegistry();
let counter = 0;
try {
  await pushBusybox(`http://${registry.host}`, ...BASE, folder);
  if (parts.includes('fake')) print(`${await fakeTable()}\n`);
  if (parts.includes('buildx')) await withRig(await buildxRig(), async (rig) => print(`${await buildxTable(rig)}\n`));
  if (parts.includes('buildah')) {
    await withRig(await containersRig('buildah'), async (rig) => print(`${await buildahTable(rig)}\n`));
  }
  if (parts.includes('failure')) {
    await withRig(await buildxRig(), async (rig) => print(await failureTable(rig)));
  }
} finally {
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function fakeTable(): Promise<string> {
  const rows: string[][] = [];
  for (const graph of chosen) {
    const least = bound(graph);
    const taken: number[] = [];
    for (let run = 0; run < runs; run += 1) taken.push(await runWithFake(graph));
    const ratio = ratioOf(
      taken,
      taken.map(() => least),
    );
    if (options.smoke && ratio.median > 3)
      throw new Error(`${graph.name} takes ${ratio.median.toFixed(2)} × of the bound`);
    rows.push([graph.name, String(graph.slots), least.toFixed(2), median(taken).toFixed(2), formatRatio(ratio)]);
    say(rows.at(-1)?.join(' · ') ?? '');
  }
  return markdownTable(['graph', 'slots', 'bound s', 'run s', 'ratio'], rows);
}

/** How a peer builds a graph in a place of its own. */
type Peer = (graph: BenchGraph, place: Place) => Promise<Measured>;

async function buildxTable(rig: EngineRig): Promise<string> {
  const bake: Peer = async (graph, { repository, target }) => {
    writeFileSync(join(repository, 'docker-bake.json'), bakeFile(graph, target));
    const args = ['bake', '--file', 'docker-bake.json', '--push', '--provenance=false', '--progress=plain'];
    return measure({ command: buildxProgram(), args, cwd: repository, env: rig.environment });
  };
  return peerTable(rig, 'bake --push', runs, bake, () => {});
}

async function buildahTable(rig: EngineRig): Promise<string> {
  const inOrder: Peer = (graph, { repository, target }) =>
    measure({ command: 'bash', args: ['-c', loopScript(graph, target)], cwd: repository, env: rig.environment });
  return peerTable(rig, 'buildah in order', Math.min(runs, 2), inOrder, (graph, ratio) => {
    if (options.smoke && graph.slots > 1 && ratio > 3)
      throw new Error(`${graph.name}: ${ratio.toFixed(2)} × of buildah in order`);
  });
}

/** Each graph in turns with the command and with a peer; `check` throws where the median ratio is far off. */
async function peerTable(
  rig: EngineRig,
  peerName: string,
  times: number,
  peer: Peer,
  check: (graph: BenchGraph, ratio: number) => void,
): Promise<string> {
  await warmUp(rig);
  const rows: string[][] = [];
  for (const graph of chosen) {
    const ours: number[] = [];
    const inRun: number[] = [];
    const peers: number[] = [];
    for (let run = 0; run < times; run += 1) {
      const built = await buildWithCaskwright(rig, graph);
      ours.push(built.seconds);
      inRun.push(built.inRun);
      const place = newPlace(graph);
      peers.push((await peer(graph, place)).seconds);
      await expectAll(graph, place.target);
    }
    const ratio = ratioOf(ours, peers);
    check(graph, ratio.median);
    const seconds = [ours, inRun, peers].map((taken) => median(taken).toFixed(2));
    rows.push([graph.name, ...seconds, formatRatio(ratio)]);
    say(rows.at(-1)?.join(' · ') ?? '');
  }
  return markdownTable(['graph', `caskwright, ${rig.kind} s`, 'of it the run s', `${peerName} s`, 'ratio'], rows);
}

/** One of twenty fails: who ends how, and what the registry holds then. */
async function failureTable(rig: EngineRig): Promise<string> {
  const graph = random(20, SEED, SECONDS, 4);
  // Late enough that something was done before, early enough that something stands on it.
  const failing = graph.images.findLast(({ name }) => descendants(graph, name).size >= 3)?.name ?? 'image-000';
  const below = descendants(graph, failing);
  await warmUp(rig);
  const command = (name: string) => (name === failing ? 'sleep 0.5 && exit 7' : `sleep ${SECONDS}`);
  const ours = newPlace(graph, command);
  const built = await caskwrightBuild(cli, ours.repository, rig.kind, graph.slots, rig.environment, [1]);
  const have = await published(graph, ours.target);
  const named = Object.entries(built.outcomes).filter(([, outcome]) => outcome === 'failed' || outcome === 'blocked');
  const expected = graph.images.filter(({ name }) => name !== failing && !below.has(name)).length;
  const honest =
    have.length === expected &&
    built.outcomes[failing] === 'failed' &&
    [...below].every((name) => built.outcomes[name] === 'blocked') &&
    built.stderr.includes(failing);
  if (!honest)
    throw new Error(`a failure of ${failing} should leave ${expected} published: ${JSON.stringify(built.outcomes)}`);
  const peer = newPlace(graph, command);
  writeFileSync(join(peer.repository, 'docker-bake.json'), bakeFile(graph, peer.target));
  const args = ['bake', '--file', 'docker-bake.json', '--push', '--provenance=false', '--progress=plain'];
  await measure({ command: buildxProgram(), args, cwd: peer.repository, env: rig.environment, exitCodes: [1] });
  const peers = await published(graph, peer.target);
  const rows = [
    ['caskwright', `${have.length} of ${expected}`, named.map(([name, outcome]) => `${name} ${outcome}`).join(', ')],
    ['bake --push', `${peers.length} of ${expected}`, 'the failed step alone'],
  ];
  return markdownTable(['one of 20 fails', 'published of those that could be', 'named in the report'], rows);
}

/** The base is fetched, and every program has been started once, before anything is measured. */
async function warmUp(rig: EngineRig): Promise<void> {
  await buildWithCaskwright(rig, chain(2, 0));
}

async function buildWithCaskwright(rig: EngineRig, graph: BenchGraph) {
  const { repository, target } = newPlace(graph);
  const built = await caskwrightBuild(cli, repository, rig.kind, graph.slots, rig.environment);
  await expectAll(graph, target);
  return built;
}

async function expectAll(graph: BenchGraph, target: Target): Promise<void> {
  const have = await published(graph, target);
  if (have.length !== graph.images.length)
    throw new Error(`${target.namespace} has ${have.length} of ${graph.images.length}`);
}

/** A repository of a graph, and where its images go. */
interface Place {
  readonly repository: string;
  readonly target: Target;
}

function newPlace(graph: BenchGraph, command?: (name: string) => string): Place {
  counter += 1;
  const target = targetIn(registry.host, `run-${counter}`);
  const repository = join(folder, String(counter), 'repository');
  mkdirSync(repository, { recursive: true });
  writeRepository(repository, graph, target, ({ name, seconds }) => command?.(name) ?? `sleep ${seconds}`);
  return { repository, target };
}
