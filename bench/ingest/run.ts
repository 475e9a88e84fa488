import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { print, say } from '../peers.ts';
import { formatRatio, median, ratioOf } from '../statistics.ts';
import { markdownTable } from '../table.ts';
import { type Load, prepare, send } from './load.ts';

// Webhooks taken in: verified, deduplicated and committed, beside edges that keep nothing. Sender, server and database
// share the machine's processors.

const { values: options } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, runs: { type: 'string', default: '3' } },
});
const runs = options.smoke ? 1 : Number(options.runs);
const COUNT = options.smoke ? 2_000 : 20_000;
/** What a steady sender sends a second. */
const RATE = 2_000;
const SECRET = 'the secret of the benchmark';
const edges = {
  raw: 'node:http, HMAC, JSON',
  octokit: 'fastify and @octokit/webhooks',
  memory: 'ours, nothing kept',
  caskwright: 'ours, committed',
};
type Edge = keyof typeof edges;

const taken = new Map<Edge, Load[]>();
const steady: Load[] = [];
for (let run = 0; run < runs; run += 1) {
  for (const edge of Object.keys(edges) as Edge[]) {
    const load = await measure(edge);
    taken.set(edge, [...(taken.get(edge) ?? []), load]);
    say(`${edge}: ${load.perSecond.toFixed(0)} a second`);
  }
  steady.push(await measure('caskwright', RATE));
}
print(
  markdownTable(
    ['edge', 'deliveries/s', 'ratio to the first', 'p50 ms', 'p99 ms'],
    (Object.keys(edges) as Edge[]).map(row),
  ),
);
const rate = median(steady.map(({ perSecond }) => perSecond));
const p99 = median(steady.map((load) => load.p99));
print(
  `\nAt a steady ${RATE} a second: ${rate.toFixed(0)} committed a second, p99 ${p99.toFixed(1)} ms, worst ${Math.max(...steady.map(({ worst }) => worst)).toFixed(1)} ms.`,
);
if (options.smoke && (rate < RATE / 4 || p99 > 2_000)) throw new Error('taking webhooks in is far slower than it was');

function row(edge: Edge): string[] {
  const loads = taken.get(edge) ?? [];
  const speed = (of: Edge) => (taken.get(of) ?? []).map(({ perSecond }) => perSecond);
  const middle = (of: (load: Load) => number) => median(loads.map(of)).toFixed(1);
  const ratio = formatRatio(ratioOf(speed(edge), speed('raw')));
  return [
    edges[edge],
    median(speed(edge)).toFixed(0),
    ratio,
    middle(({ p50 }) => p50),
    middle(({ p99: slow }) => slow),
  ];
}

/** Sends everything to an edge in a process of its own, and sees that it has kept each delivery once. */
async function measure(edge: Edge, steadily?: number): Promise<Load> {
  const { requests, distinct } = prepare(steadily === undefined ? COUNT : Math.min(COUNT, steadily * 5), SECRET);
  const folder = mkdtempSync('/tmp/cw-ingest-');
  const child = fork(fileURLToPath(new URL('edges.ts', import.meta.url)), [edge, SECRET, join(folder, 'data')]);
  try {
    const [port] = await once(child, 'message');
    await send(port, requests.slice(0, 500));
    const load = await send(port, requests.slice(500), steadily);
    child.send('end');
    const [kept] = await once(child, 'message');
    if (edge === 'caskwright' && kept !== distinct) throw new Error(`${kept} of ${distinct} deliveries were kept`);
    await once(child, 'exit');
    return load;
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
