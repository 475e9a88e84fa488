// `node bench/logs/run.ts [--readers 200] [--rate 5000] [--seconds 10] [--runs 3] [--smoke]`: what readers of a log cost
// the build that writes it, and the server.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { print, say } from '../peers.ts';
import { formatRatio, median, ratioOf } from '../statistics.ts';
import { markdownTable } from '../table.ts';
import type { Read } from './readers.ts';
import type { Round } from './server.ts';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '200' },
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '10' },
    runs: { type: 'string', default: '3' },
    smoke: { type: 'boolean', default: false },
  },
});
const smoke = values.smoke;
const [readers, rate, seconds, runs] = smoke
  ? [50, 2000, 3, 1]
  : ([values.readers, values.rate, values.seconds, values.runs].map(Number) as [number, number, number, number]);

/** One of the readers of each round takes nothing. */
const STALLED = 1;

interface Measured extends Round {
  readonly read?: Read;
}

const server = fork(join(import.meta.dirname, 'server.ts'));
const { url } = await told<{ url: string }>(server);
let builds = 0;

/** A build that is followed by `count` readers, one of which is stalled. */
async function measured(count: number): Promise<Measured> {
  builds += 1;
  const build = builds;
  server.send({ prepare: build });
  await told(server);
  const crowd = count > 0 ? fork(join(import.meta.dirname, 'readers.ts')) : undefined;
  crowd?.send({ url: `${url}/api/v1/builds/${build}/logs/stream`, readers: count - STALLED, stalled: STALLED });
  if (crowd) await told(crowd);
  const reading = crowd && told<{ read: Read }>(crowd);
  server.send({ build, rate, seconds });
  const { round } = await told<{ round: Round }>(server);
  const read = reading && (await reading).read;
  crowd?.kill();
  return { ...round, ...(read ? { read } : {}) };
}

async function told<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}

await measured(1 + STALLED);
const alone: Measured[] = [];
const followed: Measured[] = [];
for (let round = 1; round <= runs; round += 1) {
  say(`round ${round} of ${runs}`);
  alone.push(await measured(0));
  followed.push(await measured(readers));
}
server.send({});
await once(server, 'exit');

const lines = rate * seconds;
const of = (rounds: readonly Measured[], value: (round: Measured) => number) => median(rounds.map(value));
const row = (name: string, rounds: readonly Measured[]) => [
  name,
  of(rounds, ({ build }) => build).toFixed(2),
  of(rounds, ({ written }) => written).toFixed(2),
  of(rounds, ({ read }) => (read ? read.lines / read.seconds : 0)).toFixed(0),
  `${of(rounds, ({ read }) => read?.whole ?? 0)}`,
  of(rounds, ({ processor }) => processor).toFixed(2),
  (of(rounds, ({ memory }) => memory) / 2 ** 20).toFixed(0),
  (of(rounds, ({ memory, idleMemory }) => memory - idleMemory) / 2 ** 20).toFixed(0),
];
const head = ['readers', 'build s', 'written s', 'lines/s out', 'whole logs', 'processor s', 'MB at most', 'MB more'];
print(`${lines} lines, ${rate} a second, ${runs} runs; one reader is stalled.\n`);
print(markdownTable(head, [row('none', alone), row(String(readers), followed)]));
const slowed = ratioOf(
  followed.map(({ build }) => build),
  alone.map(({ build }) => build),
);
print(`\nThe build took ${formatRatio(slowed)} times as long with readers.`);

const isWhole = followed.every(
  ({ read }) => read?.whole === readers - STALLED && read.lines === lines * (readers - STALLED),
);
if (!isWhole) throw new Error('a reader did not get the whole log');
if (smoke && slowed.median > 1.25) throw new Error('readers slow the build');
