import { resolve } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import { clean as cleanRegistry } from '../engine/clean.ts';
import type { Problem } from '../engine/problem.ts';
import type { Retained } from '../engine/retain.ts';
import { noWorkloads, parseWorkloads, type Workloads } from '../plan/workloads.ts';
import { renderRetention } from '../report/retention-text.ts';
import { safeJson } from '../report/text.ts';
import { readIfPresent } from '../system/storage.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { connectTo, loadHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface CleanOptions extends RepositoryOptions {
  readonly apply?: boolean;
  /** A file with references of what runs. */
  readonly keep?: string;
  readonly closed?: readonly number[];
  readonly limit: number;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** Removes what nothing needs from the registry, or says what would go. Exit code 1 where something should have gone and stays. */
export async function clean(
  context: CommandContext,
  images: readonly string[],
  options: CleanOptions,
): Promise<ExitCode> {
  const retained = await retainHere(context, images, options);
  if (!retained.ok) return reportProblem(context, retained.error);
  const { value } = retained;
  if (options.json) context.stdout.write(`${safeJson(wireOf(value), 2)}\n`);
  else context.stdout.write(renderRetention(value, lookOf(context, context.stdout), options.verbose ?? false));
  if (value.ended) return reportProblem(context, { kind: 'environment', failure: value.ended });
  return value.images.some(({ unread }) => unread !== undefined) ? exitCode.findings : exitCode.done;
}

async function retainHere(
  context: CommandContext,
  images: readonly string[],
  options: CleanOptions,
): Promise<Result<Retained, Problem>> {
  const workloads = await readWorkloads(context, options.keep);
  if (!workloads.ok) return workloads;
  const here = await loadHere(context, options);
  if (!here.ok) return here;
  const { repository, loaded } = here.value;
  return cleanRegistry({
    loaded,
    images,
    connect: () => connectTo(context, repository),
    workloads: workloads.value,
    closed: new Set(options.closed),
    apply: options.apply ?? false,
    limit: options.limit,
    clock: context.clock,
    signal: context.signal,
  });
}

async function readWorkloads(context: CommandContext, file: string | undefined): Promise<Result<Workloads, Problem>> {
  if (file === undefined) return ok(noWorkloads);
  const bytes = await readIfPresent(resolve(context.directory, file));
  if (!bytes) return err({ kind: 'usage', message: `--keep ${file}: there is no such file` });
  const workloads = parseWorkloads(new TextDecoder().decode(bytes));
  if (workloads.ok) return workloads;
  return err({
    kind: 'usage',
    message: `--keep ${file}: ${workloads.error}`,
    suggestion: 'one reference a line, e.g. registry.example/team/web@sha256:…',
  });
}

/** The result as scripts read it. */
function wireOf({ applied, images, ended }: Retained) {
  return {
    applied,
    images: images.map(({ image, unread, freed, manifests }) => ({
      image,
      ...(unread === undefined ? {} : { unread }),
      freed,
      manifests: manifests.map(({ manifest: { digest, tags }, action, why, untag, outcome, untagged }) => ({
        digest,
        tags,
        action,
        why,
        ...(outcome ? { outcome } : {}),
        ...(untag.length > 0 ? { untag: Object.fromEntries(untag.map((tag) => [tag, untagged[tag] ?? null])) } : {}),
      })),
    })),
    ...(ended ? { ended: { reason: ended.reason, message: ended.message } } : {}),
  };
}
