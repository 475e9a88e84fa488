import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { soak } from './soak.ts';

// The long run: CASKWRIGHT_SOAK_KILLS=500 npx vitest run test/faults/soak.test.ts
const kills = Number(process.env.CASKWRIGHT_SOAK_KILLS ?? 12);
const seed = Number(process.env.CASKWRIGHT_TEST_SEED ?? randomInt(1, 1_000_000));
const timeout = 60_000 + kills * 5000;

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

test(`F1 F13 two servers and three workers, ${kills} of them killed (CASKWRIGHT_TEST_SEED=${seed})`, {
  timeout,
}, async () => {
  const onProgress = (line: string) => void process.stderr.write(`${line}\n`);
  const pushes = Math.ceil(kills / 3);
  const soaked = await soak(registry, { kills, pushes, between: 1500, seed, ...(kills > 50 ? { onProgress } : {}) });
  expect(soaked.violations, JSON.stringify(soaked)).toEqual([]);
  expect(soaked.builds).toBeGreaterThan(pushes);
});
