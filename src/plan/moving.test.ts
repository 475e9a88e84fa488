import { describe, expect, test } from 'vitest';
import { type CommitPosition, movementAt } from './moving.ts';

const [tip, commit, older] = ['c'.repeat(40), 'b'.repeat(40), 'a'.repeat(40)] as const;
const recorded = (inCommitHistory: 'yes' | 'no' | 'unknown', id: string = older) => ({ commit: id, inCommitHistory });

describe('I9 tags of a branch move with its present history', () => {
  const rows: [string, CommitPosition, true | RegExp][] = [
    ['the tip, first publication', { commit: tip, tip, inTipHistory: 'yes' }, true],
    ['the tip over an older record', { commit: tip, tip, inTipHistory: 'yes', recorded: recorded('yes') }, true],
    ['the tip after a force-push', { commit: tip, tip, inTipHistory: 'yes', recorded: recorded('no') }, true],
    ['the tip in a shallow clone', { commit: tip, tip, inTipHistory: 'unknown', recorded: recorded('unknown') }, true],
    ['between the record and the tip', { commit, tip, inTipHistory: 'yes', recorded: recorded('yes') }, true],
    ['below the tip, first publication', { commit, tip, inTipHistory: 'yes' }, true],
    ['the recorded commit again', { commit, tip, inTipHistory: 'yes', recorded: recorded('yes', commit) }, true],
    [
      'again, in a shallow clone',
      { commit, tip, inTipHistory: 'unknown', recorded: recorded('unknown', commit) },
      true,
    ],
    ['older than the record', { commit, tip, inTipHistory: 'yes', recorded: recorded('no') }, /aaaaaaa is published/],
    ['dropped by a force-push', { commit, tip, inTipHistory: 'no' }, /bbbbbbb is not part of/],
    ['recorded, then dropped', { commit, tip, inTipHistory: 'no', recorded: recorded('yes', commit) }, /not part of/],
    ['place unknown', { commit, tip, inTipHistory: 'unknown' }, /too shallow to place bbbbbbb/],
    ['record’s place unknown', { commit, tip, inTipHistory: 'yes', recorded: recorded('unknown') }, /whether aaaaaaa/],
  ];
  test.each(rows)('%s', (_, position, expected) => {
    const movement = movementAt(position);
    if (expected === true) expect(movement).toEqual({ move: true });
    else expect(movement).toEqual({ move: false, why: expect.stringMatching(expected) });
  });
});
