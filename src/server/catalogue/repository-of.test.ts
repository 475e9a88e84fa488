import { expect, test } from 'vitest';
import { placeOf } from './repository-of.ts';

test.each([
  ['git@git.example:acme/shop.git', 'git.example/acme/shop'],
  ['https://user@Git.Example/acme/shop/', 'git.example/acme/shop'],
  ['ssh://git@git.example/acme/shop.git', 'git.example/acme/shop'],
  ['/srv/git/shop.git', '/srv/git/shop'],
])('%s is at %s', (url, place) => expect(placeOf(url)).toBe(place));
