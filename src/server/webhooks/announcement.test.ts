import examples from '@octokit/webhooks-examples';
import { describe, expect, test } from 'vitest';
import { giteaPayloads, giteaPullRequest, giteaPush } from '../../../test/rig/gitea-payloads.ts';
import { readAnnouncement } from './announcement.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}
const github = examples as unknown as readonly Example[];
const known = ['push', 'create', 'delete', 'pull_request', 'release', 'ping'];
const bodies = (name: string) => github.find((each) => each.name === name)?.examples ?? [];
const changeOf = (event: string, body: unknown) => {
  const read = readAnnouncement(event, body);
  if (!read.ok) throw new Error(read.error);
  return read.value.change;
};

test('every payload that GitHub publishes is read, under its own event', () => {
  const unread = github.flatMap(({ name, examples: all }) =>
    all.flatMap((body) => {
      const read = readAnnouncement(name, body);
      return read.ok ? [] : [`${name}: ${read.error}`];
    }),
  );
  expect(unread).toEqual([]);
});

test('every payload of Gitea is read, under its own event', () => {
  const unread = giteaPayloads.flatMap(({ event, body }) => {
    const read = readAnnouncement(event, body);
    return read.ok ? [] : [`${event}: ${read.error}`];
  });
  expect(unread).toEqual([]);
});

test('S6 a body under the header of another event is refused, wherever either of them would do something', () => {
  const taken = github.flatMap(({ name, examples: all }) =>
    github
      .map((other) => other.name)
      .filter((claimed) => claimed !== name && [claimed, name].some((event) => known.includes(event)))
      .flatMap((claimed) =>
        all.flatMap((body) => (readAnnouncement(claimed, body).ok ? [`${name} as ${claimed}`] : [])),
      ),
  );
  expect(taken).toEqual([]);
});

describe('what is taken from a body', () => {
  const id = 'a'.repeat(40);
  const none = '0'.repeat(40);

  test('a push marks its ref', () => {
    expect(changeOf('push', giteaPush('refs/heads/main', none, id).body)).toEqual({
      kind: 'ref',
      ref: 'refs/heads/main',
      before: none,
      after: id,
    });
  });

  test('create, delete and a published release name the ref in full', () => {
    const refs = ['create', 'delete', 'release'].flatMap((event) =>
      giteaPayloads.filter((each) => each.event === event).map(({ body }) => changeOf(event, body)),
    );
    expect(refs.map((change) => (change.kind === 'ref' ? change.ref : change.kind))).toEqual([
      'refs/tags/v1.4.0',
      'refs/heads/numpy',
      'refs/heads/numpy',
      'refs/tags/v1.4.0',
      'none',
      'none',
    ]);
  });

  test('a pull request of the repository itself is not foreign, one of a fork or of Dependabot is', () => {
    const [body] = bodies('pull_request').filter(({ action }) => action === 'opened');
    const own = { id: 1 };
    const from = (repo: unknown, user: unknown, sender: unknown) => {
      const pull = body?.pull_request as { head: object };
      return changeOf('pull_request', {
        ...body,
        repository: { ...(body?.repository as object), ...own },
        sender,
        pull_request: { ...pull, user, head: { ...pull.head, repo } },
      });
    };
    const person = { id: 5, login: 'dependabot[bot]' };
    const dependabot = { id: 49_699_333, login: 'grace' };
    expect(from(own, person, person)).not.toHaveProperty('foreign');
    expect(from({ id: 2 }, person, person)).toHaveProperty('foreign', 'it comes from a fork');
    expect(from(null, person, person)).toHaveProperty('foreign', 'it comes from a fork');
    // S8: the id decides, whatever name it goes by.
    expect(from(own, dependabot, person)).toHaveProperty('foreign', 'Dependabot made it');
    expect(from(own, person, dependabot)).toHaveProperty('foreign', 'Dependabot made it');
  });

  test("Gitea's words for a pull request mean what GitHub's mean", () => {
    const actions = ['opened', 'synchronized', 'reopened', 'closed', 'label_updated', 'edited'].map((action) => {
      const change = changeOf('pull_request', giteaPullRequest(action).body);
      return change.kind === 'pull-request' ? change.action : change.kind;
    });
    expect(actions).toEqual(['opened', 'synchronize', 'reopened', 'closed', 'labeled', 'none']);
    expect(changeOf('pull_request', giteaPullRequest('opened', { fork: true }).body)).toHaveProperty('foreign');
    // Gitea does not say which label was put on, so that none is taken for it.
    expect(changeOf('pull_request', giteaPullRequest('label_updated').body)).not.toHaveProperty('label');
  });

  test('S8 nothing that people write into commits is kept', () => {
    const { body } = giteaPush('refs/heads/main', none, id);
    const read = readAnnouncement('push', body);
    expect(read).toMatchObject({ ok: true, value: { sender: '7', fullName: 'fleet-org/fleet' } });
    expect(JSON.stringify(read)).not.toMatch(/Grace|numpy|git\.example/);
  });
});

test.each([
  ['a ref that is an option', { ref: '--upload-pack=x' }],
  ['a ref that climbs', { ref: 'refs/heads/../../x' }],
  ['a short ref', { ref: 'main' }],
  ['a ref with a control character', { ref: 'refs/heads/a\u0000b' }],
  ['a ref with half a character', { ref: 'refs/heads/\ud800' }],
  ['a ref that is a list', { ref: ['refs/heads/main'] }],
  ['an id that is short', { after: 'abc' }],
  ['an id that is a number', { after: 7 }],
  ['an id of endless zeros', { after: '0'.repeat(100_000) }],
  ['a repository with a path', { repository: { full_name: '../../etc/passwd' } }],
  ['a repository that is none', { repository: null }],
])('%s is refused', (_, fields) => {
  const { body } = giteaPush('refs/heads/main', 'a'.repeat(40), 'b'.repeat(40));
  expect(readAnnouncement('push', { ...body, ...fields }).ok).toBe(false);
});
