import { expect, test } from 'vitest';
import { rangeOf } from './range.ts';

const etag = '"abc"';

test.each([
  [undefined, undefined, { status: 200, range: { start: 0, end: 99 } }],
  ['bytes=0-9', undefined, { status: 206, range: { start: 0, end: 9 } }],
  ['bytes=90-', undefined, { status: 206, range: { start: 90, end: 99 } }],
  ['bytes=90-500', undefined, { status: 206, range: { start: 90, end: 99 } }],
  ['bytes=-10', undefined, { status: 206, range: { start: 90, end: 99 } }],
  ['bytes=-500', undefined, { status: 206, range: { start: 0, end: 99 } }],
  ['bytes=100-', undefined, { status: 416 }],
  ['bytes=-0', undefined, { status: 416 }],
  ['bytes=9-0', undefined, { status: 200, range: { start: 0, end: 99 } }],
  ['bytes=0-1,4-5', undefined, { status: 200, range: { start: 0, end: 99 } }],
  ['lines=1-2', undefined, { status: 200, range: { start: 0, end: 99 } }],
  ['bytes=50-', etag, { status: 206, range: { start: 50, end: 99 } }],
  ['bytes=50-', '"other"', { status: 200, range: { start: 0, end: 99 } }],
])('Range %s and If-Range %s', (range, begun, answer) => {
  expect(rangeOf({ range, 'if-range': begun }, 100, etag)).toEqual(answer);
});
