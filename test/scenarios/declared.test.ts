import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CliResult, runCli } from '../rig/cli.ts';
import { checked, pushDeclaredBase, unit } from '../rig/declared-base.ts';
import { containersRig } from '../rig/engines.ts';
import { FLIGHTCTL_TOKEN, startFlightctl, type TestFlightctl } from '../rig/flightctl.ts';
import { readFromRegistry } from '../rig/images.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { type TestRepository, testRepository } from '../rig/repository.ts';

const rig = await containersRig('buildah');

if ('reason' in rig) test('declared images', ({ skip }) => skip(rig.reason));
else {
  describe('declared images', { timeout: 60_000 }, () => {
    let registry: TestRegistry;
    let flightctl: TestFlightctl;
    beforeAll(async () => {
      registry = await startRegistry();
      flightctl = await startFlightctl();
      await pushDeclaredBase(registry.host, 'mirror/os');
    });
    afterAll(async () => {
      await rig.close();
      await flightctl.stop();
      await registry.stop();
    });

    function command({ path }: TestRepository, ...args: string[]): Promise<CliResult> {
      const env = { ...(rig as { environment: Record<string, string> }).environment, FLIGHTCTL_TOKEN };
      return runCli(args, { cwd: path, env });
    }

    /** A repository whose one image is called edge unless it says otherwise. */
    function repository(build: string, files: Readonly<Record<string, string>> = {}, more = ''): TestRepository {
      const { host } = registry;
      return testRepository({
        'caskwright.yaml': `registry: {host: "${host}", namespace: shop, insecure: ["${host}"]}\nbuilder: {kind: buildah}\n${more}`,
        'images/edge/build.yaml': build,
        ...files,
      });
    }

    /** What a tag stands for, on the one platform that it is built for. */
    async function published(name: string) {
      const accept = 'application/vnd.oci.image.index.v1+json';
      const index = await fetch(`http://${registry.host}/v2/${name}/manifests/latest`, { headers: { accept } });
      const { manifests } = (await index.json()) as { readonly manifests: readonly { readonly digest: string }[] };
      return readFromRegistry(registry.host, name, manifests[0]?.digest ?? '');
    }

    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA';
    const motd = 'it\'s "$HOME" \\ `date` $(date) <<EOF\n# no comment\r\n\ttail without an end';

    test('have what they declare', async () => {
      const build = {
        base_image: '{registry.host}/mirror/os:1',
        customizations: {
          users: [
            {
              name: 'admin',
              shell: '/bin/sh',
              groups: ['wheel', 'app'],
              password_hash: '$6$salt$abcdefghijkl',
              ssh_keys: [`${key} it's me`],
            },
          ],
          root_ssh_keys: [`${key} root@example.com`],
          files: [
            { destination: '/etc/motd', content: motd },
            { destination: '/opt/app/empty', content: '', mode: '0600' },
            { destination: '/opt/app/run', path: 'run.sh', mode: '0755', owner: 'admin:wheel' },
          ],
          systemd_units: [
            { name: 'app.service', content: unit, enabled: true },
            { name: 'off.service', path: 'off.service' },
            { name: 'base.service', enabled: true },
          ],
          scripts: [{ content: '#!/bin/sh\necho "$0" > /etc/first\n' }, { path: 'setup.sh' }],
          flightctl: {
            enrollment_service: { server: 'https://agent-api.example:7443' },
            default_labels: { site: "ber'lin" },
          },
          labels: { team: 'edge $HOME "x" \\ it\'s', empty: '' },
        },
      };
      const links = '/etc/systemd/system/multi-user.target.wants';
      const test = {
        command: checked([
          ['cat /etc/motd', motd],
          ['stat -c "%a %U:%G" /etc/motd', '644 root:root\n'],
          ['stat -c "%a %s" /opt/app/empty', '600 0\n'],
          ['stat -c "%a %U:%G" /opt/app/run', '755 admin:wheel\n'],
          ['/opt/app/run', 'run\n'],
          ['stat -c "%a %U:%G" /home/admin/.ssh', '700 admin:admin\n'],
          ['stat -c "%a %U:%G" /home/admin/.ssh/authorized_keys', '600 admin:admin\n'],
          ['cat /home/admin/.ssh/authorized_keys', `${key} it's me\n`],
          ['cat /root/.ssh/authorized_keys', `${key} root@example.com\n`],
          ['grep ^admin: /etc/passwd', 'admin:x:1000:1001::/home/admin:/bin/sh\n'],
          ['grep ^admin: /etc/shadow | cut -d: -f2', '$6$salt$abcdefghijkl\n'],
          ['grep :admin$ /etc/group | cut -d: -f1', 'wheel\napp\n'],
          [`ls ${links}`, 'app.service\nbase.service\n'],
          ['cat /etc/systemd/system/off.service', unit],
          ['cat /etc/first /etc/second', '/.caskwright-script\nsecond\n'],
          ['ls -A / | grep caskwright', ''],
          [
            'cat /etc/flightctl/config.yaml',
            "enrollment-service:\n  service:\n    server: https://agent-api.example:7443\ndefault-labels:\n  site: ber'lin\n",
          ],
        ]),
      };
      const ran = await command(
        repository(JSON.stringify({ ...build, test }), {
          'images/edge/run.sh': '#!/bin/sh\necho run\n',
          'images/edge/setup.sh': 'echo second > /etc/second\n',
          'images/edge/off.service': unit,
        }),
        'build',
      );
      expect(ran.exitCode, ran.log).toBe(0);
      const { config } = await published('shop/edge');
      expect(config.config.Labels).toMatchObject(build.customizations.labels);
    });

    test('stand on each other, and are built again when a file that they name changes, and then alone', async () => {
      const shop = repository(
        'base_image: "{registry.host}/mirror/os:1"\n',
        {
          'images/child/build.yaml':
            'base_image: "{registry}/edge"\ncustomizations: {files: [{destination: /etc/motd, path: motd}]}\n',
          'images/child/motd': 'one\n',
          'images/child/notes.md': 'not copied\n',
        },
        'policy: {context: used}\n',
      );
      const graph = JSON.parse((await command(shop, 'graph', '--format', 'json')).stdout);
      expect(graph.edges).toMatchObject([{ parent: 'edge', child: 'child', file: 'images/child/build.yaml', line: 1 }]);
      const first = await command(shop, 'build');
      expect(first.exitCode, first.log).toBe(0);
      shop.commit({ 'images/child/notes.md': 'changed\n' });
      const planned = async () => {
        const plan = JSON.parse((await command(shop, 'plan', '--format', 'json')).stdout);
        return plan.nodes.map(({ image, action }: { image: string; action: string }) => `${image} ${action}`);
      };
      expect(await planned()).toEqual(['edge skip', 'child skip']);
      shop.commit({ 'images/child/motd': 'two\n' });
      expect(await planned()).toEqual(['edge skip', 'child build']);
    });

    /** An image that enrols. */
    const enrolling = (more: object = {}) =>
      JSON.stringify({
        base_image: '{registry.host}/mirror/os:1',
        customizations: {
          flightctl: { enrollment_service: { server: 'https://agent-api.example:7443' }, enrol: true },
        },
        ...more,
      });
    const service = () => `flightctl: {api: "${flightctl.url}"}\n`;

    test('S27 enrol with a certificate that is in one layer, and in no log, history, label or argument', async () => {
      const test = {
        command: checked([
          ['stat -c "%a %U" /etc/flightctl/certs/client-enrollment.key', '600 root\n'],
          ['stat -c "%a %U" /etc/flightctl/certs/client-enrollment.crt', '600 root\n'],
        ]),
      };
      const shop = repository(enrolling({ test }), {}, service());
      const ran = await command(shop, 'build', '--json');
      expect(ran.exitCode, ran.log).toBe(0);
      expect(flightctl.breaches).toEqual([]);
      const { config, files, manifest, layers } = await published('shop/edge');
      const key = files.get('etc/flightctl/certs/client-enrollment.key') ?? '';
      expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
      expect(files.get('etc/flightctl/certs/client-enrollment.crt')).toBe(flightctl.signed.at(-1));
      const secret = key.split('\n')[1] ?? '';
      expect(layers.filter((layer) => layer.includes(secret))).toHaveLength(1);
      const logs = shop.git('ls-files', '--others', '.caskwright').split('\n');
      expect(logs.length).toBeGreaterThan(0);
      const told = [
        ran.log,
        JSON.stringify(manifest),
        JSON.stringify(config),
        ...logs.map((log) => readFileSync(join(shop.path, log), 'utf8')),
      ];
      const spellings = [secret, Buffer.from(key).toString('base64').slice(4, 60)];
      expect(told.filter((text) => [...spellings, FLIGHTCTL_TOKEN].some((spelt) => text.includes(spelt)))).toEqual([]);
    });

    test('get no certificate where they are not published, and another one when they are built again', async () => {
      const shop = repository(enrolling(), {}, service());
      const before = flightctl.signed.length;
      const trial = await command(shop, 'build', '--no-push');
      expect(trial.exitCode, trial.log).toBe(0);
      expect(flightctl.signed).toHaveLength(before);
      for (const times of [1, 2]) {
        const ran = await command(shop, 'build', '--force');
        expect(ran.exitCode, ran.log).toBe(0);
        expect(flightctl.signed).toHaveLength(before + times);
        const { files } = await published('shop/edge');
        expect(files.get('etc/flightctl/certs/client-enrollment.crt')).toBe(flightctl.signed.at(-1));
      }
    });

    test('fail by name where the certificate is denied', async () => {
      flightctl.decision = 'deny';
      const ran = await command(repository(enrolling({ version: '2.0' }), {}, service()), 'build');
      flightctl.decision = 'approve';
      expect(ran.exitCode).toBe(1);
      expect(ran.stderr).toContain('FlightCtl denied the certificate request caskwright-edge-');
    });

    test('are refused to a registry that everybody can read, before anything is requested', async () => {
      const shop = repository(enrolling(), {}, `${service()}policy: {public_registries: ["${registry.host}"]}\n`);
      const before = flightctl.requests.length;
      const ran = await command(shop, 'build');
      expect(ran.exitCode).toBe(1);
      expect(ran.stderr).toContain('enrolment-public');
      expect(ran.stderr).toContain(`everybody can read ${registry.host}/shop`);
      expect(flightctl.requests).toHaveLength(before);
    });
  });
}
