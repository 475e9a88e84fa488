import { resolve } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { clean as cleanRegistry } from '../engine/clean.ts';
import type { Connections } from '../engine/connections.ts';
import { cleanExports, type ExportCleaning, type OutdatedExport } from '../engine/export.ts';
import type { LoadedRepository } from '../engine/load.ts';
import type { Problem } from '../engine/problem.ts';
import type { Retained } from '../engine/retain.ts';
import { noWorkloads, parseWorkloads, type Workloads } from '../plan/workloads.ts';
import { renderOutdatedExports } from '../report/outdated-exports.ts';
import { renderRetention } from '../report/retention-text.ts';
import type { Look } from '../report/style.ts';
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

/** What was cleaned: the registry, and where the configuration has `exports` the disk images. */
interface Cleaned extends Retained {
  readonly exports: readonly OutdatedExport[];
}

/** Removes what nothing needs from the registry and of the disk images, or says what would go. Exit code 1 where something should have gone and stays. */
export async function clean(
  context: CommandContext,
  images: readonly string[],
  options: CleanOptions,
): Promise<ExitCode> {
  const cleaned = await cleanHere(context, images, options);
  if (!cleaned.ok) return reportProblem(context, cleaned.error);
  const { value } = cleaned;
  if (options.json) context.stdout.write(`${safeJson(wireOf(value), 2)}\n`);
  else context.stdout.write(textOf(value, lookOf(context, context.stdout), options.verbose ?? false));
  if (value.ended) return reportProblem(context, { kind: 'environment', failure: value.ended });
  return value.images.some(({ unread }) => unread !== undefined) ? exitCode.findings : exitCode.done;
}

async function cleanHere(
  context: CommandContext,
  images: readonly string[],
  options: CleanOptions,
): Promise<Result<Cleaned, Problem>> {
  const workloads = await readWorkloads(context, options.keep);
  if (!workloads.ok) return workloads;
  const here = await loadHere(context, options);
  if (!here.ok) return here;
  const { repository, loaded } = here.value;
  const connect = () => connectTo(context, repository);
  const apply = options.apply ?? false;
  const retained = await cleanRegistry({
    loaded,
    images,
    connect,
    workloads: workloads.value,
    closed: new Set(options.closed),
    apply,
    limit: options.limit,
    clock: context.clock,
    signal: context.signal,
  });
  if (!retained.ok) return retained;
  const cleaning = { images, apply, limit: options.limit, signal: context.signal };
  const exports = retained.value.ended ? ok([]) : await cleanDisks(loaded, connect, cleaning);
  const disks = exports.ok ? { exports: exports.value } : { exports: [], ended: exports.error };
  return ok({ ...retained.value, ...disks });
}

/** Without names those of the images that Git has: others may keep theirs in the same place. */
async function cleanDisks(
  { configuration, graph }: LoadedRepository,
  connect: () => Promise<Connections>,
  cleaning: Required<Pick<ExportCleaning, 'images' | 'apply' | 'limit' | 'signal'>>,
): Promise<Result<readonly OutdatedExport[], Failure>> {
  if (!configuration.exports.stated) return ok([]);
  const parts = await (await connect()).exports(configuration);
  if (!parts.ok) return parts;
  const images = cleaning.images.length > 0 ? cleaning.images : [...graph.byName.keys()];
  return cleanExports({ ...cleaning, images, storage: parts.value.storage, keep: configuration.exports.keep });
}

function textOf(cleaned: Cleaned, look: Look, verbose: boolean): string {
  return renderRetention(cleaned, look, verbose) + renderOutdatedExports(cleaned.exports, cleaned.applied, look);
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
function wireOf({ applied, images, exports, ended }: Cleaned) {
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
    exports: exports.map(({ metadata: { image, file, digest, size }, removed }) => ({
      ...{ image, file, digest, size },
      action: 'remove',
      ...(applied ? { removed } : {}),
    })),
    ...(ended ? { ended: { reason: ended.reason, message: ended.message } } : {}),
  };
}
