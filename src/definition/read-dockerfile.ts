import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import { type Platform, parsePlatform } from '../names/platform.ts';
import { formatReference, parseReference } from '../names/reference.ts';
import { automaticArgs } from './dockerfile/args.ts';
import { Budget } from './dockerfile/budget.ts';
import { canonicalText } from './dockerfile/canonical.ts';
import type { Directives } from './dockerfile/directives.ts';
import { effectiveArgs } from './dockerfile/effective.ts';
import { expand } from './dockerfile/expand.ts';
import { type Instruction, parseDockerfile, triggerOf } from './dockerfile/instructions.ts';
import { keywords } from './dockerfile/keywords.ts';
import { type ResolvedSource, type ResolvedStage, resolveStages, stageNames } from './dockerfile/resolve.ts';
import { globalScope, type Scope, type Surroundings } from './dockerfile/scope.ts';
import { readFrom, type Stage, stepOf } from './dockerfile/stages.ts';
import type { ImageUse, InstructionLine, ResolvedDockerfile } from './dockerfile.ts';
import { Findings } from './findings.ts';
import { compileGlob } from './glob.ts';
import { nearest } from './nearest.ts';

/** What a Dockerfile is read for. */
export interface DockerfileOptions {
  /** Build args of the image. */
  readonly args: Readonly<Record<string, string>>;
  /** Stage to build; absent: the last one. */
  readonly target?: string;
  /** Where the target is named, for the finding that it does not exist; absent: the top of the Dockerfile. */
  readonly targetPlace?: { readonly file: SourceFile; readonly span: Span };
  /** The platform that the image is built for: TARGETARCH and its kin. */
  readonly platform: Platform;
  /** The platform that builds: BUILDARCH and its kin. */
  readonly buildPlatform: Platform;
  /** Globs of frontends that a `# syntax=` line may name, over references as written or in full. */
  readonly frontends: readonly string[];
  /** What the ONBUILD instructions of a base keep, by its reference as resolved; absent where none is known to. */
  readonly triggers?: ReadonlyMap<string, readonly string[]>;
}

/** A Dockerfile as far as it could be read, and what is wrong with it. */
export interface ReadDockerfile {
  /** Absent when it cannot be said what it builds on. */
  readonly dockerfile: ResolvedDockerfile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Steps that the variables of one Dockerfile may cost; a large honest one takes some ten thousand. */
const BUDGET = 3_000_000;

/** Reads a Dockerfile for one image on one platform. */
export function readDockerfile(file: SourceFile, options: DockerfileOptions): ReadDockerfile {
  const findings = new Findings(file);
  const { directives, instructions, faults } = parseDockerfile(file.text);
  for (const { span, code, message } of faults) findings.error(span, code, message);
  checkFrontend(directives, options.frontends, findings);
  const { globals, stages } = stagesOf(instructions, directives.escapeToken, findings);
  const target = targetOf(stages, options, findings, file);
  if (target === undefined || findings.list.some(({ severity }) => severity === 'error')) {
    return { dockerfile: undefined, diagnostics: findings.list };
  }
  const surroundings: Surroundings = {
    escapeToken: directives.escapeToken,
    budget: new Budget(BUDGET),
    args: options.args,
    automatic: automaticArgs(options.platform, options.buildPlatform, options.target),
  };
  const scope = globalScope(globals, surroundings);
  const resolved = resolveStages(stages, scope, surroundings, (reference) => triggersOf(options, reference));
  const { reached, final } = reachable(resolved, target);
  const references = reached.flatMap((stage) => usesOf(stage, final, scope, surroundings, findings));
  const effective = effectiveArgs(globals, reached, surroundings);
  const canonical = canonicalText(directives, globals, reached, effective, surroundings);
  if (surroundings.budget.exhausted) {
    findings.error({ start: 0, end: 0 }, 'dockerfile-limit', 'its variables take too long to work out');
  }
  const broken = findings.list.some(({ severity }) => severity === 'error');
  const dockerfile = {
    file,
    references,
    canonical,
    effectiveArgs: effective.names,
    reads: [...new Set(reached.flatMap(({ steps }) => steps.flatMap(({ reads }) => reads)))].sort(),
    triggers: keptBy(resolved[target] as ResolvedStage),
    lines: linesOf(reached),
  };
  return { dockerfile: broken ? undefined : dockerfile, diagnostics: findings.list };
}

function triggersOf({ triggers }: DockerfileOptions, reference: string): readonly Instruction[] {
  return (triggers?.get(reference) ?? []).flatMap((text) => parseDockerfile(text).instructions);
}

/** The triggers that the image of a stage carries: those of the stage itself, because what a base keeps is used up. */
function keptBy({ stage }: ResolvedStage): readonly string[] {
  return stage.steps.flatMap(({ instruction }) => {
    const trigger = instruction.keyword === 'ONBUILD' ? triggerOf(instruction) : undefined;
    return trigger ? [`${trigger.keyword} ${trigger.body.text}`] : [];
  });
}

function checkFrontend({ syntax }: Directives, frontends: readonly string[], findings: Findings): void {
  if (!syntax) return;
  const reference = parseReference(syntax.value);
  const spellings = reference.ok ? [syntax.value, formatReference(reference.value)] : [];
  const allowed = frontends.some((pattern) => {
    const glob = compileGlob(pattern);
    return glob.ok && spellings.some(glob.value);
  });
  if (allowed) return;
  const message = `the frontend ${syntax.value} would run with the builder's rights, and the policy does not allow it`;
  findings.error(syntax.span, 'dockerfile-frontend', message, { fix: 'allow it under policy.frontends, or remove it' });
}

function stagesOf(
  instructions: readonly Instruction[],
  escapeToken: string,
  findings: Findings,
): { globals: readonly Instruction[]; stages: readonly Stage[] } {
  const globals: Instruction[] = [];
  const stages: (Stage & { steps: Stage['steps'][number][] })[] = [];
  for (const instruction of instructions) {
    checkKeyword(instruction, findings);
    const stage = stages.at(-1);
    if (instruction.keyword === 'FROM') {
      const line = readFrom(instruction, escapeToken);
      if ('fault' in line) findings.error(instruction.span, 'dockerfile-syntax', line.fault);
      else stages.push({ ...line, index: stages.length, from: instruction, steps: [] });
    } else if (stage) stage.steps.push(stepOf(instruction, escapeToken));
    else if (instruction.keyword === 'ARG') globals.push(instruction);
    else if (findings.list.length === 0) {
      findings.error(instruction.span, 'dockerfile-syntax', `${instruction.keyword} stands before the first FROM`);
    }
  }
  return { globals, stages };
}

function checkKeyword(instruction: Instruction, findings: Findings): void {
  const trigger = instruction.keyword === 'ONBUILD' ? triggerOf(instruction) : undefined;
  for (const { keyword, span } of trigger ? [instruction, trigger] : [instruction]) {
    if (keywords.has(keyword)) continue;
    const meant = nearest(keyword, keywords);
    const fix = meant ? `did you mean ${meant}?` : undefined;
    findings.error(span, 'dockerfile-syntax', `there is no instruction ${keyword}`, { fix });
  }
  if (trigger && ['FROM', 'ONBUILD', 'MAINTAINER'].includes(trigger.keyword)) {
    findings.error(trigger.span, 'dockerfile-syntax', `ONBUILD cannot keep ${trigger.keyword}`);
  }
}

function targetOf(
  stages: readonly Stage[],
  { target, targetPlace }: DockerfileOptions,
  findings: Findings,
  file: SourceFile,
): number | undefined {
  const start = { start: 0, end: 0 };
  if (stages.length === 0) {
    if (findings.list.length === 0) findings.error(start, 'dockerfile-syntax', 'the Dockerfile has no FROM');
    return undefined;
  }
  if (target === undefined) return stages.length - 1;
  const names = stageNames(stages);
  const named = names.get(target.toLowerCase());
  if (named !== undefined) return named;
  if (/^[0-9]{1,9}$/.test(target) && Number(target) < stages.length) return Number(target);
  const place = targetPlace ?? { file, span: start };
  const meant = nearest(target, names.keys()) ?? [...names.keys()].join(', ');
  const fix = names.size > 0 ? `the Dockerfile has ${meant}` : 'the Dockerfile names no stage';
  const elsewhere = new Findings(place.file);
  elsewhere.error(place.span, 'dockerfile-target-unknown', `the Dockerfile has no stage "${target}"`, { fix });
  findings.list.push(...elsewhere.list);
  return undefined;
}

/** The stages that the target needs, in the order of the file, and those that it stands on through FROM alone. */
function reachable(
  stages: readonly ResolvedStage[],
  target: number,
): { reached: readonly ResolvedStage[]; final: ReadonlySet<ResolvedStage> } {
  const wanted = new Set([target]);
  for (const index of wanted) {
    for (const { meaning } of sourcesOf(stages[index] as ResolvedStage)) {
      if (meaning.kind === 'stage') wanted.add(meaning.stage);
    }
  }
  const final = new Set<ResolvedStage>();
  for (let stage = stages[target]; stage && !final.has(stage); ) {
    final.add(stage);
    const { meaning } = stage.base;
    stage = meaning.kind === 'stage' ? stages[meaning.stage] : undefined;
  }
  return { reached: stages.filter(({ stage }) => wanted.has(stage.index)), final };
}

function sourcesOf({ base, steps }: ResolvedStage): readonly ResolvedSource[] {
  return [base, ...steps.flatMap(({ resolved }) => resolved)];
}

function usesOf(
  stage: ResolvedStage,
  final: ReadonlySet<ResolvedStage>,
  globals: Scope,
  surroundings: Surroundings,
  findings: Findings,
): readonly ImageUse[] {
  for (const { instruction, fetchedUrl, from } of stage.steps) {
    if (fetchedUrl === undefined) continue;
    const place = from === undefined ? instruction.span : stage.base.span;
    const message = `what ${fetchedUrl} brings is outside the fingerprint: a change there rebuilds nothing`;
    findings.warn(place, 'dockerfile-add-remote', message, { fix: 'add --checksum=sha256:…' });
  }
  const platform = platformOf(stage, globals, surroundings, findings);
  return sourcesOf(stage).flatMap((source) => {
    const { meaning, written, span, doubt } = source;
    if (doubt) findings.warn(doubt.span, doubt.code, doubt.message, { fix: doubt.fix });
    if (meaning.kind === 'unknown') {
      const { code, message, fix } = meaning.problem;
      findings.error(meaning.problem.span, code, message, { fix });
    }
    if (meaning.kind !== 'image') return [];
    const reference = parseReference(meaning.resolved);
    if (!reference.ok) {
      findings.error(span, 'dockerfile-reference', `"${meaning.resolved}" is not an image: ${reference.error}`);
      return [];
    }
    const isBase = source === stage.base;
    const kind = isBase && final.has(stage) ? 'final' : 'builder';
    return [{ written, resolved: meaning.resolved, kind, platform: isBase ? platform : 'target', span }];
  });
}

function platformOf(
  { stage }: ResolvedStage,
  globals: Scope,
  { escapeToken, budget }: Surroundings,
  findings: Findings,
): ImageUse['platform'] {
  if (!stage.platform) return 'target';
  const { written, index } = stage.platform;
  // Expanded with marks in place of the two platforms, it shows whether it is one of them.
  const marks: Readonly<Record<string, string>> = { TARGETPLATFORM: '\0target', BUILDPLATFORM: '\0build' };
  const marked = expand(written, escapeToken, (name) => marks[name] ?? globals.get(name), budget).text;
  if (marked === marks.TARGETPLATFORM) return 'target';
  if (marked === marks.BUILDPLATFORM) return 'build';
  const { body } = stage.from;
  const span = { start: body.offsetOf(index), end: body.offsetOf(index + written.length - 1) + 1 };
  const expanded = expand(written, escapeToken, globals.get, budget);
  const missing = expanded.missing[0];
  if (missing) {
    findings.error(span, 'dockerfile-argument-undefined', `${missing.name} has no value`);
    return 'target';
  }
  const platform = parsePlatform(expanded.text);
  if (platform.ok) return { literal: platform.value };
  findings.error(span, 'platform-unknown', platform.error);
  return 'target';
}

function linesOf(stages: readonly ResolvedStage[]): readonly InstructionLine[] {
  return stages.flatMap(({ stage, steps }) =>
    [stage.from, ...steps.filter(({ triggered }) => !triggered).map(({ instruction }) => instruction)].map(
      ({ keyword, body, line }) => ({ instruction: `${keyword} ${body.text}`, line }),
    ),
  );
}
