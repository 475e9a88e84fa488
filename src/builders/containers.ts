import { basename, join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { BuildContext, Builder, BuildRequest, BuiltNode } from '../build/ports/builder.ts';
import { type Digest, parseDigest } from '../names/digest.ts';
import { readText } from '../system/folder-files.ts';
import { openRunFolder, removeAbandoned, removeFolder } from '../system/run-folder.ts';
import { classify, isCleanEnd } from './classify.ts';
import { type BuildFiles, buildArguments, pushArguments } from './containers-arguments.ts';
import { diskFailure, watchDisk } from './containers-disk.ts';
import { removeLeftovers } from './containers-leftovers.ts';
import { probeContainers, tryContainers } from './containers-probe.ts';
import { runTest } from './containers-test.ts';
import { command, inWorkspace, sourceOf, type Work, type Workspace } from './containers-workspace.ts';
import { lineOfStep } from './dockerfile-step.ts';
import type { EngineRun } from './engine-run.ts';
import { moveIntoLayout } from './image-folder.ts';
import type { EngineOptions } from './options.ts';
import { writeRegistryFiles, writeSecrets } from './private-files.ts';
import { askedOnce } from './strangers.ts';

/**
 * Makes a builder for an engine of the containers family, or says in one line why it does not work here. What
 * processes that are dead by now left behind is removed first.
 *
 * Disk: the store keeps layers as a cache and the parents that it pulled, none of them under a tag of ours.
 * `podman image prune` or `buildah rmi --prune` empties it; nothing here does.
 */
export async function createContainersBuilder(
  kind: 'buildah' | 'podman',
  options: EngineOptions,
): Promise<Result<Builder, string>> {
  // A folder for each engine: only the same engine can clean up what it left behind.
  const base = join(options.folder, kind);
  const run = await openRunFolder(base);
  const scratch = await run.make('probe');
  const probed = await probeContainers(kind, options.environment, scratch);
  await removeFolder(probed.ok ? scratch : run.path);
  if (!probed.ok) return probed;
  const engine = probed.value;
  await removeAbandoned(base, (folder) => removeLeftovers(folder, engine.store));
  const registry = await writeRegistryFiles(run.path, options);
  const within = <T>(request: { id: string }, timeout: number, context: BuildContext, work: Work<T>) =>
    inWorkspace(run, { engine, registry, context, deadline: performance.now() + timeout }, request.id, work);
  return ok({
    kind,
    description: engine.description,
    limits: engine.limits,
    build: (request, context) => within(request, request.resources.timeout, context, (space) => build(space, request)),
    test: (request, context) => within(request, request.timeout, context, (space) => runTest(space, request)),
    admitsStrangers: askedOnce(async () => {
      const folder = await run.make('trial');
      try {
        return await tryContainers(engine, folder);
      } finally {
        await removeLeftovers(folder, engine.store);
      }
    }),
    close: () => run.remove(),
  });
}

async function build(space: Workspace, request: BuildRequest): Promise<Result<BuiltNode, Failure>> {
  const files = await writeFiles(space, request);
  const noCache = request.noCache || (await mountsFiles(request.dockerfile));
  const built = await withinDisk(space, request.resources.disk, (inner) =>
    command(inner, buildArguments(space.engine.setup, request, files, noCache)),
  );
  if ('failure' in built) return err(built.failure);
  if (!isCleanEnd(built)) return err(await withLine(classify('build', built), request.dockerfile));
  const id = (await readText(files.idFile))?.trim() ?? '';
  const { output } = request;
  const image = join(space.folder, 'image');
  const digestFile = join(space.folder, 'digest');
  const to = output.kind === 'registry' ? `docker://${output.repository}:${output.tag}` : `dir:${image}`;
  const pushed = await command(space, pushArguments(space.engine.setup, files, id, to, digestFile));
  if (!isCleanEnd(pushed)) return err(classify('push', pushed));
  if (output.kind === 'layout') return ok({ digest: await moveIntoLayout(image, output.directory) });
  return ok({ digest: exact(await readText(digestFile)) });
}

/** Runs the engine and ends it when the build has written more than it may; no limit where none is given. */
async function withinDisk(
  space: Workspace,
  limit: number | undefined,
  work: (space: Workspace) => Promise<EngineRun>,
): Promise<EngineRun | { readonly failure: Failure }> {
  if (limit === undefined) return work(space);
  const { context, folder, engine } = space;
  const watch = watchDisk(folder, engine.store, limit);
  const signal = AbortSignal.any([context.signal, watch.signal]);
  const ran = await work({ ...space, context: { ...context, signal, log: (line) => context.log(line) } });
  await watch.stop();
  return watch.signal.aborted && ran.ended === 'aborted' ? { failure: diskFailure(limit, ran.lines.slice(-20)) } : ran;
}

/** These engines tell the step that failed, and not its line. */
async function withLine(failure: Failure, dockerfile: string): Promise<Failure> {
  const step = /building at STEP "(.*)": /.exec(failure.lastLines.at(-1) ?? '')?.[1];
  if (step === undefined) return failure;
  const line = lineOfStep((await readText(dockerfile)) ?? '', step);
  return line === undefined ? failure : { ...failure, dockerfileLine: line };
}

async function writeFiles(space: Workspace, request: BuildRequest): Promise<BuildFiles> {
  const marker = { [`caskwright-${basename(space.folder)}`]: '' };
  return {
    authFile: space.registry.authFile,
    ...(space.registry.certificates === undefined ? {} : { certificates: space.registry.certificates }),
    idFile: join(space.folder, 'id'),
    // The marker's file is in the record of each working container of this build: that is how it is found.
    secrets: await writeSecrets(space.folder, { ...request.secrets, ...marker }),
    sources: await Promise.all(
      request.namedContexts.map(({ source }, index) => sourceOf(space, source, request.platform, `parent-${index}`)),
    ),
  };
}

/**
 * Whether a RUN mounts files. buildah 1.28 reuses the layer of such a step by its text alone, whatever the mounted
 * context, stage or parent holds now.
 */
async function mountsFiles(dockerfile: string): Promise<boolean> {
  const mounts = (await readText(dockerfile))?.match(/--mount=\S+/g) ?? [];
  return mounts.some((mount) => !/[=,]type=(?:secret|ssh|tmpfs|cache)\b/.test(mount) || mount.includes('from='));
}

function exact(text: string | undefined): Digest {
  const digest = parseDigest(text?.trim() ?? '');
  if (!digest.ok) throw new Error(`the engine wrote no digest: ${digest.error}`);
  return digest.value;
}
