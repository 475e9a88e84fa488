import { describe, expect, test } from 'vitest';
import { ok } from '../base/result.ts';
import { approvalOf, approversOf } from './approval.ts';
import type { GitHub, Review } from './github.ts';

const [head, old] = ['a'.repeat(40), 'b'.repeat(40)];
const review = (user: string, state: string, commit = head, isPerson = true): Review => ({
  user,
  state,
  commit,
  isPerson,
});

describe('S29 approversOf', () => {
  test.each<[string, readonly Review[], readonly string[]]>([
    ['an approval of this commit', [review('ada', 'APPROVED')], ['ada']],
    ['one of an older commit', [review('ada', 'APPROVED', old)], []],
    ['one that a comment follows', [review('ada', 'APPROVED'), review('ada', 'COMMENTED')], ['ada']],
    ['one that was taken back', [review('ada', 'APPROVED'), review('ada', 'CHANGES_REQUESTED')], []],
    ['one that was dismissed', [review('ada', 'DISMISSED')], []],
    ['one of an app', [review('helper[bot]', 'APPROVED', head, false)], []],
    ['no review', [], []],
  ])('%s', (_, reviews, expected) => expect(approversOf(reviews, head)).toEqual(expected));
});

describe('S29 approvalOf', () => {
  const github = (permissions: Readonly<Record<string, string>>): GitHub =>
    ({
      reviews: async () => ok([review('ada', 'APPROVED'), review('eve', 'APPROVED')]),
      permission: async (user: string) => ok(permissions[user] ?? 'read'),
    }) as unknown as GitHub;
  const pull = { number: 1, head, base: old };

  test('counts only those who may write', async () => {
    expect(await approvalOf(pull, github({ eve: 'write' }))).toEqual({ approved: true, why: 'eve approved it' });
    expect(await approvalOf(pull, github({ ada: 'read', eve: 'none' }))).toMatchObject({ approved: false });
  });

  test('without a token there is none', async () => {
    expect(await approvalOf(pull, undefined)).toMatchObject({ approved: false });
  });
});
