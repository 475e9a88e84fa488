import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountsBelow } from '../../src/system/run-folder.ts';
import { type CliResult, runCli } from './cli.ts';
import { pushBusybox } from './images.ts';
import { startRegistry, type TestRegistry } from './registry.ts';
import { cleanEnvironment } from './repository.ts';

/** A machine on which images are used: podman with a store of its own, a registry, and the command. */
export interface ContainersStage {
  readonly registry: TestRegistry;
  /** Puts an image with this `/bin/serve` under `latest`, and returns its digest. */
  push(name: string, serve: string): Promise<string>;
  /** A folder with this configuration, which knows how the registry is spoken to. */
  folder(configuration: object, file?: string): string;
  podman(...args: string[]): string;
  /** Runs `/bin/serve` of an image and returns the id. */
  start(container: string, image: string, ...options: string[]): string;
  inspect(container: string): Inspected;
  /** Names of all containers, running or not. */
  names(): readonly string[];
  run(folder: string, ...args: string[]): Promise<CliResult>;
  /** The same, but the command gets a signal right before or after it has told podman this for the n-th time. */
  disturbed(disturbance: Disturbance, folder: string, ...args: string[]): Promise<CliResult>;
  /** With these variables beside. */
  runWith(env: Readonly<Record<string, string>>, folder: string, ...args: string[]): Promise<CliResult>;
  /** Removes every container. */
  clear(): void;
  stop(): Promise<void>;
}

export interface Disturbance {
  readonly signal: 'SIGKILL' | 'SIGINT';
  readonly when: 'before' | 'after';
  /** podman's word: `create`, `stop`, `rename`, `start`, `rm`. */
  readonly verb: string;
  readonly count: number;
}

export interface Inspected {
  readonly Id: string;
  readonly Image: string;
  readonly State: { readonly Running: boolean };
  readonly Config: Readonly<Record<string, unknown>> & { readonly Labels: Readonly<Record<string, string>> };
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly Mounts: readonly { readonly Name?: string; readonly Source: string; readonly Destination: string }[];
}

/** What scripts of `/bin/serve` do. */
export const serves = {
  forEver: (word: string) => `#!/bin/sh\ntrap 'exit 0' TERM\necho ${word}\nsleep 100000 &\nwait $!\n`,
  notAtAll: '#!/bin/sh\necho cannot serve\nexit 3\n',
};

export function hasPodman(): boolean {
  return ['/usr/bin/podman', '/usr/bin/docker-registry', '/bin/busybox'].every((program) => existsSync(program));
}

/** Starts the registry; podman needs no start. */
export async function startContainersStage(): Promise<ContainersStage> {
  const root = mkdtempSync(join(tmpdir(), 'caskwright-run-'));
  const registry = await startRegistry();
  const environment = podmanEnvironment(root);
  const podman = (...args: string[]) =>
    execFileSync('podman', args, { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const withEnvironment = (more: Readonly<Record<string, string>>, cwd: string, args: readonly string[]) =>
    runCli(args, { cwd, env: { ...environment, ...more }, timeout: 120_000 });
  let folders = 0;
  const stage: ContainersStage = {
    registry,
    podman,
    push: (name, serve) =>
      pushBusybox(registry.host, name, 'latest', [{ path: 'bin/serve', content: serve, mode: 0o755 }]),
    folder(configuration, file = 'caskwright.jsonc') {
      folders += 1;
      const folder = join(root, `folder-${folders}`);
      mkdirSync(folder);
      const whole = { registry: { host: registry.host, insecure: [registry.host] }, ...configuration };
      writeFileSync(join(folder, file), `// Where images are used.\n${JSON.stringify(whole, null, 2)}\n`);
      return folder;
    },
    start(container, image, ...options) {
      const reference = `${registry.host}/${image}:latest`;
      podman('pull', '--quiet', '--tls-verify=false', reference);
      return podman('run', '--detach', `--name=${container}`, '--network=none', ...options, reference, '/bin/serve');
    },
    inspect: (container) => JSON.parse(podman('container', 'inspect', container))[0] as Inspected,
    names: () => podman('ps', '--all', '--format={{.Names}}').split('\n').filter(Boolean).toSorted(),
    run: (folder, ...args) => withEnvironment({}, folder, args),
    runWith: (env, folder, ...args) => withEnvironment(env, folder, args),
    disturbed({ signal, when, verb, count }, folder, ...args) {
      const state = mkdtempSync(join(root, 'disturbed-'));
      const name = signal.slice(3);
      writeFileSync(join(state, 'podman'), disturber(state, when, verb, count, name));
      chmodSync(join(state, 'podman'), 0o755);
      return withEnvironment({ PATH: `${state}:${cleanEnvironment.PATH}` }, folder, args);
    },
    clear: () => void podman('rm', '--all', '--force', '--time=0'),
    async stop() {
      stage.clear();
      await registry.stop();
      for (const mount of await mountsBelow(root)) execFileSync('umount', ['-l', mount]);
      rmSync(root, { recursive: true, force: true });
    },
  };
  return stage;
}

/** podman as it runs as root within a machine that limits what it may: runc, and limits that are permitted. */
function podmanEnvironment(root: string): Record<string, string> {
  const at = (name: string) => join(root, name);
  writeFileSync(
    at('storage.conf'),
    `[storage]\ndriver = "overlay"\ngraphroot = "${at('store')}"\nrunroot = "${at('run')}"\n`,
  );
  writeFileSync(
    at('containers.conf'),
    `[containers]\ndefault_ulimits = ["nofile=20000:20000", "nproc=30000:30000"]\n[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\ntmp_dir = "${at('tmp')}"\n`,
  );
  return {
    ...cleanEnvironment,
    HOME: root,
    CONTAINERS_CONF: at('containers.conf'),
    CONTAINERS_STORAGE_CONF: at('storage.conf'),
  };
}

/** A podman that hands everything on, and signals its caller at one moment. */
function disturber(state: string, when: string, verb: string, count: number, signal: string): string {
  const real = execFileSync('sh', ['-c', 'command -v podman'], { encoding: 'utf8', env: cleanEnvironment }).trim();
  const strike = `kill -${signal} $PPID`;
  return `#!/bin/sh
hit=no
if [ "$1" = ${verb} ]; then
  echo x >> ${state}/count
  [ "$(wc -l < ${state}/count)" = ${count} ] && hit=yes
fi
${when === 'before' ? `[ $hit = yes ] && ${strike}${signal === 'KILL' ? ' && exit 1' : ''}` : ''}
${real} "$@"
code=$?
${when === 'after' ? `[ $hit = yes ] && ${strike}` : ''}
exit $code
`;
}
