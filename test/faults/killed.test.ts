import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { dieAndRecover } from './die-and-recover.ts';

/** Moments by name: before and after each stage that leaves something behind. */
const moments = [
  'before update runs running',
  'after update runs running',
  'after update runs plan',
  'before insert into builds',
  'after insert into builds',
  'after update builds ready',
  'before update builds claimed',
  'after update builds claimed',
  'during build',
  'end of build',
  'before settle',
  'after settle',
  'before update builds landed',
  'after insert wins',
  'before join',
  'after join',
  'before record open',
  'after record open',
  'before tag latest',
  'after tag latest',
  'before record closed',
  'after record closed',
  'before insert images',
  'after insert image_versions',
  'before update runs succeeded',
  'after update runs succeeded',
] as const;

/** The moments beside the named ones. Set to repeat a failure. */
const seed = Number(process.env.CASKWRIGHT_TEST_SEED ?? randomInt(1, 1_000_000));

/** Tests that run at the same time cannot clean up after themselves: these run in fours, within a test. */
const AT_A_TIME = 4;

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

describe('F1 kill -9', { timeout: 120_000 }, () => {
  const fours = Array.from({ length: Math.ceil(moments.length / AT_A_TIME) }, (_, four) =>
    moments.slice(four * AT_A_TIME, (four + 1) * AT_A_TIME),
  );
  test.for(fours.map((four) => ({ four, name: four.join(' · ') })))('$name', async ({ four }) => {
    const found = await Promise.all(four.map((at) => dieAndRecover(registry, { at, nth: 1 })));
    expect(Object.fromEntries(four.map((at, turn) => [at, found[turn]]))).toEqual(
      Object.fromEntries(four.map((at) => [at, []])),
    );
  });

  test.for(['server', 'worker', 'both'] as const)(`of %s at random (CASKWRIGHT_TEST_SEED=${seed})`, async (who) => {
    const deaths = [0, 1].map((turn) => ({
      nth: 1 + ((seed * 7919 + turn * 104_729) % (who === 'worker' ? 30 : 80)),
      later: (seed + turn) % 12,
    }));
    const found = await Promise.all(
      deaths.map((death) => dieAndRecover(registry, death, who === 'both' ? undefined : [who])),
    );
    expect(found, JSON.stringify(deaths)).toEqual([[], []]);
  });
});
