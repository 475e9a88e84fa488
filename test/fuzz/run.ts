/**
 * Reads random texts with every reader for a long time:
 *
 *   node test/fuzz/run.ts [seconds=60] [seed]
 *
 * Prints the seed, how many texts each reader has read, and the first fault of each; exit code 1 where there is one.
 */
import { randomInt } from 'node:crypto';
import { fuzzReader, readers } from '../rig/fuzz.ts';

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? randomInt(2 ** 31));
process.stdout.write(`seed ${seed}\n`);
let total = 0;
for (const reader of readers) {
  const { executions, fault } = fuzzReader(reader, seed, (seconds * 1000) / readers.length);
  total += executions;
  process.stdout.write(
    `${reader[0].padEnd(18)} ${executions.toLocaleString('en')} texts${fault ? `  ${fault.what}` : ''}\n`,
  );
  if (!fault) continue;
  process.stdout.write(`${JSON.stringify(fault.text)}\n`);
  process.exitCode = 1;
}
process.stdout.write(`${total.toLocaleString('en')} texts in all\n`);
