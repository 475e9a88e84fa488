import { expect, test } from 'vitest';
import { readImageDefinition } from './read-image-definition.ts';
import { configured, shown, source } from './testing.ts';

function read(text: string) {
  const { definition, diagnostics } = readImageDefinition(
    source('images/web/build.yaml', text),
    'images/web',
    configured(),
  );
  return { exports: (definition?.exports ?? []).map(({ value }) => value), findings: shown(diagnostics) };
}

test('the architecture is that of the first platform, unless one is given', () => {
  const { exports, findings } = read(
    'platforms: [linux/arm64, linux/amd64]\nexports: [{ type: raw }, { type: iso, architecture: x86_64 }]\n',
  );
  expect(findings).toEqual([]);
  expect(exports).toEqual([
    { type: 'raw', architecture: 'aarch64' },
    { type: 'iso', architecture: 'x86_64' },
  ]);
});

test.each([
  [
    'a platform that the image has not',
    'exports: [{ type: raw, architecture: aarch64 }]\n',
    ['1:11-47 export-impossible'],
  ],
  ['one that stands there twice', 'exports: [{ type: raw }, { type: raw }]\n', ['1:26-39 export-impossible']],
  ['a type that there is not', 'exports: [{ type: floppy }]\n', ['1:19-25 schema-value']],
  ['no type', 'exports: [{ architecture: x86_64 }]\n', ['1:11-35 schema-missing-key']],
])('%s is a finding with its place', (_, text, findings) => {
  expect(read(text).findings).toEqual(findings);
});

test.each([
  ['s3 without its bucket', 'exports: { storage: { kind: s3, endpoint: "https://s3.example" } }\n', 1],
  ['a volume without its path', 'exports: { storage: { kind: pvc } }\n', 1],
  ['a folder', 'exports: { storage: { path: disks }, keep: 5, max_size: 2G }\n', 0],
])('a storage: %s', async (_, text, findings) => {
  const { readConfiguration } = await import('./read-configuration.ts');
  expect(readConfiguration(source('caskwright.yaml', text)).diagnostics).toHaveLength(findings);
});
