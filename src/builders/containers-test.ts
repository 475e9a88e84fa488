import { basename } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { TestRequest } from '../build/ports/builder.ts';
import { classify, isCleanEnd } from './classify.ts';
import { globalArguments, isolationArguments, registryArguments } from './containers-arguments.ts';
import { command, sourceOf, type Workspace } from './containers-workspace.ts';

/** Runs a command in a built image. Its entrypoint takes no part: the command stands for itself. */
export async function runTest(space: Workspace, request: TestRequest): Promise<Result<void, Failure>> {
  const image = await sourceOf(space, request.image, request.platform, 'image');
  return space.engine.setup.kind === 'podman' ? runPodman(space, request, image) : runBuildah(space, request, image);
}

async function runPodman(space: Workspace, request: TestRequest, image: string): Promise<Result<void, Failure>> {
  const { setup } = space.engine;
  const [program = '', ...args] = request.command;
  const ran = await command(space, [
    ...globalArguments(setup),
    'run',
    '--rm',
    '--network=host',
    `--name=${basename(space.folder)}`,
    `--platform=${request.platform}`,
    ...setup.ulimits.map((ulimit) => `--ulimit=${ulimit}`),
    ...registryArguments(space.registry).filter((argument) => argument.startsWith('--authfile')),
    `--entrypoint=${JSON.stringify([program])}`,
    image,
    ...args,
  ]);
  return isCleanEnd(ran) ? ok(undefined) : err(classify('test', ran, request.command));
}

async function runBuildah(space: Workspace, request: TestRequest, image: string): Promise<Result<void, Failure>> {
  const { setup } = space.engine;
  const name = basename(space.folder);
  const from = ['from', '--pull=false', `--name=${name}`, `--platform=${request.platform}`];
  const made = await command(space, [...from, ...registryArguments(space.registry), image]);
  if (!isCleanEnd(made)) return err(classify('pull', made));
  const isolation = isolationArguments(setup).filter((argument) => !argument.startsWith('--ulimit'));
  const ran = await command(space, ['run', ...isolation, name, '--', ...request.command]);
  if (!isCleanEnd(ran)) return err(classify('test', ran, request.command));
  await command(space, ['rm', name]);
  return ok(undefined);
}
