import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fleet, fleetScenarios } from '../rig/fleet.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { temporaryDirectory } from '../rig/repository.ts';

const login = { username: 'pusher', password: 'canary-password-5e1c07' };
const secret = 'canary-secret-"9d/2b+f4';
const bystander = 'canary-bystander-77aa31';
/** What the secrets may look like wherever they leak (S28), and the login as docker's config.json has it. */
const canaries = [
  login.password,
  Buffer.from(login.password).toString('base64').slice(0, -2),
  Buffer.from(`${login.username}:${login.password}`).toString('base64'),
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  bystander,
];

fleetScenarios('a registry behind a login and an authority of its own', (stage) => {
  let guarded: TestRegistry;
  beforeAll(async () => {
    guarded = await startRegistry({ login, tls: true });
  });
  afterAll(() => guarded.stop());

  /** The fleet publishes to the guarded registry; the base comes from the open one. */
  function guardedFleet(ca = 'certs/authority.pem'): Fleet {
    const fleet = stage.empty();
    rmSync(join(guarded.storage, 'docker'), { recursive: true, force: true });
    const { host } = stage.registry;
    const authority = ca === '' ? '' : `\n  ca: { "${guarded.host}": ${ca} }`;
    fleet.edit('caskwright.yaml', `host: ${host}`, `host: ${guarded.host}${authority}`);
    mkdirSync(join(fleet.repository.path, 'certs'));
    copyFileSync(guarded.ca ?? '', join(fleet.repository.path, 'certs/authority.pem'));
    fleet.repository.commit();
    return fleet;
  }

  /** Where docker keeps logins. */
  function dockerConfig(password: string): { readonly DOCKER_CONFIG: string } {
    const folder = temporaryDirectory();
    const auth = Buffer.from(`${login.username}:${password}`).toString('base64');
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [guarded.host]: { auth } } }));
    return { DOCKER_CONFIG: folder };
  }

  test('takes a login of docker’s config.json; S27 S28 no secret is in what it stores, nor in any log', async () => {
    const fleet = guardedFleet();
    fleet.edit('images/fleetctl/build.yaml', 'category: tool', 'category: tool\nsecrets: [fleet_token]');
    const spill = [
      'RUN --mount=type=secret,id=fleet_token cat /run/secrets/fleet_token; echo; base64 /run/secrets/fleet_token; env',
      'RUN env > /environment',
    ];
    fleet.change('images/fleetctl/Dockerfile', 'ARG VERSION', ['ARG VERSION', ...spill].join('\n'));
    const environment = {
      ...dockerConfig(login.password),
      FLEET_TOKEN: secret,
      AWS_SECRET_ACCESS_KEY: bystander,
      CASKWRIGHT_CONTROL_TOKEN: bystander,
    };
    const run = await fleet.carryOut(['build', 'fleetctl'], environment);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.built).toEqual(['base', 'fleetctl', 'toolchain']);
    const log = filesBelow(join(fleet.repository.path, '.caskwright'));
    expect(log.get('logs/1/fleetctl.log') ?? '', 'the step that spills has run').toContain('HOME=');
    const seen: [string, string][] = [
      ['the output', run.log],
      ['the control API', JSON.stringify(stage.control.requests.map(({ path, body }) => ({ path, body })))],
      ...log,
      ...filesBelow(join(guarded.storage, 'docker')),
    ];
    expect(seen.length).toBeGreaterThan(50);
    for (const [place, text] of seen) {
      for (const canary of canaries) expect(text.includes(canary), `${canary} in ${place}`).toBe(false);
    }
    expect(await stage.leftovers()).toEqual([]);
    const again = await fleet.carryOut(['build', 'fleetctl'], environment);
    expect(new Set(Object.values(again.outcomes)), again.log).toEqual(new Set(['in-step']));
  });

  test('is refused without its authority, and the suggestion says where to name it', async () => {
    const fleet = guardedFleet('');
    const refused = await fleet.run(['build', 'base'], dockerConfig(login.password));
    expect(refused.exitCode, refused.log).toBe(3);
    expect(refused.stderr).toContain('authority');
    expect(refused.stderr).toContain(`registry.ca: { "${guarded.host}"`);
  });

  test('that does not know the login, or gets none, ends the command with 3', async () => {
    const fleet = guardedFleet();
    for (const env of [dockerConfig('wrong'), {}]) {
      const refused = await fleet.run(['build', 'base'], env);
      expect(refused.exitCode, refused.log).toBe(3);
      expect(refused.stderr).toContain(`docker login ${guarded.host}`);
    }
  });

  test('S27 without the secret that an image names, that image fails and says which variable is missing', async () => {
    const fleet = guardedFleet();
    fleet.change('images/toolchain/build.yaml', 'category: build', 'category: build\nsecrets: [fleet_token]');
    const run = await fleet.carryOut(['build', 'toolchain'], dockerConfig(login.password));
    expect(run.exitCode, run.log).toBe(1);
    expect(run.stderr).toContain('FLEET_TOKEN');
  });
});

/** Path below the folder → text; what is compressed is unpacked. */
function filesBelow(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    const unpacked = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    files.set(path.slice(folder.length + 1), unpacked.toString('latin1'));
  }
  return files;
}
