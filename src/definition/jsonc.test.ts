import { describe, expect, test } from 'vitest';
import { positionAt } from '../diagnostics/diagnostic.ts';
import { readConfiguration } from './read-configuration.ts';

/** The configuration of a `caskwright.jsonc`, and its findings as `line:column code message`. */
function read(text: string) {
  const file = { path: 'caskwright.jsonc', text };
  const { configuration, diagnostics } = readConfiguration(file);
  const findings = diagnostics.map(({ span, code, message }) => {
    const { line, column } = positionAt(file, span.start);
    return `${line}:${column} ${code} ${message}`;
  });
  return { configuration, findings };
}

describe('caskwright.jsonc', () => {
  test('is read with comments and trailing commas', () => {
    const { configuration, findings } = read(`{
	// Where images go.
	"registry": "harbor.example/library", /* and
	   nothing else */
	"containers": {
		"base": "ghcr.io/acme/base:latest", // "//" in a text is no comment:
		"dev": "ghcr.io/acme/dev",
	},
	"names": ["http://x", "\\u0061b",],
}
`);
    expect(findings).toEqual([]);
    expect(configuration.registry).toMatchObject({ host: 'harbor.example', namespace: 'library' });
    expect(configuration.containers.base).toMatchObject({
      registry: 'ghcr.io',
      repository: 'acme/base',
      tag: 'latest',
    });
    expect(Object.keys(configuration.containers)).toEqual(['base', 'dev']);
    expect(configuration.names).toEqual(['harbor.example/library', 'http://x', 'ab']);
  });

  test('has findings at their places, behind comments too', () => {
    const { findings } = read(`{
  /* one
     two */ "registri": "x",
  "platforms": ["linux/amd64", "linux/amd64"], // twice
  "runtime": { "settle": "5" }
}`);
    expect(findings).toEqual([
      '3:13 schema-unknown-key there is no key "registri"',
      '4:32 schema-value "platforms" holds "linux/amd64" twice',
      '5:26 schema-type "runtime.settle" must be a whole number, not a text',
    ]);
  });

  test('is JSON and not YAML, a finding for each line that is not', () => {
    expect(read('{ registry: "h.example" }\n').findings).toEqual([
      '1:3 json-syntax JSON has no such word here: texts and keys stand in double quotes',
    ]);
    expect(read('{ "names": ["a" "b"],\n  "include": \'x\' }').findings).toEqual([
      '1:17 json-syntax a "," is expected here',
      '2:14 json-syntax JSON has no such word here: texts and keys stand in double quotes',
    ]);
    expect(read('{ "names": [] /* open').findings[0]).toContain('json-syntax');
    expect(read('[]').findings).toEqual(['1:1 schema-type the file is a mapping of keys to values, not a list']);
  });

  test('may be empty, or hold nothing but comments', () => {
    expect(read('').findings).toEqual([]);
    expect(read('// later\n').findings).toEqual([]);
  });

  test('S18 is held to the limits of every other file', () => {
    expect(read(`{"names": ${'['.repeat(50_000)}`).findings).toEqual([
      '1:1 yaml-limit the file is nested deeper than 32 levels',
    ]);
    expect(read(`{ "names": [${'"a",'.repeat(40_000)}] }`).findings[0]).toContain('yaml-limit');
  });

  test('S19 cannot reach into the reader', () => {
    const { findings } = read('{ "containers": { "__proto__": "x", "base": "a", "base": "b" } }');
    expect(findings).toEqual([
      '1:19 yaml-forbidden-key "__proto__" cannot be a key',
      '1:50 yaml-duplicate-key "base" stands twice; the first one counts',
    ]);
    expect(({} as Record<string, unknown>).base).toBeUndefined();
  });
});
