import { type ExportTarget, platformOf } from '../names/export-target.ts';
import type { Plan } from '../plan/plan.ts';
import type { ExportResult, ImageResult, RunEventBody } from './events.ts';
import { ensureExport } from './exports.ts';
import type { RunInput } from './run-input.ts';

/**
 * Makes the disk images of what is published, those too that an earlier run could not make. One that fails undoes
 * nothing, and is made by the next run. One at a time: each takes all that a machine has.
 */
export async function exportPublished(
  results: readonly ImageResult[],
  input: RunInput,
  emit: (body: RunEventBody) => void,
): Promise<readonly ImageResult[]> {
  if (!input.exports || input.plan.event.kind === 'build-only') return results;
  const after: ImageResult[] = [];
  for (const result of results) {
    const targets = isPublished(result) ? targetsOf(input.plan, result) : [];
    const exports: ExportResult[] = [];
    for (const target of targets) exports.push(await exportOne(result, target, input, emit));
    after.push(exports.length > 0 ? { ...result, exports } : result);
  }
  return after;
}

/** Whether a disk image that should be there is not. */
export function lacksExports(results: readonly ImageResult[]): boolean {
  return results.some(({ exports = [] }) => exports.some(({ outcome }) => outcome === 'failed'));
}

function isPublished({ digest, tags, outcome }: ImageResult): boolean {
  return digest !== undefined && tags.length > 0 && outcome !== 'failed' && outcome !== 'cancelled';
}

function targetsOf(plan: Plan, { image }: ImageResult): readonly ExportTarget[] {
  const planned = plan.images.find(({ name }) => name === image);
  return (planned?.image.definition.exports ?? []).map(({ value }) => value);
}

async function exportOne(
  { image, version, digest }: ImageResult,
  target: ExportTarget,
  input: RunInput,
  emit: (body: RunEventBody) => void,
): Promise<ExportResult> {
  const { exports: parts, clock, signal, publisher } = input;
  if (!parts || digest === undefined || signal.aborted) return { ...target, outcome: 'cancelled' };
  const started = clock.now();
  const platform = platformOf[target.architecture];
  emit({ type: 'export.started', image, target });
  const made = await ensureExport(
    { image, ...(version === undefined ? {} : { version }), source: publisher.sourceOf(image, digest), target },
    parts,
    { clock, signal, log: (line) => emit({ type: 'image.log', image, platform, line }) },
  );
  const seconds = (clock.now() - started) / 1000;
  if (made.ok) {
    const { metadata, adopted } = made.value;
    const { file, size, sha256, bootable, notes } = metadata;
    emit({ type: 'export.finished', image, target, file, size, sha256, bootable, notes, adopted, seconds });
    return { ...target, outcome: adopted ? 'in-step' : 'made', file, size, sha256, bootable };
  }
  emit({ type: 'export.failed', image, target, failure: made.error, seconds });
  return { ...target, outcome: made.error.reason === 'cancelled' ? 'cancelled' : 'failed', failure: made.error };
}
