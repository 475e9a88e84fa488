import { describe, expect, test } from 'vitest';
import { transportOf } from './fetch.ts';

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
});
