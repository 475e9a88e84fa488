import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { ImageResult, RunEvent } from '../../src/build/events.ts';

/** The images of a run, from the events that the command printed with `--json`. */
export function imagesOf(lines: string): readonly ImageResult[] {
  const events = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent);
  const finished = events.find((event) => event.type === 'run.finished');
  if (finished?.type !== 'run.finished') throw new Error('the run printed no run.finished event');
  return finished.result.images;
}

/** One line an image: where it stands after the last run, and what each run did with it. */
export function summaryTable(runs: readonly (readonly ImageResult[])[]): string {
  const table = new Table({
    head: ['image', 'version', 'digest', 'tags', 'action', 'seconds'].map((title) => styleText('bold', title)),
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'left', 'left', 'left', 'right'],
  });
  for (const last of runs.at(-1) ?? []) {
    const history = runs.map((images) => images.find(({ image }) => image === last.image));
    table.push([
      last.image,
      last.version ?? '',
      (last.digest ?? '').slice(0, 'sha256:'.length + 12),
      tagsOn(last.digest, history).join(', '),
      history.map((result) => result?.outcome ?? '–').join(' · '),
      history.reduce((sum, result) => sum + (result?.seconds ?? 0), 0).toFixed(1),
    ]);
  }
  return table.toString();
}

/** The tags that the runs left on a digest; a run tells those of its own channel. */
function tagsOn(digest: string | undefined, history: readonly (ImageResult | undefined)[]): readonly string[] {
  return [...new Set(history.flatMap((result) => (result?.digest === digest ? (result?.tags ?? []) : [])))];
}
