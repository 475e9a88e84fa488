import { at } from '../base/at.ts';
import { err, ok, type Result } from '../base/result.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import type { DiagnosticJson } from '../report/diagnostics.ts';
import type { GithubReport } from '../report/github-parts.ts';
import type { WireImage, WirePlan } from '../report/plan-text.ts';

/** What a job that may not comment leaves for one that may: plan and findings. */
export type HandedReport = Pick<GithubReport, 'plan' | 'findings'>;

/** Entries of any list; what is longer is not of ours. */
const MOST = 10_000;
const LONGEST_TEXT = 2000;

/** The report as JSON. */
export function writeReport({ plan, findings }: GithubReport): string {
  const images = plan?.images.map(({ image, version, action, parents, reasons }) => {
    return { image, version, action, parents, reasons: reasons.map(({ text }) => ({ text })) };
  });
  return JSON.stringify({
    version: 1,
    ...(plan ? { plan: { commit: plan.commit, images } } : {}),
    ...(findings ? { findings } : {}),
  });
}

/**
 * Reads a report. Whoever opened the pull request may have written it: only what has the shape of one comes through,
 * as data that is escaped where it is printed, and none of it is followed, opened or run.
 */
export function parseReport(text: string): Result<HandedReport, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err('it is not JSON');
  }
  if (at(value, 'version') !== 1) return err('it is of another version');
  const [plan, findings] = [at(value, 'plan'), at(value, 'findings')];
  const images = list(at(plan, 'images'), imageOf);
  if (plan !== undefined && !images) return err('its plan is not one');
  const found = findings === undefined ? undefined : findingsOf(findings);
  if (findings !== undefined && !found) return err('its findings are none');
  return ok({ ...(images ? { plan: planOf(images) } : {}), ...(found ? { findings: found } : {}) });
}

function planOf(images: readonly WireImage[]): WirePlan {
  const event = { kind: 'build-only', why: 'a pull request' } as const;
  const nothing = { commit: '', dirty: false, registry: '', nodes: [], levels: [], critical_path: [] };
  return { ...nothing, version: 1, event, images: [...images] };
}

const ACTIONS = ['skip', 'promote', 'build', 'blocked'] as const;

function imageOf(value: unknown): WireImage | undefined {
  const name = nameOf(at(value, 'image'));
  const action = ACTIONS.find((each) => each === at(value, 'action'));
  const parents = list(at(value, 'parents'), nameOf);
  const reasons = list(at(value, 'reasons'), (reason) => textOf(at(reason, 'text')));
  const version = at(value, 'version') === null ? null : textOf(at(value, 'version'));
  if (!name || !action || !parents || !reasons || version === undefined) return undefined;
  return {
    image: name,
    version: version as WireImage['version'],
    action,
    parents: [...parents],
    // Of the kinds only one matters here: what is in step is counted, not listed.
    reasons: reasons.map((text) =>
      action === 'skip' ? { kind: 'in-step', text } : { kind: 'invalid', message: text, text },
    ),
    fingerprint: null,
    source: '',
    digest: null,
    tags: [],
  };
}

function findingsOf(value: unknown): NonNullable<HandedReport['findings']> | undefined {
  const [errors, warnings] = [at(value, 'errors'), at(value, 'warnings')];
  const [fatal, rest] = [list(at(value, 'fatal'), findingOf), list(at(value, 'rest'), findingOf)];
  if (!isCount(errors) || !isCount(warnings) || !fatal || !rest) return undefined;
  return { errors, warnings, fatal, rest };
}

function findingOf(value: unknown): DiagnosticJson | undefined {
  const [file, code, message] = ['file', 'code', 'message'].map((key) => textOf(at(value, key)));
  const [line, column] = [at(value, 'line'), at(value, 'column')];
  const fix = at(value, 'fix') === null ? null : textOf(at(value, 'fix'));
  const severity = at(value, 'severity') === 'error' ? 'error' : 'warning';
  if (file === undefined || code === undefined || message === undefined || fix === undefined) return undefined;
  if (!isCount(line) || !isCount(column)) return undefined;
  return { file, line, column, endLine: line, endColumn: column, severity, code, message, fix };
}

function list<T>(value: unknown, read: (entry: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length > MOST) return undefined;
  const entries = value.map(read);
  return entries.every((entry) => entry !== undefined) ? (entries as readonly T[]) : undefined;
}

function nameOf(value: unknown): ImageName | undefined {
  const parsed = typeof value === 'string' ? parseImageName(value) : undefined;
  return parsed?.ok ? parsed.value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= LONGEST_TEXT ? value : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
