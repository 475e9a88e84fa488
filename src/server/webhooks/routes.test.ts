import { fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import examples from '@octokit/webhooks-examples';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { giteaPayloads, giteaPullRequest, giteaPush, giteaRepository } from '../../../test/rig/gitea-payloads.ts';
import { naughtyStrings } from '../../../test/rig/naughty-strings.ts';
import { type HookServer, SECRET, startHookServer } from '../../../test/rig/webhooks.ts';
import { createVerifier } from './signature.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly object[];
}
const payloads = (examples as unknown as readonly Example[]).flatMap(({ name, examples: all }) =>
  all.map((body) => ({ event: name, body })),
);
const OWN = 'the secret of alone';
const [one, two] = ['1'.repeat(40), '2'.repeat(40)];

const HEAD = `POST /webhooks/github HTTP/1.1\r\nhost: x\r\nx-github-event: push\r\nx-hub-signature-256: sha256=${'0'.repeat(64)}\r\n`;

let store: TestStore;
let server: HookServer;
beforeAll(async () => {
  store = await testStore();
  const repository = { forge: 'gitea', url: 'https://git.example/x' } as const;
  await store.db
    .insertInto('repositories')
    .values([
      { ...repository, id: 'fleet', full_name: 'fleet-org/fleet' },
      { ...repository, id: 'alone', full_name: 'fleet-org/alone' },
      { ...repository, id: 'hello', full_name: 'Codertocat/Hello-World', forge: 'github' },
    ])
    .execute();
  server = await startHookServer(store, { secrets: [{ secret: SECRET }, { secret: OWN, repository: 'alone' }] });
});
afterAll(() => server.stop());
beforeEach(async () => void (await store.db.deleteFrom('deliveries').execute()));

const rows = () => store.db.selectFrom('deliveries').selectAll().orderBy('id').execute();
const push = (ref = 'refs/heads/main', to = two) => ({ forge: 'gitea' as const, ...giteaPush(ref, one, to) });
const pushFor = (fullName: string) => {
  const hook = push();
  return { ...hook, body: { ...hook.body, repository: giteaRepository(fullName) } };
};

test('a delivery is committed before it is answered, and kept as what it changes', async () => {
  expect((await server.send(push())).status).toBe(202);
  expect(await rows()).toMatchObject([
    {
      forge: 'gitea',
      event: 'push',
      repository_id: 'fleet',
      sender_id: '7',
      state: 'received',
      change: { kind: 'ref', ref: 'refs/heads/main', before: one, after: two },
    },
  ]);
});

describe('S2 any bytes get a 2xx or a 4xx', () => {
  const statuses = async (hooks: readonly Parameters<HookServer['send']>[0][]) => {
    const answers = await Promise.all(hooks.map((hook) => server.send(hook)));
    return new Set(answers.map(({ status }) => status));
  };

  test('every payload that GitHub publishes and every one of Gitea is answered 202', async () => {
    expect(await statuses(payloads)).toEqual(new Set([202]));
    expect(await statuses(giteaPayloads.map((hook) => ({ forge: 'gitea', ...hook })))).toEqual(new Set([202]));
  });

  test('naughty strings, as a body and wherever a body or header has a text', async () => {
    const asBody = naughtyStrings.map((body) => ({ event: 'push', body: body || '0' }));
    const inBody = naughtyStrings.flatMap((text) => [
      { event: 'push', body: { ...push().body, ref: text } },
      { event: 'push', body: { ...push().body, ref: `refs/heads/${text}`, after: text } },
      { event: 'create', body: { ref: text, ref_type: 'tag', sha: one, repository: giteaRepository() } },
      { event: 'release', body: { action: text, release: { tag_name: text }, repository: giteaRepository() } },
      { event: 'ping', body: { zen: text, hook_id: text, action: text, [text]: text } },
      { event: 'pull_request', body: { ...giteaPullRequest('labeled').body, label: { name: text } } },
      { event: 'push', body: { ...push().body, repository: { full_name: text, id: text }, sender: { id: text } } },
    ]);
    const inHeaders = naughtyStrings
      .filter((text) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text) && text.length < 8000)
      .flatMap((text) => [
        { ...push(), event: text },
        { ...push(), headers: { 'x-gitea-delivery': text, 'content-type': text } },
      ]);
    const answered = await statuses([...asBody, ...inBody, ...inHeaders]);
    expect([...answered].every((status) => status === 202 || (status >= 400 && status < 500))).toBe(true);
    expect((await server.send(push())).status).toBe(202);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test('bodies cut short or with a bit flipped are refused as they are, and harmless when signed', async () => {
    const seed = 20_261_120;
    const random = seeded(seed);
    const broken = payloads.slice(0, 120).flatMap(({ event, body }) => {
      const bytes = Buffer.from(JSON.stringify(body));
      const flipped = Buffer.from(bytes);
      const place = random(bytes.length);
      flipped[place] = (flipped[place] ?? 0) ^ (1 << random(8));
      const cut = bytes.subarray(0, 1 + random(bytes.length - 1));
      const signature = `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`;
      return [flipped, cut].map((changed) => ({ event, body: changed, signature }));
    });
    expect(await statuses(broken), `seed ${seed}`).toEqual(new Set([401]));
    const signed = await statuses(broken.map(({ event, body }) => ({ event, body })));
    // 401: no text is encoded as these bytes, so that nobody can have signed it.
    expect([...signed].every((status) => [202, 400, 401].includes(status))).toBe(true);
    expect((await server.send(push())).status).toBe(202);
  });
});

describe('S4 the signature', () => {
  const signed = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex');
  const body = JSON.stringify(push().body);

  test.each([
    ['is missing', null],
    ['is empty', ''],
    ['is made with another secret', signed('another', body)],
    ['is of SHA-1', `sha1=${'a'.repeat(40)}`],
    ['is cut short', signed(SECRET, body).slice(0, -1)],
    ['is in capital letters', signed(SECRET, body).toUpperCase()],
    ['is of another body', signed(SECRET, `${body} `)],
  ])('is refused with 401 where it %s', async (_, signature) => {
    expect((await server.send({ ...push(), body, signature })).status).toBe(401);
    expect(await rows()).toEqual([]);
  });

  test('is refused where it comes twice', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const header = `x-gitea-signature: ${signed(SECRET, body)}\r\n`;
    const rest = `x-gitea-event: push\r\ncontent-length: ${body.length}\r\nhost: x\r\nconnection: close\r\n\r\n${body}`;
    socket.end(`POST /webhooks/gitea HTTP/1.1\r\n${header}${header}${rest}`);
    expect(Buffer.concat(await socket.toArray()).toString()).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('is over the raw bytes: the same JSON spelt differently is another body', async () => {
    const spaced = JSON.stringify(push().body, null, 1);
    expect((await server.send({ ...push(), body: spaced, signature: signed(SECRET, body) })).status).toBe(401);
    expect((await server.send({ ...push(), body: spaced })).status).toBe(202);
  });

  test('cannot be made with an empty secret: there is no verifier of one', () => {
    expect(createVerifier([{ secret: ' ' }])).toMatchObject({ ok: false });
    expect(createVerifier([{ secret: 'x' }, { secret: '', repository: 'fleet' }])).toEqual({
      ok: false,
      error: 'the webhook secret of fleet is empty: anybody could sign with it',
    });
  });
});

describe('S5 what makes two deliveries the same work', () => {
  test('the same body under many delivery ids is one', async () => {
    await Promise.all(Array.from({ length: 40 }, () => server.send(push())));
    await server.send(push());
    expect(await rows()).toHaveLength(1);
  });

  test('a ref that comes back to where it was is work again, once the first time is over', async () => {
    await server.send(push());
    await store.db.updateTable('deliveries').set({ state: 'done' }).execute();
    await server.send(push());
    expect((await rows()).map(({ state }) => state)).toEqual(['done', 'received']);
  });

  test('another ref, commit, repository or action is other work', async () => {
    await server.send(push());
    await server.send(push('refs/heads/other'));
    await server.send(push('refs/heads/main', '3'.repeat(40)));
    await server.send({ ...pushFor('fleet-org/alone'), secret: OWN });
    await server.send({ forge: 'gitea', ...giteaPullRequest('opened') });
    await server.send({ forge: 'gitea', ...giteaPullRequest('closed') });
    expect((await rows()).filter(({ state }) => state === 'received')).toHaveLength(6);
  });
});

test('S6 a signed body under the header of another event is refused', async () => {
  expect((await server.send({ ...push(), event: 'pull_request' })).status).toBe(400);
  expect((await server.send({ ...push(), event: 'star' })).status).toBe(400);
  expect(await rows()).toEqual([]);
});

describe('S7 which repository a delivery is for', () => {
  const bound = async () =>
    (await rows()).map(({ repository_id, state, reason }) => ({ repository_id, state, reason }));

  test('the secret of one repository cannot speak for another one', async () => {
    await server.send({ ...pushFor('fleet-org/fleet'), secret: OWN });
    expect(await bound()).toEqual([
      { repository_id: null, state: 'ignored', reason: expect.stringContaining('may not speak for fleet-org/fleet') },
    ]);
  });

  test('a secret for all cannot speak for a repository that has its own', async () => {
    await server.send(pushFor('fleet-org/alone'));
    expect(await bound()).toMatchObject([{ repository_id: null, state: 'ignored' }]);
  });

  test("a repository of another forge is another repository, and its name's letter case is not", async () => {
    await server.send(pushFor('codertocat/hello-world'));
    await server.send({ ...pushFor('codertocat/hello-world'), forge: 'github' });
    expect(await bound()).toMatchObject([
      { repository_id: null, reason: expect.stringContaining('has no repository') },
      { repository_id: 'hello', state: 'received' },
    ]);
  });

  test('I1 a delivery for a repository that nobody added is kept with the reason', async () => {
    expect((await server.send(pushFor('who/knows'))).status).toBe(202);
    expect(await bound()).toEqual([
      {
        repository_id: null,
        state: 'ignored',
        reason: 'this server has no repository who/knows: add it, then deliver again',
      },
    ]);
  });
});

test('a form, which GitHub sends where nobody has chosen JSON, is read', async () => {
  const body = new URLSearchParams({ payload: JSON.stringify(push().body) }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await server.send({ ...push(), body, headers })).status).toBe(202);
  expect(await rows()).toHaveLength(1);
});

test('F2 a delivery that the database did not keep is not answered with 2xx', async () => {
  const inbox = { put: () => Promise.reject(Object.assign(new Error('gone'), { code: '57P01' })) };
  const broken = await startHookServer(store, { inbox });
  const { status } = await broken.send(push());
  await broken.stop();
  expect(status).toBe(503);
});

describe('the edge', () => {
  test('S1 a body is cut off while it streams in: a gigabyte of a stranger costs at most 32 MiB', async () => {
    const edge = fork(fileURLToPath(new URL('../../../test/rig/webhook-edge.ts', import.meta.url)));
    const told = async () => (await once(edge, 'message'))[0] as number;
    const peak = () => {
      edge.send('peak');
      return told();
    };
    const port = await told();
    await flood(port, 1);
    const before = await peak();
    const sent = await flood(port, 16 * 1024);
    expect((await peak()) - before).toBeLessThan(32 * 1024 ** 2);
    expect(sent.bytes).toBeLessThan(64 * 1024 ** 2);
    expect(sent.answer).toMatch(/^HTTP\/1\.1 413 /);
    edge.disconnect();
  });

  test('S1 a length beyond the cap is refused before a byte of it is read', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`${HEAD}content-length: ${1024 ** 3}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    socket.destroy();
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('S9 a thousand slow sockets delay a valid delivery by less than a second', async () => {
    const halves = [
      'POST /webhooks/github HTTP/1.1\r\nhost: x\r\nx-slow: ',
      `${HEAD}content-length: 1000000\r\n\r\n{"slow":"`,
    ];
    const sockets = Array.from({ length: 1000 }, (_, at) => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(halves[at % 2] ?? '');
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const start = performance.now();
    expect((await server.send(push())).status).toBe(202);
    expect(performance.now() - start).toBeLessThan(1000);
    for (const socket of sockets) socket.destroy();
  });

  test('S9 slow bodies that fill what bodies may take together make way for a valid one', async () => {
    const small = await startHookServer(store, { limits: { body: 100_000, together: 200_000 } });
    const sockets: Socket[] = [];
    for (let count = 0; count < 10; count += 1) {
      const socket = connect(small.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(`${HEAD}content-length: 99999\r\n\r\n${'x'.repeat(50_000)}`);
      sockets.push(socket);
    }
    // The oldest ones have to go, so that what is held never exceeds the limit.
    await Promise.all(sockets.slice(0, 6).map((socket) => once(socket, 'close')));
    expect((await small.send(push())).status).toBe(202);
    for (const socket of sockets) socket.destroy();
    await small.stop();
  });
});

/** Sends pieces of 64 KiB in chunked coding until all are sent or the server has had enough. */
async function flood(port: number, pieces: number): Promise<{ readonly bytes: number; readonly answer: string }> {
  const piece = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'x'), Buffer.from('\r\n')]);
  const socket = connect(port, '127.0.0.1');
  const closed = once(socket, 'close').catch(() => {});
  socket.on('error', () => {});
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
  let bytes = 0;
  for (let count = 0; count < pieces && socket.writable; count += 1) {
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain').catch(() => {}), closed]);
    bytes += piece.length;
  }
  socket.destroy();
  return { bytes, answer };
}

/** Numbers below a limit, the same ones for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
