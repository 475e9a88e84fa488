import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageResult } from '../src/build/events.ts';
import { buildPage } from './build.ts';
import { pushBusybox, staticBusybox } from './demo/busybox.ts';
import { createFleet, type Fleet } from './demo/fleet.ts';
import { type Registry, startRegistry } from './demo/registry.ts';
import { createRemote } from './demo/remote.ts';
import { type DemoServer, prepareServer } from './demo/server.ts';
import { emptyFolder, privateStore, privateTemporaryFolder } from './demo/store.ts';
import { imagesOf, summaryTable } from './demo/table.ts';
import { heading, prompt, remark, run } from './demo/terminal.ts';

// `npm start`: the main job from end to end, on a fleet of ten small images, with the command that people use and a
// server that takes the registrations. `npm start -- --serve`: the server builds what is pushed, until Ctrl-C.

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = join(root, '.demo');
const program = join(root, 'src/main/cli.ts');

/** What the story needs beside the command. */
interface Stage {
  readonly registry: Registry;
  readonly server: DemoServer;
  readonly fleet: Fleet;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

async function tell(stage: Stage): Promise<void> {
  const { fleet, server } = stage;
  const runs: (readonly ImageResult[])[] = [];

  heading('Look');
  await caskwright(stage, 'validate');
  await caskwright(stage, 'plan');

  heading('Build, push, tag, register');
  runs.push(await caskwrightRun(stage, 'build'));

  heading('Change one image');
  const versions = { 'version: 3.1.0': 'version: 3.2.0' };
  fleet.change(
    {
      'images/runtime/requirements.txt': { 'redis==5.0.8': 'redis==5.2.0' },
      'images/runtime/build.yaml': versions,
    },
    'Raise redis',
  );
  await caskwright(stage, 'explain', 'smoke');
  runs.push(await caskwrightRun(stage, 'build'));

  heading('Release: tags and registration move, nothing is built');
  fleet.tag('v1.0.0');
  runs.push(await caskwrightRun(stage, 'release', 'v1.0.0'));

  heading('What the control API knows now');
  const image = `${server.url}/api/v1/images/web`;
  prompt(`curl ${image}`);
  process.stdout.write(`${JSON.stringify(await answerOf(image), null, 2)}\n`);

  heading('The fleet (action: first build · after the change · release)');
  process.stdout.write(`${summaryTable(runs)}\n`);
}

async function answerOf(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

/** Runs the real command in the fleet's folder and shows what it prints. */
async function caskwright(stage: Stage, ...args: readonly string[]): Promise<void> {
  prompt(['caskwright', ...args].join(' '));
  await run(process.execPath, [program, ...args], { ...stage, cwd: stage.fleet.path });
}

/** The same for a command that carries a plan out; its events are kept in a file and give the result. */
async function caskwrightRun(stage: Stage, ...args: readonly string[]): Promise<readonly ImageResult[]> {
  const file = join(folder, `${args.join('-')}-${Date.now()}.jsonl`);
  prompt(`caskwright ${args.join(' ')} --json >${relative(root, file)}`);
  const events = await run(process.execPath, [program, ...args, '--json'], { ...stage, cwd: stage.fleet.path }, true);
  writeFileSync(file, events);
  return imagesOf(events);
}

/** Whether Docker Hub answers at all; what it answers does not matter. */
async function dockerHubInReach(): Promise<boolean> {
  const request = fetch('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(3000) });
  return request.then(
    () => true,
    () => false,
  );
}

/** Where the base image comes from; the result is what the fleet's configuration has as its mirror. */
async function provideBase(registry: Registry): Promise<string | undefined> {
  if (await dockerHubInReach()) {
    remark('base      docker.io/library/busybox:1.36 from Docker Hub');
    return undefined;
  }
  await pushBusybox(`http://${registry.host}`, 'mirror/library/busybox', '1.36', folder);
  remark(`base      ${staticBusybox()}, as docker.io/library/busybox:1.36 in a mirror (Docker Hub is out of reach)`);
  return `${registry.host}/mirror`;
}

/** Tells the story, or serves, and stops everything that it started, whatever it ends in. */
async function main(serves: boolean, signal: AbortSignal): Promise<void> {
  const cleanups: (() => Promise<void>)[] = [];
  try {
    const stage = await setUp(serves, signal, cleanups);
    await (serves ? serve(stage) : tell(stage));
  } finally {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  }
  farewell();
}

async function setUp(serves: boolean, signal: AbortSignal, cleanups: (() => Promise<void>)[]): Promise<Stage> {
  heading('Set the stage');
  emptyFolder(folder);
  const registry = await startRegistry(join(folder, 'registry'));
  cleanups.push(() => registry.stop());
  remark(`registry  ${registry.host} (${registry.kind})`);
  const mirror = await provideBase(registry);
  const env = { ...process.env, ...privateStore(folder), ...privateTemporaryFolder(folder) };
  const [clone, remote] = [join(folder, 'fleet'), join(folder, 'fleet.git')];
  const repository = { path: serves ? remote : clone, builds: serves };
  const server = await prepareServer(join(folder, 'server'), repository, env);
  const services = {
    registry: registry.host,
    ...(serves ? {} : { control: `${server.url}/api/v1` }),
    ...(mirror === undefined ? {} : { mirror }),
  };
  const fleet = createFleet(join(root, 'examples/fleet'), clone, services, env);
  remark(`fleet     ${relative(root, fleet.path)}, a Git repository made from examples/fleet`);
  if (serves) {
    createRemote(remote, clone, server, env);
    await buildPage();
  }
  await server.start();
  cleanups.push(() => server.stop());
  remark(`server    ${server.url} (node src/main/server.ts, with an embedded PostgreSQL)`);
  remark('caskwright below is `node src/main/cli.ts` of this checkout');
  return { registry, server, fleet, env: { ...env, CASKWRIGHT_CONTROL_TOKEN: server.token }, signal };
}

/** Lets the first run begin and says what to try, until somebody ends it. */
async function serve({ server, fleet, signal }: Stage): Promise<void> {
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' };
  const asked = await fetch(`${server.url}/api/v1/runs`, { method: 'POST', headers, body: '{}' });
  if (!asked.ok) throw new Error(`the first run cannot be started: ${await asked.text()}`);
  heading('Serving: the first run builds the fleet now');
  const lines = [
    `Open      ${server.url}/   the fleet, its runs and their logs (to act, sign in with the token below)`,
    `Token     ${server.token}`,
    '',
    'Push a change, and it becomes images and catalogue entries:',
    `  cd ${relative(process.cwd(), fleet.path)}`,
    "  echo '# changed' >> images/log-shipper/ship.sh && sed -i s/0.3.0/0.3.1/ images/log-shipper/build.yaml",
    '  git commit -am "Change log-shipper" && git push',
    'Follow a log, ask the catalogue:',
    `  curl -N ${server.url}/api/v1/builds/1/logs?follow`,
    `  curl ${server.url}/api/v1/images`,
    '',
    'Ctrl-C stops the server and the registry.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function farewell(): void {
  heading('Next');
  const lines = [
    'The registry and the server are stopped. Everything that this left is in .demo/.',
    'Read      examples/fleet/   the repository that was built: ten Dockerfiles, ten build.yaml, one caskwright.yaml',
    'Try       npm start -- --serve   a server that builds what is pushed, with a page',
    '          npx node src/main/cli.ts --help',
    'In your own repository: caskwright.yaml may be empty, and a build.yaml needs no key at all.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
// A reader that leaves (`| head`) ends the demo as Ctrl-C does, with everything stopped.
process.stdout.on('error', () => interrupted.abort());
try {
  await main(process.argv.includes('--serve'), interrupted.signal);
} catch (error) {
  if (interrupted.signal.aborted) {
    remark('Stopped.');
    process.exitCode = 130;
  } else {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
