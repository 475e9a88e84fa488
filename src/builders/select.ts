import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Builder } from '../build/ports/builder.ts';
import { abandonedRunFolders, removeAbandoned } from '../system/run-folder.ts';
import { createBuildxBuilder } from './buildx.ts';
import { createContainersBuilder } from './containers.ts';
import type { EngineOptions } from './options.ts';

/** An engine that a person can ask for; `auto` takes the first that works. */
export type BuilderKind = 'buildx' | 'podman' | 'buildah';

/** The builder that was chosen, and why, in one line for people. */
export interface SelectedBuilder {
  readonly builder: Builder;
  readonly why: string;
}

type Maker = (options: EngineOptions) => Promise<Result<Builder, string>>;

/** In order of preference. */
const makers: Readonly<Record<BuilderKind, Maker>> = {
  buildx: createBuildxBuilder,
  podman: (options) => createContainersBuilder('podman', options),
  buildah: (options) => createContainersBuilder('buildah', options),
};

/** What to do when the engine does not work. */
const suggestions: Readonly<Record<'auto' | BuilderKind, string>> = {
  auto: 'apt-get install -y --no-install-recommends buildah runc',
  buildah: 'apt-get install -y --no-install-recommends buildah runc',
  podman: 'apt-get install -y --no-install-recommends podman runc',
  buildx: 'install docker with buildx 0.11 or newer and start it, or take another engine with --builder auto',
};

/**
 * Makes the builder that was asked for, or the first that works here. Engines are tried for real: installed is not
 * enough. What earlier processes left in `options.folder` when they were killed is removed. Close the builder at the end.
 */
export async function selectBuilder(
  kind: 'auto' | BuilderKind,
  options: EngineOptions,
): Promise<Result<SelectedBuilder, Failure>> {
  await removeAbandoned(options.folder);
  const wanted = kind === 'auto' ? (Object.keys(makers) as BuilderKind[]) : [kind];
  const refusals: string[] = [];
  for (const candidate of wanted) {
    const made = await makers[candidate](options);
    if (made.ok) return ok({ builder: made.value, why: reasonFor(kind, made.value, refusals) });
    refusals.push(made.error);
  }
  return err({
    phase: 'build',
    reason: 'builder-unavailable',
    message: `${kind === 'auto' ? 'no builder works here: ' : ''}${refusals.join('; ')}`,
    suggestion: suggestions[kind],
    lastLines: [],
  });
}

/** Whether runs that were killed left something in `folder` that an engine has to be made for to remove it. */
export async function hasAbandoned(folder: string): Promise<boolean> {
  const found = await Promise.all(Object.keys(makers).map((kind) => abandonedRunFolders(join(folder, kind))));
  return found.some((folders) => folders.length > 0);
}

function reasonFor(kind: 'auto' | BuilderKind, { description }: Builder, refusals: readonly string[]): string {
  if (kind !== 'auto') return `${description} (asked for)`;
  return `${description} (${refusals.length === 0 ? 'the first that works here' : refusals.join('; ')})`;
}
