import { valid, validRange } from '@renovatebot/pep440';
import { expect, test } from 'vitest';
import { randomNumbers } from '../../test/rig/random.ts';
import { exactVersion, parseRequirement } from './requirement.ts';

test('a version of numbers alone is what PEP 440 says that it is', () => {
  const random = randomNumbers(Date.now() % 1_000_000);
  const piece = () => ['0', '1', '26', '007', '2024', '.', '.', '.', '*', 'a1', '+x', '!', '-', ' '][random(14)];
  for (let round = 0; round < 2000; round += 1) {
    const version = Array.from({ length: 1 + random(6) }, piece)
      .join('')
      .trim();
    const read = parseRequirement(`numpy==${version}`);
    expect(read.ok, version).toBe(validRange(`==${version}`));
    if (read.ok) expect(exactVersion(read.value) !== undefined, version).toBe(valid(version) !== null);
  }
});
