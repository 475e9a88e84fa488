import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ForgeApi, startForgeApi, TOKEN } from '../../../test/rig/forge-api.ts';
import { systemClock } from '../../base/clock.ts';
import { createHttp } from '../../system/http.ts';
import type { RunFacts } from '../outbox/run-facts.ts';
import type { RunState } from '../store/tables.ts';
import { statusOf } from './commit-status.ts';
import type { Forge } from './forge.ts';
import { createForges } from './forges.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const appKey = String(publicKey.export({ type: 'spki', format: 'pem' }));
/** As GitHub hands it out. */
const app = { id: '4711', privateKey: String(privateKey.export({ type: 'pkcs1', format: 'pem' })) };
const commit = 'c'.repeat(40);
const signal = new AbortController().signal;
const states: readonly RunState[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'superseded'];

const runIn = (state: RunState, more: Partial<RunFacts> = {}): RunFacts => ({
  id: 12,
  repository: 'images',
  kind: 'push',
  ref: 'refs/heads/main',
  commit,
  state,
  reason: null,
  createdBy: 'forge:github:1',
  startedAt: null,
  finishedAt: null,
  images: [],
  url: 'https://caskwright.example/api/v1/runs/12',
  ...more,
});

function forgeAt(api: ForgeApi, forge: 'github' | 'gitea', credential: { token?: string; app?: typeof app }) {
  const http = createHttp({});
  onTestFinished(() => http.close());
  const repository = { id: 'images', url: `${api.url}/acme/images.git`, forge, fullName: 'acme/images' };
  const made = createForges(http, systemClock, {
    github: { apiUrl: api.url, ...credential },
    gitea: credential.token === undefined ? {} : { token: credential.token },
    repositories: [repository],
  });
  return made('images');
}

async function tellAll(forge: Forge | undefined): Promise<void> {
  for (const state of states)
    expect(await forge?.tell(statusOf(runIn(state)), signal)).toEqual({ ok: true, value: undefined });
}

test.each(['github', 'gitea'] as const)('every state of a run is a commit status of %s', async (kind) => {
  const api = await startForgeApi();
  await tellAll(forgeAt(api, kind, { token: TOKEN }));
  expect(api.strays).toEqual([]);
  expect(api.statuses.map(({ state }) => state)).toEqual([
    'pending',
    'pending',
    'success',
    'failure',
    'error',
    'error',
  ]);
  expect(api.statuses[0]).toEqual({
    commit,
    context: 'caskwright/push',
    state: 'pending',
    description: 'waits for its turn',
    url: 'https://caskwright.example/api/v1/runs/12',
  });
});

describe('a GitHub App', () => {
  test('shows each run as one check, from the queue to its end', async () => {
    const api = await startForgeApi(appKey);
    const forge = forgeAt(api, 'github', { app });
    const seen: string[] = [];
    for (const state of states.slice(0, 4)) {
      expect([await forge?.tell(statusOf(runIn(state)), signal), api.strays]).toEqual([
        { ok: true, value: undefined },
        [],
      ]);
      seen.push(`${api.checks[0]?.status} ${api.checks[0]?.conclusion}`);
    }
    expect(seen).toEqual(['queued null', 'in_progress null', 'completed success', 'completed failure']);
    expect(api.checks).toHaveLength(1);
    await forge?.tell(statusOf(runIn('queued', { id: 13 })), signal);
    expect(api.checks.map(({ external_id }) => external_id)).toEqual(['12', '13']);
    expect(api.strays).toEqual([]);
    // One token serves for an hour.
    expect(api.made).toHaveLength(1);
  });

  test('with a key that is none is refused when the server starts', async () => {
    const api = await startForgeApi(appKey);
    expect(() => forgeAt(api, 'github', { app: { id: '4711', privateKey: 'nonsense' } })).toThrow();
  });
});

test('a forge without a credential is not told', async () => {
  const api = await startForgeApi();
  expect(forgeAt(api, 'github', {})).toBeUndefined();
  expect(forgeAt(api, 'gitea', {})).toBeUndefined();
});

test.each([
  [503, false],
  [429, false],
  [401, true],
  [404, true],
  [422, true],
])('an answer of %i is final: %s', async (status, final) => {
  const api = await startForgeApi();
  api.fail(status);
  const told = await forgeAt(api, 'github', { token: TOKEN })?.tell(statusOf(runIn('queued')), signal);
  expect(told).toMatchObject({ ok: false, error: { final } });
});

describe('what a status says', () => {
  const outcome = (image: string, what: string) => ({ image, outcome: what });
  test.each([
    [
      runIn('succeeded', {
        images: [outcome('a', 'built'), outcome('b', 'built'), outcome('c', 'promoted'), outcome('d', 'skipped')],
      }),
      '2 built, 1 promoted',
    ],
    [runIn('succeeded', { images: [outcome('d', 'skipped')] }), 'in step'],
    [runIn('failed', { reason: 'a failed, b blocked' }), 'a failed, b blocked'],
    [runIn('superseded', { reason: 'a newer commit has come: run 13' }), 'a newer commit has come: run 13'],
  ])('is the answer first', (run, description) => expect(statusOf(run).description).toBe(description));

  test('fits into what GitHub takes', () => {
    expect(statusOf(runIn('failed', { reason: '😀'.repeat(200) })).description.length).toBeLessThanOrEqual(140);
  });
});
