import type { ServerFile } from '../../definition/generated/server-file.ts';
import type { Environment } from '../../system/environment.ts';
import { readWhole } from '../../system/files.ts';
import type { CompleteFile } from './defaults.ts';

const SECRETS: ReadonlySet<string> = new Set([
  'webhook_secret',
  'token',
  'private_key',
  'database_url',
  'admin_token',
  'client_secret',
  'secret',
]);

/**
 * The content with `env:NAME` and `file:/path` replaced by what they stand for, and a fault for each that cannot be
 * read or is empty (S4). The line end that editors put at a file's end is no part of a secret.
 */
export async function resolveSecrets(
  content: ServerFile,
  environment: Environment,
): Promise<{ readonly content: ServerFile; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  const resolved = await mapSecrets(content, '', async (text, path) => {
    const secret = await meaning(text, environment);
    if (secret === undefined) faults.push(`${path}: ${text} cannot be read`);
    else if (secret.trim() === '') faults.push(`${path} is empty: a secret that everybody can guess protects nothing`);
    return secret ?? '';
  });
  return { content: resolved as ServerFile, faults };
}

/** The content as it may be shown to people: a stroke in the place of every secret. */
export function maskSecrets(content: CompleteFile): Promise<unknown> {
  const { database_url: database, notifications, repositories } = content;
  const shown = {
    ...content,
    repositories: repositories.map((each) => ({ ...each, url: withoutPassword(each.url) })),
    // The path of such a URL is all that protects it.
    notifications: notifications.map((each) => ({ ...each, url: `${new URL(each.url).origin}/***` })),
  };
  return mapSecrets(shown, '', async (_, path) =>
    path === 'database_url' ? `${database?.split(':', 1)[0]}://***` : '***',
  );
}

/** A clone URL as it may be kept: there are keys for what lets one in. The user of ssh is no secret. */
export function withoutPassword(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/, '$1').replace(/^(ssh:\/\/[^/@:]*):[^/@]*@/, '$1@');
}

async function meaning(text: string, environment: Environment): Promise<string | undefined> {
  if (text.startsWith('env:')) return environment[text.slice(4)];
  if (text.startsWith('file:')) return (await readWhole(text.slice(5)))?.replace(/\r?\n$/, '');
  return text;
}

async function mapSecrets(
  value: unknown,
  path: string,
  change: (text: string, path: string) => Promise<string>,
): Promise<unknown> {
  if (Array.isArray(value))
    return Promise.all(value.map((item, index) => mapSecrets(item, `${path}[${index}]`, change)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, item]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const isSecret = SECRETS.has(key) && typeof item === 'string';
    return [key, isSecret ? await change(item, at) : await mapSecrets(item, at, change)];
  });
  return Object.fromEntries(await Promise.all(entries));
}
