import type { Code } from '../../diagnostics/codes.ts';

/** What breaking a rule is. */
export type Severity = 'off' | 'warning' | 'error';

/** Every rule of Dockerfiles, and what breaking it is by default: `off` where good files do so for good reasons. */
export const ruleSeverities = {
  'apt-without-update': 'warning',
  'apt-update-alone': 'warning',
  'apt-without-yes': 'warning',
  'apt-lists-kept': 'warning',
  'pip-cache-kept': 'warning',
  'run-sudo': 'warning',
  'run-cd-lost': 'warning',
  'run-cd': 'off',
  'instruction-repeated': 'warning',
  'stage-repeated': 'warning',
  'stage-unused': 'off',
  'command-shell-form': 'warning',
  'workdir-relative': 'warning',
  'user-root': 'off',
  'maintainer-deprecated': 'warning',
  'secret-in-variable': 'warning',
  'argument-out-of-scope': 'warning',
  'argument-unused': 'warning',
  'env-from-same-line': 'warning',
  'copy-before-install': 'warning',
  'copy-destination': 'warning',
} as const satisfies Partial<Record<Code, Severity>>;

/** The code of a rule, which is that of its findings. */
export type RuleCode = keyof typeof ruleSeverities;

/** What counts in place of the rules' own severities. */
export type LintPolicy = Readonly<Partial<Record<RuleCode, Severity>>>;

export function isRule(code: string): code is RuleCode {
  return Object.hasOwn(ruleSeverities, code);
}
