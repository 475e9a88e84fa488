import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULTS } from './defaults.ts';
import type { ServeFlags } from './layers.ts';
import { readServerConfiguration } from './read.ts';
import { secretsOf } from './secrets-of.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'caskwright-configuration-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const secret = { CASKWRIGHT_GITHUB_WEBHOOK_SECRET: 'it is a secret' };

function read(environment: Record<string, string>, flags: ServeFlags = {}, file?: string) {
  if (file !== undefined) writeFileSync(join(directory, 'server.yaml'), file);
  const config = file === undefined ? {} : { config: 'server.yaml' };
  return readServerConfiguration({ ...config, flags, environment, directory, processors: 4, receives: true });
}

async function configured(...of: Parameters<typeof read>) {
  const result = await read(...of);
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 2));
  return result.value.configuration;
}

async function faults(...of: Parameters<typeof read>) {
  const result = await read(...of);
  return result.ok ? [] : [...result.error.diagnostics.map(({ message }) => message), ...result.error.faults];
}

test('the secret of the webhooks is enough', async () => {
  expect(await configured(secret)).toMatchObject({
    port: 8080,
    data: join(directory, '.caskwright'),
    github: { webhookSecret: 'it is a secret', apiUrl: 'https://api.github.com' },
    worker: { slots: 2 },
  });
});

test('the environment stands above the file, and flags above both', async () => {
  const file = 'port: 1\nhost: ::1\ndata: state\nretention: { logs: 3d }';
  const { port, host, data, retention } = await configured({ ...secret, CASKWRIGHT_PORT: '2' }, { port: '3' }, file);
  expect({ port, host, data }).toEqual({ port: 3, host: '::1', data: join(directory, 'state') });
  expect(retention).toEqual({ logs: 3 * 86_400_000, runs: 90 * 86_400_000, deliveries: 30 * 86_400_000 });
  expect(await configured({ ...secret, CASKWRIGHT_PORT: '2' }, {}, file)).toMatchObject({ port: 2 });
});

test('the defaults are those that the schema tells of', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../schemas/server.schema.json', import.meta.url), 'utf8'));
  const told = ({ properties = {}, default: value }: { properties?: object; default?: unknown }): unknown => {
    const below = Object.entries(properties).map(([key, each]) => [key, told(each)]);
    return value ?? Object.fromEntries(below.filter(([, each]) => !isEmpty(each)));
  };
  const isEmpty = (value: unknown) =>
    typeof value === 'object' && !Array.isArray(value) && Object.keys(value as object).length === 0;
  const { oidc: _, ...auth } = (told(schema) as { auth: Record<string, unknown> }).auth;
  expect({ gitea: {}, ...(told(schema) as object), auth }).toEqual(DEFAULTS);
});

describe('S4 an empty secret is refused', () => {
  test.each([
    ['none at all', {}, 'there is no secret for webhooks'],
    ['an empty variable', { CASKWRIGHT_GITHUB_WEBHOOK_SECRET: '' }, 'github.webhook_secret is empty'],
    ['one of spaces', { CASKWRIGHT_GITHUB_WEBHOOK_SECRET: '  ' }, 'github.webhook_secret is empty'],
    ['one that refers to an empty variable', { CASKWRIGHT_GITHUB_WEBHOOK_SECRET: 'env:A', A: '' }, 'is empty'],
    ['one that refers to none', { CASKWRIGHT_GITHUB_WEBHOOK_SECRET: 'env:A' }, 'env:A cannot be read'],
  ])('%s', async (_, environment, message) => {
    expect((await faults(environment as Record<string, string>)).join('\n')).toContain(message);
  });

  test('one of a repository', async () => {
    const file = 'repositories: [{ url: /srv/a.git, webhook_secret: "" }]';
    expect(await faults(secret, {}, file)).toEqual([
      'repositories[0].webhook_secret is empty: a secret that everybody can guess protects nothing',
    ]);
  });
});

test('a secret comes from a file without the line end of that file', async () => {
  writeFileSync(join(directory, 'token'), 'abc\n');
  const { github } = await configured(secret, {}, `github: { token: "file:${join(directory, 'token')}" }`);
  expect(github.token).toBe('abc');
});

test('everything that is wrong is said at once', async () => {
  const file = 'prot: 1\nretention: { logs: soon }\nworker: { platforms: [linux/vax] }';
  const environment = { CASKWRIGHT_PORT: 'many', CASKWRIGHT_GITEA_URL: 'git.example' };
  expect(await faults(environment, {}, file)).toEqual([
    'there is no key "prot"',
    'CASKWRIGHT_PORT must be a whole number, not "many"',
    'gitea.url must be an http or https URL, not "git.example"',
    expect.stringContaining('linux/vax'),
    'retention.logs must be days or hours such as 30d or 72h, not "soon"',
    expect.stringContaining('there is no secret for webhooks'),
  ]);
});

describe('repositories', () => {
  test('of file, environment and flag add up; forge, name and id come from the URL', async () => {
    const file =
      'gitea: { url: https://git.test, token: t }\nrepositories: [{ url: https://git.test/team/Base_Images }]';
    const { repositories } = await configured(
      { ...secret, CASKWRIGHT_REPOSITORIES: 'https://user:password@github.com/acme/images.git' },
      { repository: ['/srv/git/tools.git', 'git@github.com:acme/more.git'] },
      file,
    );
    expect(repositories).toEqual([
      {
        id: 'base-images',
        url: 'https://git.test/team/Base_Images',
        forge: 'gitea',
        fullName: 'team/Base_Images',
        token: 't',
      },
      {
        id: 'images',
        url: 'https://github.com/acme/images.git',
        forge: 'github',
        fullName: 'acme/images',
        webhookSecret: 'it is a secret',
      },
      { id: 'tools', url: '/srv/git/tools.git', forge: 'git', fullName: 'srv/git/tools' },
      {
        id: 'more',
        url: 'git@github.com:acme/more.git',
        forge: 'github',
        fullName: 'acme/more',
        webhookSecret: 'it is a secret',
      },
    ]);
  });

  test('two with the same id are told apart by hand', async () => {
    const flags = { repository: ['/srv/a/images', '/srv/b/images', 'ext::sh'] };
    expect(await faults(secret, flags)).toEqual([
      '/srv/a/images and /srv/b/images have the same id "images": give one of them another (repositories[].id)',
      'ext::sh must be an https or ssh URL, or the path of a folder',
    ]);
  });
});

test('what is printed is a file of the same kind, without any secret', async () => {
  const file = `
github: { token: canary-1, app: { id: 7, private_key: canary-2 } }
database_url: postgres://a:canary-3@db/x
auth: { admin_token: canary-4-canary-4-canary-4, oidc: { issuer: https://sso.test, client_id: c, client_secret: canary-5 } }
notifications: [{ url: https://hooks.test/canary-6, kind: slack, secret: canary-7 }]
repositories: [{ url: https://x:canary-8@git.test/a, token: canary-9 }]`;
  const result = await read(secret, {}, file);
  const shown = result.ok ? result.value.shown : '';
  expect(shown).not.toContain('canary');
  expect(shown).toContain('"webhook_secret": "***"');
  expect(await faults({}, {}, shown.replace(/("admin_token": ")/, '$101234567890123456789'))).toEqual([]);
});

test.each([
  ['postgres://a:canary%2F1@db.test/x', ['canary/1']],
  ['postgres://a:canary-2@/x?host=/run/postgresql', ['canary-2']],
  ['postgres://a@/x?host=/run/postgresql', []],
])('the password of %s is hidden in logs and in print', async (url, hidden) => {
  const result = await read({ ...secret, DATABASE_URL: url });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  expect(secretsOf(result.value.configuration)).toEqual(expect.arrayContaining([...hidden]));
  expect(result.value.shown).toContain('"database_url": "postgres://***"');
});
