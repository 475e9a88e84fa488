import { describe, expect, it } from 'vitest';
import { shortest } from '../../testing.ts';
import { type Environment, evaluate } from './evaluate.ts';
import { parseHcl } from './parse.ts';
import { HclFault } from './syntax.ts';

const names: Environment = {
  variable: (name) => ({ V: 'v', LIST: ['a', 'b'], MAP: { x: { y: 1 } } })[name],
  function: (name) => (name === 'twice' ? ([text]) => `${String(text)}${String(text)}` : undefined),
};

function worth(text: string) {
  const [attribute] = parseHcl(`a = ${text}\n`).attributes;
  if (!attribute) throw new Error('there is no attribute');
  return evaluate(attribute.value, names);
}

describe('an expression', () => {
  const rows: [string, unknown][] = [
    ['"text"', 'text'],
    ['"a${V}b"', 'avb'],
    ['"$${V} %%{x}"', '${V} %{x}'],
    ['"\\"\\n\\u0041"', '"\nA'],
    ['1.5', 1.5],
    ['true', true],
    ['null', null],
    ['["a", V,]', ['a', 'v']],
    ['[\n"a",\n"b"\n]', ['a', 'b']],
    ['{ a = 1, "b" = 2 }', { a: 1, b: 2 }],
    ['{\n  a = 1\n  (V) : 2\n}', { a: 1, v: 2 }],
    ['MAP.x.y', 1],
    ['MAP["x"].y', 1],
    ['LIST[1]', 'b'],
    ['V == "v" ? "yes" : "no"', 'yes'],
    ['V != "v" || 1 > 2', false],
    ['!(V == "v") && true', false],
    ['1 + 2 * 3 - -1', 8],
    ['[for x in LIST : "${x}!"]', ['a!', 'b!']],
    ['[for x in LIST : x if x != "a"]', ['b']],
    ['{for k, v in MAP : k => v.y}', { x: 1 }],
    ['<<EOT\n  a ${V}\nEOT', '  a v\n'],
    ['join("-", [V, "w"])', 'v-w'],
    ['concat(LIST, ["c"])', ['a', 'b', 'c']],
    ['format("%s:%d", V, 3)', 'v:3'],
    ['lower(replace("A.B", ".", "-"))', 'a-b'],
    ['twice("${V}x")', 'vxvx'],
    ['"${LIST}"', ['a', 'b']],
    ['concat([LIST, ["c"]]...)', ['a', 'b', 'c']],
    ['lookup(MAP, "none", "other")', 'other'],
    ['trimsuffix("v1.2", ".2")', 'v1'],
  ];
  it.each(rows)('%s is %j', (text, value) => {
    expect(worth(text)).toEqual(value);
  });

  it.each(['NONE', 'MAP.none', 'unheard("x")', '"x${LIST}"', 'timestamp()', '[for x in V : x]', 'concat(LIST...)'])(
    '%s has no value, and says where',
    (text) => {
      expect(() => worth(text)).toThrow(HclFault);
    },
  );
});

describe('a file', () => {
  it('is attributes and blocks, comments passed over', () => {
    const body = parseHcl('# one\nx = 1 // two\n/* three\n*/ target "a" "b" {\n  y = "z"\n  inner {}\n}\n');
    expect(body.attributes.map(({ name }) => name)).toEqual(['x']);
    expect(body.blocks).toMatchObject([{ type: 'target', labels: ['a', 'b'], body: { blocks: [{ type: 'inner' }] } }]);
  });

  it.each(['a', 'a = ', 'a = "x', 'a {', '}', 'a = [1', 'a = {x}', 'a = <<E\n', 'a = "${x"', '"${x}" {}', 'a = %'])(
    'that is none is refused: %s',
    (text) => {
      expect(() => parseHcl(text)).toThrow(HclFault);
    },
  );

  const hostile: [string, string][] = [
    ['nested brackets', `a = ${'['.repeat(20_000)}`],
    ['nested templates', `a = ${'"${'.repeat(20_000)}`],
    ['nested blocks', 'a {'.repeat(20_000)],
    ['signs', `a = ${'!'.repeat(50_000)}x`],
    ['a long text', `a = "${'x'.repeat(200_000)}"`],
    ['comments without end', `a = 1 ${'/*'.repeat(20_000)}`],
  ];
  it.each(hostile)('hostile ones are over soon: %s', (_, text) => {
    const read = () => {
      try {
        parseHcl(text);
      } catch (error) {
        expect(error).toBeInstanceOf(HclFault);
      }
    };
    expect(shortest(read, 2)).toBeLessThan(500);
  });
});
