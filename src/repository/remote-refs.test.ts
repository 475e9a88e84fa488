import { expect, test } from 'vitest';
import { cleanEnvironment, testRepository } from '../../test/rig/repository.ts';
import { BRANCHES_AND_TAGS, remoteRefs } from './remote-refs.ts';

const remote = (path: string) => ({ url: `file://${path}`, transports: ['file'] as const, settings: [] });

test('branches and tags are at the commits that they stand for, annotated tags too', async () => {
  const origin = testRepository({ a: '1' });
  const first = origin.git('rev-parse', 'HEAD');
  origin.git('tag', 'light');
  origin.git('tag', '-a', '-m', 'x', 'heavy');
  origin.git('update-ref', 'refs/pull/7/head', first);
  origin.git('checkout', '--quiet', '-b', 'side/branch');
  const second = origin.commit({ a: '2' });
  const listed = await remoteRefs(remote(origin.path), BRANCHES_AND_TAGS, cleanEnvironment);
  expect(listed.ok && Object.fromEntries(listed.value)).toEqual({
    'refs/heads/main': first,
    'refs/heads/side/branch': second,
    'refs/tags/light': first,
    'refs/tags/heavy': first,
  });
  const asked = ['refs/tags/heavy', 'refs/pull/7/head', 'refs/heads/branch', 'refs/heads/gone'];
  const some = await remoteRefs(remote(origin.path), asked, cleanEnvironment);
  expect(some.ok && Object.fromEntries(some.value)).toEqual({ 'refs/tags/heavy': first, 'refs/pull/7/head': first });
});

test('a ref that another one ends in is not taken for it', async () => {
  const origin = testRepository({ a: '1' });
  origin.git('update-ref', 'refs/heads/refs/heads/main', 'HEAD');
  origin.git('checkout', '--quiet', '-b', 'other');
  origin.git('branch', '-D', 'main');
  const listed = await remoteRefs(remote(origin.path), ['refs/heads/main'], cleanEnvironment);
  expect(listed.ok && listed.value.size).toBe(0);
});

test('S11 only transports that are permitted are used', async () => {
  for (const url of ['ext::sh -c id', `file:///nowhere`]) {
    const listed = await remoteRefs({ url, transports: ['https'], settings: [] }, BRANCHES_AND_TAGS, cleanEnvironment);
    expect(listed).toMatchObject({ ok: false, error: { message: expect.stringContaining('another kind') } });
  }
});

test('S10 a ref that would be an option or a pattern is not asked for', async () => {
  const origin = testRepository({ a: '1' });
  for (const ref of ['--upload-pack=id', 'refs/heads/[a-z]*', 'main']) {
    expect(await remoteRefs(remote(origin.path), [ref], cleanEnvironment)).toMatchObject({ ok: false });
  }
});

test('a repository that is not there is a failure that says what to do', async () => {
  const listed = await remoteRefs(remote('/nowhere/at/all'), BRANCHES_AND_TAGS, cleanEnvironment);
  expect(listed).toMatchObject({ ok: false, error: { message: expect.stringContaining('cannot list the refs') } });
});
