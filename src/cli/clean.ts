import { resolve } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import { hasErrors } from '../engine/load.ts';
import { findingsOf } from '../engine/plan.ts';
import { noRegistry, type Problem } from '../engine/problem.ts';
import { type Retained, retain } from '../engine/retain.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
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
  const named = namesOf(images);
  if (!named.ok) return named;
  const workloads = await readWorkloads(context, options.keep);
  if (!workloads.ok) return workloads;
  const here = await loadHere(context, options);
  if (!here.ok) return here;
  const { repository, loaded } = here.value;
  // What Git says is half of what is known to be needed.
  if (hasErrors(loaded.diagnostics)) return err(findingsOf(loaded));
  const { configuration } = loaded;
  if (configuration.registry.host === undefined) return err(noRegistry);
  const connections = await connectTo(context, repository);
  const retained = await retain({
    loaded,
    images: named.value,
    remover: connections.remover(configuration),
    reader: connections.registry(configuration).reader,
    workloads: workloads.value,
    closed: new Set(options.closed),
    apply: options.apply ?? false,
    limit: options.limit,
    clock: context.clock,
    signal: context.signal,
  });
  return retained.ok ? retained : err({ kind: 'environment', failure: retained.error });
}

/** A name that Git no longer has can still be in the registry, so it is only parsed. */
function namesOf(images: readonly string[]): Result<readonly ImageName[], Problem> {
  const parsed = images.map(parseImageName);
  const at = parsed.findIndex((name) => !name.ok);
  const wrong = parsed[at];
  if (wrong && !wrong.ok) return err({ kind: 'usage', message: `"${images[at]}": ${wrong.error}` });
  return ok(parsed.flatMap((name) => (name.ok ? [name.value] : [])));
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
