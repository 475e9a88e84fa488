import type { ServerFile } from '../../definition/generated/server-file.ts';
import type { Environment } from '../../system/environment.ts';

/** The flags of `caskwright serve`, which stand above the environment, which stands above the file. */
export interface ServeFlags {
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
  readonly publicUrl?: string;
  readonly repository?: readonly string[];
  readonly slots?: string;
  readonly platforms?: string;
}

/** A key of the file that can be set from elsewhere too. */
interface Setting {
  readonly path: readonly string[];
  readonly environment: string;
  readonly flag?: keyof ServeFlags;
  /** What a text becomes; undefined where it is not one. Absent: the text itself. */
  readonly read?: (text: string) => unknown;
  readonly expects?: string;
}

const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '');
const number = {
  read: (text: string) => (/^[0-9]{1,9}$/.test(text) ? Number(text) : undefined),
  expects: 'a whole number',
};
const truth = { read: (text: string) => ({ true: true, false: false })[text], expects: 'true or false' };
const list = { read: words };
const repositories = { read: (text: string) => words(text).map((url) => ({ url })) };

const SETTINGS: readonly Setting[] = [
  { path: ['host'], environment: 'CASKWRIGHT_HOST', flag: 'host' },
  { path: ['port'], environment: 'CASKWRIGHT_PORT', flag: 'port', ...number },
  { path: ['data'], environment: 'CASKWRIGHT_DATA', flag: 'data' },
  { path: ['public_url'], environment: 'CASKWRIGHT_PUBLIC_URL', flag: 'publicUrl' },
  { path: ['database_url'], environment: 'DATABASE_URL' },
  { path: ['log_level'], environment: 'CASKWRIGHT_LOG_LEVEL' },
  { path: ['github', 'webhook_secret'], environment: 'CASKWRIGHT_GITHUB_WEBHOOK_SECRET' },
  { path: ['github', 'token'], environment: 'CASKWRIGHT_GITHUB_TOKEN' },
  { path: ['github', 'api_url'], environment: 'CASKWRIGHT_GITHUB_API_URL' },
  { path: ['gitea', 'webhook_secret'], environment: 'CASKWRIGHT_GITEA_WEBHOOK_SECRET' },
  { path: ['gitea', 'token'], environment: 'CASKWRIGHT_GITEA_TOKEN' },
  { path: ['gitea', 'url'], environment: 'CASKWRIGHT_GITEA_URL' },
  { path: ['repositories'], environment: 'CASKWRIGHT_REPOSITORIES', flag: 'repository', ...repositories },
  { path: ['auth', 'anonymous'], environment: 'CASKWRIGHT_ANONYMOUS_READ', ...truth },
  { path: ['auth', 'admin_token'], environment: 'CASKWRIGHT_ADMIN_TOKEN' },
  { path: ['worker', 'slots'], environment: 'CASKWRIGHT_SLOTS', flag: 'slots', ...number },
  { path: ['worker', 'platforms'], environment: 'CASKWRIGHT_PLATFORMS', flag: 'platforms', ...list },
  { path: ['worker', 'builder'], environment: 'CASKWRIGHT_BUILDER' },
  { path: ['pull_requests', 'registry'], environment: 'CASKWRIGHT_PULL_REQUEST_REGISTRY' },
  { path: ['private_hosts'], environment: 'CASKWRIGHT_PRIVATE_HOSTS', ...list },
];

/**
 * The file's content with the environment's and the flags' values in their places. A variable that is empty counts as
 * absent, save for the secret of a webhook: that one was meant to be there. Repositories add up.
 */
export function overlay(
  content: ServerFile,
  environment: Environment,
  flags: ServeFlags,
): { readonly content: ServerFile; readonly faults: readonly string[] } {
  const result = structuredClone(content) as Record<string, unknown>;
  const faults: string[] = [];
  const put = (setting: Setting, text: string, origin: string) => {
    const value = setting.read ? setting.read(text) : text;
    if (value === undefined) faults.push(`${origin} must be ${setting.expects}, not "${text}"`);
    else place(result, setting.path, value);
  };
  for (const setting of SETTINGS) {
    const name = setting.environment;
    const text = environment[name];
    if (text !== undefined && (text !== '' || name.endsWith('_WEBHOOK_SECRET'))) put(setting, text, name);
    const flag = setting.flag && flags[setting.flag];
    if (flag !== undefined) put(setting, [flag].flat().join(' '), `--${kebab(setting.flag as string)}`);
  }
  return { content: result as ServerFile, faults };
}

function place(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = root;
  for (const key of path.slice(0, -1)) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  const key = path.at(-1) as string;
  at[key] = key === 'repositories' ? [...((at[key] as unknown[]) ?? []), ...(value as unknown[])] : value;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
