import type { Span } from '../../../diagnostics/diagnostic.ts';
import { asText, type Environment, evaluate, isObject, type Value } from '../hcl/evaluate.ts';
import { type Expression, HclFault } from '../hcl/syntax.ts';
import type { BakeFile, TargetBlock } from './file.ts';

/** A target with everything that it inherits, as far as it has a value. */
export interface BakeTarget {
  readonly name: string;
  /** The name of its block; several targets of a matrix share it. */
  readonly source: string;
  readonly inherits: readonly string[];
  readonly values: ReadonlyMap<string, Value>;
  readonly span: Span;
}

/** What a file comes to. */
export interface ResolvedTargets {
  readonly targets: ReadonlyMap<string, BakeTarget>;
  /** Targets of each group, groups in groups followed. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** More targets than any file that a person keeps. */
const MAX_TARGETS = 2_000;
const MAX_DEPTH = 32;

type Report = (message: string, span: Span) => void;

/** Works out the targets of a bake file; what has no value is reported and left out. */
export function resolveTargets(file: BakeFile, report: Report): ResolvedTargets {
  const resolver = new Resolver(file, report);
  const targets = new Map<string, BakeTarget>();
  for (const block of file.targets.values()) {
    for (const target of resolver.targets(block)) targets.set(target.name, target);
  }
  const groups = new Map([...file.groups.keys()].map((name) => [name, resolver.group(name, targets)]));
  return { targets, groups };
}

class Resolver {
  readonly #file: BakeFile;
  readonly #report: Report;
  readonly #reported = new Set<string>();
  #count = 0;

  constructor(file: BakeFile, report: Report) {
    this.#file = file;
    this.#report = report;
  }

  /** The targets of a block: one, or one for each row of its matrix. */
  targets(block: TargetBlock): readonly BakeTarget[] {
    const matrix = this.#value(attribute(block, 'matrix'), this.#environment({}, 0));
    const rows = isObject(matrix) ? rowsOf(matrix) : [{}];
    return rows.flatMap((row) => {
      this.#count += 1;
      if (this.#count > MAX_TARGETS) throw new HclFault(`the file has more than ${MAX_TARGETS} targets`, block.span);
      const environment = this.#environment(row, 0);
      const named = this.#value(attribute(block, 'name'), environment);
      const plain = [block.name, ...Object.values(row).map(String)].join('-').replaceAll(/[^A-Za-z0-9_-]+/g, '-');
      const name = typeof named === 'string' ? named : isObject(matrix) ? plain : block.name;
      const { values, inherits } = this.#inherited(block, environment, new Set());
      return [{ name, source: block.name, inherits, values, span: block.span }];
    });
  }

  /** The targets of a group. */
  group(name: string, targets: ReadonlyMap<string, BakeTarget>, seen = new Set<string>()): readonly string[] {
    const block = this.#file.groups.get(name);
    if (!block || seen.has(name)) return [];
    seen.add(name);
    const listed = this.#value(attribute(block, 'targets'), this.#environment({}, 0));
    const names = Array.isArray(listed) ? listed.map(String) : [];
    return names.flatMap((each) => [
      ...(targets.has(each) || this.#file.targets.has(each) ? [each] : []),
      ...this.group(each, targets, seen),
    ]);
  }

  /** The attributes of a target over those that it inherits, the later parent over the earlier one. */
  #inherited(
    block: TargetBlock,
    environment: Environment,
    above: ReadonlySet<string>,
  ): { values: Map<string, Value>; inherits: readonly string[] } {
    const listed = this.#value(attribute(block, 'inherits'), environment);
    const parents = Array.isArray(listed) ? listed.map(String) : [];
    const values = new Map<string, Value>();
    for (const parent of parents) {
      const parentBlock = this.#file.targets.get(parent);
      if (!parentBlock || above.has(parent)) continue;
      const { values: inherited } = this.#inherited(parentBlock, environment, new Set([...above, block.name]));
      for (const [key, value] of inherited) set(values, key, value);
    }
    for (const { name, value: expression } of block.attributes) {
      if (!kept.has(name)) continue;
      const value =
        name === 'args' || name === 'contexts'
          ? this.#map(expression, environment)
          : this.#value(expression, environment);
      if (value !== undefined) set(values, name, value);
    }
    return { values, inherits: parents };
  }

  /** An object without the entries that have no value. */
  #map(expression: Expression, environment: Environment): Value | undefined {
    if (expression.kind !== 'object') return this.#value(expression, environment);
    const entries = expression.entries.flatMap(({ key, value: part }) => {
      const name = this.#value(key, environment);
      const value = this.#value(part, environment);
      return name === undefined || value === undefined ? [] : [[asText(name, key.span), value] as const];
    });
    return Object.fromEntries(entries);
  }

  #value(expression: Expression | undefined, environment: Environment): Value | undefined {
    if (!expression) return undefined;
    try {
      return evaluate(expression, environment);
    } catch (error) {
      if (!(error instanceof HclFault)) throw error;
      const key = `${error.span.start} ${error.message}`;
      if (!this.#reported.has(key)) this.#report(error.message, error.span);
      this.#reported.add(key);
      return undefined;
    }
  }

  #environment(names: Readonly<Record<string, Value>>, depth: number): Environment {
    return {
      variable: (name) => {
        if (Object.hasOwn(names, name)) return names[name];
        if (name === 'target') return this.#asObjects(depth);
        const expression = this.#file.variables.get(name);
        if (!expression) return name === 'BAKE_LOCAL_PLATFORM' ? 'linux/amd64' : undefined;
        if (depth > MAX_DEPTH) throw new HclFault(`${name} stands for itself`, expression.span);
        return evaluate(expression, this.#environment({}, depth + 1));
      },
      function: (name) => {
        const own = this.#file.functions.get(name);
        if (!own) return undefined;
        return (args, span) => {
          if (depth > MAX_DEPTH) throw new HclFault(`${name}() calls itself`, span);
          const given = Object.fromEntries(own.parameters.map((parameter, at) => [parameter, args[at] ?? null]));
          const rest = own.variadic ? { [own.variadic]: args.slice(own.parameters.length) } : {};
          return evaluate(own.result, this.#environment({ ...given, ...rest }, depth + 1));
        };
      },
    };
  }

  /** What `target.<name>.<attribute>` reads: plain attributes of other targets. */
  #asObjects(depth: number): Value {
    if (depth > MAX_DEPTH) throw new HclFault('targets stand for each other', { start: 0, end: 0 });
    const environment = this.#environment({}, depth + 1);
    return Object.fromEntries(
      [...this.#file.targets].map(([name, block]) => {
        const values = block.attributes.flatMap(({ name: key, value: part }) => {
          if (mentionsTarget(part)) return [];
          const value = this.#value(part, environment);
          return value === undefined ? [] : [[key, value] as const];
        });
        return [name, Object.fromEntries(values)];
      }),
    );
  }
}

/** What of a target matters to an image. */
const kept: ReadonlySet<string> = new Set([
  'context',
  'contexts',
  'dockerfile',
  'dockerfile-inline',
  'args',
  'target',
  'platforms',
  'tags',
]);

function attribute({ attributes }: TargetBlock, name: string): Expression | undefined {
  return attributes.findLast((candidate) => candidate.name === name)?.value;
}

/** Maps are merged, everything else is replaced. */
function set(values: Map<string, Value>, key: string, value: Value): void {
  const earlier = values.get(key);
  values.set(key, isObject(earlier) && isObject(value) ? { ...earlier, ...value } : value);
}

function rowsOf(matrix: { readonly [key: string]: Value }): readonly Readonly<Record<string, Value>>[] {
  return Object.entries(matrix).reduce<Record<string, Value>[]>(
    (rows, [key, values]) =>
      rows.flatMap((row) => (Array.isArray(values) ? values.map((value) => ({ ...row, [key]: value })) : [row])),
    [{}],
  );
}

function mentionsTarget(expression: Expression): boolean {
  return JSON.stringify(expression).includes('"name":"target"');
}
