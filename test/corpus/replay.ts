/**
 * Replays the newest commits of public repositories: each is adopted in memory, read, and planned against the one
 * before it, as `init` and `plan --since` would. `node test/corpus/replay.ts [--commits N] <clone>[@<revision>] …`.
 * All commits of a repository are planned in this one process, which remembers what it has read; nothing is written.
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { markdownTable } from '../../bench/table.ts';
import { loadRepository } from '../../src/engine/load.ts';
import type { Graph } from '../../src/plan/graph.ts';
import { planSince } from '../../src/plan/since.ts';
import { resolveCommit } from '../../src/repository/history.ts';
import type { Kept, Memory } from '../../src/repository/memory.ts';
import { type GitRepository, openRepository } from '../../src/repository/open.ts';
import { adoptedTree } from './adopted-tree.ts';

const { values, positionals } = parseArgs({
  options: { commits: { type: 'string', default: '1000' } },
  allowPositionals: true,
});

/** One commit, planned. Times in milliseconds. */
interface Replayed {
  readonly adopting: number;
  readonly planning: number;
  readonly images: number;
  readonly builds: number;
  readonly errors: readonly string[];
}

const rows: string[][] = [];
for (const argument of positionals) {
  const [folder = '', revision = 'HEAD'] = argument.split('@');
  const opened = await openRepository(folder, process.env);
  if (!opened.ok) throw new Error(opened.error.message);
  const name = basename(folder.replace(/\/repo$/, ''));
  const replayed = await replay(opened.value, await newest(opened.value, revision, Number(values.commits)));
  rows.push(rowOf(name, replayed));
  const errors = Map.groupBy(
    replayed.flatMap(({ errors }) => errors),
    (error) => error,
  );
  for (const [error, times] of errors) process.stdout.write(`${name}: ${error} (${times.length} commits)\n`);
}
const head = [
  'repository',
  'commits',
  'images',
  'with builds',
  'builds',
  'with errors',
  'init median ms',
  'init p99',
  'plan median ms',
  'plan p99',
  'plan max',
];
process.stdout.write(`${markdownTable(head, rows)}\n`);

/** The newest commits along first parents, the oldest of them first. */
async function newest({ git }: GitRepository, revision: string, count: number): Promise<readonly string[]> {
  const listed = await git.bytes(['rev-list', '--first-parent', `--max-count=${count + 1}`, revision, '--']);
  return Buffer.from(listed).toString('latin1').trim().split('\n').toReversed();
}

async function replay(repository: GitRepository, commits: readonly string[]): Promise<readonly Replayed[]> {
  const memory = inProcess();
  const replayed: Replayed[] = [];
  let before: Graph | undefined;
  for (const [at, revision] of commits.entries()) {
    const commit = await resolveCommit(repository, revision);
    if (!commit.ok) throw new Error(commit.error.message);
    const started = performance.now();
    const { tree } = await adoptedTree(repository, commit.value);
    const adopted = performance.now();
    const { graph, diagnostics } = await loadRepository(tree, {}, memory);
    const state = { graph, commit: tree.commit, dirty: false, destination: '' };
    const plan = before && planSince(state, before, commits[at - 1] as string);
    const planned = performance.now();
    await tree.close();
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    before = graph;
    if (!plan) continue;
    replayed.push({
      adopting: adopted - started,
      planning: planned - adopted,
      images: plan.images.length,
      builds: plan.images.filter(({ action }) => action === 'build').length,
      errors: errors.map(({ file, code, message }) => `${file.path}: ${code}: ${message}`),
    });
  }
  return replayed;
}

function rowOf(name: string, replayed: readonly Replayed[]): string[] {
  const ms = (times: readonly number[], share: number) => quantile(times, share).toFixed(0);
  const adopting = replayed.map((each) => each.adopting);
  const planning = replayed.map((each) => each.planning);
  const images = replayed.map((each) => each.images);
  return [
    name,
    `${replayed.length}`,
    `${Math.min(...images)}–${Math.max(...images)}`,
    `${replayed.filter(({ builds }) => builds > 0).length}`,
    `${replayed.reduce((sum, { builds }) => sum + builds, 0)}`,
    `${replayed.filter(({ errors }) => errors.length > 0).length}`,
    ms(adopting, 0.5),
    ms(adopting, 0.99),
    ms(planning, 0.5),
    ms(planning, 0.99),
    ms(planning, 1),
  ];
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** What one process remembers of what it has read. */
function inProcess(): Memory {
  const known = new Map<string, Kept>();
  return { recall: (name) => known.get(name), keep: (name, kept) => void known.set(name, kept) };
}
