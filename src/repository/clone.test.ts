import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, temporaryDirectory, testRepository } from '../../test/rig/repository.ts';
import { type CloneRequest, cloneWith, updateClone } from './clone.ts';

const files = { 'images/a/build.yaml': 'name: a\n' };
const newClone = () => join(temporaryDirectory(), 'a.git');
const update = (directory: string, request: CloneRequest) => updateClone(directory, request, cleanEnvironment);
const request = (url: string, commit: string): CloneRequest => ({
  url,
  ref: 'refs/heads/main',
  commit,
  transports: ['file'],
  settings: [],
});

describe('a clone', () => {
  test('S11 a transport that is not configured is not used', async () => {
    const origin = testRepository(files);
    const asked = request(`file://${origin.path}`, origin.git('rev-parse', 'HEAD'));
    const target = newClone();
    expect((await update(target, { ...asked, transports: ['https', 'ssh'] })).ok).toBe(false);
    expect(existsSync(target)).toBe(false);
  });

  test('S14 has the commit of the event, also where the ref has moved on', async () => {
    const origin = testRepository(files);
    const wanted = origin.git('rev-parse', 'HEAD');
    const newer = origin.commit({ other: 'x' });
    const target = newClone();
    const fetched = await update(target, request(`file://${origin.path}`, wanted));
    expect(fetched.ok && fetched.value.head).toBe(wanted);
    expect(await cloneWith(target, newer, cleanEnvironment)).toBeDefined();
    expect(await cloneWith(target, '0'.repeat(40), cleanEnvironment)).toBeUndefined();
  });

  test('S14 a commit that the ref does not reach is refused', async () => {
    const origin = testRepository(files);
    origin.git('checkout', '--quiet', '-b', 'attack');
    const elsewhere = origin.commit({ other: 'x' });
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    const fetched = await update(newClone(), request(`file://${origin.path}`, elsewhere));
    expect(fetched.ok ? '' : fetched.error.message).toContain('is not in the history of refs/heads/main');
  });

  test('S14 a commit that is there for another reason is refused all the same', async () => {
    const origin = testRepository(files);
    origin.git('checkout', '--quiet', '-b', 'attack');
    const elsewhere = origin.commit({ other: 'x' });
    const target = newClone();
    expect((await update(target, { ...request(origin.path, elsewhere), ref: 'refs/heads/attack' })).ok).toBe(true);
    const fetched = await update(target, request(origin.path, elsewhere));
    expect(fetched.ok ? '' : fetched.error.message).toContain('is not in the history of refs/heads/main');
  });

  test('S15 objects of a repository on the same disk are copied, not linked or referred to', async () => {
    const origin = testRepository(files);
    origin.git('gc', '--quiet');
    const target = newClone();
    expect((await update(target, request(origin.path, origin.git('rev-parse', 'HEAD')))).ok).toBe(true);
    expect(existsSync(join(target, 'objects/info/alternates'))).toBe(false);
    const objects = readdirSync(join(target, 'objects'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(objects.length).toBeGreaterThan(0);
    for (const { parentPath, name } of objects) expect(statSync(join(parentPath, name)).nlink).toBe(1);
  });

  test('F9 follows a ref that was put elsewhere by force', async () => {
    const origin = testRepository(files);
    const old = origin.commit({ other: 'x' });
    const target = newClone();
    expect((await update(target, request(origin.path, old))).ok).toBe(true);
    origin.git('reset', '--quiet', '--hard', 'HEAD~1');
    const replaced = await update(target, request(origin.path, old));
    expect(replaced.ok ? '' : replaced.error.message).toContain('is not in the history of');
    expect((await update(target, request(origin.path, origin.git('rev-parse', 'HEAD')))).ok).toBe(true);
  });

  test('F1 a lock that a killed Git has left does not hold it up for ever', async () => {
    const origin = testRepository(files);
    const target = newClone();
    await update(target, request(origin.path, origin.git('rev-parse', 'HEAD')));
    const newer = origin.commit({ other: 'x' });
    const lock = join(target, 'refs/heads/main.lock');
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, '');
    utimesSync(lock, new Date(0), new Date(0));
    expect((await update(target, request(origin.path, newer))).ok).toBe(true);
    expect(existsSync(lock)).toBe(false);
  });

  test('may be made and brought up to date by many at the same time', async () => {
    const origin = testRepository(files);
    const asked = request(origin.path, origin.git('rev-parse', 'HEAD'));
    const target = newClone();
    const updates = await Promise.all([1, 2, 3, 4].map(() => update(target, asked)));
    expect(updates.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  });
});
