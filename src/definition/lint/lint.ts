import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { type Instruction, parseDockerfile } from '../dockerfile/instructions.ts';
import { stageNames } from '../dockerfile/resolve.ts';
import { readFrom, type Stage, stepOf } from '../dockerfile/stages.ts';
import { Findings } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { isRule, type LintPolicy, type RuleCode, ruleSeverities, type Severity } from './codes.ts';
import { commandRules } from './commands.ts';
import { copyRules } from './copies.ts';
import { type Ignore, readIgnores } from './ignores.ts';
import { packageRules } from './packages.ts';
import type { LintedDockerfile, LintedStage, Rule } from './rule.ts';
import { stageRules } from './stages.ts';
import { variableRules } from './variables.ts';

const rules: readonly Rule[] = [packageRules, commandRules, stageRules, variableRules, copyRules].flat();

/**
 * Holds a Dockerfile that can be read against the rules. A comment `# caskwright ignore=<rule>: <reason>` in front of
 * an instruction, or in it, takes a finding back; one without a reason takes nothing back and is a finding itself.
 */
export function lintDockerfile(file: SourceFile, policy: LintPolicy = {}, target?: string): readonly Diagnostic[] {
  const { directives, instructions } = parseDockerfile(file.text);
  const dockerfile = linted(file, instructions, directives.escapeToken, target);
  const ignores = readIgnores(file, instructions);
  const findings = new Findings(file);
  for (const rule of rules) {
    const severity: Severity = policy[rule.code] ?? ruleSeverities[rule.code];
    if (severity === 'off') continue;
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

function linted(
  file: SourceFile,
  instructions: readonly Instruction[],
  escapeToken: string,
  target: string | undefined,
): LintedDockerfile {
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  const globals = instructions.slice(0, Math.max(0, first)).filter(({ keyword }) => keyword === 'ARG');
  const stages = stagesOf(first < 0 ? [] : instructions.slice(first), escapeToken);
  const built = target === undefined ? undefined : stageNames(stages).get(target.toLowerCase());
  const last = built ?? stages.length - 1;
  const byIndex: LintedStage[] = [];
  const isFinal = finalStages(stages, last);
  for (const stage of stages) {
    const parent = parentOf(stages, stage);
    const own = stage.steps.map(({ instruction }) => instruction);
    const above = parent === undefined ? {} : { parent: byIndex[parent] as LintedStage };
    byIndex.push({ stage, instructions: own, isFinal: isFinal.has(stage.index), ...above });
  }
  const reached = new Set([...reachedFrom(stages, last)].map((index) => byIndex[index] as LintedStage));
  return { file, escapeToken, globals, stages: byIndex, reached };
}

function stagesOf(instructions: readonly Instruction[], escapeToken: string): readonly Stage[] {
  const stages: (Stage & { steps: Stage['steps'][number][] })[] = [];
  for (const instruction of instructions) {
    const from = instruction.keyword === 'FROM' ? readFrom(instruction, escapeToken) : undefined;
    if (from && !('fault' in from)) stages.push({ ...from, index: stages.length, from: instruction, steps: [] });
    else stages.at(-1)?.steps.push(stepOf(instruction, escapeToken));
  }
  return stages;
}

/** The earlier stage that a stage is built from. */
function parentOf(stages: readonly Stage[], { base, index }: Stage): number | undefined {
  const found = stages.findLastIndex((other) => other.index < index && other.name === base.written.toLowerCase());
  return found < 0 ? undefined : found;
}

function finalStages(stages: readonly Stage[], last: number): ReadonlySet<number> {
  const final = new Set<number>();
  for (let stage = stages[last]; stage; ) {
    final.add(stage.index);
    const parent = parentOf(stages, stage);
    stage = parent === undefined ? undefined : stages[parent];
  }
  return final;
}

/** The stages that the built one needs. A name with a variable in it may mean any. */
function reachedFrom(stages: readonly Stage[], last: number): ReadonlySet<number> {
  const names = stageNames(stages);
  const reached = new Set(stages.length === 0 ? [] : [last]);
  for (const index of reached) {
    const stage = stages[index] as Stage;
    for (const { written } of [stage.base, ...stage.steps.flatMap(({ sources }) => sources)]) {
      if (written.includes('$')) for (const { index: any } of stages) reached.add(any);
      const named = names.get(written.toLowerCase()) ?? (/^\d+$/.test(written) ? Number(written) : undefined);
      if (named !== undefined && stages[named]) reached.add(named);
    }
  }
  return reached;
}
