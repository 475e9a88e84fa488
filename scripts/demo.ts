import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageResult } from '../src/build/events.ts';
import { pushBusybox, staticBusybox } from './demo/busybox.ts';
import { type ControlApi, startControlApi } from './demo/control-api.ts';
import { createFleet, type Fleet } from './demo/fleet.ts';
import { type Registry, startRegistry } from './demo/registry.ts';
import { emptyFolder, privateStore, privateTemporaryFolder } from './demo/store.ts';
import { imagesOf, summaryTable } from './demo/table.ts';
import { heading, prompt, remark, run } from './demo/terminal.ts';

// `npm start`: the main job from end to end, on a fleet of ten small images, with the command that people use.

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = join(root, '.demo');
const program = join(root, 'src/main/cli.ts');

/** What the story needs beside the command. */
interface Stage {
  readonly registry: Registry;
  readonly control: ControlApi;
  readonly fleet: Fleet;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

async function tell(stage: Stage): Promise<void> {
  const { fleet, control } = stage;
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
  prompt(`curl ${control.url}/images/web`);
  process.stdout.write(`${JSON.stringify(control.images.get('web'), null, 2)}\n`);

  heading('The fleet (action: first build · after the change · release)');
  process.stdout.write(`${summaryTable(runs)}\n`);
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

/** Tells the story and stops everything that it started, whatever it ends in. */
async function main(signal: AbortSignal): Promise<void> {
  const cleanups: (() => Promise<void>)[] = [];
  try {
    await tell(await setUp(signal, cleanups));
  } finally {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  }
  farewell();
}

async function setUp(signal: AbortSignal, cleanups: (() => Promise<void>)[]): Promise<Stage> {
  heading('Set the stage');
  emptyFolder(folder);
  const registry = await startRegistry(join(folder, 'registry'));
  cleanups.push(() => registry.stop());
  remark(`registry  ${registry.host} (${registry.kind})`);
  const control = await startControlApi();
  cleanups.push(() => control.stop());
  remark(`control   ${control.url}`);
  const mirror = await provideBase(registry);
  const env = { ...process.env, ...privateStore(folder), ...privateTemporaryFolder(folder) };
  const services = { registry: registry.host, control: control.url, ...(mirror === undefined ? {} : { mirror }) };
  const fleet = createFleet(join(root, 'examples/fleet'), join(folder, 'fleet'), services, env);
  remark(`fleet     ${relative(root, fleet.path)}, a Git repository made from examples/fleet`);
  remark('caskwright below is `node src/main/cli.ts` of this checkout');
  return { registry, control, fleet, env, signal };
}

function farewell(): void {
  heading('Next');
  const lines = [
    'The registry and the control API are stopped. Everything that this left is in .demo/.',
    'Read      examples/fleet/   the repository that was built: ten Dockerfiles, ten build.yaml, one caskwright.yaml',
    'Try       npx node src/main/cli.ts --help',
    'In your own repository: caskwright.yaml may be empty, and a build.yaml needs no key at all.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
// A reader that leaves (`| head`) ends the demo as Ctrl-C does, with everything stopped.
process.stdout.on('error', () => interrupted.abort());
try {
  await main(interrupted.signal);
} catch (error) {
  if (interrupted.signal.aborted) {
    remark('Stopped.');
    process.exitCode = 130;
  } else {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
