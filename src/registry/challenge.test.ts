import { expect, test } from 'vitest';
import { parseChallenges } from './challenge.ts';

test.each([
  ['Basic realm="a b"', [{ scheme: 'basic', parameters: { realm: 'a b' } }]],
  [
    'Bearer realm="https://auth.example/token",service="reg,istry",scope="repository:a/b:pull,push"',
    [
      {
        scheme: 'bearer',
        parameters: { realm: 'https://auth.example/token', service: 'reg,istry', scope: 'repository:a/b:pull,push' },
      },
    ],
  ],
  [
    'Negotiate, BASIC Realm=x , bearer realm = "q \\"q\\" \\\\", error=invalid_token',
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'basic', parameters: { realm: 'x' } },
      { scheme: 'bearer', parameters: { realm: 'q "q" \\', error: 'invalid_token' } },
    ],
  ],
  ['', []],
  ['="', []],
])('%s', (header, challenges) => {
  expect(parseChallenges(header)).toEqual(challenges);
});

test('a long header is read in linear time', () => {
  const started = performance.now();
  parseChallenges(`Bearer a="${'\\'.repeat(200_000)}`);
  parseChallenges('a '.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(1000);
});
