import { type Diagnostic, lineText, positionAt, type SourceFile } from '../../diagnostics/diagnostic.ts';
import { parseDockerfile } from '../dockerfile/instructions.ts';
import type { LintPolicy, RuleCode } from './codes.ts';
import { readIgnores } from './ignores.ts';

/** What looks at Dockerfiles beside our own rules. */
export type OtherLinter = 'hadolint' | 'buildx';

interface Said {
  /** From 1. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
  readonly severity: Diagnostic['severity'];
}

/** How one of them is understood. */
interface Reading {
  /** Of findings that mean none of our rules. */
  readonly code: 'hadolint' | 'buildx-check';
  /** Its rules that mean the same as one of ours. */
  readonly sameAs: Readonly<Record<string, RuleCode>>;
  /** Its rules about what the policy or the reader decides by itself, knowing more: bases and their args. */
  readonly decidedElsewhere: ReadonlySet<string>;
  read(printed: string): readonly Said[];
}

const readings: Readonly<Record<OtherLinter, Reading>> = {
  hadolint: {
    code: 'hadolint',
    sameAs: {
      DL3000: 'workdir-relative',
      DL3002: 'user-root',
      DL3003: 'run-cd',
      DL3004: 'run-sudo',
      DL3009: 'apt-lists-kept',
      DL3012: 'instruction-repeated',
      DL3014: 'apt-without-yes',
      DL3021: 'copy-destination',
      DL3024: 'stage-repeated',
      DL3025: 'command-shell-form',
      DL3042: 'pip-cache-kept',
      DL3044: 'env-from-same-line',
      DL4000: 'maintainer-deprecated',
      DL4003: 'instruction-repeated',
      DL4004: 'instruction-repeated',
    },
    decidedElsewhere: new Set(['DL3006', 'DL3007', 'DL3026']),
    read: hadolintReport,
  },
  buildx: {
    code: 'buildx-check',
    sameAs: {
      DuplicateStageName: 'stage-repeated',
      JSONArgsRecommended: 'command-shell-form',
      MaintainerDeprecated: 'maintainer-deprecated',
      MultipleInstructionsDisallowed: 'instruction-repeated',
      SecretsUsedInArgOrEnv: 'secret-in-variable',
      WorkdirRelativePath: 'workdir-relative',
    },
    decidedElsewhere: new Set(['InvalidDefaultArgInFrom', 'UndefinedArgInFrom']),
    read: buildxReport,
  },
};

/**
 * What another linter has printed of a Dockerfile, as far as `own`, the findings that there are of the same file, do not
 * say it. What it says of the same instruction in the sense of one of our rules is left out, and so is what the policy
 * has switched off or a comment has taken back.
 */
export function readOther(
  linter: OtherLinter,
  file: SourceFile,
  printed: string,
  own: readonly Diagnostic[],
  policy: LintPolicy,
): readonly Diagnostic[] {
  const { code, sameAs, decidedElsewhere, read } = readings[linter];
  const { instructions } = parseDockerfile(file.text);
  // Others name the line that an instruction starts on, and we the one of the command.
  const place = (line: number) => instructions.findLast((one) => one.line <= line)?.line ?? line;
  const said = new Set(own.map((finding) => `${finding.code} ${place(positionAt(file, finding.span.start).line)}`));
  for (const { rules, reason, instruction } of readIgnores(file, instructions)) {
    for (const rule of reason === '' ? [] : rules) said.add(`${rule} ${instruction?.line}`);
  }
  const lines = [...file.text.matchAll(/^/gm)].map(({ index }) => index);
  return read(printed).flatMap(({ line, rule, message, severity }): Diagnostic[] => {
    const same = sameAs[rule];
    const isSaid = same !== undefined && (said.has(`${same} ${place(line)}`) || policy[same] === 'off');
    if (isSaid || decidedElsewhere.has(rule)) return [];
    const start = lines[line - 1] ?? 0;
    const span = { start, end: start + Math.max(1, lineText(file, line).length) };
    return [{ severity, code: same ?? code, message: `${rule}: ${message}`, file, span }];
  });
}

/** github.com/hadolint/hadolint, `--format json`. */
function hadolintReport(printed: string): readonly Said[] {
  const report = JSON.parse(printed) as readonly { line: number; code: string; message: string; level: string }[];
  return report.map(({ line, code, message, level }) => ({
    ...{ line, rule: code, message },
    severity: level === 'error' ? 'error' : 'warning',
  }));
}

/**
 * What `docker buildx build --call=check,format=json` prints: github.com/moby/buildkit, frontend/subrequests/lint. It
 * loads what a stage stands on, and looks no further than a base that it cannot load.
 */
function buildxReport(printed: string): readonly Said[] {
  const { warnings, buildError } = JSON.parse(printed) as BuildxReport;
  const said = (warnings ?? []).map(({ ruleName, detail, location }) => ({
    rule: ruleName,
    message: detail,
    location,
  }));
  const end = buildError ? [{ rule: 'looked no further', ...buildError }] : [];
  return [...said, ...end].map(({ rule, message, location }) => ({
    ...{ rule, message, severity: 'warning' },
    line: location?.ranges?.[0]?.start.line ?? 1,
  }));
}

interface BuildxReport {
  readonly warnings: readonly { ruleName: string; detail: string; location?: BuildxLocation }[] | null;
  readonly buildError?: { readonly message: string; readonly location?: BuildxLocation };
}

interface BuildxLocation {
  readonly ranges?: readonly { readonly start: { readonly line: number } }[];
}
