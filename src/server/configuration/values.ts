import { isAbsolute, resolve } from 'node:path';
import type { ServerFile } from '../../definition/generated/server-file.ts';
import { parseRegistry } from '../../definition/read-registry.ts';
import { type Platform, parsePlatform } from '../../names/platform.ts';
import type { RegistryPlace } from '../runs/trial.ts';
import type { Role } from '../store/tables.ts';
import type { AuthConfiguration, RepositoryConfiguration, ServerConfiguration } from './configuration.ts';
import type { CompleteFile } from './defaults.ts';
import { exportsOf } from './exports.ts';
import { withoutPassword } from './secrets.ts';

const ROLES: Readonly<Record<string, Role>> = { viewer: 'viewer', builder: 'builder', admin: 'admin' };
const SHORTEST_TOKEN = 20;
const MEGABYTE = 1024 * 1024;
const HOUR = 3_600_000;

/** The configuration that a content stands for, and all that is wrong with its values; a relative `data` is meant from `directory`. */
export function configurationOf(
  content: CompleteFile,
  directory: string,
): { readonly configuration: ServerConfiguration; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const url = (path: string, text: string | undefined) => {
    if (text !== undefined && !isHttp(text)) faults.push(`${path} must be an http or https URL, not "${text}"`);
    return text?.replace(/\/+$/, '');
  };
  const age = (path: string, text: string) => {
    const [, count, unit] = /^([1-9][0-9]{0,4})([dh])$/.exec(text) ?? [];
    if (count === undefined) faults.push(`${path} must be days or hours such as 30d or 72h, not "${text}"`);
    return Number(count) * (unit === 'd' ? 24 : 1) * HOUR;
  };
  const { github, gitea, limits, retention, worker } = content;
  const configuration: ServerConfiguration = {
    host: content.host,
    port: content.port,
    data: resolve(directory, content.data),
    ...given('publicUrl', url('public_url', content.public_url)),
    ...given('databaseUrl', content.database_url),
    logLevel: content.log_level,
    github: {
      ...given('webhookSecret', github.webhook_secret),
      ...given('token', github.token),
      ...given('app', github.app && { id: github.app.id, privateKey: github.app.private_key }),
      apiUrl: url('github.api_url', github.api_url) as string,
    },
    gitea: {
      ...given('webhookSecret', gitea.webhook_secret),
      ...given('token', gitea.token),
      ...given('url', url('gitea.url', gitea.url)),
    },
    repositories: repositoriesOf(content, faults),
    auth: authOf(content, url, faults),
    worker: {
      slots: worker.slots,
      ...given('platforms', worker.platforms && platformsOf(worker.platforms, faults)),
      ...given('builder', worker.builder),
    },
    ...given('trials', placeOf(content.pull_requests?.registry, faults)),
    limits: {
      runs: limits.runs,
      runsPerRepository: limits.runs_per_repository,
      buildsPerRepository: limits.builds_per_repository,
    },
    retention: {
      runs: age('retention.runs', retention.runs),
      logs: age('retention.logs', retention.logs),
      deliveries: age('retention.deliveries', retention.deliveries),
    },
    exports: exportsOf(content.exports, resolve(directory, content.data), faults),
    logSize: content.log_size * MEGABYTE,
    reconcile: content.reconcile * 1000,
    drift: content.drift * 1000,
    notifications: content.notifications.map((each, index) => ({
      url: url(`notifications[${index}].url`, each.url) as string,
      kind: each.kind ?? 'webhook',
      ...given('secret', each.secret),
      on: each.on ?? ['succeeded', 'failed', 'cancelled'],
      ...given('repositories', each.repositories),
    })),
    privateHosts: content.private_hosts,
    ...given('editorUrl', content.editor_url),
  };
  checkDatabase(configuration, faults);
  return { configuration, faults };
}

/** Why a server cannot receive webhooks: without any secret what a forge sends could not be told from what anybody sends (S4). */
export function webhookFaults({ github, gitea, repositories }: ServerConfiguration): readonly string[] {
  const secrets = [github.webhookSecret, gitea.webhookSecret, ...repositories.map((each) => each.webhookSecret)];
  if (secrets.some((secret) => secret !== undefined)) return [];
  return [
    'there is no secret for webhooks: give the one of the forge as CASKWRIGHT_GITHUB_WEBHOOK_SECRET or CASKWRIGHT_GITEA_WEBHOOK_SECRET (a new one: openssl rand -hex 32)',
  ];
}

function checkDatabase({ databaseUrl }: ServerConfiguration, faults: string[]): void {
  if (databaseUrl === undefined || /^postgres(ql)?:\/\//.test(databaseUrl)) return;
  faults.push('database_url (DATABASE_URL) must begin with postgres://');
}

function placeOf(text: string | undefined, faults: string[]): RegistryPlace | undefined {
  if (text === undefined) return undefined;
  const parsed = parseRegistry(text);
  if (parsed.ok && parsed.value.namespace !== '') return parsed.value;
  faults.push(`pull_requests.registry: ${parsed.ok ? `"${text}" has no namespace behind its host` : parsed.error}`);
  return undefined;
}

function repositoriesOf(content: CompleteFile, faults: string[]): RepositoryConfiguration[] {
  const byId = new Map<string, RepositoryConfiguration>();
  for (const repository of content.repositories) {
    const one = repositoryOf(repository, content);
    const same = byId.get(one.id);
    if (!isCloneUrl(one.url)) faults.push(`${one.url} must be an https or ssh URL, or the path of a folder`);
    else if (!/^[a-z0-9][a-z0-9-]*$/.test(one.id))
      faults.push(`the id "${one.id}" of ${one.url} must be of a-z, 0-9 and -`);
    if (same && same.url !== one.url) {
      faults.push(
        `${same.url} and ${one.url} have the same id "${one.id}": give one of them another (repositories[].id)`,
      );
    }
    byId.set(one.id, { ...one, ...same });
  }
  return [...byId.values()];
}

function repositoryOf(
  repository: NonNullable<ServerFile['repositories']>[number],
  { github, gitea }: CompleteFile,
): RepositoryConfiguration {
  const url = withoutPassword(repository.url);
  const fullName = repository.full_name ?? pathOf(url);
  const forge = repository.forge ?? forgeOf(url, gitea.url);
  const own: { webhook_secret?: string; token?: string } = forge === 'git' ? {} : { github, gitea }[forge];
  return {
    id: repository.id ?? (fullName.split('/').at(-1) as string).toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    url,
    forge,
    fullName,
    ...given('defaultBranch', repository.default_branch),
    ...given('webhookSecret', repository.webhook_secret ?? own.webhook_secret),
    ...given('token', repository.token ?? own.token),
    ...given('senders', repository.senders),
  };
}

function forgeOf(url: string, gitea: string | undefined): RepositoryConfiguration['forge'] {
  const host = hostOf(url);
  if (gitea !== undefined && host === hostOf(gitea)) return 'gitea';
  return host === 'github.com' ? 'github' : 'git';
}

function authOf(
  { auth }: CompleteFile,
  url: (path: string, text: string | undefined) => string | undefined,
  faults: string[],
): AuthConfiguration {
  const { oidc, admin_token: adminToken } = auth;
  if (adminToken !== undefined && adminToken.length < SHORTEST_TOKEN) {
    faults.push(`auth.admin_token has fewer than ${SHORTEST_TOKEN} characters (a new one: openssl rand -hex 32)`);
  }
  url('auth.oidc.issuer', oidc?.issuer);
  return {
    anonymous: auth.anonymous,
    ...given('adminToken', adminToken),
    origins: auth.origins,
    ...given(
      'oidc',
      oidc && {
        // As it is written: it is compared with what stands in the tokens.
        issuer: oidc.issuer,
        audience: oidc.audience ?? oidc.client_id,
        clientId: oidc.client_id,
        ...given('clientSecret', oidc.client_secret),
        rolesClaim: oidc.roles_claim ?? 'roles',
        roles: oidc.roles ?? ROLES,
      },
    ),
  };
}

function platformsOf(texts: readonly string[], faults: string[]): Platform[] {
  return texts.flatMap((text) => {
    const platform = parsePlatform(text);
    if (platform.ok) return [platform.value];
    faults.push(`worker.platforms: "${text}": ${platform.error}`);
    return [];
  });
}

/** `git@host:path` is ssh, as Git itself reads it. */
function isCloneUrl(url: string): boolean {
  return isAbsolute(url) || /^(https?|ssh|file):\/\/./.test(url) || /^[A-Za-z0-9._-]+@[^:/]+:[^:]/.test(url);
}

function isHttp(text: string): boolean {
  return /^https?:\/\/[^/]/.test(text) && URL.canParse(text);
}

function hostOf(url: string): string | undefined {
  return /^[A-Za-z0-9._-]+@([^:/]+):/.exec(url)?.[1] ?? (URL.canParse(url) ? new URL(url).host : undefined);
}

function pathOf(url: string): string {
  const path = /^[^/@]+@[^:/]+:(.*)$/.exec(url)?.[1] ?? (URL.canParse(url) ? new URL(url).pathname : url);
  return path.replace(/(\/|\.git)+$/, '').replace(/^\/+/, '') || 'repository';
}

/** A key that is there only when its value is. */
function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
