import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { pushBusybox } from '../../scripts/demo/busybox.ts';
import type { ImageResult, RunEvent } from '../../src/build/events.ts';
import { mountsBelow, removeFolder } from '../../src/system/run-folder.ts';
import { type CliResult, type RunningCli, runCli, startCli } from './cli.ts';
import { type ControlApi, startControlApi } from './control-api.ts';
import { processesIn, runtimeContainers } from './engines.ts';
import { type Standing, standingOf } from './fleet-standing.ts';
import { startRegistry, type TestRegistry } from './registry.ts';
import { type FileContent, type TestRepository, testRepository } from './repository.ts';

const example = fileURLToPath(new URL('../../examples/fleet', import.meta.url));
const NAMESPACE = 'fleet';
/** A run of the command under a busy machine; a command that hangs is killed and its test fails. */
const TIMEOUT = 150_000;
/** Tests of several runs, on the same machine. */
const TEST_TIMEOUT = 300_000;

/** Variables added to the command's environment; undefined takes one away. */
export type CommandEnvironment = Readonly<Record<string, string>>;

/** A run of `build` or `release` with `--json`, read. */
export interface FleetRun extends CliResult {
  readonly events: readonly RunEvent[];
  /** Image → how it ended. */
  readonly outcomes: Readonly<Record<string, ImageResult['outcome']>>;
  /** Images that were built, sorted. */
  readonly built: readonly string[];
}

/** A copy of examples/fleet in a Git repository, pointed at the stage. */
export interface Fleet {
  readonly repository: TestRepository;
  /** The same commands in another folder. */
  in(repository: TestRepository): Fleet;
  /** Runs the command to its end. */
  run(args: readonly string[], env?: CommandEnvironment): Promise<CliResult>;
  start(args: readonly string[], env?: CommandEnvironment): RunningCli;
  /** `build` or `release` with `--json`, and what came of it. */
  carryOut(args: readonly string[], env?: CommandEnvironment): Promise<FleetRun>;
  /** A file as it is in the work tree. */
  read(file: string): string;
  /** Replaces one text in a file, which must be there; nothing is committed. */
  edit(file: string, before: string, after: string): void;
  /** Edits a file and commits it; returns the commit. */
  change(file: string, before: string, after: string): string;
}

/** A registry with a base image, a control API, and an engine's store of its own, for one file of tests. */
export interface FleetStage {
  readonly registry: TestRegistry;
  readonly control: ControlApi;
  /** A fleet of which nothing is published. */
  empty(files?: Readonly<Record<string, FileContent>>): Fleet;
  /** A fleet that is published and registered as it is: built once, and put back for each test. `prepare` comes before. */
  published(prepare?: (fleet: Fleet) => void): Promise<Fleet>;
  /** What the registry holds of the fleet. */
  standing(): Promise<Standing>;
  /** What a run could have left behind, in words; nothing when all is well. */
  leftovers(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/**
 * Scenarios on a stage of their own, which is there as soon as the first test starts. Where it cannot be set up, one
 * test says why.
 */
export function fleetScenarios(name: string, scenarios: (stage: FleetStage) => void): void {
  describeWithEngines(name, TEST_TIMEOUT, () => {
    const stage = {} as FleetStage;
    beforeAll(async () => void Object.assign(stage, await startFleetStage()), TEST_TIMEOUT);
    afterAll(() => stage.stop(), TEST_TIMEOUT);
    scenarios(stage);
  });
}

/** Tests that need real engines; where one is missing, a skipped test says which and what installs it. */
export function describeWithEngines(name: string, timeout: number, tests: () => void): void {
  const missing = ['buildah', 'docker-registry', 'busybox', 'runc'].filter((program) => !onPath(program));
  if (missing.length === 0) describe(name, { timeout }, tests);
  else test(name, ({ skip }) => skip(`${missing.join(', ')} not installed: scripts/setup-engines.sh installs them`));
}

/** Starts a stage. */
export async function startFleetStage(): Promise<FleetStage> {
  const root = mkdtempSync(join(tmpdir(), 'caskwright-fleet-'));
  for (const name of ['home', 'tmp', 'snapshot']) mkdirSync(join(root, name));
  const storage = join(root, 'storage.conf');
  writeFileSync(storage, storageConfiguration(root));
  const [registry, control] = await Promise.all([startRegistry(), startControlApi()]);
  await pushBusybox(`http://${registry.host}`, 'mirror/library/busybox', '1.36', root);
  const env = {
    HOME: join(root, 'home'),
    CONTAINERS_STORAGE_CONF: storage,
    CASKWRIGHT_TMPDIR: join(root, 'tmp'),
  };
  const repositories = join(registry.storage, 'docker/registry/v2/repositories', NAMESPACE);
  const snapshot = join(root, 'snapshot', NAMESPACE);
  let registered: ControlApi['records'] = new Map();
  const restore = (from: string) => {
    rmSync(repositories, { recursive: true, force: true });
    if (existsSync(from)) cpSync(from, repositories, { recursive: true });
  };
  const stage: FleetStage = {
    registry,
    control,
    empty(files = {}) {
      restore('');
      control.forget();
      return fleetIn(testRepository({ ...exampleFiles(registry.host, control.url), ...files }), env);
    },
    async published(prepare) {
      const fleet = stage.empty();
      prepare?.(fleet);
      if (!existsSync(snapshot)) {
        const first = await fleet.run(['build']);
        if (first.exitCode !== 0) throw new Error(`the fleet cannot be built:\n${first.log}`);
        cpSync(repositories, snapshot, { recursive: true });
        registered = new Map(control.records);
        rmSync(join(fleet.repository.path, '.caskwright'), { recursive: true, force: true });
      }
      restore(snapshot);
      control.forget(registered);
      await registry.forget();
      return fleet;
    },
    standing: () => standingOf(registry.host, NAMESPACE, existsSync(repositories) ? readdirSync(repositories) : []),
    leftovers: () => leftoversIn(root),
    async stop() {
      await Promise.all([registry.stop(), control.stop()]);
      await removeFolder(root);
    },
  };
  return stage;
}

function fleetIn(repository: TestRepository, base: CommandEnvironment): Fleet {
  const options = (env: CommandEnvironment) => ({
    cwd: repository.path,
    env: { ...base, ...env },
    timeout: TIMEOUT,
  });
  const fleet: Fleet = {
    repository,
    in: (other) => fleetIn(other, base),
    run: (args, env = {}) => runCli(args, options(env)),
    start: (args, env = {}) => startCli(args, options(env)),
    carryOut: async (args, env = {}) => readRun(await runCli([...args, '--json'], options(env))),
    read: (file) => readFileSync(join(repository.path, file), 'utf8'),
    edit(file, before, after) {
      const text = fleet.read(file);
      if (!text.includes(before)) throw new Error(`${file} has no "${before}" to change`);
      writeFileSync(join(repository.path, file), text.replace(before, after));
    },
    change(file, before, after) {
      fleet.edit(file, before, after);
      return repository.commit({}, `${file}: ${after}`);
    },
  };
  return fleet;
}

/** Reads the events that a run printed. */
export function readRun(result: CliResult): FleetRun {
  const lines = result.stdout.split('\n').filter((line) => line !== '');
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  const finished = events.find((event) => event.type === 'run.finished');
  const images = finished?.type === 'run.finished' ? finished.result.images : [];
  const outcomes = Object.fromEntries(images.map(({ image, outcome }) => [image, outcome]));
  const built = images.filter(({ outcome }) => outcome === 'built').map(({ image }) => image as string);
  return { ...result, events, outcomes, built: built.toSorted() };
}

function exampleFiles(host: string, control: string): Record<string, FileContent> {
  const files: Record<string, FileContent> = {};
  for (const entry of readdirSync(example, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(example.length + 1)] = readFileSync(path, 'utf8');
  }
  const configuration = String(files['caskwright.yaml'])
    .replaceAll('localhost:5000', host)
    .replace(/^( *url: ).*$/m, `$1${control}`);
  return { ...files, 'caskwright.yaml': `${configuration}builder:\n  kind: buildah\n` };
}

export async function leftoversIn(root: string): Promise<readonly string[]> {
  const runs = join(root, 'tmp', `caskwright-${userInfo().uid}`);
  const containers = join(root, 'store/overlay-containers');
  return [
    ...names(runs).filter((name) => !['buildah', 'podman', 'buildx'].includes(name)),
    ...['buildah', 'podman', 'buildx'].flatMap((engine) =>
      names(join(runs, engine)).map((name) => `${engine}/${name}`),
    ),
    ...processesIn(root).map((pid) => `process ${pid}: ${commandOf(pid)}`),
    ...names(containers)
      .filter((name) => /^[0-9a-f]{64}$/.test(name))
      .map((id) => `working container ${id}`),
    ...(await mountsBelow(root)).map((mount) => `mount ${mount}`),
    ...runtimeContainers(root),
  ];
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return 'gone by now';
  }
}

/** containers-storage.conf(5). Without `skip_mount_home` an overlay store stays mounted on itself for good. */
export function storageConfiguration(root: string): string {
  return `[storage]
driver = "overlay"
graphroot = "${root}/store"
runroot = "${root}/run"
[storage.options.overlay]
skip_mount_home = "true"
`;
}

function names(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function onPath(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));
}
