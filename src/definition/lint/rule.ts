import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../dockerfile/args.ts';
import type { Instruction } from '../dockerfile/instructions.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { RuleCode } from './codes.ts';
import type { ShellRun } from './shell.ts';

/** A stage with what rules ask about it. */
export interface LintedStage {
  readonly stage: Stage;
  readonly instructions: readonly Instruction[];
  /** The stage that it is built from; absent where that is an image. */
  readonly parent?: LintedStage;
  /** Whether its layers are in the image that comes out at the end. */
  readonly isFinal: boolean;
}

/** An instruction and its stage. */
export interface Placed {
  readonly stage: LintedStage;
  readonly instruction: Instruction;
  /** Which of the stage's instructions it is, from 0. */
  readonly at: number;
}

/** A RUN and its stage. */
export interface PlacedRun extends Placed {
  readonly run: ShellRun;
}

/** A Dockerfile as rules see it. */
export interface LintedDockerfile {
  readonly escapeToken: string;
  /** ARG instructions before the first FROM. */
  readonly globals: readonly Instruction[];
  readonly stages: readonly LintedStage[];
  /** Every RUN, taken apart. */
  readonly runs: readonly PlacedRun[];
  /** Stages that the built one needs. */
  readonly reached: ReadonlySet<LintedStage>;
  /** The instructions of one kind in all stages, in the order of the file. */
  each(keyword: string): readonly Placed[];
  /** What an ARG or ENV sets, as far as that can be a variable. */
  declared(instruction: Instruction): readonly Declaration[];
}

/** One place that a rule objects to. */
export interface Fault {
  readonly instruction: Instruction;
  /** Absent: the instruction's keyword. */
  readonly span?: Span | undefined;
  readonly message: string;
  readonly fix: string;
}

/** A rule looks at the whole file and names what it objects to. */
export interface Rule {
  readonly code: RuleCode;
  /** What stands in every file that it objects to: others are passed over. Absent: it looks at all. */
  readonly needs?: RegExp;
  readonly check: (dockerfile: LintedDockerfile) => Iterable<Fault>;
}

/** A stage, what it is built from, and so on to the first. */
export function* lineage(stage: LintedStage): Generator<LintedStage> {
  for (let at: LintedStage | undefined = stage; at; at = at.parent) yield at;
}

/** The place of a piece of an instruction's body. */
export function pieceSpan({ body }: Instruction, index: number, length: number): Span {
  return { start: body.offsetOf(index), end: body.offsetOf(index + Math.max(1, length) - 1) + 1 };
}
