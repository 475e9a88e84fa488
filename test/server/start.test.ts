import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testRepository } from '../rig/repository.ts';
import { SECRET, spawnServer, startTestServer } from '../rig/server.ts';

// The database's user has to get through it, so that it is not below a folder of a person.
let folder: string;
beforeAll(() => {
  folder = mkdtempSync('/tmp/cw-server-');
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

const status = async (url: string) => (await fetch(`${url}/readyz`)).status;
const postmaster = (data: string) =>
  Number(readFileSync(join(data, 'database/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function insertRepository(data: string, id: string): Promise<void> {
  const client = new Client({ host: join(data, 'database/socket'), user: 'caskwright', database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  await client.query(`insert into repositories (id, url, forge, full_name) values ($1, 'u', 'git', 'n')`, [id]);
  await client.end();
}

async function query(data: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ host: join(data, 'database/socket'), user: 'caskwright', database: 'postgres' });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

async function repositories(data: string): Promise<readonly unknown[]> {
  return (await query(data, 'select id from repositories order by id')).map(({ id }) => id);
}

describe('a server of its own', () => {
  const data = () => join(folder, 'own');

  test('is ready with nothing but a secret, and ends in good order on SIGTERM', async () => {
    const server = await startTestServer({ data: data() });
    expect(await status(server.url)).toBe(200);
    const database = postmaster(data());
    server.kill('SIGTERM');
    const { exitCode, log } = await server.result;
    expect(exitCode, log).toBe(0);
    expect(isRunning(database)).toBe(false);
  });

  test('asks remotes for their default branch, and waits for none of them', async () => {
    const [first, second] = [testRepository({ a: '1' }), testRepository({ a: '2' })];
    for (const { git } of [first, second]) git('branch', '-m', 'trunk');
    const asking = join(folder, 'asking');
    const config = join(folder, 'server.yaml');
    const repositories = [
      { id: 'away', url: join(folder, 'nothing') },
      { id: 'asked', url: first.path },
      { id: 'said', url: second.path, default_branch: 'main' },
    ];
    writeFileSync(config, JSON.stringify({ repositories }));
    const server = await startTestServer({ data: asking, args: ['--config', config] });
    expect(await status(server.url)).toBe(200);
    await expect
      .poll(() => query(asking, 'select id, default_branch, baseline_at is not null as listed from repositories'), {
        timeout: 10_000,
      })
      .toEqual(
        expect.arrayContaining([
          { id: 'away', default_branch: 'main', listed: false },
          { id: 'asked', default_branch: 'trunk', listed: true },
          { id: 'said', default_branch: 'main', listed: true },
        ]),
      );
    server.kill('SIGTERM');
    expect((await server.result).exitCode).toBe(0);
  });

  test('S27 the database knows nothing of the environment, and its folder is for its user alone', async () => {
    const server = await startTestServer({ data: data(), env: { CANARY: 'canary-of-the-environment' } });
    const environment = readFileSync(`/proc/${postmaster(data())}/environ`, 'utf8');
    expect(environment).not.toContain(SECRET);
    expect(environment).not.toContain('canary');
    const mode = execFileSync('stat', ['-c', '%a', join(data(), 'database'), join(data(), 'database/socket')], {
      encoding: 'utf8',
    });
    expect(mode).toBe('700\n700\n');
    server.kill('SIGTERM');
    await server.result;
  });

  test('F3 a second one on the same folder is refused, and the first goes on', async () => {
    const first = await startTestServer({ data: data() });
    const second = await spawnServer({ data: data() }).result;
    expect(second.exitCode, second.log).toBe(3);
    expect(second.stderr).toContain('is in use by another caskwright');
    expect(await status(first.url)).toBe(200);
    first.kill('SIGTERM');
    await first.result;
  });

  test('F3 what was acknowledged survives kill -9 of the server, and of the database', async () => {
    const first = await startTestServer({ data: data() });
    await insertRepository(data(), 'before-the-server');
    first.kill('SIGKILL');
    await first.result;

    const second = await startTestServer({ data: data() });
    expect(await repositories(data())).toEqual(['before-the-server']);
    await insertRepository(data(), 'before-the-database');
    process.kill(postmaster(data()), 'SIGKILL');
    await second.line(/the embedded database has ended by itself/);
    await expect.poll(() => status(second.url), { timeout: 10_000 }).toBe(200);
    expect(await repositories(data())).toEqual(['before-the-database', 'before-the-server']);
    second.kill('SIGTERM');
    expect((await second.result).exitCode).toBe(0);
  });
});

test('S4 an empty secret, or none, is refused before anything is made', async () => {
  const data = join(folder, 'none');
  const { exitCode, stderr } = await spawnServer({ data, env: { CASKWRIGHT_GITHUB_WEBHOOK_SECRET: '' } }).result;
  expect(exitCode).toBe(2);
  expect(stderr).toContain('github.webhook_secret is empty');
  expect(() => readFileSync(data)).toThrow('ENOENT');
});

const isRoot = process.getuid?.() === 0;
const hasNamespaces = spawnSync('unshare', ['--user', 'true']).status === 0;

test('a folder below one that only root may enter serves as well', { skip: !isRoot || !hasNamespaces }, async () => {
  const closed = mkdtempSync(join(folder, 'closed-'));
  const server = await startTestServer({ data: join(closed, 'data') });
  expect(await status(server.url)).toBe(200);
  server.kill('SIGTERM');
  expect((await server.result).exitCode).toBe(0);
});
