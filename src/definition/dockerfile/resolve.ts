import type { Span } from '../../diagnostics/diagnostic.ts';
import { parseReference } from '../../names/reference.ts';
import { expand } from './expand.ts';
import type { Instruction } from './instructions.ts';
import { contextReads, remoteSource } from './reads.ts';
import { applyInstruction, Scope, type Surroundings } from './scope.ts';
import { type Source, type Stage, type Step, stepOf, triggeredSteps } from './stages.ts';

/** What the name of an image or stage means. */
export type Meaning =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly stage: number }
  | { readonly kind: 'image'; readonly resolved: string }
  /** It cannot be said. */
  | { readonly kind: 'unknown'; readonly problem: Problem };

/** What keeps a name from being resolved. */
export interface Problem {
  readonly code: 'dockerfile-syntax' | 'dockerfile-reference' | 'dockerfile-argument-undefined';
  readonly message: string;
  readonly fix?: string;
  readonly span: Span;
}

/** A source with its place in the file and its meaning. */
export interface ResolvedSource {
  readonly written: string;
  readonly span: Span;
  readonly meaning: Meaning;
  /** It means something, but hardly what was meant. */
  readonly doubt?: Problem;
}

/** A stage with everything that it names resolved; steps that the stage below triggers come first. */
export interface ResolvedStage {
  readonly stage: Stage;
  readonly base: ResolvedSource;
  readonly steps: readonly ResolvedStep[];
  /** Variables as they stand at the end of the stage. */
  readonly scope: Scope;
}

export interface ResolvedStep extends Step {
  readonly resolved: readonly ResolvedSource[];
  /** Patterns of what it reads from the context. */
  readonly reads: readonly string[];
  /** What an ADD fetches without a checksum. */
  readonly fetchedUrl?: string;
}

/** What the ONBUILD instructions of an image keep for those that are built from it; empty where that is not known. */
export type Triggers = (reference: string) => readonly Instruction[];

/** Resolves all stages in the order of the file: a stage can stand only on an earlier one. */
export function resolveStages(
  stages: readonly Stage[],
  globals: Scope,
  surroundings: Surroundings,
  triggersOf: Triggers,
): readonly ResolvedStage[] {
  const names = stageNames(stages);
  const resolved: ResolvedStage[] = [];
  const earlier = new Map<string, number>();
  for (const stage of stages) {
    const base = resolveSource(stage.base, stage.from, globals, surroundings, (name) => baseMeaning(name, earlier));
    const under = base.meaning.kind === 'stage' ? resolved[base.meaning.stage] : undefined;
    const scope = new Scope(under?.scope);
    const meaningOf = (name: string) => sourceMeaning(name, names, stages.length);
    const steps = [...triggersUnder(base, under, surroundings, triggersOf), ...stage.steps].map((step) => {
      const sources = step.sources.map((source) =>
        resolveSource(source, step.instruction, scope, surroundings, meaningOf),
      );
      const resolved = step.from === undefined ? sources : sources.map((source) => pulledIn(source, base.span));
      const reads = contextReads(step.instruction, scope, surroundings);
      const fetchedUrl = fetchedFrom(step.instruction, scope, surroundings);
      applyInstruction(step.instruction, scope, globals, surroundings);
      return { ...step, resolved, reads, ...(fetchedUrl === undefined ? {} : { fetchedUrl }) };
    });
    resolved.push({ stage, base, steps, scope });
    if (stage.name !== undefined) earlier.set(stage.name, stage.index);
  }
  return resolved;
}

/** What the image or the stage that a stage is built from makes it do first. */
function triggersUnder(
  { meaning }: ResolvedSource,
  under: ResolvedStage | undefined,
  { escapeToken }: Surroundings,
  triggersOf: Triggers,
): readonly Step[] {
  if (under) return triggeredSteps(under.stage.steps, escapeToken);
  if (meaning.kind !== 'image') return [];
  // What an image keeps is read without the directives of the Dockerfile that it came from.
  return triggersOf(meaning.resolved).map((trigger) => ({ ...stepOf(trigger, '\\', true), from: meaning.resolved }));
}

/** A trigger of another image stands in another file: what it names is pulled in by the FROM. */
function pulledIn({ written, meaning, doubt }: ResolvedSource, span: Span): ResolvedSource {
  return {
    written,
    span,
    meaning: meaning.kind === 'unknown' ? { ...meaning, problem: { ...meaning.problem, span } } : meaning,
    ...(doubt ? { doubt: { ...doubt, span } } : {}),
  };
}

/** Stages by name, the last one of a name; a stage is also known by its number. */
export function stageNames(stages: readonly Stage[]): ReadonlyMap<string, number> {
  return new Map(stages.flatMap(({ name, index }) => (name === undefined ? [] : [[name, index] as const])));
}

function baseMeaning(name: string, earlier: ReadonlyMap<string, number>): Meaning {
  const stage = earlier.get(name.toLowerCase());
  if (stage !== undefined) return { kind: 'stage', stage };
  return name === 'scratch' ? { kind: 'scratch' } : { kind: 'image', resolved: name };
}

function sourceMeaning(name: string, names: ReadonlyMap<string, number>, count: number): Meaning | string {
  const stage = names.get(name.toLowerCase());
  if (stage !== undefined) return { kind: 'stage', stage };
  if (!/^[0-9]{1,9}$/.test(name)) return { kind: 'image', resolved: name };
  return Number(name) < count ? { kind: 'stage', stage: Number(name) } : `there is no stage number ${name}`;
}

function resolveSource(
  source: Source,
  instruction: Instruction,
  scope: Scope,
  surroundings: Surroundings,
  meaningOf: (name: string) => Meaning | string,
): ResolvedSource {
  const { body } = instruction;
  const spanOf = (from: number, to: number): Span => ({
    start: body.offsetOf(source.index + from),
    end: body.offsetOf(source.index + Math.max(from, to - 1)) + (to > from ? 1 : 0),
  });
  const span = spanOf(0, source.written.length);
  const unknown = (problem: Problem): ResolvedSource => ({
    written: source.written,
    span,
    meaning: { kind: 'unknown', problem },
  });
  const expanded = expand(source.written, surroundings.escapeToken, scope.get, surroundings.budget);
  if (expanded.fault !== undefined) return unknown({ code: 'dockerfile-syntax', message: expanded.fault, span });
  const [missing] = expanded.missing;
  const doubt =
    missing && undefinedArgument(missing.name, instruction, surroundings, spanOf(missing.start, missing.end));
  // A builder puts nothing in the place of a variable without a value, and goes on where that leaves a name.
  if (doubt && !parseReference(expanded.text).ok) return unknown(doubt);
  if (expanded.text === '') return unknown({ code: 'dockerfile-reference', message: 'the name is empty', span });
  const meaning = meaningOf(expanded.text);
  if (typeof meaning === 'string') return unknown({ code: 'dockerfile-reference', message: meaning, span });
  return { written: source.written, span, meaning, ...(doubt ? { doubt } : {}) };
}

function undefinedArgument(name: string, instruction: Instruction, { args }: Surroundings, span: Span): Problem {
  const given = Object.hasOwn(args, name);
  const message = given ? `${name} is not declared before this line` : `${name} has no value`;
  const fix = given ? declareFix(name, instruction) : `give it a default, or a value under args`;
  return { code: 'dockerfile-argument-undefined', message, fix, span };
}

function declareFix(name: string, { keyword }: Instruction): string {
  return keyword === 'FROM' ? `write ARG ${name} before the first FROM` : `write ARG ${name} in this stage`;
}

/** The first URL that an ADD fetches without a checksum, variables filled in as far as they are known. */
function fetchedFrom(instruction: Instruction, scope: Scope, surroundings: Surroundings): string | undefined {
  const { keyword, body } = instruction;
  if (keyword !== 'ADD' || /(?:^|\s)--checksum=/.test(body.text)) return undefined;
  const words = body.text.split(/[\s,"'[\]]+/).filter(Boolean);
  for (const word of words) {
    const expanded = word.includes('$')
      ? expand(word, surroundings.escapeToken, scope.get, surroundings.budget)
      : undefined;
    const text = expanded && expanded.fault === undefined ? expanded.text : word;
    if (remoteSource.test(text)) return text;
  }
  return undefined;
}
