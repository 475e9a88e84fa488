import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Builder } from '../build/ports/builder.ts';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { findProgram, hardLimits, readText, writePrivate } from '../system/folder-files.ts';
import { captureProcess } from '../system/process.ts';
import { type ContainersSetup, globalArguments, isolationArguments } from './containers-arguments.ts';
import type { Store } from './containers-leftovers.ts';
import { CONTAINERS_VARIABLES } from './private-files.ts';
import { ABSENT_RUN, containersWays, prepareTrial, startsContainers, tryWays } from './strangers.ts';

/** An engine of the containers family as it was found here. */
export interface ContainersEngine {
  readonly setup: ContainersSetup;
  readonly description: string;
  readonly limits: Builder['limits'];
  readonly store: Store;
}

/** What the engines give a container when nobody says otherwise; a machine with a lower hard limit refuses it. */
const DEFAULT_LIMIT = 1_048_576;
/** Engines lower their own limit of processes to 32768 before they start a container, and cannot go back above it. */
const MOST_PROCESSES = 30_000;
const PROBE_TIMEOUT = 30_000;

/** Finds out whether and how an engine works here, with `folder` for temporary files; the error is one line for people. */
export async function probeContainers(
  kind: 'buildah' | 'podman',
  environment: Environment,
  folder: string,
): Promise<Result<ContainersEngine, string>> {
  const program = await findProgram(kind, environment);
  if (program === undefined) return err(`${kind} is not installed`);
  const env = { ...childEnvironment(environment, CONTAINERS_VARIABLES), TMPDIR: folder };
  const info = await readInfo(kind, program, env);
  if (!info.ok) return info;
  const runtime = await findProgram('runc', environment);
  const ulimits = await lowUlimits();
  const strong = info.value.rootless ? 'rootless' : 'oci';
  const wanted: ContainersSetup = {
    kind,
    isolation: strong,
    limits: false,
    ulimits,
    ...(runtime === undefined ? {} : { runtime }),
  };
  const forced = environment.BUILDAH_ISOLATION === 'chroot';
  const isolation = !forced && (await runsContainers(wanted, program, env, folder)) ? strong : 'chroot';
  const limits = await limitsOf(isolation);
  return ok({
    setup: { ...wanted, isolation, limits: limits.hold },
    description: `${kind} ${info.value.version}, isolation ${isolation}: memory and CPU limits ${limits.hold ? 'hold' : 'do not hold'}, disk is watched`,
    limits,
    store: {
      kind,
      command: program,
      env,
      containers: info.value.containers,
      ...(runtime === undefined ? {} : { runtime }),
    },
  });
}

interface StoreInfo {
  readonly version: string;
  readonly rootless: boolean;
  readonly containers: string;
}

async function readInfo(
  kind: 'buildah' | 'podman',
  program: string,
  env: Record<string, string>,
): Promise<Result<StoreInfo, string>> {
  const args = kind === 'podman' ? ['info', '--format=json'] : ['info'];
  const [info, version] = await Promise.all([
    captureProcess(program, args, { env, timeout: PROBE_TIMEOUT }),
    captureProcess(program, ['--version'], { env, timeout: PROBE_TIMEOUT }),
  ]);
  if (info.exitCode !== 0) return err(`${kind} does not work here: ${info.stderr.trim().split('\n').at(-1)}`);
  // buildah writes GraphRoot and podman graphRoot.
  const { host, store } = lowerKeys(JSON.parse(Buffer.from(info.stdout).toString())) as {
    host: { rootless?: boolean; security?: { rootless?: boolean } };
    store: { graphroot: string; graphdrivername: string };
  };
  return ok({
    version: /\d+\.\d+(?:\.\d+)?/.exec(Buffer.from(version.stdout).toString())?.[0] ?? 'of unknown version',
    rootless: host.rootless ?? host.security?.rootless ?? false,
    containers: `${store.graphroot}/${store.graphdrivername}-containers`,
  });
}

function lowerKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerKeys(inner)]));
}

/** Whether a RUN under an OCI runtime starts here: not in most containers that lack privileges. */
async function runsContainers(
  setup: ContainersSetup,
  program: string,
  env: Record<string, string>,
  folder: string,
): Promise<boolean> {
  return startsContainers(await said(setup, program, env, ABSENT_RUN, folder));
}

/** Tries, in an empty folder, whether what a build may do to the machine is known to be held in (S23). */
export async function tryContainers(
  { setup, store, description }: ContainersEngine,
  folder: string,
): Promise<Result<void, Failure>> {
  await prepareTrial(folder);
  const env = { ...store.env, TMPDIR: join(folder, 'temporary') };
  const build = (dockerfile: string) => said(setup, store.command, env, dockerfile, join(folder, 'context'));
  const suggestion = `upgrade ${setup.kind} (buildah 1.37.4, podman 5.2.4) and runc (1.1.12), or take docker with --builder buildx`;
  return tryWays(description.split(',')[0] as string, containersWays, { build, folder }, suggestion);
}

/** What the engine says to a build that needs no image, with `context` as its context; nothing of it stays. */
async function said(
  setup: ContainersSetup,
  program: string,
  env: Readonly<Record<string, string>>,
  dockerfile: string,
  context: string,
): Promise<string> {
  const file = join(env.TMPDIR as string, `Dockerfile-${crypto.randomUUID()}`);
  await writePrivate(file, dockerfile);
  const flags = [...isolationArguments(setup), '--no-cache', '--force-rm=true', `--file=${file}`];
  const args = [...globalArguments(setup), 'build', ...flags, context];
  const { stdout, stderr } = await captureProcess(program, args, { env, timeout: PROBE_TIMEOUT });
  return `${stderr}${Buffer.from(stdout).toString()}`;
}

async function limitsOf(isolation: ContainersSetup['isolation']): Promise<Builder['limits']> {
  if (isolation !== 'oci') {
    return { hold: false, why: `isolation ${isolation} has no control groups: memory and CPU limits do not hold` };
  }
  const unified = await readText('/sys/fs/cgroup/cgroup.controllers');
  const controllers = unified?.trim().split(' ') ?? (await legacyControllers());
  const missing = ['cpu', 'memory'].filter((name) => !controllers.includes(name));
  if (missing.length === 0) return { hold: true };
  return { hold: false, why: `this machine has no control group for ${missing.join(' and ')}` };
}

/** The controllers of control groups, version 1: those that are mounted. */
async function legacyControllers(): Promise<readonly string[]> {
  const mounts = (await readText('/proc/self/mountinfo')) ?? '';
  return mounts
    .split('\n')
    .flatMap((line) => (line.includes(' - cgroup ') ? (line.split(' ').at(-1) ?? '').split(',') : []));
}

async function lowUlimits(): Promise<readonly string[]> {
  const { openFiles, processes } = await hardLimits();
  const ulimit = (name: string, hard: number | undefined, most: number) => {
    const limit = Math.min(hard ?? DEFAULT_LIMIT, most);
    return (hard ?? DEFAULT_LIMIT) < DEFAULT_LIMIT ? [`${name}=${limit}:${limit}`] : [];
  };
  return [...ulimit('nofile', openFiles, DEFAULT_LIMIT), ...ulimit('nproc', processes, MOST_PROCESSES)];
}
