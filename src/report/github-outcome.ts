import type { RunSummary } from '../build/events.ts';
import type { Annotations } from './github-annotations.ts';
import type { ReportRow, RowSource } from './github-rows.ts';
import { runSentence } from './run-summary.ts';
import { count, duration, signs } from './style.ts';

/** What an outcome is told from. */
export interface OutcomeSource extends RowSource {
  readonly findings?: Pick<Annotations, 'errors' | 'warnings'>;
}

/** What came of it, in one line with its sign: `✓ 4 images would be rebuilt, all built here in 3m02 · 2 findings`. */
export function outcomeLine(source: OutcomeSource, rows: readonly ReportRow[]): string {
  const { errors, warnings } = source.findings ?? { errors: 0, warnings: 0 };
  const found = [errors > 0 ? count(errors, 'error') : '', warnings > 0 ? count(warnings, 'warning') : ''];
  const parts = [sentence(source, rows), found.filter((part) => part !== '').join(', ')];
  const sign = isGood(source, errors) ? signs.done : signs.failed;
  return `${sign} ${parts.filter((part) => part !== '').join(' · ')}`;
}

function isGood({ plan, run }: OutcomeSource, errors: number): boolean {
  if (errors > 0) return false;
  if (run) return run.summary?.outcome === 'succeeded';
  return !plan?.images.some(({ action }) => action === 'blocked');
}

function sentence({ plan, run, findings }: OutcomeSource, rows: readonly ReportRow[]): string {
  if (run && !run.summary) return 'The run ended before it was finished';
  if (run?.summary) return plan?.event.kind === 'build-only' ? trial(run.summary) : runSentence(run.summary);
  if (plan) return forecast(rows);
  return findings && findings.errors > 0 ? 'Nothing was planned' : 'No findings';
}

/** A run that publishes nothing tells what a push would do. */
function trial(summary: RunSummary): string {
  const wanted = summary.images.filter(({ action }) => action === 'build');
  const good = wanted.filter(({ outcome }) => outcome === 'built' || outcome === 'adopted');
  if (good.length < wanted.length) return `${rebuilt(wanted.length)}: ${runSentence(summary)}`;
  if (wanted.length === 0)
    return summary.outcome === 'succeeded' ? nothing(summary.images.length) : runSentence(summary);
  const built = wanted.length === 1 ? 'built here' : 'all built here';
  return `${rebuilt(wanted.length)}, ${built} in ${duration(summary.seconds)}`;
}

function forecast(rows: readonly ReportRow[]): string {
  const number = (state: ReportRow['state']) => rows.filter((row) => row.state === state).length;
  const parts = [
    number('build') > 0 ? rebuilt(number('build')) : '',
    number('promote') > 0 ? `${count(number('promote'), 'image')} would be promoted` : '',
    number('blocked') > 0 ? `${number('blocked')} blocked` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? nothing(rows.length) : parts.join(', ');
}

function rebuilt(images: number): string {
  return `${count(images, 'image')} would be rebuilt`;
}

function nothing(images: number): string {
  return `Nothing to build, ${count(images, 'image')} in step`;
}
