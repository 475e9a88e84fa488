import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../build/events.ts';
import { createMasker } from './mask.ts';
import { masked } from './masked.ts';
import { everyEvent, failure, log } from './run-events.fixture.ts';

const SECRET = 'p/q+"s\\ ü!€ 7Xw~';

/** What a masker makes of a text that comes in lines. */
function maskLines(lines: readonly string[], secrets: readonly string[]): string[] {
  const masker = createMasker(secrets)();
  return lines.map((line) => masker.mask(line));
}

const percent = (text: string) => encodeURIComponent(text);
const spellings: readonly (readonly [name: string, text: string])[] = [
  ['raw', SECRET],
  ['JSON', JSON.stringify(SECRET).slice(1, -1)],
  ['ASCII JSON', 'p/q+\\"s\\\\ \\u00fc!\\u20ac 7Xw~'],
  ['URL', percent(SECRET)],
  ['URL in lower case', percent(SECRET).replace(/%../g, (byte) => byte.toLowerCase())],
  ['a form', percent(SECRET).replaceAll('%20', '+').replaceAll('!', '%21')],
];

describe('S28 a secret is hidden', () => {
  test.each(spellings)('%s', (_, text) => {
    expect(maskLines([`a ${text} z`], [SECRET])).toEqual(['a *** z']);
  });

  test.each(['', 'x', 'xy', 'xyz'])('in base64 behind %j, whatever follows', (before) => {
    for (const after of ['', 'x', 'xy', 'xyz']) {
      const [line = ''] = maskLines([Buffer.from(before + SECRET + after).toString('base64')], [SECRET]);
      expect(line).toContain('***');
      // At most the characters that the neighbours have a part in stay, three before and three (and "==") behind.
      expect(line.replace('***', '').length).toBeLessThanOrEqual(Math.ceil(before.length / 3) * 4 + 8);
      const decoded = Buffer.from(line.replace('***', '    '), 'base64').toString('latin1');
      expect(decoded).not.toContain(SECRET.slice(1, 4));
    }
  });

  test('in URL-safe base64', () => {
    const secret = '???>>>~~~!!!';
    expect(Buffer.from(secret).toString('base64')).toMatch(/[+/]/);
    expect(maskLines([Buffer.from(secret).toString('base64url')], [secret])).toEqual(['***']);
  });

  test.each(spellings)('%s, split over two lines at any place', (_, text) => {
    for (let at = 1; at < text.length; at += 1) {
      const [first = '', second = ''] = maskLines([`a ${text.slice(0, at)}`, `${text.slice(at)} z`], [SECRET]);
      expect(second).toBe('*** z');
      expect(first === 'a ***' || (at < 3 && first === `a ${text.slice(0, at)}`)).toBe(true);
    }
  });

  test('in base64 that is wrapped', () => {
    const secret = 'correct horse battery staple '.repeat(8);
    const wrapped = Buffer.from(`user:${secret}`)
      .toString('base64')
      .match(/.{1,76}/g) as string[];
    expect(wrapped.length).toBeGreaterThan(3);
    expect(
      maskLines(wrapped, [secret])
        .slice(1, -1)
        .every((line) => line === '***'),
    ).toBe(true);
  });

  test('of several lines, whole, without its line ends, and each long line of it alone', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n';
    expect(maskLines(key.trimEnd().split('\n'), [key])).toEqual(['***', '***', '***', '***']);
    expect(maskLines([key.replaceAll('\n', '')], [key])).toEqual(['***']);
    expect(maskLines(['MIIEvQIBADANBgkq'], [key])).toEqual(['***']);
    expect(maskLines([JSON.stringify({ key })], [key])).toEqual(['{"key":"***"}']);
  });

  test('when secrets overlap or hold each other', () => {
    expect(maskLines(['abcdefgh abcd defgh xbcdefg!'], ['abcdefgh', 'defgh'])).toEqual(['*** abcd *** xbcdefg!']);
    expect(maskLines(['abcabcabd'], ['abcabd'])).toEqual(['abc***']);
    expect(maskLines(['aaaaaa b'], ['aaaa'])).toEqual(['*** b']);
    expect(maskLines(['abcdex'], ['abcdefgh', 'cde'])).toEqual(['ab***x']);
  });

  test('with a carriage return in it, or at the end of each of its lines', () => {
    expect(maskLines(['a canary\r-secret z'], ['canary-secret'])).toEqual(['a *** z']);
    expect(maskLines(['a canary\r', '-secret\r'], ['canary-secret'])).toEqual(['a ***', '***']);
  });

  test('however short', () => {
    expect(maskLines(['a1b'], ['1'])).toEqual(['a***b']);
    expect(maskLines(['x ab', 'cd y'], ['abcd'])).toEqual(['x ***', '*** y']);
  });
});

test('no secrets, or empty ones, hide nothing', () => {
  expect(maskLines(['text', ''], [])).toEqual(['text', '']);
  expect(maskLines(['text', ''], ['', '\n'])).toEqual(['text', '']);
});

test('S28 at random: no character of a secret is seen, no other is hidden, however the text is cut', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const word = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[random(alphabet.length)]).join('');
  for (let round = 0; round < 400; round += 1) {
    // Secrets and noise share no letter, and what starts a secret is a letter of its own (Q): so each is known again.
    const secrets = Array.from({ length: 1 + random(4) }, () => `Q${word('ABC', 5 + random(20))}`);
    const parts = Array.from({ length: 1 + random(12) }, () => [
      word('xyz ', random(12)),
      secrets[random(secrets.length)],
    ]);
    const text = parts.flat().join('');
    const lines: string[] = [];
    for (let at = 0; at < text.length; ) {
      const length = 3 + random(30);
      lines.push(text.slice(at, at + length));
      at += length;
    }
    const out = maskLines(lines, secrets);
    for (const [index, line] of out.entries()) {
      // One or two letters at the end of a line are not taken for the start of a secret yet.
      expect(line.replace(/Q[ABC]?$/, '')).not.toMatch(/[QABC]/);
      expect(line.replace(/[QABC*]/g, '')).toBe((lines[index] as string).replace(/[QABC]/g, ''));
    }
  }
});

test('masking takes linear time', () => {
  const secrets = Array.from({ length: 20 }, (_, at) => `${'a'.repeat(200)}${at}`);
  const masker = createMasker(secrets)();
  const started = performance.now();
  masker.mask('a'.repeat(1_000_000));
  expect(performance.now() - started).toBeLessThan(2000);
});

test('S28 every text of an event is masked, streams apart from each other, order and number kept', () => {
  const seen: RunEvent[] = [];
  const sink = masked((event) => seen.push(event), ['canary-secret']);
  const noisy = {
    ...failure,
    message: 'bad canary-secret',
    suggestion: 'not canary-secret',
    lastLines: ['cana', 'ry-secret'],
  };
  const events = everyEvent('canary-secret', noisy);
  for (const event of events) sink(event);
  expect(seen.map((event) => event.sequence)).toEqual(events.map((event) => event.sequence));
  expect(JSON.stringify(seen)).not.toContain('canary-secret');
  expect(JSON.stringify(seen)).not.toMatch(/cana"|"ry-secret/);
  const more: RunEvent[] = [];
  const lines = masked((event) => more.push(event), ['canary-secret']);
  for (const event of [log('a', 'x canary-s'), log('b', 'ecret'), log('a', 'ecret y')]) lines(event);
  expect(more.map((event) => event.type === 'image.log' && event.line)).toEqual(['x ***', 'ecret', '*** y']);
});
