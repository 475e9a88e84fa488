import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clusterToken, startCluster, type TestCluster } from '../../test/rig/cluster.ts';
import { startRegistry } from '../../test/rig/registry.ts';
import { type FileContent, folderWith } from '../../test/rig/repository.ts';
import { type CredentialSource, parseCredentialSource } from '../definition/credential-source.ts';
import { readConfiguration } from '../definition/read-configuration.ts';
import type { ImageName } from '../names/image-name.ts';
import { createHttp } from '../system/http.ts';
import { findCluster } from './cluster.ts';
import { createConnections } from './connections.ts';
import { namedCredential } from './named-credential.ts';

const host = 'gitea.localtest.me:8443';
const auth = Buffer.from('ci:from docker').toString('base64');

describe('a credential that somebody has named', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({
      'gitea/gitea-credential': { username: 'giteaAdmin', password: 'from Gitea' },
      'team/docker': { '.dockerconfigjson': JSON.stringify({ auths: { [host]: { auth } } }) },
      'team/other': { token: 'x' },
    });
  });
  afterAll(() => cluster.stop());

  const read = (text: string, root: string, environment: Readonly<Record<string, string>> = {}) => {
    const source = parseCredentialSource(text);
    const http = createHttp({});
    return namedCredential((source as { value: CredentialSource }).value, host, { environment, http, root }).read();
  };
  /** With a kubeconfig of this user in a folder of its own. */
  const inCluster = (
    text: string,
    user: Readonly<Record<string, unknown>>,
    more: { readonly cluster?: Record<string, unknown>; readonly files?: Record<string, FileContent> } = {},
  ) => {
    const root = folderWith({ ...more.files, config: cluster.kubeconfig(user, more.cluster) });
    return read(text, root, { KUBECONFIG: `${root}/absent:${root}/config`, PATH: process.env.PATH ?? '' });
  };
  const gitea = { ok: true, value: { kind: 'password', username: 'giteaAdmin', password: 'from Gitea' } };

  test.each([
    ['kubernetes', { kind: 'kubernetes', namespace: 'gitea', secret: 'gitea-credential' }],
    ['kubernetes:team/docker', { kind: 'kubernetes', namespace: 'team', secret: 'docker' }],
    ['file:C:/a:b', { kind: 'file', path: 'C:/a:b' }],
    ['env:USER_NAME,PASS', { kind: 'environment', user: 'USER_NAME', password: 'PASS' }],
  ])('%s is understood', (text, value) => {
    expect(parseCredentialSource(text)).toEqual({ ok: true, value });
  });

  test.each([
    '',
    'vault:x',
    'file:',
    'env:A',
    'env:A,B,C',
    'kubernetes:a',
    'kubernetes:../b',
    'kubernetes:a/b/c',
    'kubernetes:a/b?x',
  ])('"%s" is refused', (text) => expect(parseCredentialSource(text).ok).toBe(false));

  test('a token reads Gitea’s secret with one call', async () => {
    const before = cluster.requests.length;
    expect(await inCluster('kubernetes', { token: clusterToken })).toEqual(gitea);
    expect(cluster.requests.slice(before)).toEqual(['GET /api/v1/namespaces/gitea/secrets/gitea-credential']);
  });

  test('so does a certificate of the user, in the kubeconfig or in files beside it', async () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const inside = { 'client-certificate-data': base64(cluster.certificate), 'client-key-data': base64(cluster.key) };
    expect(await inCluster('kubernetes', inside)).toEqual(gitea);
    const files = { 'me.pem': cluster.certificate, 'me.key': cluster.key, 'ca.pem': cluster.ca };
    const beside = { 'client-certificate': 'me.pem', 'client-key': 'me.key' };
    expect(await inCluster('kubernetes', beside, { files, cluster: { 'certificate-authority': 'ca.pem' } })).toEqual(
      gitea,
    );
  });

  test('so does a program that says who we are', async () => {
    const script = `#!/bin/sh\nprintf '{"kind":"ExecCredential","status":{"token":"%s"}}' "$TOKEN"\n`;
    const exec = { command: './login', env: [{ name: 'TOKEN', value: clusterToken }] };
    expect(await inCluster('kubernetes', { exec }, { files: { login: { executable: script } } })).toEqual(gitea);
    const failing = { login: { executable: '#!/bin/sh\necho logged out >&2\nexit 1\n' } };
    expect(await inCluster('kubernetes', { exec }, { files: failing })).toMatchObject({
      error: expect.stringContaining('logged out'),
    });
  });

  test('a pod reads it with its own account', async () => {
    const account = folderWith({ token: `${clusterToken}\n`, 'ca.crt': cluster.ca });
    const environment = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(cluster.port) };
    const found = await findCluster({ ...environment, HOME: '/nonexistent' }, account);
    expect(found).toMatchObject({ ok: true, value: { authorization: `Bearer ${clusterToken}` } });
    expect(await findCluster({ HOME: '/nonexistent' }, account)).toMatchObject({ ok: false });
  });

  test('a docker configuration in a secret is read for the host', async () => {
    const value = { kind: 'password', username: 'ci', password: 'from docker' };
    expect(await inCluster('kubernetes:team/docker', { token: clusterToken })).toEqual({ ok: true, value });
  });

  test.each([
    ['kubernetes:team/absent', clusterToken, 'has no such secret'],
    ['kubernetes:team/other', clusterToken, 'neither username and password nor .dockerconfigjson'],
    ['kubernetes', 'old-token', 'does not know us'],
    ['kubernetes', 'weak-token', 'does not let us read it'],
  ])('%s with %s: %s', async (text, token, error) => {
    expect(await inCluster(text, { token })).toEqual({ ok: false, error: expect.stringContaining(error) });
  });

  test('a cluster that is not the one of the kubeconfig gets no token', async () => {
    const before = cluster.requests.length;
    const refused = await inCluster('kubernetes', { token: clusterToken }, { cluster: {} });
    expect(refused).toEqual({ ok: false, error: expect.stringContaining('cannot be asked') });
    expect(cluster.requests.length).toBe(before);
  });

  test.each([
    ['username:password', 'me:a:b\n', { username: 'me', password: 'a:b' }],
    ['JSON', '{"username": "me", "password": "p"}', { username: 'me', password: 'p' }],
    ['docker’s format', JSON.stringify({ auths: { [host]: { auth } } }), { username: 'ci', password: 'from docker' }],
  ])('a file of %s', async (_, text, value) => {
    const root = folderWith({ login: text });
    expect(await read('file:login', root)).toEqual({ ok: true, value: { kind: 'password', ...value } });
  });

  test.each([
    ['absent', 'there is no such file'],
    ['empty', 'no JSON object and no username:password'],
    ['elsewhere', `no entry for ${host}`],
  ])('a file that does not have it says so: %s', async (name, error) => {
    const root = folderWith({ empty: '', elsewhere: '{"auths":{}}' });
    expect(await read(`file:${join(root, name)}`, '/')).toEqual({ ok: false, error: expect.stringContaining(error) });
  });

  test('variables', async () => {
    const set = await read('env:U,P', '/', { U: 'me', P: 'p' });
    expect(set).toMatchObject({ ok: true, value: { username: 'me', password: 'p' } });
    expect(await read('env:U,P', '/', { U: 'me' })).toEqual({ ok: false, error: 'they are not both set' });
  });

  test('the file of a repository says where it is to the command alone; server and action ask their environment', async () => {
    const login = { username: 'me', password: 'p' };
    const registry = await startRegistry({ login });
    const root = folderWith({ login: 'me:p' });
    const text = `registry: { host: "${registry.host}", credentials: "file:login" }`;
    const { configuration } = readConfiguration({ path: 'caskwright.yaml', text });
    const { signal } = new AbortController();
    const mayPush = (environment: Readonly<Record<string, string>>, followsFile: boolean) =>
      createConnections(environment, root, { followsFile })
        .registry(configuration)
        .mayPush?.('app' as ImageName, signal);
    expect(await mayPush({}, true)).toMatchObject({ ok: true });
    expect(await mayPush({}, false)).toMatchObject({ ok: false, error: { reason: 'unauthenticated' } });
    const said = { CASKWRIGHT_REGISTRY_CREDENTIALS: `file:${root}/login` };
    expect(await mayPush(said, false)).toMatchObject({ ok: true });
    await registry.stop();
  });
});
