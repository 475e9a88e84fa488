import { unreachable } from '../base/result.ts';
import type { ImageResult, RunSummary } from '../build/events.ts';
import type { ImageName } from '../names/image-name.ts';
import { duration, listed, shortDigest } from './style.ts';
import { table } from './table.ts';
import { escapeControls } from './text.ts';

type Outcome = ImageResult['outcome'];

const order = [
  'built',
  'adopted',
  'promoted',
  'failed',
  'blocked',
  'cancelled',
  'in-step',
] as const satisfies readonly Outcome[];

/** The end of a run: the table of what it touched, what came of it in one sentence, and where the next run starts. */
export function runSummary(summary: RunSummary, published: readonly ImageName[]): string[] {
  const touched = summary.images.filter((image) => image.outcome !== 'in-step');
  const lines = touched.length === 0 ? [] : [...resultTable(touched), ''];
  const names = published.length > 0 ? ` Published: ${listed(published)}.` : '';
  lines.push(`${runSentence(summary)}.${names}`);
  const again = touched
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'cancelled')
    .map((one) => one.image);
  if (again.length > 0) lines.push(`The next run starts at ${listed(again)}.`);
  return lines;
}

/** `3 built, 1 failed, 9 in step in 2m31`. */
export function runSentence(summary: RunSummary): string {
  const counts = order.map(
    (outcome) => [outcome, summary.images.filter((image) => image.outcome === outcome).length] as const,
  );
  const parts = counts
    .filter(([, number]) => number > 0)
    .map(([outcome, number]) => `${number} ${outcomeWord(outcome)}`);
  const prefix = summary.outcome === 'cancelled' ? 'Cancelled: ' : '';
  const what = parts.join(', ') || 'Nothing to do';
  return `${prefix}${what} in ${duration(summary.seconds)}`;
}

function resultTable(images: readonly ImageResult[]): string[] {
  const rows = images.map((image) => [
    image.image,
    image.version ?? '',
    image.digest === undefined ? '' : shortDigest(image.digest),
    image.tags.map(escapeControls).join(' '),
    outcomeWord(image.outcome),
    image.seconds === 0 ? '' : image.seconds.toFixed(1),
  ]);
  return table(['image', 'version', 'digest', 'tags', 'action', 'seconds'], rows, ['seconds']);
}

/** An outcome as people read it. */
export function outcomeWord(outcome: Outcome): string {
  switch (outcome) {
    case 'in-step':
      return 'in step';
    case 'adopted':
      return 'found built';
    case 'promoted':
    case 'built':
    case 'failed':
    case 'blocked':
    case 'cancelled':
      return outcome;
    default:
      return unreachable(outcome);
  }
}
