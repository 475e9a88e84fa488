import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Builder } from '../build/ports/builder.ts';
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

/**
 * Makes the builder that was asked for, or the first that works here. Engines are tried for real: installed is not
 * enough. Close the builder at the end.
 */
export async function selectBuilder(
  kind: 'auto' | BuilderKind,
  options: EngineOptions,
): Promise<Result<SelectedBuilder, Failure>> {
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
    message: `no builder works here: ${refusals.join('; ')}`,
    suggestion: 'apt-get install -y --no-install-recommends buildah runc',
    lastLines: [],
  });
}

function reasonFor(kind: string, { kind: chosen, description }: Builder, refusals: readonly string[]): string {
  if (kind === 'auto') return `${description}${refusals.length === 0 ? '' : ` (${refusals.join('; ')})`}`;
  return `${description}, as asked for with --builder ${chosen}`;
}
