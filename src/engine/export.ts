import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { type ExportParts, ensureExport, outdatedExports } from '../build/exports.ts';
import type { Failure } from '../build/failure.ts';
import type { ExportMetadata } from '../build/ports/export-storage.ts';
import { nearest } from '../definition/nearest.ts';
import { ARCHITECTURES, architectureOf, type ExportTarget } from '../names/export-target.ts';
import type { Platform } from '../names/platform.ts';
import type { Prepared } from './prepare.ts';
import type { Problem } from './problem.ts';

/** Which disk images of which image. */
export interface ExportImageRequest {
  /** Planned against the registry, the image among its images. */
  readonly prepared: Prepared;
  readonly image: string;
  /** One that `exports` need not have; absent: all that it has. */
  readonly target?: Partial<ExportTarget>;
  readonly parts: ExportParts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** A disk image that is there now. */
export interface ExportedImage {
  readonly metadata: ExportMetadata;
  /** It was there before. */
  readonly adopted: boolean;
}

/** Makes disk images of what is published of an image, else of what is held. */
export async function exportImage(request: ExportImageRequest): Promise<Result<readonly ExportedImage[], Problem>> {
  const { prepared, parts, clock, signal, log } = request;
  const found = prepared.planned.plan.images.find(({ name }) => name === request.image);
  if (!found) return err(unknownImage(request));
  const landing = found.landing;
  const digest = found.record?.digest ?? landing?.digest;
  if (digest === undefined) return err(notBuilt(request.image));
  const { version, exports = [], platforms } = found.image.definition;
  const targets = targetsOf(
    request,
    exports.map(({ value }) => value),
    platforms.map(({ value }) => value),
  );
  if (!targets.ok) return targets;
  const done: ExportedImage[] = [];
  for (const target of targets.value) {
    const source = prepared.destination.publisher.sourceOf(found.name, digest);
    const wanted = { image: found.name, source, target, ...(version ? { version: version.value } : {}) };
    const made = await ensureExport(wanted, parts, { clock, signal, log });
    if (!made.ok) return err({ kind: 'environment', failure: made.error });
    done.push(made.value);
  }
  return ok(done);
}

/** Which disk images are cleaned, and how. */
export interface ExportCleaning {
  readonly storage: ExportParts['storage'];
  /** Absent: those of all images that the storage has. */
  readonly images?: readonly string[];
  /** Versions of an image whose exports stay. */
  readonly keep: number;
  /** Remove; otherwise only decide. */
  readonly apply: boolean;
  /** Removals at most; the rest waits for the next time. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** A disk image that nothing keeps any more. */
export interface OutdatedExport {
  readonly metadata: ExportMetadata;
  readonly removed: boolean;
}

/** Which exports nothing keeps any more, and with `apply` removes them. */
export async function cleanExports(request: ExportCleaning): Promise<Result<readonly OutdatedExport[], Failure>> {
  const { storage, images, keep, apply, limit, signal } = request;
  const there = await storage.images(signal);
  if (!there.ok) return there;
  const outdated: OutdatedExport[] = [];
  for (const image of there.value.filter((one) => images?.includes(one) ?? true)) {
    const stored = await storage.list(image, signal);
    if (!stored.ok) return stored;
    for (const metadata of outdatedExports(stored.value, keep)) {
      const goes = apply && outdated.length < limit;
      const removed = goes ? await storage.remove(metadata, signal) : ok(undefined);
      if (!removed.ok) return removed;
      outdated.push({ metadata, removed: goes });
    }
  }
  return ok(outdated);
}

function targetsOf(
  { image, target }: ExportImageRequest,
  listed: readonly ExportTarget[],
  platforms: readonly Platform[],
): Result<readonly ExportTarget[], Problem> {
  const { type, architecture } = target ?? {};
  const fitting = listed.filter(
    (one) => (type ?? one.type) === one.type && (architecture ?? one.architecture) === one.architecture,
  );
  if (fitting.length > 0) return ok(fitting);
  if (type === undefined) {
    const message = `${image} has no such disk image under exports in its build.yaml`;
    return err({ kind: 'usage', message, suggestion: `caskwright export ${image} --type qcow2` });
  }
  const first = platforms.map(architectureOf).find((one) => one !== undefined);
  const chosen = architecture ?? first;
  if (chosen !== undefined) return ok([{ type, architecture: chosen }]);
  const message = `${image} is built for ${platforms.join(', ')}, and disk images are for ${ARCHITECTURES.join(' and ')}`;
  return err({ kind: 'usage', message });
}

function unknownImage({ prepared, image }: ExportImageRequest): Problem {
  const near = nearest(image, [...prepared.loaded.graph.byName.keys()]);
  const suggestion = near === undefined ? {} : { suggestion: `caskwright export ${near}` };
  return { kind: 'usage', message: `there is no image "${image}" here`, ...suggestion };
}

function notBuilt(image: string): Problem {
  const message = `${image} is neither published nor held by the registry`;
  return { kind: 'usage', message, suggestion: `caskwright build ${image} --export` };
}
