import { describe, expect, test } from 'vitest';
import { releaseOf } from './release.ts';

describe('releaseOf', () => {
  const images = ['web', 'web-api', 'team/site'];
  test.each([
    ['v1.2.3', { tag: 'v1.2.3' }],
    ['web/v1.2.3', { tag: 'v1.2.3', image: 'web' }],
    ['web-v1.2.3', { tag: 'v1.2.3', image: 'web' }],
    ['web-api-1.0', { tag: '1.0', image: 'web-api' }],
    ['team/site/v2', { tag: 'v2', image: 'team/site' }],
    ['web-beta', { tag: 'web-beta' }],
    ['website-v1', { tag: 'website-v1' }],
  ])('%s', (gitTag, expected) => expect(releaseOf(gitTag, images)).toEqual(expected));
});
