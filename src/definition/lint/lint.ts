import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { type Instruction, parseDockerfile } from '../dockerfile/instructions.ts';
import { Findings } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { isRule, type LintPolicy, type RuleCode, ruleSeverities, type Severity } from './codes.ts';
import { commandRules } from './commands.ts';
import { copyRules } from './copies.ts';
import { type Ignore, readIgnores } from './ignores.ts';
import { Linted } from './linted.ts';
import { packageRules } from './packages.ts';
import type { Rule } from './rule.ts';
import { stageRules } from './stages.ts';
import { variableRules } from './variables.ts';

const rules: readonly Rule[] = [packageRules, commandRules, stageRules, variableRules, copyRules].flat();

/**
 * Holds a Dockerfile that can be read against the rules. A comment `# caskwright ignore=<rule>: <reason>` in front of
 * an instruction, or in it, takes a finding back; one without a reason takes nothing back and is a finding itself.
 */
export function lintDockerfile(file: SourceFile, policy: LintPolicy = {}, target?: string): readonly Diagnostic[] {
  const { directives, instructions } = parseDockerfile(file.text);
  const dockerfile = new Linted(instructions, directives.escapeToken, target);
  const ignores = readIgnores(file, instructions);
  const findings = new Findings(file);
  for (const rule of rules) {
    const severity: Severity = policy[rule.code] ?? ruleSeverities[rule.code];
    if (severity === 'off' || rule.needs?.test(file.text) === false) continue;
    for (const { instruction, span = instruction.span, message, fix } of rule.check(dockerfile)) {
      if (!isIgnored(rule.code, instruction, ignores)) findings.report(severity, span, rule.code, message, { fix });
    }
  }
  for (const ignore of ignores) checkIgnore(ignore, findings);
  return findings.list;
}

function isIgnored(code: RuleCode, instruction: Instruction, ignores: readonly Ignore[]): boolean {
  return ignores.some((one) => one.instruction === instruction && one.reason !== '' && one.rules.includes(code));
}

function checkIgnore({ rules: named, reason, span }: Ignore, findings: Findings): void {
  const unknown = named.find((rule) => !isRule(rule));
  if (unknown !== undefined || named.length === 0) {
    const meant = nearest(unknown ?? '', Object.keys(ruleSeverities));
    const message = `there is no rule ${JSON.stringify(unknown ?? '')}`;
    findings.warn(span, 'lint-ignore', message, { fix: meant && `did you mean ${meant}?` });
  }
  if (reason !== '') return;
  const fix = `# caskwright ignore=${named.join(',') || 'run-sudo'}: why it is right here`;
  findings.warn(span, 'lint-ignore', 'without a reason the comment takes nothing back', { fix });
}
