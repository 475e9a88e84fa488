import type { RunReport } from './collected-run.ts';
import type { ReportRow, RowState } from './github-rows.ts';
import { fence, htmlCode } from './markdown.ts';
import { blue, type Fill, flowchart, green, grey, LONGEST_TEXT, red } from './mermaid.ts';
import { chainText } from './plan-text.ts';
import type { Section } from './sections.ts';
import { count, duration, signs } from './style.ts';
import { type RunPath, runPath, type Stretch } from './timeline.ts';

const fills: Readonly<Record<RowState, Fill>> = {
  build: blue,
  promote: green,
  built: green,
  adopted: green,
  promoted: green,
  failed: red,
  blocked: red,
  cancelled: grey,
  skip: grey,
};

/** Bars that one can still read; of more, the longest are drawn. */
const MOST_BARS = 100;
/** An instant from which charts count; it is read and written in the reader's own zone, so no zone shows. */
const ZERO = Date.UTC(2000, 0, 1);

/** The sign that says what a state means without its colour. */
export function signOf(state: RowState): string {
  switch (state) {
    case 'built':
    case 'adopted':
    case 'promoted':
      return signs.done;
    case 'failed':
      return signs.failed;
    case 'build':
    case 'promote':
      return signs.running;
    case 'blocked':
      return signs.warned;
    case 'cancelled':
    case 'skip':
      return signs.quiet;
  }
}

/** The graph, folded; nothing where no image stands on another, or nothing happens to any. */
export function graphSection(rows: readonly ReportRow[]): readonly Section[] {
  const names = new Set(rows.map(({ image }) => image));
  const arrows = rows.flatMap(({ image, parents }) =>
    parents.filter((parent) => names.has(parent)).map((parent) => ({ from: parent, to: image, arrow: '-->' })),
  );
  if (arrows.length === 0 || rows.every(({ inStep }) => inStep)) return [];
  const boxes = rows.map(({ image, version, state }) => ({
    name: image,
    label: [signOf(state), image, version].filter((part) => part !== '').join(' '),
    state,
  }));
  return [folded('Graph', flowchart(boxes, arrows, fills, 'skip'))];
}

/** Who ran when, folded, with the critical path in the line that stays visible; nothing where nothing was built. */
export function timelineSection(run: RunReport, rows: readonly ReportRow[]): readonly Section[] {
  const parents = new Map(rows.map((row) => [row.image, row.parents]));
  const path = runPath(run.stretches, (image) => parents.get(image) ?? []);
  if (!path) return [];
  const seconds = run.summary?.seconds ?? Math.max(...run.stretches.map(({ end }) => end));
  const chain = path.images.length === 1 ? '' : `, critical path ${htmlCode(chainText(path.images))}`;
  const waited = path.waited >= 1 ? `, ${duration(path.waited)} of it waiting` : '';
  const title = `Time line: ${duration(seconds)}${chain} (${duration(path.seconds)}${waited})`;
  return [folded(title, gantt(run, path, new Map(rows.map((row) => [row.image, row.state]))))];
}

function gantt(run: RunReport, path: RunPath, states: ReadonlyMap<string, RowState>): string {
  const critical = new Set<string>(path.images);
  const shown = readable(run.stretches, critical);
  const platforms = Map.groupBy(run.stretches, ({ image }) => image);
  const end = Math.max(...shown.map((stretch) => stretch.end));
  const lines = ['gantt', '  dateFormat YYYY-MM-DD HH:mm:ss.SSS', `  axisFormat ${end < 3600 ? '%M:%S' : '%H:%M:%S'}`];
  let length = 0;
  for (const [at, stretch] of shown.entries()) {
    const { image, platform, start } = stretch;
    // The sign in front also keeps Mermaid from reading a name as one of its own words.
    const name = (platforms.get(image)?.length ?? 0) > 1 ? `${image} ${platform}` : image;
    const text = `${signOf(states.get(image) ?? 'skip')} ${name} ${duration(stretch.end - start)}`.replace(
      /[^\p{L}\p{N} ./_›✓✗·!-]/gu,
      ' ',
    );
    const bar = `  ${text} :${critical.has(image) ? 'crit' : 'done'}, b${at}, ${instant(start)}, ${instant(stretch.end)}`;
    length += bar.length + 1;
    if (length > LONGEST_TEXT - 1000) break;
    lines.push(bar);
  }
  const hidden = run.stretches.length - (lines.length - 3);
  if (hidden > 0) lines.splice(1, 0, `  title ${count(hidden, 'shorter build')} not drawn`);
  return `${lines.join('\n')}\n`;
}

function readable(stretches: readonly Stretch[], critical: ReadonlySet<string>): readonly Stretch[] {
  if (stretches.length <= MOST_BARS) return stretches;
  const weight = (one: Stretch) => (critical.has(one.image) ? Number.POSITIVE_INFINITY : one.end - one.start);
  const longest = new Set(stretches.toSorted((a, b) => (weight(a) < weight(b) ? 1 : -1)).slice(0, MOST_BARS));
  return stretches.filter((stretch) => longest.has(stretch));
}

function instant(seconds: number): string {
  return new Date(ZERO + Math.round(seconds * 1000)).toISOString().replace('T', ' ').replace('Z', '');
}

/** A chart goes in whole or not at all. */
function folded(title: string, chart: string): Section {
  return {
    head: `<details><summary>${title}</summary>\n\n`,
    rows: 1,
    row: () => `${fence(chart.trimEnd().split('\n'), 'mermaid')}\n`,
    more: () => 'There is no room for the chart here.\n',
    tail: '\n</details>\n',
    share: 1,
  };
}
