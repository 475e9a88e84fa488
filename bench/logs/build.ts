// A build that says `rate` lines a second for `seconds`: what it says waits in the pipe where nobody takes it.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const [rate = 5000, seconds = 10] = process.argv.slice(2).map(Number);
const TICK = 20;
const each = Math.round((rate * TICK) / 1000);
const line = `#12 34.56 ${'Setting up a package of the usual length (1.2.3-4) ... '.repeat(2)}`;
const start = performance.now();
for (let said = 0; said < rate * seconds; said += each) {
  if (!process.stdout.write(`${line}\n`.repeat(each))) await once(process.stdout, 'drain');
  const due = start + ((said + each) * 1000) / rate;
  await sleep(Math.max(0, due - performance.now()));
}
