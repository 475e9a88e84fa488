import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fleetScenarios } from '../rig/fleet.ts';
import { folderOfTools, reports } from '../rig/scanners.ts';

const engines = join(process.env.CASKWRIGHT_TEST_CACHE ?? '/var/cache/caskwright-test', 'docker/usr/bin');
const cosign = [...(process.env.PATH ?? '').split(':'), engines]
  .map((folder) => join(folder, 'cosign'))
  .find(existsSync);
const PASSWORD = 'of a test';

fleetScenarios('what an image passes before its tags move', (stage) => {
  /** A fleet with more in its caskwright.yaml. */
  const fleetWith = (more: string, policy = '') => {
    const fleet = stage.empty();
    fleet.edit('caskwright.yaml', 'policy:\n', `policy:\n${policy}`);
    fleet.repository.commit({ 'caskwright.yaml': `${fleet.read('caskwright.yaml')}${more}` });
    return fleet;
  };
  const tagsOfBase = async () => Object.keys((await stage.standing()).base?.tags ?? {});
  const pathWith = (...folders: string[]) => ({ PATH: [...folders, process.env.PATH].join(':') });
  const lines = (run: { events: readonly { type: string }[] }) =>
    run.events.flatMap((event) => (event.type === 'image.log' ? [(event as unknown as { line: string }).line] : []));

  describe.each(['trivy', 'grype'] as const)('%s', (name) => {
    test('keeps an image back, and says what is wrong with what', async () => {
      const fleet = fleetWith('', '  scan: { severity: high }\n');
      const tools = folderOfTools({ [name]: reports[name] });
      const run = await fleet.carryOut(['build', 'base'], pathWith(tools.path));
      expect(run.outcomes, run.log).toEqual({ base: 'failed' });
      const failed = run.events.find((event) => event.type === 'image.failed');
      expect(failed).toMatchObject({ failure: { phase: 'publish', reason: 'vulnerable' } });
      expect(run.stdout).toContain('high  CVE-2024-2961  libc6 2.36-9+deb12u4, fixed in 2.36-9+deb12u6');
      // It has landed, and no tag of it is public.
      expect((await tagsOfBase()).filter((tag) => !/^(fp|src)-/.test(tag))).toEqual([]);
      expect(readFileSync(tools.calls, 'utf8')).toMatch(
        new RegExp(`^${name} .*${stage.registry.host}/fleet/base@sha256:`),
      );
    });

    test('lets pass what is accepted, or has no fix where that does not count', async () => {
      const policy = '  scan: { severity: low, unfixed: false, ignore: [CVE-2024-2961] }\n';
      const tools = folderOfTools({ [name]: reports[name] });
      const run = await fleetWith('', policy).carryOut(['build', 'base'], pathWith(tools.path));
      expect(run.outcomes, run.log).toEqual({ base: 'built' });
      expect(lines(run)).toContain(`${name}: 2 known weaknesses on linux/amd64, 0 that keep it back`);
      expect(await tagsOfBase()).toContain('latest');
    });
  });

  test('without a scanner nothing is published, or a note says that nothing was scanned', async () => {
    const refused = await fleetWith('', '  scan: {}\n').carryOut(['build', 'base']);
    expect(refused.outcomes, refused.log).toEqual({ base: 'failed' });
    expect(refused.stdout).toContain('neither trivy nor grype is installed here');
    const noted = await fleetWith('', '  scan: { missing: note }\n').carryOut(['build', 'base']);
    expect(noted.exitCode, noted.log).toBe(0);
    expect(lines(noted)).toContain('not scanned: neither trivy nor grype is installed here');
  });

  test('a scanner that breaks is no scan', async () => {
    const tools = folderOfTools({ trivy: 'no report' });
    const run = await fleetWith('', '  scan: {}\n').carryOut(['build', 'base'], pathWith(tools.path));
    expect(run.outcomes).toEqual({ base: 'failed' });
    expect(run.stdout).toContain('trivy failed: exit code 9');
  });

  test('a list of contents is attached once, where clients look for it without a referrers API', async () => {
    const fleet = fleetWith('sbom: true\n');
    const tools = folderOfTools({ syft: reports.syft });
    for (const change of ['# one', '# two']) {
      fleet.repository.commit({ 'images/base/build.yaml': `${fleet.read('images/base/build.yaml')}${change}\n` });
      const run = await fleet.carryOut(['build', 'base', '--force'], pathWith(tools.path));
      expect(run.exitCode, run.log).toBe(0);
    }
    const api = `http://${stage.registry.host}/v2/fleet/base`;
    // biome-ignore lint/suspicious/noExplicitAny: whatever the registry has
    const json = async (path: string): Promise<any> =>
      (await fetch(`${api}/${path}`, { headers: { accept: ACCEPT } })).json();
    const [listed] = (await json('tags/list')).tags.filter((tag: string) => tag.startsWith('sha256-'));
    const index = await json(`manifests/${listed}`);
    expect(index.manifests).toMatchObject([{ artifactType: 'application/vnd.cyclonedx+json' }]);
    const manifest = await json(`manifests/${index.manifests[0].digest}`);
    expect(manifest.subject.digest).toBe(listed.replace('-', ':'));
    expect(await json(`blobs/${manifest.layers[0].digest}`)).toEqual(reports.syft);
  });

  describe.skipIf(cosign === undefined)('cosign (skipped where it is not installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'caskwright-cosign-'));
    const program = cosign ?? '';
    const keys = () => {
      if (!existsSync(join(folder, 'cosign.key'))) {
        execFileSync(program, ['generate-key-pair'], {
          cwd: folder,
          env: { COSIGN_PASSWORD: PASSWORD },
          stdio: 'ignore',
        });
      }
      return {
        ...pathWith(join(program, '..')),
        CASKWRIGHT_SIGNING_KEY: readFileSync(join(folder, 'cosign.key'), 'utf8'),
        CASKWRIGHT_SIGNING_PASSWORD: PASSWORD,
      };
    };
    const verify = (command: 'verify' | 'verify-attestation', reference: string, ...args: string[]) =>
      spawnSync(
        program,
        [
          command,
          `--key=${join(folder, 'cosign.pub')}`,
          '--insecure-ignore-tlog=true',
          '--allow-insecure-registry',
          ...args,
          reference,
        ],
        { encoding: 'utf8', env: { HOME: folder, PATH: process.env.PATH } },
      );

    test('what is published can be verified with the public key, and is signed once', async () => {
      const env = keys();
      const fleet = fleetWith('signing: key\n');
      const run = await fleet.carryOut(['build', 'base'], env);
      expect(run.exitCode, run.log).toBe(0);
      const reference = `${stage.registry.host}/fleet/base:latest`;
      const verified = verify('verify', reference);
      expect(verified.status, verified.stderr).toBe(0);
      expect(JSON.parse(verified.stdout)).toHaveLength(1);
      expect((await fleet.run(['list', 'base'])).stdout).not.toContain('sha256-');
      // Another tag on the same bytes: they are published again, and signed already.
      fleet.repository.commit({ 'caskwright.yaml': `${fleet.read('caskwright.yaml')}tags: { push: [edge] }\n` });
      const again = await fleet.carryOut(['build', 'base'], env);
      expect(again.outcomes, again.log).toEqual({ base: 'promoted' });
      expect(JSON.parse(verify('verify', reference).stdout)).toHaveLength(1);
      expect(again.stdout).not.toContain(PASSWORD);
      expect(again.stdout).not.toContain('BEGIN ENCRYPTED');
    });

    test('another key does not verify it', async () => {
      const run = await fleetWith('signing: key\n').carryOut(['build', 'base'], keys());
      expect(run.exitCode, run.log).toBe(0);
      execFileSync(program, ['generate-key-pair', '--output-key-prefix=other'], {
        cwd: folder,
        env: { COSIGN_PASSWORD: '' },
      });
      const other = verify('verify', `${stage.registry.host}/fleet/base:latest`, `--key=${join(folder, 'other.pub')}`);
      expect(other.status).not.toBe(0);
    });

    test('the list of contents is attested', async () => {
      const tools = folderOfTools({ syft: reports.syft });
      const env = keys();
      const run = await fleetWith('signing: key\nsbom: true\n').carryOut(['build', 'base'], {
        ...env,
        PATH: `${tools.path}:${env.PATH}`,
      });
      expect(run.exitCode, run.log).toBe(0);
      const index = await fetch(`http://${stage.registry.host}/v2/fleet/base/manifests/latest`, {
        headers: { accept: ACCEPT },
      });
      const [{ digest }] = ((await index.json()) as { manifests: [{ digest: string }] }).manifests;
      const verified = verify('verify-attestation', `${stage.registry.host}/fleet/base@${digest}`, '--type=cyclonedx');
      expect(verified.status, verified.stderr).toBe(0);
      const { payload } = JSON.parse(verified.stdout);
      expect(JSON.parse(Buffer.from(payload, 'base64').toString()).predicate.components[0].name).toBe('busybox');
    });

    test('clean leaves a signature with what it is about', async () => {
      const fleet = fleetWith('signing: key\n');
      const run = await fleet.carryOut(['build', 'base'], keys());
      expect(run.exitCode, run.log).toBe(0);
      const cleaned = await fleet.run(['clean', 'base', '--apply', '--verbose']);
      expect(cleaned.exitCode, cleaned.log).toBe(0);
      expect(cleaned.stdout).toContain('stays: it says something about another manifest');
      expect(verify('verify', `${stage.registry.host}/fleet/base:latest`).status).toBe(0);
    });

    test('without the key nothing is built', async () => {
      const run = await fleetWith('signing: key\n').run(['build', 'base'], pathWith(join(program, '..')));
      expect(run.exitCode).toBe(3);
      expect(run.stderr).toContain('CASKWRIGHT_SIGNING_KEY is not set');
    });
  });
});

const ACCEPT = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
