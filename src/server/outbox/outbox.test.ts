import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { err, ok } from '../../base/result.ts';
import { createHttp, type Http } from '../../system/http.ts';
import type { NotificationConfiguration } from '../configuration/configuration.ts';
import { statusSender } from '../forge/status-sender.ts';
import type { RunState } from '../store/tables.ts';
import { createAnnouncer } from './announcer.ts';
import { startBoss } from './boss.ts';
import { controlSender } from './control.ts';
import { slackSender, webhookSender } from './notifications.ts';
import { enqueue, type Message, type MessageKind, type Send, startOutbox } from './outbox.ts';
import { createPost } from './post.ts';

const log = pino({ level: 'silent' });
const signal = new AbortController().signal;
const swift = { limit: 2, first: 1, longest: 1 };

let store: TestStore;
let http: Http;
let run: number;
beforeAll(async () => {
  store = await testStore({ connections: 12 });
  await store.db
    .insertInto('repositories')
    .values({ id: 'images', url: 'https://x/acme/images', forge: 'github', full_name: 'acme/images' })
    .execute();
});
beforeEach(async () => {
  for (const table of ['outbox', 'runs'] as const) await store.db.deleteFrom(table).execute();
  http = createHttp({});
  const row = { repository_id: 'images', kind: 'push', trust: 'trusted', ref: 'refs/heads/main' } as const;
  const made = { ...row, commit: 'c'.repeat(40), created_by: 'forge:github:1', state: 'failed' as RunState };
  const summary = JSON.stringify({ images: [{ image: 'a<b', outcome: 'failed' }] });
  const { id } = await store.db
    .insertInto('runs')
    .values({ ...made, summary })
    .returning('id')
    .executeTakeFirstOrThrow();
  run = id;
});
afterEach(() => http.close());

const rows = () => store.db.selectFrom('outbox').selectAll().orderBy('id').execute();
const put = (message: Partial<Message> = {}) =>
  store.db
    .transaction()
    .execute((trx) => enqueue(trx, { kind: 'webhook', target: 't', key: 'k', payload: { a: 1 }, ...message }));
/** Starts to send with this one sender for all kinds; stops when the test ends. */
const start = async (send: Send, repetitions = swift) => {
  const senders: Record<MessageKind, Send> = { control: send, webhook: send, slack: send, status: send };
  const outbox = await startOutbox({ store, log, senders, repetitions });
  onTestFinished(() => outbox.stop());
  return outbox;
};
const settled = (state: string) =>
  expect.poll(async () => (await rows()).map((row) => row.state), { timeout: 15_000 }).toEqual([state]);

/** A service on this machine that answers as it is told and keeps what it got. */
async function service(answer: (response: ServerResponse, path: string) => void = (response) => response.end()) {
  const got: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    got.push({ path: request.url ?? '', headers: request.headers, body });
    answer(response, request.url ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

describe('a message', () => {
  test('is sent once it is committed, and not at all where the transaction fails', async () => {
    const sent = Promise.withResolvers<Message>();
    await start(async (message) => {
      sent.resolve(message);
      return ok(undefined);
    });
    const lost = store.db.transaction().execute(async (trx) => {
      await enqueue(trx, { kind: 'webhook', target: 't', key: 'lost', payload: {} });
      throw new Error('rolled back');
    });
    await expect(lost).rejects.toThrow('rolled back');
    await put({ key: 'kept' });
    expect(await sent.promise).toMatchObject({ kind: 'webhook', target: 't', key: 'kept', payload: { a: 1 } });
    await settled('sent');
  });

  test('that was put before the server started is sent too', async () => {
    await put();
    await start(async () => ok(undefined));
    await settled('sent');
  });

  test('with a key that was there already is the same message', async () => {
    await put();
    await put({ payload: { a: 2 } });
    expect(await rows()).toMatchObject([{ payload: { a: 1 } }]);
  });

  test('F7 that is not taken is repeated until it is', async () => {
    let tries = 0;
    await start(async () => {
      tries += 1;
      return tries < 3 ? err({ message: 'away', final: false }) : ok(undefined);
    });
    await put();
    await settled('sent');
    expect((await rows())[0]).toMatchObject({ attempts: 3, error: null });
  });

  test('that is never taken is given up with its error, and others pass it by', async () => {
    await start(async ({ key }) => (key === 'bad' ? err({ message: 'away', final: false }) : ok(undefined)));
    await put({ key: 'bad' });
    await put({ key: 'good' });
    await expect
      .poll(async () => (await rows()).map(({ state, error }) => `${state} ${error}`), { timeout: 15_000 })
      .toEqual(['dead away', 'sent null']);
  });

  test('that no repetition helps is not repeated', async () => {
    let tries = 0;
    await start(async () => {
      tries += 1;
      return err({ message: 'answered 410', final: true });
    });
    await put();
    await settled('dead');
    expect(tries).toBe(1);
  });

  test('of two servers is sent by one', async () => {
    const sent: string[] = [];
    const send: Send = async ({ key }) => {
      sent.push(key);
      return ok(undefined);
    };
    await start(send);
    await start(send);
    for (let count = 0; count < 20; count += 1) await put({ key: `k${count}` });
    await expect
      .poll(async () => new Set((await rows()).map((row) => row.state)), { timeout: 15_000 })
      .toEqual(new Set(['sent']));
    expect(sent.length).toBe(20);
  });
});

describe('S39 a post', () => {
  const post = (url: string, privateHosts: readonly string[]) =>
    createPost(http, privateHosts)(new URL(url), Buffer.from('{}'), {}, signal);

  test('goes to a private address only where its host is listed', async () => {
    const inside = await service();
    expect(await post(inside.url, [])).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('public internet') },
    });
    expect(inside.got).toEqual([]);
    expect(await post(inside.url, ['127.0.0.1'])).toEqual({ ok: true, value: undefined });
  });

  test('is not led inside by a redirect', async () => {
    const inside = await service();
    const leads = await service((response) => {
      response.writeHead(307, { location: inside.url.replace('127.0.0.1', 'localhost') }).end();
    });
    expect(await post(leads.url, ['127.0.0.1'])).toMatchObject({ ok: false });
    expect(inside.got).toEqual([]);
    expect(await post(leads.url, ['127.0.0.1', 'localhost'])).toMatchObject({ ok: true });
    expect(inside.got).toMatchObject([{ body: '{}' }]);
  });

  test('follows a few redirects, and no circle', async () => {
    const circle = await service((response) => response.writeHead(308, { location: '/again' }).end());
    expect(await post(circle.url, ['127.0.0.1'])).toMatchObject({ ok: false, error: { final: true } });
    expect(circle.got).toHaveLength(4);
  });
});

describe('who is told of a run', () => {
  const announce = (notifications: readonly NotificationConfiguration[], state: RunState = 'failed') =>
    store.db.transaction().execute(async (trx) => {
      await trx.updateTable('runs').set({ state }).where('id', '=', run).execute();
      const parts = { notifications, publicUrl: 'https://cw.example', takesStatus: () => true };
      await createAnnouncer(parts).runState(trx, run);
    });

  test('a webhook, signed; and Slack, with nothing that it takes for markup', async () => {
    const { got, url } = await service();
    const on = ['failed'] as const;
    const configured: readonly NotificationConfiguration[] = [
      { kind: 'webhook', url: `${url}hook`, secret: 'sesame', on },
      { kind: 'slack', url: `${url}slack`, on },
      { kind: 'webhook', url: `${url}not-for-failures`, on: ['succeeded'] },
      { kind: 'webhook', url: `${url}not-this-one`, on, repositories: ['other'] },
    ];
    await announce(configured);
    expect(JSON.stringify(await rows())).not.toContain(url);
    const post = createPost(http, ['127.0.0.1']);
    const senders = { webhook: webhookSender(configured, post), slack: slackSender(configured, post) };
    for (const row of await rows())
      if (row.kind === 'webhook' || row.kind === 'slack') await senders[row.kind](row, signal);
    const [hook, slack] = got;
    expect(got.map(({ path }) => path)).toEqual(['/hook', '/slack']);
    const digest = createHmac('sha256', 'sesame')
      .update(hook?.body ?? '')
      .digest('hex');
    expect(hook?.headers['x-caskwright-signature-256']).toBe(`sha256=${digest}`);
    expect(JSON.parse(hook?.body ?? '')).toMatchObject({
      event: 'run.failed',
      run: { id: run, repository: 'images', state: 'failed' },
    });
    expect(JSON.parse(slack?.body ?? '')).toEqual({
      text: `:x: *images* main @ cccccccc failed\n• a&lt;b failed\n<https://cw.example/runs/${run}|run ${run}>`,
    });
  });

  test('the forge, of what the run is when it is told, whatever the order of the messages is', async () => {
    const told: string[] = [];
    const send = statusSender(
      store,
      () => ({
        async tell({ state }) {
          told.push(state);
          // It ends while its start is told.
          if (state === 'running') await announce([], 'succeeded');
          return ok(undefined);
        },
      }),
      undefined,
    );
    await announce([], 'queued');
    await announce([], 'running');
    const [queued, running] = await rows();
    if (!queued || !running) throw new Error('two messages were expected');
    await send(running, signal);
    await send(queued, signal);
    expect(told).toEqual(['running', 'succeeded', 'succeeded']);
  });

  test('the forge, of a run that was cancelled while it waited', async () => {
    await announce([], 'queued');
    await store.db.updateTable('runs').set({ state: 'superseded', finished_at: new Date() }).execute();
    const { missed } = createAnnouncer({ notifications: [], takesStatus: () => true });
    expect(await store.db.transaction().execute(missed)).toBe(1);
    expect(await store.db.transaction().execute(missed)).toBe(0);
    expect((await rows()).map(({ key }) => key)).toEqual([`status:${run}:queued`, `status:${run}:superseded`]);
  });
});

describe('a control API', () => {
  const registration = {
    name: 'a',
    display_name: 'a',
    description: '',
    category: '',
    tags: [],
    metadata: {},
    version: '1',
    registry_url: 'r/a:1',
    digest: `sha256:${'d'.repeat(64)}`,
    platforms: ['linux/amd64'],
    size: 1,
    fingerprint: 'f',
    source: { repository: '', commit: 'c', ref: 'refs/heads/main' },
    built_at: '2026-01-01T00:00:00Z',
  };
  const to = (url: string, tokenEnv: string) =>
    ({ url, method: 'PUT', path: '/images/{name}', tokenEnv, required: false }) as const;
  const register = async (
    url: string,
    tokenEnv: string,
    environment: Record<string, string>,
    privateHosts = ['127.0.0.1'],
  ) => {
    const { registered } = createAnnouncer({ notifications: [], takesStatus: () => false });
    await store.db.transaction().execute((trx) => registered(trx, to(url, tokenEnv), registration));
    const [row] = await rows();
    if (!row) throw new Error('a message was expected');
    return controlSender(http, environment, privateHosts)(row, signal);
  };

  test('gets what was published', async () => {
    const { got, url } = await service();
    const token = { CASKWRIGHT_CONTROL_TOKEN: 'sesame' };
    expect(await register(url, 'CASKWRIGHT_CONTROL_TOKEN', token)).toEqual({ ok: true, value: undefined });
    expect(got).toMatchObject([{ path: '/images/a', headers: { authorization: 'Bearer sesame' } }]);
  });

  test('is not told of an older state of an image after a newer one', async () => {
    const { registered } = createAnnouncer({ notifications: [], takesStatus: () => false });
    for (const version of ['1', '2']) {
      const newer = { ...registration, version };
      await store.db.transaction().execute((trx) => registered(trx, to('https://x', 'T'), newer));
    }
    expect((await rows()).map(({ state }) => state)).toEqual(['dead', 'pending']);
  });

  test('S39 inside is told only where its host is listed', async () => {
    const { got, url } = await service();
    expect(await register(url, 'CASKWRIGHT_CONTROL_TOKEN', {}, [])).toMatchObject({ ok: false });
    expect(got).toEqual([]);
  });

  test("does not get the server's own secrets, whatever a repository names", async () => {
    const { got, url } = await service();
    const sent = await register(url, 'CASKWRIGHT_ADMIN_TOKEN', { CASKWRIGHT_ADMIN_TOKEN: 'root' });
    expect(sent).toMatchObject({ ok: false, error: { final: true } });
    expect(got).toEqual([]);
  });
});

test('the queue claims and carries out what its own migrations left to be done', async () => {
  const said: string[] = [];
  const watched = pino({ base: null }, { write: (line: string) => void said.push(line) });
  await (await startBoss(store, watched)).stop();
  await store.run('update pgboss.version set bam_on = null');
  await store.run(
    "insert into pgboss.bam (name, version, status, table_name, command) values ('a', 1, 'pending', 't', 'select 1')",
  );
  const boss = await startBoss(store, watched);
  onTestFinished(() => boss.stop());
  await expect
    .poll(() => store.run('select status from pgboss.bam'), { timeout: 5000 })
    .toEqual([{ status: 'completed' }]);
  expect(said).toEqual([]);
});
