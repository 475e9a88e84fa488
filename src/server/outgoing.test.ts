import { pino } from 'pino';
import { expect, test } from 'vitest';
import { testStore } from '../../test/rig/database.ts';
import { startForgeApi, TOKEN } from '../../test/rig/forge-api.ts';
import type { ServerConfiguration } from './configuration/configuration.ts';
import { startTelling } from './outgoing.ts';
import { requestRun } from './runs/requests.ts';
import type { RunState } from './store/tables.ts';

test('a run is shown beside its commit from the queue to its end, whatever is down in between', async () => {
  const store = await testStore({ connections: 12 });
  const api = await startForgeApi();
  const repository = { id: 'images', url: 'https://git.example/acme/images.git', forge: 'gitea' } as const;
  await store.db
    .insertInto('repositories')
    .values({ ...repository, full_name: 'acme/images' })
    .execute();
  const configuration: Pick<
    ServerConfiguration,
    'github' | 'gitea' | 'repositories' | 'notifications' | 'privateHosts'
  > = {
    github: { apiUrl: 'http://127.0.0.1:1' },
    gitea: { url: api.url, token: TOKEN },
    repositories: [{ ...repository, fullName: 'acme/images' }],
    notifications: [],
    privateHosts: [],
  };
  await using running = new AsyncDisposableStack();
  const announcer = await startTelling(
    { configuration: configuration as ServerConfiguration, environment: {}, log: pino({ level: 'silent' }) },
    { store },
    running,
  );
  const commit = 'c'.repeat(40);
  const run = await store.db.transaction().execute(async (trx) => {
    const wanted = { repository: 'images', kind: 'push', trust: 'trusted', ref: 'refs/heads/main' } as const;
    const id = await requestRun(trx, { ...wanted, commit, createdBy: 'forge:gitea:7' });
    await announcer.runState(trx, id);
    return id;
  });
  const shown = () => api.statuses.map(({ state }) => state);
  await expect.poll(shown, { timeout: 10_000 }).toEqual(['pending']);
  const become = (state: RunState) =>
    store.db.transaction().execute(async (trx) => {
      await trx.updateTable('runs').set({ state }).where('id', '=', run).execute();
      await announcer.runState(trx, run);
    });
  api.fail(502);
  await become('succeeded');
  await expect.poll(shown, { timeout: 15_000 }).toEqual(['pending', 'success']);
  expect(api.statuses[1]).toMatchObject({ commit, context: 'caskwright/push', description: 'in step' });
  expect(api.strays).toEqual([]);
}, 30_000);
