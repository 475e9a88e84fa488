import { basename, join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { TestRequest } from '../build/ports/builder.ts';
import { captureProcess } from '../system/process.ts';
import { classify, isCleanEnd } from './classify.ts';
import { globalArguments, isolationArguments, registryArguments } from './containers-arguments.ts';
import { command, sourceOf, type Workspace } from './containers-workspace.ts';
import { removeTriggers } from './image-folder.ts';

/** Runs a command in a built image. Its entrypoint takes no part: the command stands for itself. */
export function runTest(space: Workspace, request: TestRequest): Promise<Result<void, Failure>> {
  return space.engine.setup.kind === 'podman' ? runPodman(space, request) : runBuildah(space, request);
}

async function runPodman(space: Workspace, request: TestRequest): Promise<Result<void, Failure>> {
  const { setup } = space.engine;
  const pulled = await pull(space, request);
  if (!pulled.ok) return pulled;
  const [program = '', ...args] = request.command;
  const ran = await command(space, [
    ...globalArguments(setup),
    'run',
    '--rm',
    '--pull=never',
    // A first process ignores SIGTERM; so podman itself ends, and the cleanup removes the container.
    '--sig-proxy=false',
    '--network=host',
    `--name=${basename(space.folder)}`,
    ...setup.ulimits.map((ulimit) => `--ulimit=${ulimit}`),
    `--entrypoint=${JSON.stringify([program])}`,
    pulled.value,
    ...args,
  ]);
  return isCleanEnd(ran) ? ok(undefined) : err(classify('test', ran, request.command));
}

async function runBuildah(space: Workspace, request: TestRequest): Promise<Result<void, Failure>> {
  const pulled = await pull(space, request);
  if (!pulled.ok) return pulled;
  const image = await withoutTriggers(space, pulled.value);
  const name = basename(space.folder);
  const made = await command(space, ['from', '--quiet', '--pull=false', `--name=${name}`, image]);
  if (!isCleanEnd(made)) return err(classify('pull', made));
  const isolation = isolationArguments(space.engine.setup).filter((argument) => !argument.startsWith('--ulimit'));
  const ran = await command(space, ['run', ...isolation, name, '--', ...request.command]);
  if (!isCleanEnd(ran)) return err(classify('test', ran, request.command));
  await command(space, ['rm', name]);
  return ok(undefined);
}

/** Brings the exact image into the store; its id. */
async function pull(space: Workspace, request: TestRequest): Promise<Result<string, Failure>> {
  const source = await sourceOf(space, request.image, request.platform, 'image');
  const args = ['pull', '--quiet', `--platform=${request.platform}`, ...registryArguments(space.registry), source];
  const pulled = await command(space, args);
  if (!isCleanEnd(pulled)) return err(classify('pull', pulled));
  return ok(pulled.lines.at(-1) ?? '');
}

/** An image whose triggers `buildah from` cannot run: the same one where it has none. */
async function withoutTriggers(space: Workspace, id: string): Promise<string> {
  const { command: program } = space.engine.store;
  const options = { env: space.env, cwd: space.folder, signal: space.context.signal, timeout: 60_000 };
  const format = '{{len .Docker.Config.OnBuild}}';
  const { stdout } = await captureProcess(program, ['inspect', '--type=image', `--format=${format}`, id], options);
  if (Buffer.from(stdout).toString().trim() === '0') return id;
  const folder = join(space.folder, 'untriggered');
  await captureProcess(program, ['push', '--quiet', id, `dir:${folder}`], options);
  await removeTriggers(folder);
  return `dir:${folder}`;
}
