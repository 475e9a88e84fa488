import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { BuildContext, Builder, BuildRequest, BuiltNode, TestRequest } from '../build/ports/builder.ts';
import { parseDigest } from '../names/digest.ts';
import { readText, writePrivate } from '../system/folder-files.ts';
import { openRunFolder, removeAbandoned, removeFolder } from '../system/run-folder.ts';
import { type BuildxOutputOptions, buildxArguments, buildxTestArguments } from './buildx-arguments.ts';
import { type BuildxEngine, probeBuildx, tryBuildx } from './buildx-probe.ts';
import { ProgressReader } from './buildx-progress.ts';
import { classify, isCleanEnd } from './classify.ts';
import { type EngineRun, runEngine } from './engine-run.ts';
import { moveLayout } from './image-folder.ts';
import type { EngineOptions } from './options.ts';
import { writeSecrets } from './private-files.ts';
import { askedOnce } from './strangers.ts';

/** What one build or test works with. */
interface Workspace {
  readonly engine: BuildxEngine;
  readonly folder: string;
  readonly context: BuildContext;
  /** As `performance.now()`. */
  readonly deadline: number;
}

type Work<T> = (space: Workspace) => Promise<T>;

/**
 * Makes a builder for docker buildx, or says in one line why it does not work here. BuildKit runs the steps: it ends
 * them when its client goes, and bounds its own disk.
 */
export async function createBuildxBuilder(options: EngineOptions): Promise<Result<Builder, string>> {
  const base = join(options.folder, 'buildx');
  await removeAbandoned(base);
  const run = await openRunFolder(base);
  const probed = await probeBuildx(options, run.path);
  if (!probed.ok) {
    await run.remove();
    return probed;
  }
  const engine = probed.value;
  const within = async <T>(id: string, timeout: number, context: BuildContext, work: Work<T>): Promise<T> => {
    const folder = await run.make(id);
    try {
      return await work({ engine, folder, context, deadline: performance.now() + timeout });
    } finally {
      await removeFolder(folder);
    }
  };
  return ok({
    kind: 'buildx',
    description: engine.description,
    limits: { hold: false, why: 'BuildKit has no limits for a single build: limit the builder itself' },
    build: (request, context) =>
      within(request.id, request.resources.timeout, context, (space) =>
        build(space, request, { insecure: options.registries.insecure, reproducible: options.reproducible ?? false }),
      ),
    test: (request, context) => within(request.id, request.timeout, context, (space) => test(space, request)),
    admitsStrangers: askedOnce(async () => {
      const folder = await run.make('trial');
      try {
        return await tryBuildx(engine, folder);
      } finally {
        await removeFolder(folder);
      }
    }),
    close: () => run.remove(),
  });
}

async function build(
  space: Workspace,
  request: BuildRequest,
  output: BuildxOutputOptions,
): Promise<Result<BuiltNode, Failure>> {
  if (request.resources.disk !== undefined) {
    space.context.log(
      'the limit of resources.disk does not hold: BuildKit keeps what a build writes, and bounds it for all builds',
    );
  }
  const files = {
    metadata: join(space.folder, 'metadata.json'),
    image: join(space.folder, 'image'),
    secrets: await writeSecrets(space.folder, request.secrets),
  };
  const args = buildxArguments(request, files, output);
  const ran = await command(space, args, { SOURCE_DATE_EPOCH: String(request.sourceDateEpoch) });
  if (!isCleanEnd(ran)) return err(classify(phaseOf(ran), ran));
  if (request.output.kind === 'layout') await moveLayout(files.image, request.output.directory);
  const metadata = JSON.parse((await readText(files.metadata)) ?? '{}') as { 'containerimage.digest'?: string };
  const digest = parseDigest(metadata['containerimage.digest'] ?? '');
  if (!digest.ok) throw new Error(`buildx wrote no digest: ${digest.error}`);
  return ok({ digest: digest.value });
}

/** Runs the command as the only step of a build that keeps nothing: no container and no name to clean up. */
async function test(space: Workspace, request: TestRequest): Promise<Result<void, Failure>> {
  const name = 'tested.invalid/image:exact';
  const dockerfile = join(space.folder, 'Dockerfile');
  await writePrivate(dockerfile, `FROM ${name}\nRUN ${JSON.stringify(request.command)}\n`);
  const args = buildxTestArguments(request.image, name, request.platform, dockerfile, space.folder);
  const ran = await command(space, args, {});
  if (isCleanEnd(ran)) return ok(undefined);
  const code = /did not complete successfully: exit code: (\d+)/.exec(ran.lines.join('\n'))?.[1];
  const started = code !== undefined || ran.ended !== 'by-itself';
  if (!started) return err(classify('pull', ran));
  return err(classify('test', code === undefined ? ran : { ...ran, exitCode: Number(code) }, request.command));
}

async function command(space: Workspace, args: readonly string[], also: Record<string, string>): Promise<EngineRun> {
  const { program, env } = space.engine;
  const progress = new ProgressReader();
  const ran = await runEngine(
    { command: program, args, env: { ...env, ...also, TMPDIR: space.folder }, cwd: space.folder },
    space.context,
    space.deadline,
    (line) => progress.read(line),
  );
  for (const line of progress.end()) space.context.log(line);
  return ran;
}

/** One command builds and pushes: what it did last tells which of them failed. */
function phaseOf(run: EngineRun): 'build' | 'push' {
  return run.lines.some((line) => /^exporting to image$|failed to push /.test(line)) ? 'push' : 'build';
}
