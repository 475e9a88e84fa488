import { expect, test } from 'vitest';
import { cleanEnvironment, testRepository } from '../../test/rig/repository.ts';
import { openRepository } from './open.ts';
import { readRepository } from './read.ts';
import { commitTree } from './source.ts';

/** The registry that a commit of these files has, and its findings. */
async function read(files: Readonly<Record<string, string>>) {
  const { path } = testRepository(files);
  const opened = await openRepository(path, cleanEnvironment);
  if (!opened.ok) throw new Error(opened.error.message);
  const tree = await commitTree(opened.value, 'HEAD');
  const { configuration, diagnostics } = await readRepository(tree);
  await tree.close();
  const found = diagnostics.filter(({ code }) => code !== 'no-images');
  return { host: configuration.registry.host, findings: found.map(({ file, code }) => `${file.path} ${code}`) };
}

test('the configuration may be caskwright.jsonc', async () => {
  const { host, findings } = await read({ 'caskwright.jsonc': '{\n  // ours\n  "registry": "h.example/ours",\n}\n' });
  expect([host, findings]).toEqual(['h.example', []]);
});

test('of two configurations the YAML counts, and the other one is a finding', async () => {
  const both = { 'caskwright.yaml': 'registry: yaml.example\n', 'caskwright.jsonc': '{"registry": "json.example"}' };
  expect(await read(both)).toEqual({ host: 'yaml.example', findings: ['caskwright.jsonc configuration-twice'] });
});
