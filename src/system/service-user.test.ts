import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePrivateDirectory, obstacle, permitPassage } from './service-user.ts';

const user = { name: 'nobody', uid: 65_534, gid: 65_534 };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync('/tmp/caskwright-users-');
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'closed/below'), { recursive: true });
  chmodSync(join(folder, 'closed'), 0o700);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the topmost folder that stops a user is named, and passage opens it without showing what is in it', async () => {
  const closed = join(folder, 'closed');
  expect(await obstacle(join(folder, 'open'), user)).toBeUndefined();
  expect(await obstacle(join(closed, 'below/deep'), user)).toBe(closed);
  await permitPassage(closed);
  expect(statSync(closed).mode & 0o777).toBe(0o711);
  expect(await obstacle(join(closed, 'below/deep'), user)).toBeUndefined();
});

test('a user passes through folders of its own whatever others may do', {
  skip: process.getuid?.() !== 0,
}, async () => {
  const own = join(folder, 'own');
  await makePrivateDirectory(own, user);
  chownSync(own, user.uid, user.gid);
  expect(await obstacle(join(own, 'x'), user)).toBeUndefined();
  expect(await obstacle(join(own, 'x'), { name: 'other', uid: 4242, gid: 4242 })).toBe(own);
});
