/**
 * Writes what is derived from `schemas/`, the table of codes, `action.yml` and the server's routes: types, validators and
 * reference pages.
 * With `--check` it writes nothing and fails when a file differs from what would be written.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateActionReference } from './generate-action.ts';
import { generateErrors } from './generate-errors.ts';
import { generateCodeTable, generateReference } from './generate-reference.ts';
import { generateTypes } from './generate-types.ts';
import { generateKeys, generateValidator, generateValidatorTypes } from './generate-validators.ts';
import type { JsonSchema } from './schema.ts';

const root = path.dirname(import.meta.dirname);

async function fromSchemas(): Promise<Record<string, string>> {
  const build = await schema('build');
  const caskwright = await schema('caskwright');
  const server = await schema('server');
  const template = await schema('template');
  const all = { build, caskwright, server, template };
  const validators = Object.entries(all).flatMap(([name, one]) => [
    [`src/definition/generated/${name}-validator.js`, generateValidator(one)],
    [`src/definition/generated/${name}-validator.d.ts`, generateValidatorTypes(one)],
  ]);
  return {
    ...(Object.fromEntries(validators) as Record<string, string>),
    'src/definition/generated/build-file.ts': await generateTypes(build),
    'src/definition/generated/caskwright-file.ts': await generateTypes(caskwright),
    'src/definition/generated/server-file.ts': await generateTypes(server),
    'src/definition/generated/template-file.ts': await generateTypes(template),
    'src/definition/generated/known-keys.ts': generateKeys(Object.values(all)),
    'docs/reference/build-yaml.md': generateReference('build.yaml', build),
    'docs/reference/caskwright-yaml.md': generateReference('caskwright.yaml', caskwright),
    'docs/reference/server.md': generateReference('The server', server),
    'docs/reference/template-yaml.md': generateReference('template.yaml', template),
    'docs/diagnostics.md': generateCodeTable(),
    'docs/errors.md': generateErrors(),
    'docs/reference/action.md': generateActionReference(await readFile(path.join(root, 'action.yml'), 'utf8')),
  };
}

/** What is read off the server's own sources, which need the files of `fromSchemas`. */
async function fromSources(): Promise<Record<string, string>> {
  const { generateApiReference } = await import('./generate-api.ts');
  const head = await readFile(path.join(root, 'docs/reference/api.head.md'), 'utf8');
  return { 'docs/reference/api.md': await generateApiReference(head) };
}

async function schema(name: string): Promise<JsonSchema> {
  return JSON.parse(await readFile(path.join(root, `schemas/${name}.schema.json`), 'utf8')) as JsonSchema;
}

async function write(files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}

async function differing(files: Record<string, string>): Promise<string[]> {
  const present = await Promise.all(
    Object.entries(files).map(async ([file, text]) => {
      const found = await readFile(path.join(root, file), 'utf8').catch(() => undefined);
      return found === text ? [] : [file];
    }),
  );
  return present.flat();
}

const isCheck = process.argv.includes('--check');
for (const derive of [fromSchemas, fromSources]) {
  const files = await derive();
  const stale = isCheck ? await differing(files) : [];
  if (!isCheck) await write(files);
  if (stale.length > 0) {
    process.stderr.write(`out of date: ${stale.join(', ')}\nrun: node scripts/generate.ts\n`);
    process.exitCode = 1;
  }
}
