import { expect, test } from 'vitest';
import { compareLink, forgeLinks } from './forge.ts';

test.each([
  ['https://github.com/acme/fleet.git', 'github', 'https://github.com/acme/fleet/pull/7'],
  ['git@github.com:acme/fleet.git', 'github', 'https://github.com/acme/fleet/pull/7'],
  ['ssh://git@git.example:2222/acme/fleet', 'gitea', 'https://git.example/acme/fleet/pulls/7'],
  ['https://name:word@git.example/acme/fleet/', 'gitea', 'https://git.example/acme/fleet/pulls/7'],
  ['https://git.example/acme/fleet', 'git', undefined],
  ['/srv/git/fleet.git', 'github', undefined],
  ['javascript:alert(1)//github.com', 'github', undefined],
] as const)('%s of %s', (url, forge, expected) => {
  expect(forgeLinks({ url, forge })?.pull(7)).toBe(expected);
});

test('two commits are compared where there are two', () => {
  const links = forgeLinks({ url: 'https://github.com/acme/fleet', forge: 'github' });
  expect(compareLink(links, 'a1', 'b2')).toBe('https://github.com/acme/fleet/compare/a1...b2');
  expect(compareLink(links, '0000', 'b2')).toBeUndefined();
  expect(compareLink(links, undefined, 'b2')).toBeUndefined();
});
