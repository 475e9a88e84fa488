import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readServerFile } from '../src/definition/read-server-file.ts';

const folder = fileURLToPath(new URL('../deploy/', import.meta.url));
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const files = globSync('**/*.{yaml,service}', { cwd: folder });

test('every variable that an installation sets is one that the server reads', () => {
  const reference = readFileSync(join(folder, '../docs/reference/server.md'), 'utf8');
  const set = files.flatMap((path) => [...read(path).matchAll(/\b(CASKWRIGHT_[A-Z_]+)\b/g)].map(([name]) => name));
  expect(set.length).toBeGreaterThan(10);
  // The image of the compose file, which compose itself fills in.
  const unknown = new Set(set.filter((name) => name !== 'CASKWRIGHT_IMAGE' && !reference.includes(name)));
  expect([...unknown]).toEqual([]);
});

test.each(files.filter((path) => path.endsWith('.yaml')))('%s is YAML', (path) => {
  expect(parseAllDocuments(read(path), { merge: true }).flatMap((document) => document.errors)).toEqual([]);
});

test('the configuration of the cluster is one that the server takes', () => {
  const path = 'kustomize/configuration.yaml';
  expect(readServerFile({ path, text: read(path) }).diagnostics).toEqual([]);
});

test('what kustomize names is there, and every volume that is mounted is declared', () => {
  const { resources } = parse(read('kustomize/kustomization.yaml')) as { resources: string[] };
  for (const resource of resources) {
    for (const document of parseAllDocuments(read(`kustomize/${resource}`))) {
      const pod = document.toJS()?.spec?.template?.spec;
      const mounted = (pod?.containers ?? []).flatMap(({ volumeMounts }: { volumeMounts: { name: string }[] }) =>
        volumeMounts.map(({ name }) => name),
      );
      const declared = (pod?.volumes ?? []).map(({ name }: { name: string }) => name);
      expect(declared.toSorted()).toEqual(mounted.toSorted());
    }
  }
});
