import { describe, expect, it } from 'vitest';
import build from '../../schemas/build.schema.json' with { type: 'json' };
import caskwright from '../../schemas/caskwright.schema.json' with { type: 'json' };
import { exampleKeys } from '../../scripts/generate-reference.ts';
import type { JsonSchema } from '../../scripts/schema.ts';
import { parseImageName } from '../names/image-name.ts';
import { parsePlatform } from '../names/platform.ts';
import { parseTag } from '../names/tag.ts';
import { parseDuration, parseMemory } from './quantities.ts';
import { readConfiguration } from './read-configuration.ts';
import { readImageDefinition } from './read-image-definition.ts';
import { shown, source } from './testing.ts';

interface Schema {
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly additionalProperties?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

function keysOf(schema: Schema, prefix: string): [string, Schema][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
    [`${prefix}${key}`, property] as [string, Schema],
    ...keysOf(property, `${prefix}${key}.`),
  ]);
}

const keys = [...keysOf(build, 'build.yaml: '), ...keysOf(caskwright, 'caskwright.yaml: ')];

describe('the schemas', () => {
  it.each(keys)('say what a key is for and show an example: %s', (_, { description, examples }) => {
    expect(description).toMatch(/\.$/);
    expect(examples?.length).toBeGreaterThan(0);
  });

  it('are closed but for free keys', () => {
    const open = [
      ['build.yaml', build] as [string, Schema],
      ['caskwright.yaml', caskwright] as [string, Schema],
      ...keys,
    ]
      .filter(([, schema]) => schema.properties !== undefined && schema.additionalProperties !== false)
      .map(([name]) => name);
    expect(open).toEqual([]);
  });
});

describe('examples', () => {
  const written = (schema: Schema, keys: readonly string[]) =>
    keys.map((key) => `${key}: ${JSON.stringify(schema.properties?.[key]?.examples?.[0])}\n`).join('');

  it.each(exampleKeys(build as unknown as JsonSchema).map((keys) => [keys]))(
    'are read without a finding: %s',
    (keys) => {
      const all = written(caskwright, Object.keys(caskwright.properties));
      const { configuration, diagnostics } = readConfiguration(source('caskwright.yaml', all));
      const image = readImageDefinition(source('build.yaml', written(build, keys)), 'images/x', configuration);
      expect(shown([...diagnostics, ...image.diagnostics])).toEqual([]);
    },
  );

  it('of every key further down are read without a finding', () => {
    const needed: Record<string, string> = { control: 'url', flightctl: 'api' };
    for (const [key, { properties }] of Object.entries<Schema>(caskwright.properties)) {
      for (const [inner, { examples = [] }] of Object.entries(properties ?? {})) {
        const url = key in needed && inner !== needed[key] ? `${needed[key]}: "https://c.example", ` : '';
        for (const example of examples) {
          const text = `${key}: {${url}${inner}: ${JSON.stringify(example)}}\n`;
          const findings = shown(readConfiguration(source('caskwright.yaml', text)).diagnostics);
          expect(findings, text).toEqual([]);
        }
      }
    }
  });
});

describe('patterns for editors', () => {
  // The readers decide; an editor must not call wrong what they take, nor right what they refuse.
  const rows: [string, string, (text: string) => boolean, string[]][] = [
    [
      'names',
      build.properties.name.pattern,
      (text) => parseImageName(text).ok,
      ['a', 'a/b', 'a__b', 'a--b', 'a..b', 'A', '', '-a', 'a/', 'a_-b'],
    ],
    [
      'versions',
      build.properties.version.pattern,
      (text) => parseTag(text).ok,
      ['1.0', 'v1', '1 0', '', '.1', '-1', 'a'.repeat(129), '1+2'],
    ],
    [
      'memory',
      build.properties.resources.properties.memory.pattern,
      (text) => parseMemory(text).ok,
      ['8G', '1.5Gi', '512M', '8Q', 'G', '8g', '1024', '8 G', '-1G'],
    ],
    [
      'durations',
      build.properties.resources.properties.timeout.pattern,
      (text) => parseDuration(text).ok,
      ['45m', '1h30m', '90s', '1h1m1s', '', 'm', '1m1h', '45', '1d'],
    ],
    [
      'platforms',
      build.properties.platforms.items.pattern,
      (text) => parsePlatform(text).ok,
      ['linux/amd64', 'linux/arm/v7', 'linux/x86_64', 'linux', 'linux/', '/amd64', 'linux/arm/7'],
    ],
  ];
  it.each(rows)('agree with the reader: %s', (_, pattern, accepts, samples) => {
    const expression = new RegExp(pattern, 'u');
    expect(samples.filter((sample) => expression.test(sample))).toEqual(samples.filter(accepts));
  });
});
