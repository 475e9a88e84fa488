import { argDeclarations, isProxyArg } from './args.ts';
import type { Budget } from './budget.ts';
import { expand } from './expand.ts';
import type { Instruction } from './instructions.ts';
import type { ResolvedStage } from './resolve.ts';
import type { Surroundings } from './scope.ts';

/** Which args count beside what image references resolve to. */
export interface Effective {
  /** Args whose given values count, sorted. */
  readonly names: readonly string[];
  /** Args before the first FROM whose defaults count too. */
  readonly globals: ReadonlySet<string>;
}

/**
 * Finds the args that can reach the image by another way than an image reference. An arg that a stage declares
 * always does: a RUN sees it in its environment, and the image's history keeps it. One that stands only before the
 * first FROM does where a stage takes it over, where `--platform` names it, or where the default of one that counts
 * does.
 */
export function effectiveArgs(
  globals: readonly Instruction[],
  stages: readonly ResolvedStage[],
  surroundings: Surroundings,
): Effective {
  const names = new Set<string>();
  const inherited: string[] = [];
  for (const { stage, steps } of stages) {
    if (stage.platform) inherited.push(...mentionedIn(stage.platform.written, surroundings));
    for (const { instruction } of steps) {
      if (instruction.keyword !== 'ARG') continue;
      for (const { name, value } of argDeclarations(instruction, surroundings.escapeToken)) {
        names.add(name);
        if (value === undefined) inherited.push(name);
      }
    }
  }
  const counted = withDefaults(globals, inherited, surroundings);
  const counts = (name: string) => !isProxyArg(name) && !isAutomatic(name, surroundings);
  return { names: [...new Set([...names, ...counted])].filter(counts).sort(), globals: counted };
}

/** The names, and those that their defaults are made of, and so on. A value that is given hides its default. */
function withDefaults(
  globals: readonly Instruction[],
  names: readonly string[],
  surroundings: Surroundings,
): ReadonlySet<string> {
  const defaults = new Map<string, Set<string>>();
  for (const instruction of globals) {
    for (const { name, value = '' } of argDeclarations(instruction, surroundings.escapeToken)) {
      const mentioned = defaults.get(name) ?? new Set();
      for (const other of mentionedIn(value, surroundings)) mentioned.add(other);
      defaults.set(name, mentioned);
    }
  }
  const counted = new Set(names);
  for (const name of counted) {
    if (Object.hasOwn(surroundings.args, name)) continue;
    for (const mentioned of defaults.get(name) ?? []) counted.add(mentioned);
  }
  return new Set([...counted].filter((name) => defaults.has(name)));
}

function mentionedIn(
  word: string,
  { escapeToken, budget }: { escapeToken: string; budget: Budget },
): readonly string[] {
  return word.includes('$') ? expand(word, escapeToken, () => '', budget).mentioned : [];
}

function isAutomatic(name: string, { args, automatic }: Surroundings): boolean {
  return Object.hasOwn(automatic, name) && !Object.hasOwn(args, name);
}
