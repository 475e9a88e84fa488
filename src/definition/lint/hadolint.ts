import { type Diagnostic, lineText, positionAt, type SourceFile } from '../../diagnostics/diagnostic.ts';
import { parseDockerfile } from '../dockerfile/instructions.ts';
import type { LintPolicy, RuleCode } from './codes.ts';
import { readIgnores } from './ignores.ts';

/** A finding as hadolint prints it (github.com/hadolint/hadolint, `--format json`). */
interface HadolintFinding {
  readonly line: number;
  readonly code: string;
  readonly message: string;
  readonly level: string;
}

/** Rules of hadolint that mean the same as one of ours. */
const sameAs: Readonly<Record<string, RuleCode>> = {
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
};
/** What the policy decides by itself: tags and digests of bases. */
const decidedElsewhere: ReadonlySet<string> = new Set(['DL3006', 'DL3007', 'DL3026']);

/**
 * What hadolint says of a Dockerfile beyond `own`, which are our findings of the same file. What it says of the same
 * instruction in the sense of one of our rules is left out, and so is what the policy has switched off or a comment has
 * taken back.
 */
export function readHadolint(
  file: SourceFile,
  printed: string,
  own: readonly Diagnostic[],
  policy: LintPolicy,
): readonly Diagnostic[] {
  const { instructions } = parseDockerfile(file.text);
  // hadolint names the line that an instruction starts on, and we the one of the command.
  const place = (line: number) => instructions.findLast((one) => one.line <= line)?.line ?? line;
  const said = new Set(own.map(({ code, span }) => `${code} ${place(positionAt(file, span.start).line)}`));
  for (const { rules, reason, instruction } of readIgnores(file, instructions)) {
    for (const rule of reason === '' ? [] : rules) said.add(`${rule} ${instruction?.line}`);
  }
  const lines = [...file.text.matchAll(/^/gm)].map(({ index }) => index);
  return (JSON.parse(printed) as readonly HadolintFinding[]).flatMap(({ line, code, message, level }): Diagnostic[] => {
    const same = sameAs[code];
    const isSaid = same !== undefined && (said.has(`${same} ${place(line)}`) || policy[same] === 'off');
    if (isSaid || decidedElsewhere.has(code)) return [];
    const start = lines[line - 1] ?? 0;
    return [
      {
        severity: level === 'error' ? 'error' : 'warning',
        code: same ?? 'hadolint',
        message: `${code}: ${message}`,
        file,
        span: { start, end: start + Math.max(1, lineText(file, line).length) },
      },
    ];
  });
}
