import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { abandonedRunFolders, endProcessesIn, openRunFolder } from './run-folder.ts';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'caskwright-run-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A process of its own that opens a run folder and stays. */
async function otherProcess() {
  const script = `import { openRunFolder } from '${import.meta.dirname}/run-folder.ts';
    const run = await openRunFolder(${JSON.stringify(base)}); console.log(run.path); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, path: line.toString().trim() };
}

describe('a run folder', () => {
  test('is private, has folders of its own, and goes with all that is in it', async () => {
    const run = await openRunFolder(base);
    const made = await run.make('image');
    expect(made.startsWith(`${run.path}/image-`)).toBe(true);
    expect([statSync(run.path).mode & 0o777, statSync(made).mode & 0o777]).toEqual([0o700, 0o700]);
    await run.remove();
    await run.remove();
    expect(readdirSync(base)).toEqual([]);
  });

  test('is abandoned when its process is dead, and not before', async () => {
    const own = await openRunFolder(base);
    const { child, path } = await otherProcess();
    expect(await abandonedRunFolders(base)).toEqual([]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await abandonedRunFolders(base)).toEqual([path]);
    rmSync(path, { recursive: true });
    await own.remove();
  });

  test('is abandoned half-made as well: with a dead owner, or with none for a minute', async () => {
    const run = await openRunFolder(base);
    const owner = readFileSync(join(run.path, 'owner.json'), 'utf8');
    const [dead, named, late, fresh] = ['.run-dead', '.run-named', '.run-late', '.run-fresh'].map((name) => {
      mkdirSync(join(base, name));
      return join(base, name);
    }) as [string, string, string, string];
    writeFileSync(join(dead, 'owner.json'), JSON.stringify({ ...JSON.parse(owner), started: '1' }));
    writeFileSync(join(named, 'owner.json'), owner);
    utimesSync(late, new Date(0), new Date(0));
    expect((await abandonedRunFolders(base)).toSorted()).toEqual([dead, late]);
    for (const path of [dead, named, late, fresh]) rmSync(path, { recursive: true });
    await run.remove();
  });

  test.each([
    ['a process id that another process has now', { started: '1' }, true],
    ['an earlier boot', { boot: 'another' }, true],
    ['another machine', { host: 'another.test', boot: 'another' }, false],
    ['another process table', { processes: 'pid:[1]', pid: 4_000_000 }, false],
  ])('of %s', async (_, change, abandoned) => {
    const run = await openRunFolder(base);
    const owner = join(run.path, 'owner.json');
    writeFileSync(owner, JSON.stringify({ ...JSON.parse(readFileSync(owner, 'utf8')), ...change }));
    expect(await abandonedRunFolders(base)).toEqual(abandoned ? [run.path] : []);
    await run.remove();
  });
});

test('I5 processes that work in a folder are ended, in whatever session, and others are not', async () => {
  const folder = join(base, 'work');
  const options = { stdio: 'ignore', detached: true } as const;
  const ours = spawn('sleep', ['1000'], { ...options, env: { PATH: process.env.PATH, TMPDIR: join(folder, 'deep') } });
  const other = spawn('sleep', ['1000'], { ...options, env: { PATH: process.env.PATH, TMPDIR: base } });
  await Promise.all([once(ours, 'spawn'), once(other, 'spawn')]);
  await endProcessesIn(folder);
  expect(ours.signalCode ?? (await once(ours, 'exit'))[1]).toBe('SIGTERM');
  expect([other.exitCode, other.signalCode]).toEqual([null, null]);
  other.kill('SIGKILL');
});
