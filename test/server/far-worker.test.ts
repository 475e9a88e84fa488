import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { pushBusybox } from '../../scripts/demo/busybox.ts';
import { requestRun } from '../../src/server/runs/requests.ts';
import { removeFolder } from '../../src/system/run-folder.ts';
import { type RunningCli, runCli, startCli } from '../rig/cli.ts';
import { type TestStore, testStore } from '../rig/database.ts';
import { describeWithEngines, storageConfiguration } from '../rig/fleet.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { type TestRepository, testRepository } from '../rig/repository.ts';
import { startTestServer, type TestServer } from '../rig/server.ts';

const LINES = 220;
const LOOP = `i=0; while [ $i -lt ${LINES} ]; do i=$((i+1)); echo line $i of ${LINES}; sleep 0.02; done`;
const everyLine = Array.from({ length: LINES }, (_, at) => `line ${at + 1} of ${LINES}`);

/** What the loop of the build has said. */
const said = (texts: readonly string[]) => texts.filter((text) => /^line \d+ of/.test(text));

describeWithEngines('a worker on another machine, with the database alone', 120_000, () => {
  let registry: TestRegistry;
  let store: TestStore;
  let repository: TestRepository;
  let root: string;
  let server: TestServer;
  let login: string;
  beforeAll(async () => {
    [registry, store] = await Promise.all([startRegistry(), testStore()]);
    root = mkdtempSync('/var/tmp/cw-far-');
    await pushBusybox(`http://${registry.host}`, 'mirror/busybox', '1', root);
    const role = await runCli(['worker-role', 'far_worker'], { cwd: root });
    await sql.raw(role.stdout).execute(store.db);
    login = urlOf('far_worker');
  }, 60_000);
  afterAll(async () => {
    await registry.stop();
    await removeFolder(root);
  });

  const config = () => join(root, 'server.yaml');
  const urlOf = (role: string) => store.url.replace('caskwright@', `${role}@localhost`);

  const lay = () => {
    repository = testRepository({
      'caskwright.yaml': `registry: { host: "${registry.host}", namespace: far, insecure: ["${registry.host}"] }\n`,
      'images/slow/build.yaml': 'name: slow\n',
      'images/slow/Dockerfile': `FROM ${registry.host}/mirror/busybox:1\nCOPY file /file\nRUN ${LOOP}\n`,
      'images/slow/file': 'one\n',
    });
    writeFileSync(
      config(),
      `repositories: [{ url: ${repository.path}, forge: github, full_name: acme/far }]\nworker: { slots: 0 }\n`,
    );
  };

  const serve = async () => {
    server = await startTestServer({
      data: join(root, 'server'),
      args: ['--config', config()],
      env: { DATABASE_URL: urlOf('caskwright'), CASKWRIGHT_ANONYMOUS_READ: 'true' },
    });
  };

  async function startWorker(name: string): Promise<RunningCli> {
    const home = join(root, name);
    mkdirSync(home);
    writeFileSync(join(home, 'storage.conf'), storageConfiguration(home));
    const worker = startCli(['worker', '--config', config(), '--data', join(home, 'data'), '--slots', '1'], {
      // The configuration says that a local repository may be fetched.
      cwd: home,
      timeout: 110_000,
      env: {
        DATABASE_URL: login,
        HOME: home,
        CONTAINERS_STORAGE_CONF: join(home, 'storage.conf'),
        CASKWRIGHT_BUILDER: 'buildah',
      },
    });
    onTestFinished(() => worker.kill('SIGTERM'));
    await worker.line(/"msg":"ready"/);
    return worker;
  }

  const newest = async (): Promise<number> => {
    const { id } = await store.db
      .selectFrom('builds')
      .select(({ fn }) => fn.max('id').as('id'))
      .executeTakeFirstOrThrow();
    return id ?? 0;
  };

  /** Asks for a run of a new commit; returns its build, when it has one. */
  async function push(text: string): Promise<number> {
    const before = await newest();
    const commit = repository.commit({ 'images/slow/file': text });
    const { id: known } = await store.db.selectFrom('repositories').select('id').executeTakeFirstOrThrow();
    const asked = { repository: known, trust: 'trusted', ref: 'refs/heads/main', createdBy: 'test' } as const;
    await store.db.transaction().execute((trx) => requestRun(trx, { ...asked, kind: 'push', commit }));
    await expect.poll(newest, { timeout: 20_000 }).toBeGreaterThan(before);
    return newest();
  }

  // biome-ignore lint/suspicious/noExplicitAny: the API as a script sees it
  const get = async (path: string): Promise<any> => (await fetch(`${server.url}/api/v1${path}`)).json();
  /** The whole log, checked for gaps. */
  const logOf = async (build: number): Promise<readonly string[]> => {
    const { items, lines = items } = await get(`/builds/${build}/logs?limit=1000`);
    const sequences = lines.map(({ sequence }: { sequence: number }) => sequence);
    expect(sequences).toEqual(sequences.map((_: number, at: number) => at + 1));
    return lines.map((line: { text: string }) => line.text);
  };
  const reaches = (build: number, line: string) =>
    expect.poll(() => logOf(build), { timeout: 60_000, interval: 200 }).toContain(`${line} of ${LINES}`);
  const ends = async (build: number) => {
    await expect
      .poll(async () => (await get(`/builds/${build}`)).state, { timeout: 60_000, interval: 200 })
      .toBe('landed');
    await expect.poll(async () => (await get(`/builds/${build}/logs?limit=1000`)).ended).toBe(true);
  };

  test('F1 its log is whole, though server and worker are killed in the middle of it', async () => {
    lay();
    await serve();
    const worker = await startWorker('first');
    const build = await push('two\n');
    await reaches(build, 'line 10');
    server.kill('SIGKILL');
    await server.result;
    await sql`update runs set lease_until = now()`.execute(store.db);
    const waiting = () => store.db.selectFrom('log_bundles').select('time').execute();
    await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBeGreaterThan(3);
    await serve();
    await ends(build);
    expect(said(await logOf(build))).toEqual(everyLine);
    expect(await waiting()).toEqual([]);
    worker.kill('SIGTERM');
    expect((await worker.result).exitCode).toBe(0);

    // What a worker said before it was killed stays, and the next one goes on behind it.
    const doomed = await startWorker('doomed');
    const again = await push('three\n');
    await reaches(again, 'line 10');
    doomed.kill('SIGKILL');
    await doomed.result;
    await startWorker('second');
    await sql`update builds set lease_until = now() where id = ${again}`.execute(store.db);
    await ends(again);
    const texts = said(await logOf(again));
    const before = texts.lastIndexOf(everyLine[0] as string);
    expect(before).toBeGreaterThanOrEqual(10);
    expect(texts).toEqual([...everyLine.slice(0, before), ...everyLine]);
  });
});
