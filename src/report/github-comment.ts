import { type GithubReport, reportSections } from './github-parts.ts';
import { commentMarker, link } from './markdown.ts';
import { joinWithin } from './sections.ts';

/** Characters of a comment that GitHub takes. */
const LONGEST_COMMENT = 65_536;

/**
 * The one comment of a pull request, without a line end at its end: one line where there is nothing to say.
 * `runUrl` leads to the run with its logs and its summary, where all that had to be left out is found.
 */
export function renderComment(report: GithubReport, key: string, runUrl?: string): string {
  const sections = reportSections(report, runUrl);
  const links = sections.length === 1 || runUrl === undefined ? '' : `\n${link('logs', runUrl)}\n`;
  const frame = `${commentMarker(key)}\n`;
  const room = LONGEST_COMMENT - Buffer.byteLength(frame) - Buffer.byteLength(links);
  return (frame + joinWithin(sections, room) + links).trimEnd();
}
