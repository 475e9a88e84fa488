import { beforeEach, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../../test/rig/database.ts';
import { type TestApi, testApi } from '../../../../test/rig/http-api.ts';
import { gitParts, testRemote } from '../../../../test/rig/remote.ts';
import type { TestRepository } from '../../../../test/rig/repository.ts';
import { grant } from '../../auth/grants.ts';
import { fileRoutes } from './files.ts';
import { imageRoutes } from './images.ts';
import { templateRoutes } from './templates.ts';
import { validateRoutes } from './validate.ts';
import { wholeImageRoutes } from './whole-images.ts';

const files = {
  'images/base/build.yaml': 'version: 1.0.0\n',
  'images/base/Dockerfile': 'FROM docker.io/library/debian:12\n',
  'images/base/start.sh': { executable: '#!/bin/sh\n' },
  'images/base/link': { link: '/etc/passwd' },
  'images/app/build.yaml': '',
  'images/app/Dockerfile': 'FROM base\n',
  'caskwright.yaml': 'registry: registry.invalid/acme\nnames: [""]\n',
  'README.md': 'Images\n',
};

let store: TestStore;
let remote: TestRepository;
let api: TestApi;
beforeEach(async () => {
  store = await testStore();
  remote = await testRemote(store, 'shop', files);
  const git = gitParts();
  api = await testApi(store, {
    routes: [
      wholeImageRoutes({ db: store.db, git }),
      fileRoutes({ db: store.db, git }),
      templateRoutes({ db: store.db, git }),
      imageRoutes(store),
      validateRoutes(store.db, git),
    ],
  });
});

/** What a build says of an image that it published. */
const registered = {
  display_name: '',
  description: '',
  category: '',
  tags: [],
  metadata: {},
  version: '1.0.0',
  registry_url: 'registry.invalid/acme/x:1.0.0',
  digest: `sha256:${'a'.repeat(64)}`,
  platforms: ['linux/amd64'],
  size: 1,
  fingerprint: 'f'.repeat(64),
  built_at: '2026-01-01T00:00:00Z',
};

const tip = () => remote.git('rev-parse', 'refs/heads/main');
const show = (path: string) => remote.git('show', `refs/heads/main:${path}`);

describe('looking at files', () => {
  test('lists the plain files of an image, and shows one with the commit that it is of', async () => {
    const listed = await api.ask('GET', '/api/v1/images/base/files', { as: 'viewer' });
    expect(listed.json()).toEqual({
      commit: tip(),
      directory: 'images/base',
      items: [
        { path: 'Dockerfile', size: 33, executable: false },
        { path: 'build.yaml', size: 15, executable: false },
        { path: 'start.sh', size: 10, executable: true },
      ],
    });
    const shown = await api.ask('GET', '/api/v1/images/shop%2Fbase/files/start.sh', { as: 'viewer' });
    expect(shown.json()).toEqual({
      path: 'start.sh',
      commit: tip(),
      content: '#!/bin/sh\n',
      encoding: 'utf-8',
      executable: true,
    });
  });

  test.each(['link', '../app/Dockerfile', '..%2Fapp%2FDockerfile', 'absent'])('S16 %s is not there', async (path) => {
    const answered = await api.ask('GET', `/api/v1/images/base/files/${path}`, { as: 'viewer' });
    expect(answered.statusCode).toBe(404);
  });
});

describe('editing', () => {
  const write = (path: string, body: object) => api.ask('PUT', `/api/v1/images/${path}`, { as: 'builder', body });

  test('is a commit on the default branch, of the person, that is pushed', async () => {
    const before = tip();
    const content = 'FROM docker.io/library/debian:12\nLABEL a=b\n';
    const answered = await write('base/files/Dockerfile', { content, message: 'Label it' });
    expect(answered.json()).toMatchObject({ repository: 'shop', commit: tip(), changed: true });
    expect(remote.git('rev-parse', 'refs/heads/main^')).toBe(before);
    expect(show('images/base/Dockerfile')).toBe(content.trimEnd());
    expect(remote.git('show', '-s', '--format=%an|%cn|%B', 'refs/heads/main')).toMatch(
      /^builder\|Caskwright\|Label it\n\nCreated-by: token:[0-9a-f]{8}\n$/,
    );
    const [row] = await store.db.selectFrom('audit').selectAll().execute();
    expect(row).toMatchObject({ action: 'file.write', subject: 'shop/base', details: { commit: tip() } });
  });

  test('names the person who signed in', async () => {
    const ann = { actor: 'oidc:ann', name: 'Ann', email: 'ann@example.invalid', role: 'builder' };
    const cookie = `caskwright_session=${await grant(store.db, 'session', ann, 60)}`;
    const body = { content: 'FROM docker.io/library/debian:12.1\n' };
    await api.ask('PUT', '/api/v1/images/base/files/Dockerfile', { headers: { cookie }, body });
    expect(remote.git('show', '-s', '--format=%an <%ae>', 'refs/heads/main')).toBe('Ann <ann@example.invalid>');
  });

  test('adds files in folders, of any bytes, and keeps them executable', async () => {
    const bytes = Buffer.from([0, 255, 254]);
    await write('base/files/data/raw%20bytes.bin', { content: bytes.toString('base64'), encoding: 'base64' });
    expect(remote.git('ls-tree', '-r', '--format=%(path)', 'refs/heads/main')).toContain(
      'images/base/data/raw bytes.bin',
    );
    await write('base/files/start.sh', { content: '#!/bin/bash\n' });
    expect(remote.git('ls-tree', 'refs/heads/main', 'images/base/start.sh')).toMatch(/^100755/);
    const shown = await api.ask('GET', '/api/v1/images/base/files/data/raw%20bytes.bin', { as: 'viewer' });
    expect(shown.json()).toMatchObject({ content: bytes.toString('base64'), encoding: 'base64' });
  });

  test('of what is like that already makes no commit', async () => {
    const before = tip();
    const answered = await write('base/files/Dockerfile', { content: 'FROM docker.io/library/debian:12\n' });
    expect(answered.json()).toEqual({
      repository: 'shop',
      commit: before,
      changed: false,
      paths: ['images/base/Dockerfile'],
    });
    expect(tip()).toBe(before);
  });

  test('of several files is one commit, and conflicts as a whole', async () => {
    const base = tip();
    const files = [
      { path: 'build.yaml', content: 'version: 1.1.0\n' },
      { path: 'new/notes', content: 'x' },
      { path: 'start.sh', content: null },
    ];
    const patch = (body: object) => api.ask('PATCH', '/api/v1/images/base/files', { as: 'builder', body });
    expect((await patch({ files, base })).json()).toMatchObject({ commit: tip(), changed: true });
    expect(remote.git('rev-parse', 'refs/heads/main^')).toBe(base);
    expect(remote.git('diff', '--name-status', base, 'refs/heads/main').split('\n')).toEqual([
      'M\timages/base/build.yaml',
      'A\timages/base/new/notes',
      'D\timages/base/start.sh',
    ]);
    expect((await patch({ files: files.slice(0, 2), base })).statusCode).toBe(409);
    expect((await patch({ files: [{ path: '../x', content: '' }] })).statusCode).toBe(422);
  });

  test('that breaks the repository is refused with the place of each error, and nothing is pushed', async () => {
    const before = tip();
    const answered = await write('base/files/build.yaml', { content: 'version: "1 0"\nversoin: 2\n' });
    expect(answered.statusCode).toBe(422);
    expect(answered.json().findings).toMatchObject([
      { file: 'images/base/build.yaml', line: 1, column: 10, code: 'version-not-a-tag', severity: 'error' },
      { file: 'images/base/build.yaml', line: 2, column: 1, code: 'schema-unknown-key', severity: 'error' },
    ]);
    expect(tip()).toBe(before);
    expect(remote.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });

  test('can mend a repository that has other errors', async () => {
    remote.git('checkout', '--quiet', 'main');
    remote.commit({ 'images/app/build.yaml': 'colour: red\n', 'images/base/build.yaml': 'colour: blue\n' });
    remote.git('checkout', '--quiet', '--detach');
    expect((await write('base/files/build.yaml', { content: 'version: 1.0.1\n' })).statusCode).toBe(200);
  });

  test('conflicts with a change of the same file since, and says what it was', async () => {
    const base = tip();
    remote.git('checkout', '--quiet', 'main');
    const other = remote.commit({ 'images/base/Dockerfile': 'FROM docker.io/library/debian:13\n' }, 'Raise debian');
    remote.git('checkout', '--quiet', '--detach');
    const answered = await write('base/files/Dockerfile', { content: 'FROM docker.io/library/debian:12.9\n', base });
    expect(answered.statusCode).toBe(409);
    expect(answered.json()).toMatchObject({
      type: 'urn:caskwright:problem:conflict',
      changes: [{ path: 'images/base/Dockerfile', kind: 'changed', commit: other, subject: 'Raise debian' }],
    });
    expect(tip()).toBe(other);
  });

  test('goes well with changes of other files since', async () => {
    const base = tip();
    remote.git('checkout', '--quiet', 'main');
    const other = remote.commit({ 'README.md': 'More\n' });
    remote.git('checkout', '--quiet', '--detach');
    await write('base/files/Dockerfile', { content: 'FROM docker.io/library/debian:12.9\n', base });
    expect(remote.git('rev-parse', 'refs/heads/main^')).toBe(other);
  });

  test('by many at the same time loses nothing', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const answered = await Promise.all(names.map((name) => write(`base/files/${name}`, { content: name })));
    const done = names.filter((_, at) => answered[at]?.statusCode === 200);
    expect(done.length).toBeGreaterThan(0);
    for (const [at, { statusCode }] of answered.entries())
      expect([at, [200, 409].includes(statusCode)]).toEqual([at, true]);
    const listed = await api.ask('GET', '/api/v1/images/base/files', { as: 'viewer' });
    const paths = listed.json().items.map(({ path }: { path: string }) => path);
    expect(paths.filter((path: string) => names.includes(path))).toEqual(done);
  });

  test.each([
    ['../../README.md', 'out of the directory'],
    ['..%2F..%2FREADME.md', 'out of the directory'],
    ['.git/config', "into Git's own folder"],
    ['link/passwd', 'through a link'],
    ['link', 'over a link'],
    ['Dockerfile/x', 'through a file'],
    ['a%0AM%20100644', 'of two lines'],
  ])('S16 %s does not lead %s', async (path) => {
    const before = tip();
    const answered = await write(`base/files/${path}`, { content: 'x' });
    expect([400, 404, 405, 422]).toContain(answered.statusCode);
    expect(tip()).toBe(before);
  });

  test('is refused where the remote refuses, with its words', async () => {
    remote.git('config', 'receive.denyNonFastForwards', 'true');
    remote.write({ '.git/hooks/pre-receive': { executable: '#!/bin/sh\necho no >&2\nexit 1\n' } });
    const answered = await write('base/files/Dockerfile', { content: 'FROM docker.io/library/debian:12.9\n' });
    expect(answered.statusCode).toBe(502);
    expect(answered.json().detail).toContain('pre-receive hook declined');
  });
});

describe('whole images', () => {
  test('are created from a template', async () => {
    const body = { name: 'worker', template: 'minimal' };
    const answered = await api.ask('POST', '/api/v1/images', { as: 'builder', body });
    expect(answered.json()).toMatchObject({ paths: ['images/worker/build.yaml', 'images/worker/Dockerfile'] });
    expect(answered.statusCode).toBe(201);
    expect(show('images/worker/build.yaml')).toContain('name: worker');
  });

  test('carry their author, in the commit and in the catalogue', async () => {
    const ann = { actor: 'oidc:ann', name: 'Ann', email: 'ann@example.invalid', role: 'builder' };
    const cookie = `caskwright_session=${await grant(store.db, 'session', ann, 60)}`;
    await api.ask('POST', '/api/v1/images', { headers: { cookie }, body: { name: 'worker', template: 'minimal' } });
    expect(remote.git('show', '-s', '--format=%an <%ae>|%(trailers:key=Created-by,valueonly)', 'refs/heads/main')).toBe(
      'Ann <ann@example.invalid>|oidc:ann\n',
    );
    const commit = tip();
    for (const name of ['worker', 'base']) {
      const body = {
        ...registered,
        name,
        source: { repository: 'https://x.invalid/x', commit, ref: 'refs/heads/main' },
      };
      await api.ask('PUT', `/api/v1/images/shop%2F${name}`, { as: 'builder', body });
    }
    const { items } = (await api.ask('GET', '/api/v1/images', { as: 'viewer' })).json();
    const authors = items.map(({ name, created_by: author }: Record<string, string>) => [name, author]);
    expect(authors).toEqual([
      ['base', undefined],
      ['worker', 'oidc:ann'],
    ]);
  });

  test('are created with values for the variables of a template of the repository', async () => {
    withTemplate();
    const variables = { port: '8080', flavour: 'alpine' };
    const body = { name: 'worker', template: 'service', variables };
    expect((await api.ask('POST', '/api/v1/images', { as: 'builder', body })).statusCode).toBe(201);
    expect(show('images/worker/Dockerfile')).toBe('FROM base\nARG port\nLABEL port="8080" of="${port}" on="alpine"');
  });

  test.each([
    ['a variable that is not there', { port: '1', flavor: 'slim' }, 'template-variable-unknown', 1],
    ['no value where one is needed', {}, 'template-variable-missing', 3],
    ['a value of another type', { port: 'eighty' }, 'template-value', 3],
    ['a value that is no choice', { port: '1', flavour: 'vanilla' }, 'template-value', 4],
    ['a value of two lines', { port: '1', owner: 'me\nRUN evil' }, 'template-value', 5],
  ])('are not created with %s, and the place in the template is told', async (_, variables, code, line) => {
    withTemplate();
    const before = tip();
    const body = { name: 'worker', template: 'service', variables };
    const answered = await api.ask('POST', '/api/v1/images', { as: 'builder', body });
    expect(answered.statusCode).toBe(422);
    expect(answered.json().findings).toMatchObject([{ file: 'templates/service/template.yaml', code, line }]);
    expect(tip()).toBe(before);
  });

  const propose = (body: object) => api.ask('POST', '/api/v1/images/proposal', { as: 'builder', body });

  test.each([
    ['a template', { template: 'minimal' }, ['build.yaml', 'Dockerfile'], 'name: worker\n'],
    ['another image', { copy_of: 'base' }, ['Dockerfile', 'build.yaml', 'start.sh'], 'name: worker\nversion: 1.0.0\n'],
    ['a base', { base: 'docker.io/library/alpine:3' }, ['build.yaml', 'Dockerfile'], 'name: worker\n'],
  ])('are proposed from %s, and nothing is written', async (_, origin, paths, start) => {
    const before = tip();
    const answered = (await propose({ name: 'worker', ...origin })).json();
    expect(answered).toMatchObject({ repository: 'shop', commit: before, directory: 'images/worker' });
    const files: { path: string; content: string; executable: boolean }[] = answered.files;
    expect(files.map(({ path }) => path)).toEqual(paths);
    expect(files.find(({ path }) => path === 'build.yaml')?.content).toMatch(new RegExp(`^${start}`));
    expect(files.every(({ path, executable }) => executable === (path === 'start.sh'))).toBe(true);
    expect(tip()).toBe(before);
  });

  test('are created of the files that were proposed and changed', async () => {
    const { files } = (await propose({ name: 'worker', copy_of: 'base' })).json();
    files.push({ path: 'more/notes', content: 'bW9yZQ==', encoding: 'base64' });
    const answered = await api.ask('POST', '/api/v1/images', { as: 'builder', body: { name: 'worker', files } });
    expect(answered.statusCode).toBe(201);
    expect(show('images/worker/more/notes')).toBe('more');
    expect(remote.git('ls-tree', 'refs/heads/main', 'images/worker/start.sh')).toMatch(/^100755/);
  });

  test.each([
    ['nothing to make it from', {}],
    ['two things to make it from', { template: 'minimal', base: 'a' }],
    ['a file outside of its directory', { files: [{ path: '../README.md', content: '' }] }],
    ['a file that is there twice', { files: ['a', 'b'].map((content) => ({ path: 'Dockerfile', content })) }],
    ['a base of two lines', { base: 'a\nRUN evil' }],
    ['a copy of what is not there', { copy_of: 'nobody' }],
  ])('are not created with %s', async (_, origin) => {
    const before = tip();
    const answered = await api.ask('POST', '/api/v1/images', { as: 'builder', body: { name: 'worker', ...origin } });
    expect([404, 422]).toContain(answered.statusCode);
    expect(tip()).toBe(before);
  });

  test.each([
    ['a name that is taken', { name: 'base', template: 'minimal' }],
    ['a name that is none', { name: 'No Name', template: 'minimal' }],
    ['a template that is not there', { name: 'new', template: 'cobol' }],
  ])('are not created with %s', async (_, body) => {
    const before = tip();
    expect((await api.ask('POST', '/api/v1/images', { as: 'builder', body })).statusCode).toBe(422);
    expect(tip()).toBe(before);
  });

  test('are removed with all that is theirs', async () => {
    expect((await api.ask('DELETE', '/api/v1/images/app', { as: 'builder' })).statusCode).toBe(200);
    expect(remote.git('ls-tree', '-r', '--format=%(path)', 'refs/heads/main')).not.toContain('images/app');
    expect(show('images/base/Dockerfile')).toContain('debian');
  });

  test('are kept while others stand on them', async () => {
    const before = tip();
    const answered = await api.ask('DELETE', '/api/v1/images/base/files/Dockerfile', { as: 'builder' });
    expect(answered.statusCode).toBe(422);
    expect(tip()).toBe(before);
  });
});

/** A template of the repository with three variables. */
function withTemplate(): void {
  remote.git('checkout', '--quiet', 'main');
  remote.commit({
    'templates/service/template.yaml': `description: A service
variables:
  port: { type: integer, description: Where it listens }
  flavour: { choices: [slim, alpine], default: slim }
  owner: { default: me }
`,
    'templates/service/build.yaml': 'description: "{name}"\n',
    'templates/service/Dockerfile': 'FROM base\nARG port\nLABEL port="{port}" of="${port}" on="{flavour}"\n',
  });
  remote.git('checkout', '--quiet', '--detach');
}

describe('templates', () => {
  const list = () => api.ask('GET', '/api/v1/templates?repository=shop', { as: 'viewer' });

  test('are listed with what they ask for, those of the repository first', async () => {
    withTemplate();
    const { items, commit } = (await list()).json();
    expect(commit).toBe(tip());
    expect(items.map(({ name }: { name: string }) => name)).toEqual([
      'service',
      'minimal',
      'python',
      'node',
      'jupyter',
    ]);
    expect(items[0]).toEqual({
      name: 'service',
      built_in: false,
      description: 'A service',
      variables: [
        { name: 'port', type: 'integer', description: 'Where it listens', required: true },
        {
          name: 'flavour',
          type: 'string',
          description: '',
          default: 'slim',
          choices: ['slim', 'alpine'],
          required: false,
        },
        { name: 'owner', type: 'string', description: '', default: 'me', required: false },
      ],
      files: ['Dockerfile', 'build.yaml'],
      findings: [],
    });
    for (const { findings } of items) expect(findings).toEqual([]);
  });

  test('that are broken are listed with what is wrong', async () => {
    remote.git('checkout', '--quiet', 'main');
    remote.commit({
      'templates/odd/template.yaml': 'variables:\n  x: { type: integer, default: ten }\n  Y: { typ: 1 }\n',
    });
    remote.git('checkout', '--quiet', '--detach');
    expect((await list()).json().items[0].findings).toMatchObject([
      { code: 'schema-unknown-key', line: 3, fix: 'did you mean type?' },
      { code: 'template-value', line: 2 },
      { code: 'schema-value', line: 3 },
    ]);
  });

  test.each(['minimal', 'python', 'node', 'jupyter'])('%s makes an image without findings', async (template) => {
    const body = { name: 'made', template };
    expect((await api.ask('POST', '/api/v1/images', { as: 'builder', body })).statusCode).toBe(201);
    const { findings } = (await api.ask('POST', '/api/v1/validate', { as: 'builder', body: {} })).json();
    expect(findings).toEqual([]);
  });
});

describe('validating', () => {
  test('tells what files that are not committed would do', async () => {
    const wrong = { path: 'images/app/build.yaml', content: 'colour: red\n' };
    const ask = (body: object) => api.ask('POST', '/api/v1/validate', { as: 'builder', body });
    expect((await ask({})).json()).toMatchObject({ valid: true, commit: tip() });
    expect((await ask({ files: [wrong] })).json()).toMatchObject({
      valid: false,
      findings: [{ file: 'images/app/build.yaml', line: 1, code: 'schema-unknown-key' }],
    });
    expect(remote.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });
});
