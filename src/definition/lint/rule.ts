import type { SourceFile, Span } from '../../diagnostics/diagnostic.ts';
import type { Instruction } from '../dockerfile/instructions.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { RuleCode } from './codes.ts';

/** A stage with what rules ask about it. */
export interface LintedStage {
  readonly stage: Stage;
  readonly instructions: readonly Instruction[];
  /** The stage that it is built from; absent where that is an image. */
  readonly parent?: LintedStage;
  /** Whether its layers are in the image that comes out at the end. */
  readonly isFinal: boolean;
}

/** A Dockerfile as rules see it. */
export interface LintedDockerfile {
  readonly file: SourceFile;
  readonly escapeToken: string;
  /** ARG instructions before the first FROM. */
  readonly globals: readonly Instruction[];
  readonly stages: readonly LintedStage[];
  /** Stages that the built one needs. */
  readonly reached: ReadonlySet<LintedStage>;
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
  readonly check: (dockerfile: LintedDockerfile) => Iterable<Fault>;
}

/** Every stage with each of its instructions of one kind. */
export function* each(
  { stages }: LintedDockerfile,
  keyword: string,
): Generator<{ readonly stage: LintedStage; readonly instruction: Instruction; readonly at: number }> {
  for (const stage of stages) {
    for (const [at, instruction] of stage.instructions.entries()) {
      if (instruction.keyword === keyword) yield { stage, instruction, at };
    }
  }
}

/** A stage, what it is built from, and so on to the first. */
export function* lineage(stage: LintedStage): Generator<LintedStage> {
  for (let at: LintedStage | undefined = stage; at; at = at.parent) yield at;
}

/** The place of a piece of an instruction's body. */
export function pieceSpan({ body }: Instruction, index: number, length: number): Span {
  return { start: body.offsetOf(index), end: body.offsetOf(index + Math.max(1, length) - 1) + 1 };
}
