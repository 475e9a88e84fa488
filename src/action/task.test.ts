import { describe, expect, test } from 'vitest';
import type { ActionEvent } from './event.ts';
import type { Inputs } from './inputs.ts';
import { decide, type Task } from './task.ts';

const inputs: Inputs = {
  command: 'auto',
  directory: '/work',
  images: [],
  releasers: [],
  push: 'auto',
  force: false,
  dryRun: false,
  byPlatform: false,
  layerCache: false,
  prune: false,
  comment: true,
};
const pull = { number: 4, head: 'a'.repeat(40), base: 'b'.repeat(40) };
const asked = { images: 'web, cron', force: true };
const internal: ActionEvent = { kind: 'pull-request', trust: 'internal', pull };
const foreign: ActionEvent = { kind: 'pull-request', trust: 'foreign', why: 'it comes from a fork', pull };
const pushed: ActionEvent = {
  kind: 'branch',
  trust: 'trusted',
  branch: 'main',
  cause: 'push',
  asked: { images: '', force: false },
};
const scheduled: ActionEvent = { ...pushed, cause: 'schedule' };
const manual: ActionEvent = { ...pushed, cause: 'manual', asked };
const sender = { id: '583231', login: 'octocat' };
const tag: ActionEvent = { kind: 'tag', trust: 'trusted', tag: 'v1.0.0', sender };
const queue: ActionEvent = { kind: 'merge-group', trust: 'internal', head: pull.head, base: pull.base };
const nothing: ActionEvent = { kind: 'nothing', why: 'main was deleted' };

type Row = readonly [what: string, event: ActionEvent, given: Partial<Inputs>, expected: Partial<Task>];
const rows: readonly Row[] = [
  ['a pull request is built', internal, {}, { do: 'build', needsApproval: false }],
  ['one of a stranger needs an approval', foreign, {}, { do: 'build', needsApproval: true }],
  ['S29 whatever its command', foreign, { command: 'build', force: true }, { do: 'build', needsApproval: true }],
  ['S29 nor does push: true help', foreign, { push: 'yes' }, { do: 'refuse' }],
  ['a merge queue is built', queue, {}, { do: 'build', needsApproval: false }],
  ['and may not be published either', queue, { push: 'yes' }, { do: 'refuse' }],
  ['a push is built', pushed, {}, { do: 'build', needsApproval: false }],
  [
    'one of a stranger is planned',
    { ...pushed, trust: 'foreign', why: 'Dependabot pushed it' },
    { command: 'build' },
    { do: 'plan', why: 'Dependabot pushed it: it is planned, not built' },
  ],
  ['a schedule looks for drift', scheduled, {}, { do: 'plan', drift: true }],
  ['unless it is to build', scheduled, { command: 'build' }, { do: 'build' }],
  [
    'a person’s choice counts',
    manual,
    {},
    { do: 'build', scope: { ...branch(), images: ['web', 'cron'], force: true } },
  ],
  [
    'inputs of the step come first',
    manual,
    { images: ['site'] },
    { scope: { ...branch(), images: ['site'], force: true } },
  ],
  [
    'a tag is released',
    tag,
    {},
    { do: 'build', scope: { kind: 'release', trust: 'trusted', tag: 'v1.0.0', images: [], force: false } },
  ],
  ['S8 by those who may, by login in any letter case', tag, { releasers: ['ada', 'OctoCat'] }, { do: 'build' }],
  ['S8 or by id', tag, { releasers: ['583231'] }, { do: 'build' }],
  ['S8 and by nobody else', tag, { releasers: ['ada'] }, { do: 'refuse', message: 'octocat may not release v1.0.0' }],
  [
    'S8 nor by one whom the payload does not name',
    { ...tag, sender: { id: '', login: '' } },
    { releasers: ['ada', ''] },
    { do: 'refuse' },
  ],
  ['and only planned where nothing may be pushed', tag, { push: 'no' }, { do: 'plan' }],
  ['command: release needs one', pushed, { command: 'release' }, { do: 'refuse' }],
  ['clean removes', scheduled, { command: 'clean' }, { do: 'clean', apply: true }],
  ['or says what would go', manual, { command: 'clean', dryRun: true }, { do: 'clean', apply: false }],
  ['S29 and is not for a pull request', foreign, { command: 'clean' }, { do: 'refuse' }],
  ['dry-run stops after the plan', pushed, { dryRun: true }, { do: 'plan', drift: false }],
  ['validate asks for no event', nothing, { command: 'validate' }, { do: 'validate' }],
  ['nothing stays nothing', nothing, { command: 'build' }, { do: 'nothing' }],
];

function branch() {
  return { kind: 'branch', trust: 'trusted', branch: 'main' } as const;
}

describe('decide', () => {
  test.each(rows)('%s', (_, event, given, expected) => {
    expect(decide(event, { ...inputs, ...given })).toMatchObject(expected);
  });
});
