import { join } from 'node:path';
import type { Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { BuildContext, ImageSource } from '../build/ports/builder.ts';
import type { Platform } from '../names/platform.ts';
import { type RunFolder, removeFolder } from '../system/run-folder.ts';
import { removeLeftovers } from './containers-leftovers.ts';
import type { ContainersEngine } from './containers-probe.ts';
import { type EngineRun, runEngine } from './engine-run.ts';
import { linkFromLayout } from './image-folder.ts';
import type { RegistryFiles } from './private-files.ts';

/** What one build or test works with. */
export interface Workspace {
  readonly engine: ContainersEngine;
  readonly registry: RegistryFiles;
  /** Private to it; also its TMPDIR. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly context: BuildContext;
  /** As `performance.now()`. */
  readonly deadline: number;
}

/** A build or a test. */
export type Work<T> = (space: Workspace) => Promise<Result<T, Failure>>;

/** Runs `work` in a private folder, and removes what is left of it, whatever it ends in. */
export async function inWorkspace<T>(
  run: RunFolder,
  shared: Omit<Workspace, 'folder' | 'env'>,
  id: string,
  work: Work<T>,
): Promise<Result<T, Failure>> {
  const folder = await run.make(id);
  const { store } = shared.engine;
  const env = { ...store.env, TMPDIR: folder, CONTAINERS_REGISTRIES_CONF: shared.registry.registriesConf };
  let clean = false;
  try {
    const result = await work({ ...shared, folder, env });
    clean = result.ok;
    return result;
  } finally {
    await (clean ? removeFolder(folder) : removeLeftovers(folder, store));
  }
}

/** Runs the engine in the workspace. */
export function command(space: Workspace, args: readonly string[]): Promise<EngineRun> {
  const { store } = space.engine;
  return runEngine({ command: store.command, args, env: space.env, cwd: space.folder }, space.context, space.deadline);
}

/** An exact image as containers/image names it. */
export async function sourceOf(
  space: Workspace,
  source: ImageSource,
  platform: Platform,
  name: string,
): Promise<string> {
  if (source.kind === 'registry') return `docker://${source.repository}@${source.digest}`;
  const folder = join(space.folder, name);
  await linkFromLayout(source, platform, folder);
  return `dir:${folder}`;
}
