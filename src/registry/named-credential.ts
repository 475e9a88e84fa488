import { err, ok, type Result } from '../base/result.ts';
import type { Environment } from '../system/environment.ts';
import { readIfPresent } from '../system/storage.ts';
import { type Credential, credentialIn, type NamedCredential } from './credentials.ts';
import { parseObject } from './manifest.ts';

/** The credential of a host in a file: docker's format, `username` and `password` in JSON, or `username:password`. */
export function credentialFile(path: string, host: string): NamedCredential {
  return { origin: path, read: () => readFile(path, host) };
}

async function readFile(path: string, host: string): Promise<Result<Credential, string>> {
  const bytes = await readIfPresent(path).catch((error: NodeJS.ErrnoException) => error.code ?? 'unknown');
  if (typeof bytes === 'string') return err(`it cannot be read (${bytes})`);
  if (bytes === undefined) return err('there is no such file');
  const object = parseObject(bytes);
  if (object) {
    const found = credentialIn(object, host) ?? pairOf(object.username, object.password);
    return found ? ok(found) : err(`it has no entry for ${host}`);
  }
  const [line = ''] = bytes.toString('utf8').split(/\r?\n/);
  const colon = line.indexOf(':');
  const found = pairOf(line.slice(0, Math.max(colon, 0)), line.slice(colon + 1));
  return found ? ok(found) : err('it is no JSON object and no username:password');
}

/** The credential in two variables. */
export function credentialVariables(user: string, password: string, environment: Environment): NamedCredential {
  const found = pairOf(environment[user], environment[password]);
  return {
    origin: `${user} and ${password}`,
    read: async () => (found ? ok(found) : err('they are not both set')),
  };
}

function pairOf(username: unknown, password: unknown): Credential | undefined {
  const usable = typeof username === 'string' && typeof password === 'string' && username !== '' && password !== '';
  return usable ? { kind: 'password', username, password } : undefined;
}
