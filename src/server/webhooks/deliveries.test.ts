import { renameSync } from 'node:fs';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { giteaPullRequest, giteaPush, giteaUser } from '../../../test/rig/gitea-payloads.ts';
import { cleanEnvironment, type TestRepository, testRepository } from '../../../test/rig/repository.ts';
import { remoteDefaultBranch } from '../../repository/remote-head.ts';
import { remoteRefs } from '../../repository/remote-refs.ts';
import { readAnnouncement } from './announcement.ts';
import type { ListRefs, Repository } from './baseline.ts';
import { claimDeliveries } from './claim.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createDeliveryLoop, type LoopParts } from './loop.ts';
import { reconcile } from './reconcile.ts';
import { redeliver } from './redeliver.ts';

const log = pino({ level: 'silent' });
const never = new AbortController().signal;
const NONE = '0'.repeat(40);

let store: TestStore;
let inbox: Inbox;
let origin: TestRepository;
let listed: number;
let senders: readonly string[] | undefined;
let list: ListRefs;
beforeAll(async () => {
  store = await testStore();
  inbox = createInbox(store);
});
beforeEach(async () => {
  for (const table of ['refs', 'runs', 'deliveries', 'repositories'] as const)
    await store.db.deleteFrom(table).execute();
  origin = testRepository({ a: '0' });
  listed = 0;
  senders = undefined;
  list = (repository, refs) => {
    listed += 1;
    return remoteRefs({ url: repository.url, transports: ['file'], settings: [] }, refs, cleanEnvironment);
  };
  await add('fleet', origin);
  await round();
});

const defaultBranch = ({ url }: Repository) =>
  remoteDefaultBranch({ url, transports: ['file'], settings: [] }, cleanEnvironment);
const add = (id: string, { path }: Pick<TestRepository, 'path'>) =>
  store.db
    .insertInto('repositories')
    .values({ id, url: `file://${path}`, forge: 'gitea', full_name: `fleet-org/${id}` })
    .execute();
const parts = (): LoopParts => ({
  store,
  log,
  list: (...asked) => list(...asked),
  defaultBranch,
  senders: () => senders,
  queued: async () => {},
});
const round = () => reconcile({ store, log, list, defaultBranch }, never);
const drain = () => createDeliveryLoop(parts()).drain();
const deliver = async ({ event, body }: { event: string; body: object }) => {
  const read = readAnnouncement(event, body);
  if (!read.ok) throw new Error(read.error);
  const scope = { kind: 'any-but', repositories: [] } as const;
  await inbox.put({ forge: 'gitea', guid: '', scope, announcement: read.value });
};
const runs = () => store.db.selectFrom('runs').selectAll().orderBy('id').execute();
const made = async () => (await runs()).map(({ kind, trust, ref, commit }) => `${kind} ${trust} ${ref} ${commit}`);
const deliveries = () => store.db.selectFrom('deliveries').selectAll().orderBy('id').execute();
const told = async () => (await deliveries()).map(({ state, reason }) => `${state}: ${reason}`);
const head = () => origin.git('rev-parse', 'HEAD');
/** A new commit on main, and the event of it. */
const pushed = (ref = 'refs/heads/main') => {
  const before = head();
  return giteaPush(ref, before, origin.commit({ a: String(Math.random()) }));
};
const pulled = (action: string, facts: { head?: string; fork?: boolean; label?: string; at?: string } = {}) => {
  const { event, body } = giteaPullRequest(action, facts);
  const pull = body.pull_request as { head: object };
  const { head: sha = head(), at: updated_at = '2026-01-02T03:04:05Z', label } = facts;
  return {
    event,
    body: {
      ...body,
      ...(label === undefined ? {} : { label: { name: label } }),
      pull_request: { ...pull, updated_at, head: { ...pull.head, sha } },
    },
  };
};
const pullAt = (commit: string) => origin.git('update-ref', 'refs/pull/5/head', commit);

describe('a ref', () => {
  test('that is pushed makes a run of its tip', async () => {
    await deliver(pushed());
    await drain();
    expect(await made()).toEqual([`push trusted refs/heads/main ${head()}`]);
    expect(await told()).toEqual(['done: null']);
    expect((await runs())[0]).toMatchObject({ created_by: 'forge:gitea:7', delivery_id: (await deliveries())[0]?.id });
  });

  test('S5 that was pushed twice before anybody looked makes one run, of the newer commit', async () => {
    await deliver(pushed());
    await deliver(pushed());
    await drain();
    expect(await made()).toEqual([`push trusted refs/heads/main ${head()}`]);
    expect(await told()).toEqual(['done: null', `ignored: refs/heads/main is at ${head().slice(0, 8)} already`]);
  });

  test('that is a tag makes a release, however many events tell of it', async () => {
    origin.git('tag', '-a', '-m', 'x', 'v1.4.0');
    await deliver(giteaPush('refs/tags/v1.4.0', NONE, origin.git('rev-parse', 'v1.4.0')));
    const about = { repository: { full_name: 'fleet-org/fleet' }, sender: giteaUser };
    await deliver({ event: 'create', body: { sha: head(), ref: 'v1.4.0', ref_type: 'tag', ...about } });
    const release = { tag_name: 'v1.4.0' };
    await deliver({ event: 'release', body: { action: 'published', release, ...about } });
    await drain();
    expect(await made()).toEqual([`release trusted refs/tags/v1.4.0 ${head()}`]);
  });

  test('that is gone is forgotten, and is work when it comes back to the same commit', async () => {
    origin.git('branch', 'side');
    await deliver(giteaPush('refs/heads/side', NONE, head()));
    await drain();
    origin.git('branch', '-D', 'side');
    await deliver(giteaPush('refs/heads/side', head(), NONE));
    await drain();
    origin.git('branch', 'side');
    await deliver(giteaPush('refs/heads/side', NONE, head()));
    await drain();
    expect(await told()).toEqual(['done: null', 'done: refs/heads/side is gone', 'done: null']);
    expect(await runs()).toHaveLength(2);
  });

  test('that is neither branch nor tag is no work', async () => {
    await deliver(giteaPush('refs/notes/commits', NONE, head()));
    await drain();
    expect(await told()).toEqual(['ignored: refs/notes/commits is neither a branch nor a tag']);
  });

  test('S8 of a sender who may not publish is built and not published; a tag is not even that', async () => {
    senders = ['8'];
    await deliver(pushed());
    origin.git('tag', 'v1');
    await deliver(giteaPush('refs/tags/v1', NONE, head()));
    await drain();
    expect(await made()).toEqual([`push internal refs/heads/main ${head()}`]);
    expect(await told()).toEqual(['done: null', 'ignored: the sender 7 may not publish refs/tags/v1']);
    // The reconciler does not come back to it in every round, and the permitted sender is still heard.
    expect(await round()).toBe(0);
    senders = ['7'];
    await deliver(giteaPush('refs/tags/v1', head(), head()));
    await drain();
    expect((await made()).at(-1)).toBe(`release trusted refs/tags/v1 ${head()}`);
  });
});

describe('a pull request', () => {
  test('of the repository itself is internal, one of a fork foreign, and says what it is compared with', async () => {
    pullAt(head());
    await deliver(pulled('opened'));
    await drain();
    await deliver({ ...pulled('reopened', { fork: true }) });
    pullAt(origin.commit({ a: 'next' }));
    await drain();
    expect((await made()).map((run) => run.split(' refs')[0])).toEqual([
      'pull_request internal',
      'pull_request foreign',
    ]);
    expect((await runs())[1]?.request).toMatchObject({ pull: 5, foreign: 'it comes from a fork' });
  });

  test('that gets a newer commit leaves the run of the older one', async () => {
    pullAt(head());
    await deliver(pulled('opened'));
    await drain();
    pullAt(origin.commit({ a: 'next' }));
    await deliver(pulled('synchronized'));
    await drain();
    expect((await runs()).map(({ state }) => state)).toEqual(['superseded', 'queued']);
  });

  test('that is closed ends its runs, and what of it comes late is no work', async () => {
    pullAt(head());
    await deliver(pulled('opened'));
    await drain();
    await deliver(pulled('closed', { at: '2026-01-02T04:00:00Z' }));
    await drain();
    await deliver(pulled('synchronized', { at: '2026-01-02T03:30:00Z' }));
    await drain();
    expect((await runs()).map(({ state }) => state)).toEqual(['cancelled']);
    expect((await told()).at(-1)).toBe('ignored: pull request 5 was closed since');
    await deliver(pulled('reopened', { at: '2026-01-02T05:00:00Z' }));
    await drain();
    expect((await runs()).map(({ state }) => state)).toEqual(['cancelled', 'queued']);
  });

  test('S29 of a stranger is approved by the label, for the commit that it was put on and by who may publish', async () => {
    const approval = { fork: true, label: 'caskwright: build' };
    pullAt(head());
    await deliver(pulled('labeled', { ...approval, label: 'bug' }));
    await deliver(pulled('labeled', { ...approval, head: 'f'.repeat(40) }));
    await drain();
    senders = ['8'];
    await deliver(pulled('labeled', approval));
    await drain();
    expect(await runs()).toEqual([]);
    senders = ['7'];
    await deliver(pulled('labeled', approval));
    await drain();
    expect((await runs()).map(({ trust, request }) => ({ trust, request }))).toEqual([
      { trust: 'foreign', request: expect.objectContaining({ approved: head() }) },
    ]);
  });
});

describe('F10 deliveries that come twice, late and in any order', () => {
  test.each([1, 2, 3, 4, 5])('end with a run of each tip and none twice (seed %i)', async (seed) => {
    const random = seeded(seed);
    const refs = ['refs/heads/main', 'refs/heads/side', 'refs/tags/v1'];
    const events = Array.from({ length: 12 }, () => {
      const ref = refs[random(refs.length)] ?? '';
      const before = origin.git('for-each-ref', '--format=%(objectname)', ref) || NONE;
      const after = origin.commit({ a: String(random(1e9)) });
      origin.git('update-ref', ref, after);
      return giteaPush(ref, before, after);
    });
    const waiting = [...events, ...events.filter(() => random(2) === 0)];
    while (waiting.length > 0) {
      const [event] = waiting.splice(random(waiting.length), 1);
      if (event) await deliver(event);
      if (random(3) === 0) await drain();
    }
    await drain();
    const tips = new Map(refs.map((ref) => [ref, origin.git('for-each-ref', '--format=%(objectname)', ref)]));
    const last = new Map((await runs()).map(({ ref, commit }) => [ref, commit]));
    expect([...last].every(([ref, commit]) => tips.get(ref) === commit)).toBe(true);
    expect(new Set(await made()).size).toBe((await runs()).length);
    // Nothing is left to be found.
    expect(await round()).toBe(0);
  });
});

describe('F11 what no delivery announces', () => {
  test('fifty tags at once are found, each a release, with one question to the remote for all', async () => {
    for (let count = 1; count <= 50; count += 1) origin.git('tag', `v1.0.${count}`);
    expect(await round()).toBe(50);
    listed = 0;
    await drain();
    expect((await made()).filter((run) => run.startsWith('release trusted refs/tags/v1.0.'))).toHaveLength(50);
    expect(listed).toBeLessThanOrEqual(4);
    expect(await round()).toBe(0);
  });

  test('a branch that moved, came or went is found, and only once', async () => {
    origin.git('branch', 'side');
    origin.commit({ a: 'x' });
    expect(await round()).toBe(2);
    expect(await round()).toBe(2);
    await drain();
    expect(await runs()).toHaveLength(2);
    origin.git('branch', '-D', 'side');
    await round();
    await drain();
    expect(await round()).toBe(0);
    expect((await runs()).map(({ created_by }) => created_by)).toEqual(['reconciler', 'reconciler']);
  });

  test('refs that are there when a repository is added are the baseline, not work', async () => {
    origin.git('tag', 'v0');
    await add('late', origin);
    await round();
    await drain();
    expect((await runs()).map(({ repository_id }) => repository_id)).toEqual(['fleet']);
  });

  test('the default branch of a repository is what HEAD names, as soon as the remote can be asked', async () => {
    const other = testRepository({ b: '0' });
    other.git('branch', '-m', 'trunk');
    await add('away', { path: `${other.path}-away` });
    await add('other', other);
    await round();
    const known = () => store.db.selectFrom('repositories').select(['id', 'default_branch']).orderBy('id').execute();
    const unasked = { id: 'away', default_branch: 'main' };
    expect(await known()).toEqual([
      unasked,
      { id: 'fleet', default_branch: 'main' },
      { id: 'other', default_branch: 'trunk' },
    ]);
    renameSync(other.path, `${other.path}-away`);
    await round();
    expect(await known()).toContainEqual({ ...unasked, default_branch: 'trunk' });
  });

  test('a push is work also where the baseline has seen its commit already', async () => {
    await store.db.deleteFrom('refs').execute();
    await store.db.updateTable('repositories').set({ baseline_at: null }).execute();
    const event = pushed();
    await deliver(event);
    await round();
    await drain();
    expect(await runs()).toHaveLength(1);
    expect(await round()).toBe(0);
  });
});

describe('S3 a delivery that cannot be worked off', () => {
  const soon = () =>
    store.db
      .updateTable('deliveries')
      .set({ next_at: new Date(0) })
      .execute();

  test('is set aside with its error after five tries, and others pass it by', async () => {
    await deliver(pushed());
    await store.db
      .updateTable('deliveries')
      .set({ change: JSON.stringify({ kind: 'ref', ref: null }) })
      .execute();
    origin.git('branch', 'side');
    await deliver(giteaPush('refs/heads/side', NONE, head()));
    for (let tries = 0; tries < 5; tries += 1) {
      await drain();
      await soon();
    }
    const [poison, good] = await deliveries();
    expect(poison).toMatchObject({ state: 'dead', attempts: 5, reason: expect.stringMatching(/./) });
    expect(good).toMatchObject({ state: 'done', attempts: 1 });
    expect(await made()).toEqual([`push trusted refs/heads/side ${head()}`]);
  });

  test('because its remote is out of reach does not hold up another repository', async () => {
    await add('gone', { path: '/nowhere' });
    const lost = giteaPush('refs/heads/main', NONE, head());
    await deliver({ ...lost, body: { ...lost.body, repository: { full_name: 'fleet-org/gone' } } });
    await deliver(pushed());
    await drain();
    expect((await deliveries()).map(({ state, attempts }) => ({ state, attempts }))).toEqual([
      { state: 'received', attempts: 1 },
      { state: 'done', attempts: 1 },
    ]);
    expect((await deliveries())[0]?.reason).toMatch(/cannot list the refs/);
  });

  test('F18 because it ends the server each time is set aside too', async () => {
    await deliver(pushed());
    await store.db
      .updateTable('deliveries')
      .set({ attempts: 5, next_at: new Date(0) })
      .execute();
    await drain();
    expect(await told()).toEqual(['dead: the server ended 5 times while it worked on it']);
  });

  test('F18 is claimed alone once it has failed, so that it takes no other along', async () => {
    await deliver(pushed());
    await deliver(pushed('refs/heads/side'));
    await deliver(pushed('refs/heads/other'));
    const [first] = await deliveries();
    const open = store.db.updateTable('deliveries').set({ attempts: 1, next_at: new Date(0) });
    await open.where('id', '=', first?.id ?? 0).execute();
    expect((await claimDeliveries(store.db)).map(({ id }) => id)).toEqual([first?.id]);
    expect(await claimDeliveries(store.db)).toHaveLength(2);
  });

  test('a server that comes back late does not settle what another one has claimed since', async () => {
    await deliver(pushed());
    const first = list;
    list = async (...asked) => {
      await soon();
      await claimDeliveries(store.db);
      return first(...asked);
    };
    await drain();
    expect(await runs()).toEqual([]);
    expect(await told()).toEqual(['received: null']);
  });

  test('a server that comes back late does not settle what another one has taken over', async () => {
    await deliver(pushed());
    const first = list;
    list = async (...asked) => {
      list = first;
      // The claim runs out, and another server works the delivery off in the meantime.
      await soon();
      await drain();
      return first(...asked);
    };
    await drain();
    expect(await runs()).toHaveLength(1);
  });
});

describe('a delivery that a person sends again', () => {
  const again = (id = 0) => store.db.transaction().execute((trx) => redeliver(trx, id));

  test('is work again, whatever was made of it', async () => {
    await deliver(pushed());
    await drain();
    const [delivery] = await deliveries();
    expect(await again(delivery?.id)).toBe(true);
    await drain();
    expect((await runs()).map(({ commit, delivery_id }) => [commit, delivery_id])).toEqual([
      [head(), delivery?.id],
      [head(), delivery?.id],
    ]);
  });

  test('is not, while it or one with the same effect is still to be worked off', async () => {
    const event = pushed();
    await deliver(event);
    const [first] = await deliveries();
    expect(await again(first?.id)).toBe(false);
    await drain();
    await deliver(event);
    expect(await again(first?.id)).toBe(false);
  });
});

test('the loop works off what comes while it runs, and stops with nothing half done', async () => {
  const settled = Promise.withResolvers<number>();
  const loop = createDeliveryLoop({ ...parts(), queued: async (_, run) => settled.resolve(run) });
  await loop.start();
  await deliver(pushed());
  const run = await settled.promise;
  await loop.stop();
  await loop.stop();
  expect((await runs()).map(({ id }) => id)).toEqual([run]);
});

function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
