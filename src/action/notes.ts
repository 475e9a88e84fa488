import type { RunSummary } from '../build/events.ts';
import { code, tableRow } from '../report/markdown.ts';
import type { GitHub, GitHubError } from './github.ts';

const MARKS = { start: '<!-- caskwright:digests -->', end: '<!-- /caskwright:digests -->' };

/** The table of digests of a release, between marks by which a later run finds it again. */
export function digestTable({ images }: Pick<RunSummary, 'images'>): string {
  const rows = images.flatMap(({ image, version, digest, tags }) =>
    digest === undefined || tags.length === 0
      ? []
      : [tableRow([code(image), code(version ?? ''), code(tags.join(' ')), code(digest)])],
  );
  const head = [tableRow(['image', 'version', 'tags', 'digest']), tableRow(['---', '---', '---', '---'])];
  return [
    MARKS.start,
    '',
    ...head.map((row) => row.trimEnd()),
    ...rows.map((row) => row.trimEnd()),
    '',
    MARKS.end,
  ].join('\n');
}

/** The notes with the table in its old place, else at the end. What people wrote stays. */
export function withTable(notes: string, table: string): string {
  const [start, end] = [notes.indexOf(MARKS.start), notes.indexOf(MARKS.end)];
  if (start >= 0 && end > start) return notes.slice(0, start) + table + notes.slice(end + MARKS.end.length);
  return notes.trim() === '' ? table : `${notes.trimEnd()}\n\n${table}`;
}

/** Puts the table into the notes of the tag's release, where there is one. Returns what was in the way. */
export async function updateNotes(github: GitHub, tag: string, summary: RunSummary): Promise<GitHubError | undefined> {
  const release = await github.release(tag);
  if (!release.ok) return release.error;
  if (!release.value) return undefined;
  const { id, body } = release.value;
  const notes = withTable(body, digestTable(summary));
  if (notes === body) return undefined;
  const updated = await github.updateRelease(id, notes);
  return updated.ok ? undefined : updated.error;
}
