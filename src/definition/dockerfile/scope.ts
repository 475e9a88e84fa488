import { argDeclarations, type Declaration, envDeclarations } from './args.ts';
import type { Budget } from './budget.ts';
import { expand } from './expand.ts';
import type { Instruction } from './instructions.ts';

/** Variables as they stand at one point of a Dockerfile; what a scope does not hold its parent may, or the builder. */
export class Scope {
  readonly #values = new Map<string, { readonly value: string | undefined; readonly fixed: boolean }>();
  readonly #parent: Scope | undefined;
  readonly #automatic: Readonly<Record<string, string>>;

  /** `automatic` is what the builder sets by itself. */
  constructor(parent?: Scope, automatic: Readonly<Record<string, string>> = {}) {
    this.#parent = parent;
    this.#automatic = automatic;
  }

  readonly get = (name: string): string | undefined => this.#find(name)?.value;

  /** Sets the value of an ARG, unless an ENV of that name stands: that one always wins. */
  setArg(name: string, value: string | undefined): void {
    if (!this.#find(name)?.fixed) this.#values.set(name, { value, fixed: false });
  }

  setEnv(name: string, value: string | undefined): void {
    this.#values.set(name, { value, fixed: true });
  }

  #find(name: string): { readonly value: string | undefined; readonly fixed: boolean } | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.#parent) {
      const found = scope.#values.get(name);
      if (found) return found;
      if (Object.hasOwn(scope.#automatic, name)) return { value: scope.#automatic[name], fixed: false };
    }
    return undefined;
  }
}

/** What the values of variables are worked out from. */
export interface Surroundings {
  readonly escapeToken: string;
  readonly budget: Budget;
  /** Values given to the build. */
  readonly args: Readonly<Record<string, string>>;
  /** Values that the builder sets. */
  readonly automatic: Readonly<Record<string, string>>;
}

/** The scope of the ARGs before the first FROM; FROM lines see it, stages only what they declare again. */
export function globalScope(instructions: readonly Instruction[], surroundings: Surroundings): Scope {
  const scope = new Scope(undefined, withGiven(surroundings));
  for (const instruction of instructions) {
    for (const declared of argDeclarations(instruction, surroundings.escapeToken)) {
      const inherited = scope.get(declared.name);
      scope.setArg(declared.name, argValue(declared, scope, inherited, surroundings));
    }
  }
  return scope;
}

/** Takes an ARG or ENV of a stage into the stage's scope. */
export function applyInstruction(
  instruction: Instruction,
  scope: Scope,
  globals: Scope,
  surroundings: Surroundings,
): void {
  if (instruction.keyword === 'ARG') {
    for (const declared of argDeclarations(instruction, surroundings.escapeToken)) {
      const value = argValue(declared, scope, globals.get(declared.name), surroundings);
      // A declaration without a value leaves what the name stands for already.
      if (value !== undefined) scope.setArg(declared.name, value);
    }
  }
  // Unlike those of an ARG, all values of an ENV are worked out before the first of them is set.
  if (instruction.keyword === 'ENV') {
    const values = envDeclarations(instruction, surroundings.escapeToken).map(
      (declared) => [declared.name, expandedValue(declared, scope, surroundings)] as const,
    );
    for (const [name, value] of values) scope.setEnv(name, value);
  }
}

function argValue(
  declared: Declaration,
  scope: Scope,
  inherited: string | undefined,
  surroundings: Surroundings,
): string | undefined {
  if (Object.hasOwn(surroundings.args, declared.name)) return surroundings.args[declared.name];
  return declared.value === undefined ? inherited : expandedValue(declared, scope, surroundings);
}

function expandedValue(declared: Declaration, scope: Scope, { escapeToken, budget }: Surroundings): string | undefined {
  const expanded = expand(declared.value ?? '', escapeToken, scope.get, budget);
  return expanded.fault === undefined ? expanded.text : undefined;
}

/** A value given for one of the builder's own args takes its place. */
function withGiven({ args, automatic }: Surroundings): Readonly<Record<string, string>> {
  const given = Object.entries(args).filter(([name]) => Object.hasOwn(automatic, name));
  return given.length === 0 ? automatic : { ...automatic, ...Object.fromEntries(given) };
}
