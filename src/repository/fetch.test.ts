import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, temporaryDirectory, testRepository } from '../../test/rig/repository.ts';
import { fetchCommit, transportOf } from './fetch.ts';

const files = { 'images/a/build.yaml': 'name: a\n' };

describe('transports', () => {
  test.each([
    ['https://example.com/a.git', 'https'],
    ['ssh://git@example.com/a.git', 'ssh'],
    ['git@example.com:a/b.git', 'ssh'],
    ['file:///srv/a.git', 'file'],
    ['/srv/a.git', 'file'],
  ])('S11 %s is %s', (url, transport) => expect(transportOf(url)).toBe(transport));

  test.each([
    'ext::sh -c touch% /tmp/x',
    'ext::id',
    'EXT::id',
    'eXt::id',
    'fd::17',
    'git://example.com/a',
    'HTTPS+ext://example.com',
    'git@example.com::a',
    'git@-oProxyCommand=id:a',
    'ssh://-oProxyCommand=id/a',
    '--upload-pack=id',
    '../relative',
    'https://example.com/a\nb',
  ])('S11 %j is refused', (url) => expect(transportOf(url)).toBeUndefined());

  test('S11 a transport that is not configured is not used', async () => {
    const origin = testRepository(files);
    const request = { url: `file://${origin.path}`, ref: 'refs/heads/main', commit: origin.git('rev-parse', 'HEAD') };
    const target = join(temporaryDirectory(), 'copy');
    const fetched = await fetchCommit(target, { ...request, transports: ['https', 'ssh'] }, cleanEnvironment);
    expect(fetched.ok).toBe(false);
    expect(existsSync(target)).toBe(false);
  });
});

describe('fetching a commit', () => {
  const request = (url: string, commit: string) =>
    ({ url, ref: 'refs/heads/main', commit, transports: ['file'] }) as const;

  test('S14 the commit of the event is fetched, not the tip that has moved on', async () => {
    const origin = testRepository(files);
    const wanted = origin.git('rev-parse', 'HEAD');
    origin.commit({ other: 'x' });
    const fetched = await fetchCommit(temporaryDirectory(), request(`file://${origin.path}`, wanted), cleanEnvironment);
    expect(fetched.ok && fetched.value.head).toBe(wanted);
  });

  test('S14 a commit that the ref does not reach is refused', async () => {
    const origin = testRepository(files);
    origin.git('checkout', '--quiet', '-b', 'attack');
    const elsewhere = origin.commit({ other: 'x' });
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    const fetched = await fetchCommit(
      temporaryDirectory(),
      request(`file://${origin.path}`, elsewhere),
      cleanEnvironment,
    );
    expect(fetched.ok ? '' : fetched.error.message).toContain('is not in the history of refs/heads/main');
  });

  test('S14 a commit that is there for another reason is refused all the same', async () => {
    const origin = testRepository(files);
    origin.git('checkout', '--quiet', '-b', 'attack');
    const elsewhere = origin.commit({ other: 'x' });
    const directory = temporaryDirectory();
    const ofAttack = { ...request(origin.path, elsewhere), ref: 'refs/heads/attack' };
    expect((await fetchCommit(directory, ofAttack, cleanEnvironment)).ok).toBe(true);
    const fetched = await fetchCommit(directory, request(origin.path, elsewhere), cleanEnvironment);
    expect(fetched.ok ? '' : fetched.error.message).toContain('is not in the history of refs/heads/main');
  });

  test('S15 objects of a repository on the same disk are copied, not linked or referred to', async () => {
    const origin = testRepository(files);
    origin.git('gc', '--quiet');
    const target = temporaryDirectory();
    const fetched = await fetchCommit(target, request(origin.path, origin.git('rev-parse', 'HEAD')), cleanEnvironment);
    expect(fetched.ok).toBe(true);
    expect(existsSync(join(target, 'objects/info/alternates'))).toBe(false);
    const objects = readdirSync(join(target, 'objects'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(objects.length).toBeGreaterThan(0);
    for (const { parentPath, name } of objects) expect(statSync(join(parentPath, name)).nlink).toBe(1);
  });
});
