import { isAbsolute, resolve } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import { type Platform, parsePlatform } from '../names/platform.ts';
import { parseReference } from '../names/reference.ts';
import type { Environment } from '../system/environment.ts';
import { readAtMost } from '../system/folder-files.ts';

/** Where an image goes: all of its tags stand in one repository. */
export interface OneImageName {
  /** Absent where nothing says it, and nothing is pushed. */
  readonly host?: string;
  readonly image: ImageName;
  readonly tags: readonly [string, ...string[]];
}

/** A value of the command line that cannot be used, and what to write instead. */
export interface Misuse {
  readonly message: string;
  readonly suggestion?: string;
}

/**
 * Reads the values of `-t`. A name without a host is meant below `registry` (`host/namespace`) where there is one, and
 * at Docker Hub else, as docker has it. Without a tag it is `latest`.
 */
export function readNames(texts: readonly string[], registry: string | undefined): Result<OneImageName, Misuse> {
  const parsed: { host: string; path: string; tag: string }[] = [];
  for (const text of texts) {
    const reference = parseReference(namesHost(text) || registry === undefined ? text : `${registry}/${text}`);
    if (!reference.ok) return err({ message: `-t ${text}: ${reference.error}`, suggestion: EXAMPLE });
    const { registry: host, repository, tag = 'latest', digest } = reference.value;
    if (digest !== undefined) return err({ message: `-t ${text}: a digest comes out of a build`, suggestion: EXAMPLE });
    parsed.push({ host, path: repository, tag });
  }
  const [first] = parsed;
  if (first === undefined) return ok({ image: 'image' as ImageName, tags: ['latest'] });
  const other = parsed.find(({ host, path }) => host !== first.host || path !== first.path);
  if (other) {
    const message = `-t names two repositories, ${first.host}/${first.path} and ${other.host}/${other.path}`;
    return err({ message, suggestion: 'build once for each: what is built already is not built again' });
  }
  const image = parseImageName(first.path);
  if (!image.ok) return err({ message: image.error });
  const tags = [...new Set(parsed.map(({ tag }) => tag))] as [string, ...string[]];
  return ok({ host: first.host, image: image.value, tags });
}

const EXAMPLE = 'caskwright build . -t registry.example/team/app:1.0';

/** Docker's rule: the first part is a host if it has a dot or a colon, or is localhost. */
function namesHost(text: string): boolean {
  const [first = '', ...rest] = text.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
}

/** `KEY=VALUE`, or `KEY` whose value is in the environment; one that is not there is left out, as docker does. */
export function readBuildArgs(
  texts: readonly string[],
  environment: Environment,
): Result<Record<string, string>, Misuse> {
  return pairs('--build-arg', texts, (name) => environment[name]);
}

/** `KEY=VALUE`, or `KEY` for an empty value. */
export function readLabels(texts: readonly string[]): Result<Record<string, string>, Misuse> {
  return pairs('--label', texts, () => '');
}

function pairs(
  flag: string,
  texts: readonly string[],
  absent: (name: string) => string | undefined,
): Result<Record<string, string>, Misuse> {
  const found: Record<string, string> = {};
  for (const text of texts) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    if (name === '' || /\s/.test(name)) return err({ message: `${flag} ${text}: the form is KEY=VALUE` });
    const value = equals < 0 ? absent(name) : text.slice(equals + 1);
    if (value !== undefined) Object.defineProperty(found, name, { value, enumerable: true });
  }
  return ok(found);
}

/** Platforms with commas between them or one a flag; this machine's own without any. */
export function readPlatforms(
  texts: readonly string[],
  own: Platform,
): Result<readonly [Platform, ...Platform[]], Misuse> {
  const platforms: Platform[] = [];
  for (const text of texts.flatMap((list) => list.split(','))) {
    const platform = parsePlatform(text);
    if (!platform.ok) return err({ message: `--platform ${text}: ${platform.error}` });
    platforms.push(platform.value);
  }
  const [first = own, ...others] = [...new Set(platforms)];
  return ok([first, ...others]);
}

/** More is no secret, and engines take no more. */
const MAX_SECRET = 512 * 1024;

/**
 * The values of `--secret`, in docker's words: `id=…,src=<file>`, `id=…,env=<variable>`, or `id=…` for the variable of
 * that name.
 */
export async function readSecrets(
  texts: readonly string[],
  directory: string,
  environment: Environment,
): Promise<Result<Record<string, string>, Misuse>> {
  const secrets: Record<string, string> = {};
  for (const text of texts) {
    const fields = new Map(text.split(',').map((field) => splitField(field)));
    const id = fields.get('id') ?? '';
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(id)) {
      return err({ message: `--secret ${text}: it needs an id`, suggestion: '--secret id=token,src=token.txt' });
    }
    const file = fields.get('src') ?? fields.get('source');
    const variable = fields.get('env') ?? id;
    const value =
      file === undefined
        ? environment[variable]
        : await readAtMost(isAbsolute(file) ? file : resolve(directory, file), MAX_SECRET);
    if (value === undefined) {
      const where = file === undefined ? `there is no variable ${variable}` : `${file} cannot be read`;
      return err({ message: `--secret ${text}: ${where}` });
    }
    secrets[id] = value;
  }
  return ok(secrets);
}

function splitField(field: string): readonly [string, string] {
  const equals = field.indexOf('=');
  return [field.slice(0, equals), field.slice(equals + 1)];
}
