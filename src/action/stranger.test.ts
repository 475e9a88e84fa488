import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../test/rig/repository.ts';
import { strangerEnvironment } from './stranger.ts';

test('S29 foreign code gets no variable that could hold a secret, and no folder that could hold a login', async () => {
  const folder = temporaryDirectory();
  const secret = 'canary';
  const names = ['FLEET_TOKEN', 'CASKWRIGHT_REGISTRY_PASSWORD', 'INPUT_TOKEN', 'GITHUB_TOKEN', 'ACTIONS_RUNTIME_TOKEN'];
  const logins = ['HOME', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR', 'DOCKER_CONFIG', 'REGISTRY_AUTH_FILE'];
  const given = Object.fromEntries([...names, ...logins].map((name) => [name, secret]));
  const left = await strangerEnvironment({ ...given, PATH: '/bin', CONTAINERS_STORAGE_CONF: '/storage.conf' }, folder);
  expect(Object.values(left)).not.toContain(secret);
  expect(left).toMatchObject({ PATH: '/bin', CONTAINERS_STORAGE_CONF: '/storage.conf' });
  expect(left.DOCKER_CONFIG).toBeUndefined();
  expect(readdirSync(left.HOME ?? '')).toEqual([]);
});
