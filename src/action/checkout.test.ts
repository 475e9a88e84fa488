import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  cleanEnvironment,
  type TestRepository,
  temporaryDirectory,
  testRepository,
} from '../../test/rig/repository.ts';
import { resolveCommit, tipOf } from '../repository/history.ts';
import {
  baseOf,
  type Checkout,
  openCheckout,
  standsOn,
  withCommits,
  withHistory,
  withTag,
  withTip,
} from './checkout.ts';
import { readJob } from './context.ts';

/** A checkout of a commit as actions/checkout makes it: one commit deep, no branch but its own. */
function checkoutOf(origin: TestRepository, commit: string, depth = 1): TestRepository {
  const work = testRepository();
  work.git('remote', 'add', 'origin', `file://${origin.path}`);
  work.git('fetch', '--quiet', '--no-tags', `--depth=${depth}`, 'origin', `+${commit}:refs/remotes/pull/1/merge`);
  work.git('checkout', '--quiet', '--detach', commit);
  return work;
}

async function open(
  work: TestRepository,
  more: Readonly<Record<string, string>> = {},
  token?: string,
): Promise<Checkout> {
  const environment = { ...cleanEnvironment, GITHUB_WORKSPACE: work.path, GITHUB_SERVER_URL: 'file:///', ...more };
  const opened = await openCheckout(work.path, readJob(environment, 'x'), environment, token);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

/** main: a — b — c, topic: a — d. GitHub's merge of topic into c. */
function change() {
  const origin = testRepository({ a: 'a' });
  const a = origin.git('rev-parse', 'HEAD');
  origin.git('checkout', '--quiet', '-b', 'topic');
  const d = origin.commit({ d: 'd' });
  origin.git('checkout', '--quiet', 'main');
  const b = origin.commit({ b: 'b' });
  const c = origin.commit({ c: 'c' });
  const tree = origin.git('merge-tree', '--write-tree', c, d);
  const merge = origin.git('commit-tree', tree, '-p', c, '-p', d, '-m', 'merge');
  origin.git('update-ref', 'refs/pull/1/merge', merge);
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  return { origin, a, b, c, d, merge };
}

describe('the base of a change', () => {
  test('is what GitHub merged it into, fetched one commit deep', async () => {
    const { origin, b, c, d, merge } = change();
    const work = checkoutOf(origin, merge);
    // The base branch has moved since the event: b is what the payload says.
    const found = await baseOf(await open(work), { head: d, base: b });
    expect(found.ok && found.value[1]).toBe(c);
    expect(work.git('rev-list', '--all').split('\n').toSorted()).toEqual([c, merge].toSorted());
  });

  test('is the merge base where the branch itself is checked out', async () => {
    const { origin, a, c, d } = change();
    const found = await baseOf(await open(checkoutOf(origin, d)), { head: d, base: c });
    expect(found.ok && found.value[1]).toBe(a);
  });

  test('needs no fetch where the clone has it', async () => {
    const { origin, a, c, d } = change();
    const work = origin.clone();
    work.git('checkout', '--quiet', '--detach', d);
    work.git('remote', 'remove', 'origin');
    const found = await baseOf(await open(work), { head: d, base: c });
    expect(found.ok && found.value[1]).toBe(a);
  });

  test('without a common commit is all of the base', async () => {
    const { origin, c } = change();
    origin.git('checkout', '--quiet', '--orphan', 'other');
    const other = origin.commit({ e: 'e' });
    const found = await baseOf(await open(checkoutOf(origin, other)), { head: other, base: c });
    expect(found.ok && found.value[1]).toBe(c);
  });

  test('that is gone is said', async () => {
    const { origin, d } = change();
    const found = await baseOf(await open(checkoutOf(origin, d)), { head: d, base: 'f'.repeat(40) });
    expect(found).toMatchObject({
      ok: false,
      error: { kind: 'usage', message: expect.stringContaining('cannot fetch') },
    });
  });
});

test('S29 a checkout stands on a commit as itself or as GitHub’s merge of it, and not as its base', async () => {
  const { origin, c, d, merge } = change();
  const checkout = await open(checkoutOf(origin, merge));
  expect(await standsOn(checkout, d)).toBe(true);
  expect(await standsOn(checkout, merge)).toBe(true);
  expect(await standsOn(checkout, c)).toBe(false);
});

test('the tip of a branch is the remote’s, and a shallow clone gets the way to it', async () => {
  const { origin, b, c } = change();
  const work = checkoutOf(origin, b);
  const checkout = await withTip(await open(work), 'main');
  expect(await tipOf(checkout.repository, 'main')).toBe(c);
  expect(work.git('merge-base', '--is-ancestor', b, c)).toBe('');
  expect((await withTip(checkout, 'gone')).repository).toBe(checkout.repository);
});

test('fetching the tip takes nothing away from a deeper clone', async () => {
  const { origin, a, c } = change();
  const work = checkoutOf(origin, c, 2);
  await withTip(await open(work), 'main');
  expect(work.git('rev-list', '--count', 'HEAD')).toBe('2');
  const deeper = await withHistory(await open(work));
  expect(deeper?.repository.shallow).toBe(false);
  expect(work.git('merge-base', 'HEAD', a)).toBe(a);
});

test('tags and recorded commits are fetched where they still are', async () => {
  const { origin, b, c } = change();
  origin.git('tag', 'v1.0.0', b);
  const checkout = await withTag(await open(checkoutOf(origin, c)), 'v1.0.0');
  expect(await resolveCommit(checkout.repository, 'refs/tags/v1.0.0')).toEqual({ ok: true, value: b });
  expect((await withTag(checkout, 'v9.9.9')).repository).toBe(checkout.repository);
  expect((await withCommits(checkout, ['f'.repeat(40)], 1)).ok).toBe(false);
});

test('S27 the token reaches the job’s server alone: not in an argument, not in .git/config', async () => {
  const { origin, c } = change();
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    response.writeHead(403).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = temporaryDirectory();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\necho "$@" >> ${folder}/arguments\nPATH="\${PATH#*:}" exec git "$@"\n`);
  chmodSync(join(folder, 'git'), 0o755);
  const work = checkoutOf(origin, c);
  work.git('remote', 'set-url', 'origin', `${url}/acme/fleet`);
  const PATH = `${folder}:${cleanEnvironment.PATH}`;
  const own = await open(work, { PATH, GITHUB_SERVER_URL: url }, 'ghs_canary');
  expect((await withCommits(own, ['f'.repeat(40)], 1)).ok).toBe(false);
  const basic = Buffer.from('x-access-token:ghs_canary').toString('base64');
  expect(headers.map(({ authorization }) => authorization)).toEqual([`basic ${basic}`]);
  const left = readFileSync(join(folder, 'arguments'), 'utf8') + readFileSync(join(work.path, '.git/config'), 'utf8');
  expect(left).toContain('fetch');
  for (const secret of ['ghs_canary', basic]) expect(left).not.toContain(secret);
  headers.length = 0;
  const other = await open(work, { GITHUB_SERVER_URL: 'http://github.example' }, 'ghs_canary');
  await withCommits(other, ['f'.repeat(40)], 1);
  expect(headers.map(({ authorization }) => authorization)).toEqual([undefined]);
});
