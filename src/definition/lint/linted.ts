import { argDeclarations, type Declaration, envDeclarations } from '../dockerfile/args.ts';
import type { Instruction } from '../dockerfile/instructions.ts';
import { stageNames } from '../dockerfile/resolve.ts';
import { readFrom, type Stage, stepOf } from '../dockerfile/stages.ts';
import type { LintedDockerfile, LintedStage, Placed, PlacedRun } from './rule.ts';
import { shellRun } from './shell.ts';

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A Dockerfile taken apart as far as the rules ask, each part once. */
export class Linted implements LintedDockerfile {
  readonly escapeToken: string;
  readonly globals: readonly Instruction[];
  readonly stages: readonly LintedStage[];
  readonly #last: number;
  readonly #declared = new Map<Instruction, readonly Declaration[]>();
  #runs: readonly PlacedRun[] | undefined;

  /** `target` is the stage that is built; undefined: the last one. */
  constructor(instructions: readonly Instruction[], escapeToken: string, target: string | undefined) {
    const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
    const stages = stagesOf(first < 0 ? [] : instructions.slice(first), escapeToken);
    const built = target === undefined ? undefined : stageNames(stages).get(target.toLowerCase());
    this.escapeToken = escapeToken;
    this.globals = instructions.slice(0, Math.max(0, first)).filter(({ keyword }) => keyword === 'ARG');
    this.#last = built ?? stages.length - 1;
    this.stages = lintedStages(stages, this.#last);
  }

  get reached(): ReadonlySet<LintedStage> {
    const stages = this.stages.map(({ stage }) => stage);
    return new Set([...reachedFrom(stages, this.#last)].map((index) => this.stages[index] as LintedStage));
  }

  get runs(): readonly PlacedRun[] {
    this.#runs ??= this.each('RUN').map((placed) => ({
      ...placed,
      run: shellRun(placed.instruction, this.escapeToken),
    }));
    return this.#runs;
  }

  each(keyword: string): readonly Placed[] {
    return this.stages.flatMap((stage) =>
      stage.instructions.flatMap((instruction, at) =>
        instruction.keyword === keyword ? [{ stage, instruction, at }] : [],
      ),
    );
  }

  declared(instruction: Instruction): readonly Declaration[] {
    const { keyword } = instruction;
    if (keyword !== 'ARG' && keyword !== 'ENV') return [];
    const known = this.#declared.get(instruction);
    if (known) return known;
    const all = (keyword === 'ARG' ? argDeclarations : envDeclarations)(instruction, this.escapeToken);
    const declared = all.filter(({ name }) => variableName.test(name));
    this.#declared.set(instruction, declared);
    return declared;
  }
}

function lintedStages(stages: readonly Stage[], last: number): readonly LintedStage[] {
  const byIndex: LintedStage[] = [];
  const isFinal = finalStages(stages, last);
  for (const stage of stages) {
    const parent = parentOf(stages, stage);
    const instructions = stage.steps.map(({ instruction }) => instruction);
    const above = parent === undefined ? {} : { parent: byIndex[parent] as LintedStage };
    byIndex.push({ stage, instructions, isFinal: isFinal.has(stage.index), ...above });
  }
  return byIndex;
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
