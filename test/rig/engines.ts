import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Failure } from '../../src/build/failure.ts';
import type { BuildContext, Builder } from '../../src/build/ports/builder.ts';
import { createBuildxBuilder } from '../../src/builders/buildx.ts';
import { createContainersBuilder } from '../../src/builders/containers.ts';
import { createFakeBuilder } from '../../src/builders/fake.ts';
import type { EngineOptions } from '../../src/builders/options.ts';
import type { Environment } from '../../src/system/environment.ts';
import { createHttp } from '../../src/system/http.ts';
import { mountsBelow } from '../../src/system/run-folder.ts';

/** A builder under test with the machinery below it, in folders of its own. */
export interface EngineRig {
  readonly kind: Builder['kind'];
  readonly environment: Environment;
  /** Where its builders keep the private folders of runs. */
  readonly folder: string;
  create(options?: Partial<EngineOptions>): Promise<Builder>;
  /** Everything that a build could have left behind, in words; nothing when all is well. */
  leftovers(): Promise<readonly string[]>;
  /** Makes what a cleanup must leave alone; `check` fails when it is gone, and removes it. */
  strangers(): Promise<{ check(): Promise<void> }>;
  /** The processes of the engine's command line that are running for builders of this rig. */
  processes(): readonly number[];
  close(): Promise<void>;
}

/** What stands in the environment of the tests and must never reach a build. */
export const CANARY = 'canary-7f3a9c';

/** A rig, or the reason why there is none here. */
export type RigOrReason = EngineRig | { readonly reason: string };

/** buildah or podman with a store of its own. */
export async function containersRig(kind: 'buildah' | 'podman'): Promise<RigOrReason> {
  const missing = [kind, 'docker-registry', '/bin/busybox'].filter((name) => !onPath(name));
  if (missing.length > 0)
    return { reason: `${missing.join(', ')} not installed: scripts/setup-engines.sh installs them` };
  const root = mkdtempSync(join(tmpdir(), `caskwright-${kind}-`));
  const storage = join(root, 'storage.conf');
  writeFileSync(storage, `[storage]\ndriver = "overlay"\ngraphroot = "${root}/store"\nrunroot = "${root}/run"\n`);
  const environment = { ...testEnvironment(), CONTAINERS_STORAGE_CONF: storage };
  const folder = join(root, 'runs');
  const engine = (...args: string[]) =>
    execFileSync('buildah', args, { env: { ...environment, TMPDIR: root }, encoding: 'utf8' }).trim();
  let strange = '';
  return {
    kind,
    environment,
    folder,
    async strangers() {
      strange = engine('from', 'scratch');
      return {
        async check() {
          const name = strange;
          strange = '';
          engine('inspect', name);
          engine('rm', name);
        },
      };
    },
    async create(options = {}) {
      const made = await createContainersBuilder(kind, { environment, folder, registries: NONE, ...options });
      if (!made.ok) throw new Error(made.error);
      return made.value;
    },
    processes: () => processesIn(folder, kind),
    async leftovers() {
      const containers = join(root, 'store/overlay-containers');
      return [
        ...foldersIn(join(folder, kind)),
        ...processesIn(folder).map((pid) => `process ${pid}`),
        ...names(containers)
          .filter(
            (name) =>
              /^[0-9a-f]{64}$/.test(name) && !(strange !== '' && recordOf(containers, name).includes(`"${strange}"`)),
          )
          .map((id) => `working container ${id}`),
        ...(await mountsBelow(root))
          .filter((mount) => !mount.endsWith('/store/overlay'))
          .map((mount) => `mount ${mount}`),
        ...runtimeContainers(root),
      ];
    },
    async close() {
      for (const mount of await mountsBelow(root)) execFileSync('umount', [mount]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Where scripts/setup-engines.sh unpacks a modern docker. */
const CACHE = process.env.CASKWRIGHT_TEST_CACHE ?? '/var/cache/caskwright-test';

/** buildx with a dockerd of its own: another data folder, socket and bridge than a docker of this machine has. */
export async function buildxRig(): Promise<RigOrReason> {
  const bin = join(CACHE, 'docker/usr/bin');
  const sbin = join(CACHE, 'docker/usr/sbin');
  const missing = [join(sbin, 'dockerd'), 'docker-registry', '/bin/busybox', 'ip', 'runc'].filter(
    (name) => !onPath(name),
  );
  if (missing.length > 0)
    return { reason: `${missing.join(', ')} not installed: scripts/setup-engines.sh installs them` };
  if (process.getuid?.() !== 0) return { reason: 'only root can start a dockerd' };
  const root = mkdtempSync(join(tmpdir(), 'caskwright-docker-'));
  const path = `${bin}:${sbin}:${process.env.PATH}`;
  const bridge = `cw${randomBytes(5).toString('hex')}`;
  execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge']);
  execFileSync('ip', ['address', 'add', `10.${randomInt(64, 250)}.${randomInt(250)}.1/24`, 'dev', bridge]);
  const daemon = spawn('dockerd', daemonArguments(root, bridge), {
    env: { PATH: path, HOME: root },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await listening(daemon);
  const folder = join(root, 'runs');
  const environment = { ...testEnvironment(), PATH: path, HOME: root, DOCKER_HOST: `unix://${root}/docker.sock` };
  return {
    kind: 'buildx',
    environment,
    folder,
    strangers: NO_STRANGERS,
    async create(options = {}) {
      const made = await createBuildxBuilder({ environment, folder, registries: NONE, ...options });
      if (!made.ok) throw new Error(made.error);
      return made.value;
    },
    processes: () => processesIn(folder, 'docker-buildx'),
    async leftovers() {
      const list = [
        '--address',
        join(root, 'exec/containerd/containerd.sock'),
        '--namespace',
        'moby',
        'task',
        'list',
        '-q',
      ];
      const tasks = execFileSync(join(bin, 'ctr'), list, { encoding: 'utf8' }).split('\n').filter(Boolean);
      const found = [...foldersIn(join(folder, 'buildx')), ...processesIn(folder).map((pid) => `process ${pid}`)];
      return [
        ...found,
        ...tasks.map((task) => `task ${task}`),
        ...(await mountsBelow(folder)).map((mount) => `mount ${mount}`),
      ];
    },
    async close() {
      daemon.kill('SIGTERM');
      if (daemon.exitCode === null) await once(daemon, 'exit');
      for (const mount of await mountsBelow(root)) execFileSync('umount', ['-l', mount]);
      execFileSync('ip', ['link', 'delete', bridge]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/**
 * The fake builder, steered to understand as much of a RUN or a test as the suite needs of one that runs nothing:
 * `echo`, an endless `sleep` and `exit`.
 */
export async function fakeRig(): Promise<RigOrReason> {
  const missing = ['docker-registry', '/bin/busybox'].filter((name) => !onPath(name));
  if (missing.length > 0)
    return { reason: `${missing.join(', ')} not installed: scripts/setup-engines.sh installs them` };
  const http = createHttp({});
  const pretend = async (
    phase: 'build' | 'test',
    script: string,
    { signal, log }: BuildContext,
  ): Promise<Failure | undefined> => {
    const [, said] = /echo (\w+)/.exec(script) ?? [];
    if (said !== undefined) log(said);
    if (script.includes('sleep 1000')) await once(signal, 'abort');
    const exitCode = Number(/exit (\d+)/.exec(script)?.[1] ?? 0);
    if (exitCode === 0) return undefined;
    const reason = phase === 'test' ? 'test-failed' : 'command-failed';
    return { phase, reason, message: `exit code ${exitCode}`, exitCode, lastLines: said === undefined ? [] : [said] };
  };
  return {
    kind: 'fake',
    environment: testEnvironment(),
    folder: '',
    strangers: NO_STRANGERS,
    create: ({ registries = NONE } = {}) =>
      Promise.resolve(
        createFakeBuilder(
          { http, insecure: registries.insecure },
          {
            onBuild: ({ dockerfile }, context) => pretend('build', readFileSync(dockerfile, 'utf8'), context),
            onTest: ({ command }, context) => pretend('test', command.join(' '), context),
          },
        ),
      ),
    processes: () => [],
    leftovers: () => Promise.resolve([]),
    close: () => Promise.resolve(http.close()),
  };
}

function daemonArguments(root: string, bridge: string): string[] {
  const at = (name: string) => join(root, name);
  const folders = [`--data-root=${at('data')}`, `--exec-root=${at('exec')}`, `--pidfile=${at('pid')}`];
  const network = [`--bridge=${bridge}`, '--iptables=false', '--ip6tables=false', '--ip-masq=false'];
  return [
    ...folders,
    ...network,
    `--host=unix://${at('docker.sock')}`,
    '--config-file=/dev/null',
    '--feature=containerd-snapshotter=true',
  ];
}

/** Resolves when dockerd answers; rejects with its log when it ends before. */
async function listening(daemon: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const log: string[] = [];
  for (const stream of [daemon.stdout, daemon.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.push(line);
      if (line.includes('API listen on')) resolve();
    });
  }
  daemon.once('error', reject);
  daemon.once('exit', () => reject(new Error(`dockerd ended:\n${log.join('\n')}`)));
  await promise;
}

const NO_STRANGERS = () => Promise.resolve({ check: () => Promise.resolve() });
const NONE = { insecure: [], authorities: {} };

function testEnvironment(): Environment {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    LANG: 'C.UTF-8',
    REGISTRY_PASSWORD: CANARY,
    GITHUB_TOKEN: CANARY,
  };
}

function recordOf(containers: string, id: string): string {
  return readFileSync(join(containers, id, 'userdata/buildah.json'), 'utf8');
}

/** Private folders of builds: a run folder alone belongs to a builder that is still open. */
function foldersIn(folder: string): string[] {
  const runs = names(folder).filter((name) => existsSync(join(folder, name, 'owner.json')));
  return runs.flatMap((run) =>
    readdirSync(join(folder, run), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /-[0-9a-f]{16}$/.test(entry.name))
      .map((entry) => `folder ${run}/${entry.name}`),
  );
}

export function processesIn(folder: string, program?: string): number[] {
  return names('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const ours = readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`TMPDIR=${folder}`);
        return ours && (program === undefined || readFileSync(`/proc/${pid}/comm`, 'latin1').trim() === program);
      } catch {
        return false;
      }
    });
}

export function runtimeContainers(root: string): string[] {
  const found = (JSON.parse(listContainers()) ?? []) as { id: string; bundle: string }[];
  return found.filter(({ bundle }) => bundle.startsWith(root)).map(({ id }) => `runc container ${id}`);
}

/** runc fails where a container of another test goes while it reads: it is asked again then. */
function listContainers(tries = 5): string {
  const asked = spawnSync('runc', ['list', '--format', 'json'], { encoding: 'utf8' });
  if (asked.status === 0) return asked.stdout;
  if (tries <= 1) throw new Error(`runc list: ${asked.stderr}`);
  return listContainers(tries - 1);
}

function onPath(name: string): boolean {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => existsSync(name.startsWith('/') ? name : join(folder, name)));
}

function names(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
