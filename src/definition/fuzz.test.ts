import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fuzzReader, readers } from '../../test/rig/fuzz.ts';

/** Another one each time, so that every run of the suite reads texts that none has read before. */
const seed = Number(process.env.CASKWRIGHT_FUZZ_SEED ?? randomInt(2 ** 31));

describe(`any text, seed ${seed}`, () => {
  it.each(readers)('S18 S19 is read in time and reaches nothing else: %s', (...reader) => {
    const { executions, fault } = fuzzReader(reader, seed, 600);
    expect(fault, `again with: CASKWRIGHT_FUZZ_SEED=${seed}`).toBeUndefined();
    expect(executions).toBeGreaterThan(20);
  });
});
