import type { SourceFile, Span } from '../../../diagnostics/diagnostic.ts';
import type { Value } from '../hcl/evaluate.ts';
import { parseHcl } from '../hcl/parse.ts';
import { type Attribute, type Block, type Body, type Expression, HclFault } from '../hcl/syntax.ts';

/** A target as it is written: attributes of blocks of one name, the later ones last. */
export interface TargetBlock {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly span: Span;
}

/** A bake file taken apart. */
export interface BakeFile {
  readonly targets: ReadonlyMap<string, TargetBlock>;
  readonly groups: ReadonlyMap<string, TargetBlock>;
  /** Defaults of variables, and what stands at the top level. */
  readonly variables: ReadonlyMap<string, Expression>;
  readonly functions: ReadonlyMap<string, BakeFunction>;
}

/** A function that the file defines. */
export interface BakeFunction {
  readonly parameters: readonly string[];
  readonly variadic?: string;
  readonly result: Expression;
}

/** Takes a bake file apart; a name that ends in `.json` holds the same in JSON. */
export function parseBakeFile(file: SourceFile): BakeFile {
  const body = file.path.endsWith('.json') ? jsonBody(file.text) : parseHcl(file.text);
  const blocks = (type: string) => body.blocks.filter((block) => block.type === type);
  const variables = blocks('variable').flatMap(({ labels: [name = ''], body: { attributes }, span }) => {
    const value = attributes.find((attribute) => attribute.name === 'default')?.value;
    return [[name, value ?? { kind: 'literal', value: null, span }] as const];
  });
  return {
    targets: merged(blocks('target')),
    groups: merged(blocks('group')),
    variables: new Map([...body.attributes.map(({ name, value }) => [name, value] as const), ...variables]),
    functions: new Map(blocks('function').flatMap(functionOf)),
  };
}

function merged(blocks: readonly Block[]): ReadonlyMap<string, TargetBlock> {
  const targets = new Map<string, TargetBlock>();
  for (const { labels, body, span } of blocks) {
    const name = labels[0] ?? '';
    const earlier = targets.get(name);
    targets.set(name, { name, span, attributes: [...(earlier?.attributes ?? []), ...body.attributes] });
  }
  return targets;
}

function functionOf({ labels: [name = ''], body: { attributes } }: Block): [string, BakeFunction][] {
  const get = (key: string) => attributes.find((attribute) => attribute.name === key)?.value;
  const result = get('result');
  const params = get('params');
  const variadic = get('variadic_params') ?? get('variadic_param');
  const parameters = params?.kind === 'list' ? params.items.map(nameOf) : [];
  return result ? [[name, { parameters, result, ...(variadic ? { variadic: nameOf(variadic) } : {}) }]] : [];
}

/** Parameters are written as bare names or in quotes. */
function nameOf(expression: Expression): string {
  if (expression.kind === 'variable') return expression.name;
  return expression.kind === 'literal' ? String(expression.value) : '';
}

const nowhere: Span = { start: 0, end: 0 };

/** The JSON form of the same: texts in it interpolate as they do in HCL. */
function jsonBody(text: string): Body {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new HclFault('this is not JSON', nowhere);
  }
  const types = isRecord(content) ? Object.entries(content) : [];
  return {
    attributes: types.filter(([type]) => !blockTypes.has(type)).map(([name, value]) => attribute(name, value as Value)),
    blocks: types
      .filter(([type]) => blockTypes.has(type))
      .flatMap(([type, named]) => entriesOf(named).flatMap(([label, values]) => blockOf(type, label, values))),
  };
}

const blockTypes: ReadonlySet<string> = new Set(['target', 'group', 'variable', 'function']);

function blockOf(type: string, label: string, values: unknown): Block {
  const attributes = entriesOf(values).map(([name, value]) => attribute(name, value as Value));
  return { type, labels: [label], span: nowhere, body: { attributes, blocks: [] } };
}

/** The entries of an object, or of each object of a list: HCL in JSON takes both (hcl/json/spec.md, "Blocks"). */
function entriesOf(value: unknown): readonly [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap(entriesOf);
  return isRecord(value) ? Object.entries(value) : [];
}

function attribute(name: string, value: Value): Attribute {
  return { name, value: expressionOf(value), span: nowhere };
}

function expressionOf(value: Value): Expression {
  const span = nowhere;
  if (Array.isArray(value)) return { kind: 'list', items: value.map(expressionOf), span };
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, item]) => ({
      key: expressionOf(key),
      value: expressionOf(item as Value),
    }));
    return { kind: 'object', entries, span };
  }
  if (typeof value !== 'string' || !value.includes('${')) {
    return { kind: 'literal', value: value as string | number | boolean | null, span };
  }
  return parseHcl(`text = ${JSON.stringify(value)}`).attributes[0]?.value ?? { kind: 'literal', value, span };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
