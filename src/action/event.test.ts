import examples from '@octokit/webhooks-examples';
import { describe, expect, test } from 'vitest';
import { at } from '../base/at.ts';
import { type ActionEvent, readEvent } from './event.ts';

type Payload = Readonly<Record<string, unknown>>;
const known = examples as unknown as readonly { readonly name: string; readonly examples: readonly Payload[] }[];

/** A payload that GitHub really sent, with some fields put in their place. */
function payload(name: string, is: (payload: Payload) => boolean, fields: Payload = {}): unknown {
  const found = known.find((each) => each.name === name)?.examples.find(is);
  if (!found) throw new Error(`no payload of ${name} like that`);
  const copy = structuredClone(found) as Record<string, unknown>;
  for (const [path, value] of Object.entries(fields)) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    (at(copy, ...keys) as Record<string, unknown>)[last] = value;
  }
  return copy;
}

const action = (wanted: string) => (one: Payload) => one.action === wanted;
const pull = (fields: Payload = {}, of = 'opened') => payload('pull_request', action(of), fields);
const push = (fields: Payload = {}) =>
  payload('push', ({ ref, deleted }) => ref === 'refs/heads/master' && deleted === false, fields);
const OTHER = 'a'.repeat(40);
const dependabot = { login: 'dependabot[bot]', id: 49_699_333, type: 'Bot' };

type Case = readonly [what: string, name: string, payload: unknown, expected: Partial<ActionEvent>, ref?: string];
const cases: readonly Case[] = [
  ['a pull request of this repository', 'pull_request', pull(), { kind: 'pull-request', trust: 'internal' }],
  ['one that got new commits', 'pull_request', pull({}, 'synchronize'), { kind: 'pull-request', trust: 'internal' }],
  [
    'one from a fork',
    'pull_request',
    pull({ 'pull_request.head.repo.id': 7 }),
    { kind: 'pull-request', trust: 'foreign', why: 'it comes from a fork' },
  ],
  [
    'one whose fork is gone',
    'pull_request',
    pull({ 'pull_request.head.repo': null }),
    { kind: 'pull-request', trust: 'foreign' },
  ],
  [
    'one of Dependabot',
    'pull_request',
    pull({ 'pull_request.user': dependabot }),
    { kind: 'pull-request', trust: 'foreign', why: 'Dependabot made it' },
  ],
  [
    'one that a person made and Dependabot pushed to',
    'pull_request',
    pull({ sender: dependabot }, 'synchronize'),
    { kind: 'pull-request', trust: 'foreign' },
  ],
  ['a closed one', 'pull_request', pull({}, 'closed'), { kind: 'nothing', why: 'the pull request is closed' }],
  [
    'a review of one from a fork',
    'pull_request_review',
    payload('pull_request_review', action('submitted'), { 'pull_request.head.repo.id': 7 }),
    { kind: 'pull-request', trust: 'foreign' },
  ],
  [
    'a push to the default branch',
    'push',
    push(),
    { kind: 'branch', trust: 'trusted', branch: 'master', cause: 'push' },
  ],
  [
    'a push to another branch',
    'push',
    push({ ref: 'refs/heads/feature/cron' }),
    { kind: 'branch', trust: 'trusted', branch: 'feature/cron' },
  ],
  [
    'the first push of a branch',
    'push',
    push({ created: true, before: '0'.repeat(40) }),
    { kind: 'branch', branch: 'master' },
  ],
  ['a force-push', 'push', push({ forced: true, before: OTHER }), { kind: 'branch', branch: 'master' }],
  ['a push of Dependabot', 'push', push({ sender: dependabot }), { kind: 'branch', trust: 'foreign' }],
  [
    'a push without commits',
    'push',
    push({ commits: [], head_commit: null }),
    { kind: 'branch', trust: 'trusted', branch: 'master' },
  ],
  [
    'a deleted branch',
    'push',
    push({ deleted: true, after: '0'.repeat(40) }),
    { kind: 'nothing', why: 'master was deleted' },
  ],
  [
    'a pushed tag',
    'push',
    push({ ref: 'refs/tags/web/v1.2.3' }),
    { kind: 'tag', trust: 'trusted', tag: 'web/v1.2.3', sender: { id: '21031067', login: 'Codertocat' } },
  ],
  [
    'a deleted tag',
    'push',
    payload('push', ({ deleted }) => deleted === true),
    { kind: 'nothing', why: 'simple-tag was deleted' },
  ],
  ['a release', 'release', payload('release', action('published')), { kind: 'tag', tag: '0.0.1' }],
  [
    'a release that is deleted',
    'release',
    payload('release', action('deleted')),
    { kind: 'nothing', why: 'the release 0.0.1 was deleted, not published' },
  ],
  [
    'a merge queue',
    'merge_group',
    payload('merge_group', action('checks_requested')),
    { kind: 'merge-group', trust: 'internal' },
  ],
  [
    'a schedule',
    'schedule',
    { schedule: '0 4 * * *' },
    { kind: 'branch', trust: 'trusted', branch: 'main', cause: 'schedule' },
    'refs/heads/main',
  ],
  [
    'a start by hand',
    'workflow_dispatch',
    payload('workflow_dispatch', () => true, { inputs: { images: 'web cron', force: 'true' } }),
    { kind: 'branch', branch: 'main', cause: 'manual', asked: { images: 'web cron', force: true } },
    'refs/heads/main',
  ],
  [
    'a start by hand on a tag',
    'workflow_dispatch',
    payload('workflow_dispatch', () => true, { inputs: null }),
    { kind: 'tag', tag: 'v1.0.0' },
    'refs/tags/v1.0.0',
  ],
  ['pull_request_target', 'pull_request_target', pull(), { kind: 'refused' }],
  ['an event about something else', 'issues', {}, { kind: 'refused' }],
  ['a file of the event that is empty', 'push', undefined, { kind: 'refused' }],
];

describe('readEvent', () => {
  test.for(cases)('%s', ([, name, given, expected, ref = '']) => {
    expect(readEvent({ name, ref, payload: given })).toMatchObject(expected);
  });

  test('names the commits of a pull request', () => {
    const given = pull({ 'pull_request.head.sha': OTHER });
    const base = (given as { pull_request: { base: { sha: string } } }).pull_request.base.sha;
    expect(readEvent({ name: 'pull_request', ref: '', payload: given })).toMatchObject({
      pull: { number: 2, head: OTHER, base },
    });
  });

  test('S2 every payload that GitHub is known to send has an answer, whatever event it claims to be', () => {
    const names = ['push', 'pull_request', 'pull_request_review', 'release', 'merge_group', 'workflow_dispatch'];
    const payloads = known.flatMap((each) => each.examples);
    const kinds = names.flatMap((name) => payloads.map((one) => readEvent({ name, ref: '', payload: one }).kind));
    expect(new Set(kinds)).toEqual(
      new Set(['branch', 'tag', 'nothing', 'pull-request', 'merge-group', 'refused'] as const),
    );
  });
});
