import { describe, expect, it } from 'vitest';
import { shortest } from '../testing.ts';
import { Budget } from './budget.ts';
import { expand } from './expand.ts';

const values: Readonly<Record<string, string>> = {
  V: 'value',
  EMPTY: '',
  VERSION: '3.12.4',
  PATH_: 'a/b/c',
  UNI: '🐳a🐳',
};

function expanded(word: string, escapeToken = '\\') {
  return expand(word, escapeToken, (name) => values[name], new Budget(100_000));
}

describe('a word', () => {
  const rows: [string, string][] = [
    ['plain', 'plain'],
    ['$V', 'value'],
    ['${V}', 'value'],
    ['a${V}b', 'avalueb'],
    ['$V-b', 'value-b'],
    ['$V.$EMPTY.', 'value..'],
    ['\\$V', '$V'],
    ["'$V'", '$V'],
    ['"$V"', 'value'],
    ['"a\\"b"', 'a"b'],
    ['"a\\b"', 'a\\b'],
    ['a\\b', 'ab'],
    ['a$', 'a$'],
    ['$-', '$-'],
    ['${V:-w}', 'value'],
    ['${NONE:-w}', 'w'],
    ['${EMPTY:-w}', 'w'],
    ['${EMPTY-w}', ''],
    ['${NONE-w}', 'w'],
    ['${V:+w}', 'w'],
    ['${EMPTY:+w}', ''],
    ['${EMPTY+w}', 'w'],
    ['${NONE+w}', ''],
    ['${V:?gone}', 'value'],
    ['${NONE:-${V}}', 'value'],
    ['${NONE:-a${V}b}', 'avalueb'],
    ['${NONE:-"a b"}', 'a b'],
    ['${NONE:-}', ''],
    ['${VERSION#*.}', '12.4'],
    ['${VERSION##*.}', '4'],
    ['${VERSION%.*}', '3.12'],
    ['${VERSION%%.*}', '3'],
    ['${VERSION%nothing}', '3.12.4'],
    ['${PATH_#a/}', 'b/c'],
    ['${PATH_/\\//-}', 'a-b/c'],
    ['${PATH_//\\//-}', 'a-b-c'],
    ['${V/a*u/X}', 'vXe'],
    ['${V/?/X}', 'Xalue'],
    ['${V//[aeiou]/X}', 'value'],
    ['${UNI#?}', 'a🐳'],
    ['${V%\\*}', 'value'],
    ['${V/l}', 'vaue'],
  ];
  it.each(rows)('%s is %j', (word, text) => {
    expect(expanded(word)).toMatchObject({ text });
    expect(expanded(word).fault).toBeUndefined();
  });

  it('takes the escape that the directive names', () => {
    expect(expanded('`$V\\$V', '`').text).toBe('$V\\value');
  });

  it('names what has no value, where that shows', () => {
    expect(expanded('a$NONE/${NO}').missing).toEqual([
      { name: 'NONE', start: 1, end: 6 },
      { name: 'NO', start: 7, end: 12 },
    ]);
    expect(expanded('${NONE#x}').missing).toHaveLength(1);
    for (const word of ['${NONE:-x}', '${V:-$NONE}', '${NONE:+$NO}', '${EMPTY}']) {
      expect(expanded(word).missing, word).toEqual([]);
    }
  });

  it('mentions every variable, in branches that are not taken too', () => {
    expect(expanded('${V:-${A}}$B').mentioned).toEqual(['A', 'V', 'B']);
  });

  it.each(['${V', '${V^^}', '${V:#x}', '${}', '${1}', '"open', "'open", '${NONE:?it is needed}', '${V/a/b'])(
    'finds fault with %s',
    (word) => {
      expect(expanded(word).fault).toEqual(expect.any(String));
    },
  );
});

describe('hostile words', () => {
  const rows: [string, string][] = [
    ['deep nesting', `${'${A:-'.repeat(20_000)}x${'}'.repeat(20_000)}`],
    ['long patterns', `\${A//${'a*'.repeat(20_000)}b/x}`],
    ['many variables', '$A'.repeat(50_000)],
    ['quotes without end', '"'.repeat(99_999)],
  ];
  it.each(rows)('end within the budget: %s', (_, word) => {
    const long = 'a'.repeat(20_000);
    expect(shortest(() => expand(word, '\\', () => long, new Budget(1_000_000)), 1)).toBeLessThan(1_000);
    expect(expand(word, '\\', () => long, new Budget(1_000_000)).fault).toEqual(expect.any(String));
  });
});
