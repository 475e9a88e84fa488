import type { Failure } from '../build/failure.ts';
import { lineText, type SourceFile } from '../diagnostics/diagnostic.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import type { FailedEvent } from './run-state.ts';
import { count, duration, type Look, paint, signs } from './style.ts';
import { cleanLog, cut, escapeControls, notACommand, wrap } from './text.ts';

/** Where a report finds what an event does not carry. */
export interface Places {
  /** The image's Dockerfile. */
  dockerfile?(image: ImageName): SourceFile | undefined;
  /** The path of the file that holds the build's whole output; the platform is absent where none is to blame. */
  log?(image: ImageName, platform?: Platform): string | undefined;
}

/** Last lines that are shown; the log has the others. */
const SHOWN_LINES = 6;
const LABEL_WIDTH = 8;

/** What failed, the last lines of its output, why, what to do next, where the whole log is, and what it holds up. */
export function failureBlock(event: FailedEvent, logLines: number, look: Look, places: Places): string[] {
  const { image, platform, failure, seconds, blocks } = event;
  const name = platform === undefined ? image : `${image} ${platform}`;
  const head = `${name}  failed in ${failure.phase} after ${duration(seconds)}`;
  const where = dockerfilePlace(image, failure, places);
  const lines = [`  ${paint('failed', signs.failed, look.colour)} ${where === '' ? head : `${head}   ${where}`}`];
  for (const line of failure.lastLines.slice(-SHOWN_LINES)) lines.push(`      ${cut(cleanLog(line), look.width - 6)}`);
  lines.push(...labelled('why', failure.message, look));
  if (failure.suggestion !== undefined) lines.push(...labelled('try', failure.suggestion, look));
  const log = places.log?.(image, platform);
  if (log !== undefined && logLines > 0)
    lines.push(`    ${'log'.padEnd(LABEL_WIDTH)}${escapeControls(log)}   (${count(logLines, 'line')})`);
  if (blocks.length > 0) lines.push(...labelled('blocks', blocks.join(', '), look));
  return lines;
}

/** `images/a/Dockerfile:14  RUN pip install`, as far as it is known. */
export function dockerfilePlace(image: ImageName, { dockerfileLine }: Failure, places: Places): string {
  const file = places.dockerfile?.(image);
  if (file === undefined || dockerfileLine === undefined) return '';
  const instruction = lineText(file, dockerfileLine).trim();
  return `${escapeControls(file.path)}:${dockerfileLine}  ${cut(instruction, 40)}`.trimEnd();
}

/** A label and its text; a path or a command in it is never cut, for it is there to be copied. */
function labelled(label: string, text: string, look: Look): string[] {
  const lines = text.split(/\r?\n/).flatMap((line) => wrap(escapeControls(line), look.width - 4 - LABEL_WIDTH));
  return lines.map((line, index) => notACommand(`    ${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`));
}
