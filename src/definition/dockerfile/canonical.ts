import { argDeclarations, isProxyArg } from './args.ts';
import type { Directives } from './directives.ts';
import type { Effective } from './effective.ts';
import type { Instruction } from './instructions.ts';
import type { Meaning, ResolvedStage, ResolvedStep } from './resolve.ts';
import type { Surroundings } from './scope.ts';
import { mountFields } from './stages.ts';
import { takeFlags } from './words.ts';

/**
 * The text that stands for a Dockerfile in the source hash: one JSON array a line, for the directives, the args
 * before the first FROM that count, and every instruction of the stages that the target reaches. An image reference
 * is `0`, a stage `[number]`; a text is always a string, so nothing that is written can pass for either.
 * Stages are numbered among the reachable ones, so that neither a name nor a stage that is not built counts.
 */
export function canonicalText(
  directives: Directives,
  globals: readonly Instruction[],
  stages: readonly ResolvedStage[],
  effective: Effective,
  surroundings: Surroundings,
): string {
  const numbers = new Map(stages.map(({ stage }, number) => [stage.index, number]));
  const writer = new CanonicalWriter(numbers, surroundings);
  writer.line('escape', directives.escapeToken);
  if (directives.syntax) writer.line('syntax', directives.syntax.value);
  for (const instruction of globals) writer.globalArg(instruction, effective);
  for (const stage of stages) writer.stage(stage);
  return writer.text();
}

class CanonicalWriter {
  readonly #numbers: ReadonlyMap<number, number>;
  readonly #surroundings: Surroundings;
  readonly #lines: string[] = [];

  constructor(numbers: ReadonlyMap<number, number>, surroundings: Surroundings) {
    this.#numbers = numbers;
    this.#surroundings = surroundings;
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  line(...parts: unknown[]): void {
    this.#lines.push(JSON.stringify(parts));
  }

  globalArg(instruction: Instruction, effective: Effective): void {
    for (const { name, value } of argDeclarations(instruction, this.#surroundings.escapeToken)) {
      if (effective.globals.has(name) && !isProxyArg(name)) this.line('ARG', name, this.#default(name, value));
    }
  }

  stage({ stage, base, steps }: ResolvedStage): void {
    this.line('FROM', stage.platform?.written ?? null, this.#meaning(base.meaning));
    for (const step of steps) {
      // A trigger stands in the text of the stage that keeps it.
      if (step.triggered) continue;
      if (step.instruction.keyword === 'ARG') this.#stageArg(step.instruction);
      else this.#step(step);
    }
  }

  #stageArg(instruction: Instruction): void {
    for (const { name, value } of argDeclarations(instruction, this.#surroundings.escapeToken)) {
      this.line('ARG', name, isProxyArg(name) ? null : this.#default(name, value));
    }
  }

  /** A default over which a value is given reaches nothing. */
  #default(name: string, value: string | undefined): string | null {
    return Object.hasOwn(this.#surroundings.args, name) ? null : (value ?? null);
  }

  #step({ instruction, resolved }: ResolvedStep): void {
    const { keyword, body, heredocs } = instruction;
    const contents = heredocs.length > 0 ? [heredocs] : [];
    if (resolved.length === 0) {
      this.line(keyword, body.text, ...contents);
      return;
    }
    const { flags, rest } = takeFlags(body, this.#surroundings.escapeToken);
    const meanings = resolved.map(({ meaning }) => this.#meaning(meaning));
    const shown = flags.map(({ name, value }) => {
      if (name === 'from' && value !== '') return [name, meanings.shift()];
      if (name !== 'mount' || keyword !== 'RUN') return [name, value];
      return [name, ...mountFields(value).map((field) => (isFrom(field) ? ['from', meanings.shift()] : field.text))];
    });
    this.line(keyword, shown, rest.text, ...contents);
  }

  #meaning(meaning: Meaning): unknown {
    if (meaning.kind === 'stage') return [this.#numbers.get(meaning.stage)];
    return meaning.kind === 'scratch' ? 'scratch' : 0;
  }
}

function isFrom({ key, value }: { key: string; value: string }): boolean {
  return key === 'from' && value !== '';
}
