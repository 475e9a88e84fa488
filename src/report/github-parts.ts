import type { ImageName } from '../names/image-name.ts';
import type { ReportedFailure } from './collected-run.ts';
import type { DiagnosticJson } from './diagnostics.ts';
import { dockerfilePlace, type Places } from './failure-block.ts';
import type { Annotations } from './github-annotations.ts';
import { graphSection, signOf, timelineSection } from './github-charts.ts';
import { type OutcomeSource, outcomeLine } from './github-outcome.ts';
import { type ReportRow, reportRows } from './github-rows.ts';
import { code, fence, link, prose, tableRow } from './markdown.ts';
import { always, type Section } from './sections.ts';
import { count, duration, listed, shortDigest, signs, size } from './style.ts';
import { cut } from './text.ts';

/** What a report for GitHub is made from; what is not known yet is absent. */
export interface GithubReport extends OutcomeSource {
  readonly findings?: Omit<Annotations, 'lines'>;
  /** Where the Dockerfile of an image is found. */
  readonly places?: Pick<Places, 'dockerfile'>;
  /** The web address of an image's log. */
  readonly logUrl?: (image: ImageName) => string | undefined;
}

const LONGEST_CELL = 160;
const LONGEST_MESSAGE = 1000;
const TITLES = ['image', 'action', 'reason', 'version', 'digest', 'size', 'seconds', 'log'] as const;

/**
 * The parts of a report, the answer first: outcome, failures, findings, table, graph, time line. `restUrl` is where a reader finds what had to be left out.
 */
export function reportSections(report: GithubReport, restUrl: string | undefined): readonly Section[] {
  const rows = reportRows(report);
  const more = (left: number, what: string) => {
    const text = `and ${count(left, `more ${what}`)}`;
    return `\n… ${text}${restUrl === undefined ? '' : `: ${link('all', restUrl)}`}\n`;
  };
  return [
    always(`### ${prose(outcomeLine(report, rows))}\n`),
    ...failureSection(report, more),
    ...findingsSections(report.findings, more),
    ...tableSection(rows, report, more),
    ...graphSection(rows),
    ...(report.run ? timelineSection(report.run, rows) : []),
  ];
}

type More = (left: number, what: string) => string;

function failureSection(report: GithubReport, more: More): readonly Section[] {
  const failures = report.run?.failures ?? [];
  if (failures.length === 0) return [];
  const row = (at: number) => (at === 0 ? '' : '\n') + failureText(failures[at] as ReportedFailure, report);
  return [{ head: '', rows: failures.length, row, tail: '', more: (left) => more(left, 'failure'), share: 0.5 }];
}

/** What failed and where, why, what to do next, the last lines, the log, what it holds up. */
function failureText(reported: ReportedFailure, { places = {}, logUrl }: GithubReport): string {
  const { image, platform, failure, seconds, blocks, logLines } = reported;
  const where = dockerfilePlace(image, failure, places);
  const name = platform === undefined ? image : `${image} ${platform}`;
  const head = `**${signs.failed}** ${code(name)} failed in ${failure.phase} after ${duration(seconds)}`;
  const url = logUrl?.(image);
  const log = url === undefined ? '' : `${link('log', url)} (${count(logLines, 'line')})`;
  const below = [log, blocks.length > 0 ? `blocks ${prose(listed(blocks))}` : ''].filter((part) => part !== '');
  const paragraphs = [
    where === '' ? head : `${head}, ${code(where)}`,
    `**why** ${message(failure.message)}`,
    failure.suggestion === undefined ? '' : `**try** ${message(failure.suggestion)}`,
    failure.lastLines.length === 0 ? '' : fence(failure.lastLines, 'text'),
    below.join(' · '),
  ];
  return `${paragraphs.filter((part) => part !== '').join('\n\n')}\n`;
}

function tableSection(rows: readonly ReportRow[], report: GithubReport, more: More): readonly Section[] {
  const touched = rows.filter(({ inStep }) => !inStep);
  if (touched.length === 0) return [];
  const cells = touched.map((row) => rowCells(row, report));
  const used = TITLES.map((_, column) => cells.some((row) => row[column] !== ''));
  const keep = (row: readonly string[]) => row.filter((_, column) => used[column]);
  const rule = TITLES.map((title) => (title === 'size' || title === 'seconds' ? '---:' : '---'));
  const inStep = rows.length - touched.length;
  return [
    {
      head: tableRow(keep(TITLES)) + tableRow(keep(rule)),
      rows: cells.length,
      row: (at) => tableRow(keep(cells[at] as readonly string[])),
      tail: inStep === 0 ? '' : `\n${count(inStep, 'image')} in step\n`,
      more: (left) => more(left, 'image'),
      share: 0.5,
    },
  ];
}

function rowCells({ image, version, state, word, reason, result }: ReportRow, { logUrl }: GithubReport): string[] {
  const url = result && result.seconds > 0 ? logUrl?.(image) : undefined;
  return [
    code(image),
    `${signOf(state)} ${word}`,
    prose(cut(reason, LONGEST_CELL)),
    code(version),
    result?.digest === undefined ? '' : code(shortDigest(result.digest)),
    result?.size === undefined ? '' : size(result.size),
    result === undefined || result.seconds === 0 ? '' : result.seconds.toFixed(1),
    url === undefined ? '' : link('log', url),
  ];
}

/** Errors in full, because they are what is to be done; of the rest what nobody sees elsewhere. */
function findingsSections(findings: GithubReport['findings'], more: More): readonly Section[] {
  const { fatal = [], rest = [] } = findings ?? {};
  const hidden = rest.filter(({ severity }) => severity !== 'error');
  const head = `<details><summary>${count(hidden.length, 'finding')} without a mark on the line</summary>\n\n`;
  return [...listSection('', fatal, '', more), ...listSection(head, hidden, '\n</details>\n', more)];
}

function listSection(head: string, found: readonly DiagnosticJson[], tail: string, more: More): readonly Section[] {
  if (found.length === 0) return [];
  const row = (at: number) => findingText(found[at] as DiagnosticJson);
  return [{ head, rows: found.length, row, tail, more: (left) => more(left, 'finding'), share: 0.5 }];
}

function findingText({ severity, code: name, message: what, fix, file, line, column }: DiagnosticJson): string {
  const advice = fix === null ? what : `${what.replace(/\.$/, '')}: ${fix}`;
  return `- ${severity} ${code(`${file}:${line}:${column}`)} ${message(advice)} (${code(name)})\n`;
}

function message(text: string): string {
  return prose(cut(text.replace(/\s+/g, ' '), LONGEST_MESSAGE));
}
