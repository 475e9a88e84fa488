import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Cuts GitHub's published OpenAPI description down to the calls that the action, `clean` and the server make. By hand, when GitHub changes it:
//   npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz package/package.json package/generated/api.github.com.json
//   node scripts/extract-openapi.ts package && npx biome check --write test/rig/github-openapi.json

const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['patch'],
  '/repos/{owner}/{repo}/pulls': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/reviews': ['get'],
  '/repos/{owner}/{repo}/collaborators/{username}/permission': ['get'],
  '/repos/{owner}/{repo}/releases/tags/{tag}': ['get'],
  '/repos/{owner}/{repo}/releases/{release_id}': ['patch'],
  '/repos/{owner}/{repo}/statuses/{sha}': ['post'],
  '/repos/{owner}/{repo}/commits/{ref}/check-runs': ['get'],
  '/repos/{owner}/{repo}/check-runs': ['post'],
  '/repos/{owner}/{repo}/check-runs/{check_run_id}': ['patch'],
  '/repos/{owner}/{repo}/installation': ['get'],
  '/app/installations/{installation_id}/access_tokens': ['post'],
  '/user': ['get'],
  '/users/{username}': ['get'],
  ...Object.fromEntries(
    ['/orgs/{org}', '/user', '/users/{username}'].flatMap((owner) => [
      [`${owner}/packages/{package_type}/{package_name}/versions`, ['get']],
      [`${owner}/packages/{package_type}/{package_name}/versions/{package_version_id}`, ['get', 'delete']],
    ]),
  ),
};
/** What any call may be answered with, whether its description says so or not. */
const ALWAYS = ['#/components/schemas/basic-error'];
/** Words for people; under `properties` the same words are names of fields. */
const PROSE = /^(?:description|summary|examples?|externalDocs|tags|title|headers|x-.*)$/;
const target = fileURLToPath(new URL('../test/rig/github-openapi.json', import.meta.url));

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const folder = process.argv[2];
if (folder === undefined) throw new Error('name the folder that the package @octokit/openapi is unpacked in');
const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { name: string; version: string };
const whole = JSON.parse(readFileSync(`${folder}/generated/api.github.com.json`, 'utf8')) as Json;

const paths = Object.fromEntries(
  Object.entries(OPERATIONS).map(([path, methods]) => [
    path,
    Object.fromEntries(methods.map((method) => [method, essence(at(['paths', path, method]))])),
  ]),
);
const parts = new Map<string, Json>();
for (const pointer of [...ALWAYS, ...references(paths)]) collect(pointer);
const extract = {
  openapi: at(['openapi']),
  info: {
    title: 'The calls that the action makes, cut from the GitHub REST API',
    version: at(['info', 'version']),
    license: at(['info', 'license']),
    'x-source': `npm package ${manifest.name} ${manifest.version}, generated/api.github.com.json`,
    'x-made-by': 'scripts/extract-openapi.ts',
  },
  paths,
  components: components(),
};
writeFileSync(target, `${JSON.stringify(extract, null, 2)}\n`);

function collect(pointer: string): void {
  if (parts.has(pointer)) return;
  const part = essence(at(pointer.slice(2).split('/')));
  parts.set(pointer, part);
  for (const next of references(part)) collect(next);
}

/** `#/components/<kind>/<name>` → the tree of an OpenAPI document, sorted. */
function components(): Json {
  const kinds: Record<string, Record<string, Json>> = {};
  for (const [pointer, part] of [...parts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [, , kind = '', name = ''] = pointer.split('/');
    kinds[kind] = { ...kinds[kind], [name]: part };
  }
  return kinds;
}

/** A part of the description without its prose. */
function essence(part: Json, namesAreFields = false): Json {
  if (Array.isArray(part)) return part.map((each: Json) => essence(each));
  if (!isObject(part)) return part;
  const kept = Object.entries(part).filter(([name]) => namesAreFields || !PROSE.test(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, essence(value, !namesAreFields && name === 'properties')]),
  );
}

function references(part: Json): readonly string[] {
  if (Array.isArray(part)) return part.flatMap((each: Json) => references(each));
  if (!isObject(part)) return [];
  return Object.entries(part).flatMap(([name, value]) =>
    name === '$ref' && typeof value === 'string' ? [value] : references(value),
  );
}

function at(steps: readonly string[]): Json {
  const found = steps.reduce<Json | undefined>((part, step) => (isObject(part) ? part[step] : undefined), whole);
  if (found === undefined) throw new Error(`the description has no ${steps.join(' ')}`);
  return found;
}

function isObject(part: Json | undefined): part is { readonly [name: string]: Json } {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}
