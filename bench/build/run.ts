import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pushBusybox } from '../../scripts/demo/busybox.ts';
import { containersRig, type EngineRig } from '../../test/rig/engines.ts';
import { startRegistry } from '../../test/rig/registry.ts';
import { chain } from '../graphs.ts';
import { measure } from '../measure.ts';
import { bundledCommand, print, say } from '../peers.ts';
import { withRig } from '../rigs.ts';
import { BASE, caskwrightBuild, loopScript, published, type Target, targetIn, writeRepository } from '../stage.ts';
import { formatRatio, median, ratioOf } from '../statistics.ts';
import { markdownTable } from '../table.ts';

// One image, built and pushed by the command and by the two engine commands that do the least: what planning, the
// written-out context, landing and the record cost beside the build itself.

const { values: options } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' } },
});
const runs = options.smoke ? 1 : Number(options.runs);
const MEGABYTE = 1024 ** 2;

interface Kind {
  readonly name: string;
  /** What its RUN does. */
  readonly command: string;
  /** MB of files in the context that no compression makes smaller. */
  readonly megabytes: number;
}

const kinds: readonly Kind[] = options.smoke
  ? [{ name: 'one RUN that does nothing', command: 'true', megabytes: 0 }]
  : [
      { name: 'one RUN that does nothing', command: 'true', megabytes: 0 },
      { name: '64 MB of files', command: 'true', megabytes: 64 },
      { name: 'one RUN of five seconds', command: 'sleep 5', megabytes: 0 },
    ];

const cli = bundledCommand();
const folder = mkdtempSync(join(tmpdir(), 'caskwright-bench-build-'));
const registry = await startRegistry();
const graph = chain(1, 0);
let counter = 0;
try {
  await pushBusybox(`http://${registry.host}`, ...BASE, folder);
  await withRig(await containersRig('buildah'), async (rig) => print(await table(rig)));
} finally {
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function table(rig: EngineRig): Promise<string> {
  await ours(rig, { name: 'warm-up', command: 'true', megabytes: 0 });
  const rows: string[][] = [];
  for (const kind of kinds) {
    const command: number[] = [];
    const inRun: number[] = [];
    const bare: number[] = [];
    let requests = { ours: 0, bare: 0 };
    for (let run = 0; run < runs; run += 1) {
      const built = await ours(rig, kind);
      command.push(built.seconds);
      inRun.push(built.inRun);
      const peer = await engineAlone(rig, kind);
      bare.push(peer.seconds);
      requests = { ours: built.requests, bare: peer.requests };
    }
    const whole = ratioOf(command, bare);
    if (options.smoke && whole.median > 12)
      throw new Error(`${kind.name}: ${whole.median.toFixed(2)} × of the engine alone`);
    rows.push([
      kind.name,
      median(command).toFixed(2),
      median(inRun).toFixed(2),
      median(bare).toFixed(2),
      formatRatio(whole),
      formatRatio(ratioOf(inRun, bare)),
      String(requests.ours),
      String(requests.bare),
    ]);
    say(rows.at(-1)?.join(' · ') ?? '');
  }
  const head = [
    'image',
    'command s',
    'of it the run s',
    'buildah alone s',
    'command ratio',
    'run ratio',
    'requests',
    'requests alone',
  ];
  return markdownTable(head, rows);
}

async function ours(rig: EngineRig, kind: Kind) {
  const { repository, target } = newPlace(kind);
  await registry.forget();
  const built = await caskwrightBuild(cli, repository, rig.kind, 1, rig.environment);
  const requests = (await registry.requests()).length;
  await expectPublished(target);
  return { ...built, requests };
}

async function engineAlone(rig: EngineRig, kind: Kind) {
  const { repository, target } = newPlace(kind);
  await registry.forget();
  const args = ['-c', loopScript(graph, target)];
  const built = await measure({ command: 'bash', args, cwd: repository, env: rig.environment });
  const requests = (await registry.requests()).length;
  await expectPublished(target);
  return { ...built, requests };
}

async function expectPublished(target: Target): Promise<void> {
  if ((await published(graph, target)).length !== 1) throw new Error(`${target.namespace} has no image`);
}

/** Content is new each time: neither the engine's layers nor the registry's blobs help. */
function newPlace({ command, megabytes }: Kind): { repository: string; target: Target } {
  counter += 1;
  const target = targetIn(registry.host, `run-${counter}`);
  const repository = join(folder, String(counter), 'repository');
  mkdirSync(repository, { recursive: true });
  const files = Object.fromEntries(
    Array.from({ length: megabytes }, (_, at) => [`files/${at}`, randomBytes(MEGABYTE)]),
  );
  writeRepository(repository, graph, target, () => command, files);
  return { repository, target };
}
