import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Measured, measure } from '../measure.ts';
import { buildxProgram, bundledCommand, print, say } from '../peers.ts';
import { formatRatio, median, ratioOf } from '../statistics.ts';
import { markdownTable } from '../table.ts';
import { type Generated, generate, parentOf, type Shape, shapes } from './generate.ts';

// Planning generated repositories, against `docker buildx bake --print` of the same graph and the two Git commands
// that no reader of a commit can do without. `--smoke` is small, and fails where the ratios are far off; `--shape` and
// `--images` leave out the cases of other shapes and sizes.

const { values: options } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    shape: { type: 'string' },
    images: { type: 'string' },
  },
});

/** What is measured side by side, in this order, again and again. */
type Contender = 'cold' | 'warm' | 'changed' | 'worktree' | 'bake' | 'git';
type Samples = Readonly<Record<Contender, readonly Measured[]>>;

interface Case {
  readonly shape: Shape;
  readonly count: number;
  readonly runs: number;
}

const runs = Number(options.runs);
const cases: readonly Case[] = options.smoke
  ? [{ shape: 'tree', count: 300, runs: 3 }]
  : [
      { shape: 'tree', count: 1000, runs },
      { shape: 'tree', count: 5000, runs },
      { shape: 'tree', count: 10_000, runs },
      ...shapes
        .filter((shape) => shape !== 'tree')
        .flatMap((shape) => [
          { shape, count: 1000, runs },
          { shape, count: 5000, runs: Math.min(runs, 3) },
        ]),
    ];

const cli = bundledCommand();
const buildx = buildxProgram();
const measured: (readonly [Case, Samples])[] = [];
for (const one of cases.filter(isWanted)) {
  measured.push([one, await measureCase(one)]);
  // Whoever ends a long run early has what it found so far.
  say(`${coldTable()}\n\n${warmTable()}`);
}
print(`${coldTable()}\n\n${warmTable()}`);
if (options.smoke) checkLoosely();

function isWanted({ shape, count }: Case): boolean {
  return [shape, undefined].includes(options.shape as Shape) && [String(count), undefined].includes(options.images);
}

async function measureCase(one: Case): Promise<Samples> {
  const { shape, count } = one;
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-bench-plan-'));
  try {
    say(`${shape} of ${count}: making the repository`);
    const generated = await generate(folder, shape, count);
    await verify(folder, generated, one);
    const samples: Record<Contender, Measured[]> = { cold: [], warm: [], changed: [], worktree: [], bake: [], git: [] };
    for (let run = 0; run < one.runs; run += 1) {
      say(`${shape} of ${count}: run ${run + 1} of ${one.runs}`);
      forget(generated);
      samples.cold.push(await plan(generated, ['--rev', 'HEAD']));
      if (run < bakeRuns(one)) samples.bake.push(await bake(generated));
      samples.warm.push(await plan(generated, ['--rev', 'HEAD']));
      samples.git.push(await git(generated));
      changeOne(generated, run);
      samples.changed.push(await plan(generated, ['--rev', 'HEAD']));
      forget(generated);
      samples.worktree.push(await plan(generated, []));
    }
    return samples;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where bake takes minutes it runs once. */
function bakeRuns({ shape, count, runs: all }: Case): number {
  return count > 5000 || (shape === 'chain' && count > 1000) ? 1 : all;
}

/** Each image is new to the empty folder: all of them are read, hashed and compared with it. */
function plan({ repository }: Generated, args: readonly string[], output?: string): Promise<Measured> {
  return measure({
    command: process.execPath,
    args: [cli, 'plan', ...args, '--output', `oci:${repository}/../empty`, '--format', 'json'],
    cwd: repository,
    ...(output === undefined ? {} : { output }),
  });
}

function bake({ repository, bakeFile }: Generated, output?: string): Promise<Measured> {
  const args = ['bake', '--file', bakeFile, '--print'];
  return measure({ command: buildx, args, cwd: repository, ...(output === undefined ? {} : { output }) });
}

/** Both commands, one after the other, as one measurement. */
async function git({ repository, blobList }: Generated): Promise<Measured> {
  const list = await measure({ command: 'git', args: ['ls-tree', '-r', 'HEAD'], cwd: repository });
  const read = await measure({ command: 'git', args: ['cat-file', '--batch'], cwd: repository, input: blobList });
  return {
    ...read,
    seconds: list.seconds + read.seconds,
    processor: list.processor + read.processor,
    megabytes: Math.max(list.megabytes, read.megabytes),
  };
}

/** Commits a change of one image. */
function changeOne({ repository }: Generated, run: number): void {
  const file = `images/${readdirSync(join(repository, 'images')).at(7 * (run + 2))}/requirements.txt`;
  appendFileSync(join(repository, file), `changed-by-run==1.${run + 1}.0\n`);
  const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];
  execFileSync('git', [...identity, 'commit', '--quiet', '--message=change', file], { cwd: repository });
}

/** Empties what an earlier run has remembered. */
function forget({ repository }: Generated): void {
  rmSync(join(repository, '.git/caskwright'), { recursive: true, force: true });
}

/** That both have done the whole work is looked at once, before anything is measured; it warms the file cache for both. */
async function verify(folder: string, generated: Generated, { shape, count }: Case): Promise<void> {
  const output = join(folder, 'output.json');
  const texts: string[] = [];
  for (const args of [['--rev', 'HEAD'], ['--rev', 'HEAD'], []]) {
    await plan(generated, args, output);
    texts.push(readFileSync(output, 'utf8'));
  }
  if (new Set(texts).size > 1) throw new Error('a remembered plan, or that of the work tree, is another one');
  await verifyChanged(generated, output);
  const { images } = JSON.parse(texts[0] as string) as {
    images: { action: string; source: string; parents: string[] }[];
  };
  const parents = images.flatMap((image) => image.parents).length;
  const expected = Array.from({ length: count }, (_, at) => parentOf(shape, at)).filter(
    (at) => at !== undefined,
  ).length;
  const whole =
    images.length === count &&
    images.every(({ action }) => action === 'build') &&
    new Set(images.map(({ source }) => source)).size === count &&
    parents === expected;
  if (!whole) throw new Error(`the plan of a ${shape} of ${count} is not what it should be`);
  await bake(generated, output);
  const { target } = JSON.parse(readFileSync(output, 'utf8')) as { target: Record<string, unknown> };
  if (Object.keys(target).length !== count) throw new Error('bake has printed another graph');
}

/** A plan that remembers all but the image that was changed is the plan that remembers nothing. */
async function verifyChanged(generated: Generated, output: string): Promise<void> {
  const before = readFileSync(output, 'utf8');
  changeOne(generated, -1);
  await plan(generated, ['--rev', 'HEAD'], output);
  const remembering = readFileSync(output, 'utf8');
  forget(generated);
  await plan(generated, ['--rev', 'HEAD'], output);
  if (remembering === before) throw new Error('a change is not in the plan');
  if (remembering !== readFileSync(output, 'utf8')) throw new Error('what is remembered makes another plan');
}

function coldTable(): string {
  const head = [
    'shape',
    'images',
    'plan s',
    'bake s',
    'wall ratio',
    'processor ratio',
    'ms/image',
    'plan MB',
    'bake MB',
  ];
  const rows = measured.map(([{ shape, count }, { cold, bake: peers }]) => [
    shape,
    String(count),
    median(seconds(cold)).toFixed(2),
    median(seconds(peers)).toFixed(2),
    formatRatio(ratioOf(seconds(cold).slice(0, peers.length), seconds(peers))),
    formatRatio(ratioOf(processor(cold).slice(0, peers.length), processor(peers))),
    ((median(seconds(cold)) / count) * 1000).toFixed(2),
    peak(cold),
    peak(peers),
  ]);
  return markdownTable(head, rows);
}

function warmTable(): string {
  const head = [
    'shape',
    'images',
    'second plan s',
    'Git s',
    'wall ratio',
    'processor ratio',
    'one changed s',
    'wall ratio',
    'work tree s',
    'plan MB',
    'Git MB',
  ];
  const rows = measured.map(([{ shape, count }, { warm, changed, git: peers, worktree }]) => [
    shape,
    String(count),
    median(seconds(warm)).toFixed(2),
    median(seconds(peers)).toFixed(3),
    formatRatio(ratioOf(seconds(warm), seconds(peers))),
    formatRatio(ratioOf(processor(warm), processor(peers))),
    median(seconds(changed)).toFixed(2),
    formatRatio(ratioOf(seconds(changed), seconds(peers))),
    median(seconds(worktree)).toFixed(2),
    peak(warm),
    peak(peers),
  ]);
  return markdownTable(head, rows);
}

function seconds(samples: readonly Measured[]): readonly number[] {
  return samples.map((sample) => sample.seconds);
}

function processor(samples: readonly Measured[]): readonly number[] {
  return samples.map((sample) => sample.processor);
}

function peak(samples: readonly Measured[]): string {
  return Math.max(...samples.map(({ megabytes }) => megabytes)).toFixed(0);
}

/** Loose enough for a busy machine: what fails here has grown by a multiple. */
function checkLoosely(): void {
  for (const [{ shape, count }, { cold, warm, bake: peers }] of measured) {
    const ratio = ratioOf(processor(cold), processor(peers)).median;
    const second = ratioOf(processor(warm), processor(cold)).median;
    if (ratio > 8)
      throw new Error(`planning a ${shape} of ${count} takes ${ratio.toFixed(1)} × of bake's processor time`);
    if (second > 1.3) throw new Error(`a second plan takes ${second.toFixed(2)} × of the first`);
  }
}
