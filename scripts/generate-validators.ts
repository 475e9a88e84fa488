import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { JsonSchema } from './schema.ts';

// What the validators decide. Grammar (`pattern`, `minLength`) is left to the readers, which give each fault a code
// and a message of its own; in the schema it serves editors.
const decided: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  'type',
  'enum',
  'required',
  'minItems',
  'uniqueItems',
  'minimum',
  'maximum',
  'exclusiveMinimum',
]);

function decidedPart(schema: JsonSchema): JsonSchema {
  const { properties, items, additionalProperties } = schema;
  const kept = Object.entries(schema).filter(([keyword]) => decided.has(keyword));
  const below = Object.entries(properties ?? {}).map(([key, value]) => [key, decidedPart(value)]);
  return {
    ...Object.fromEntries(kept),
    ...(properties ? { properties: Object.fromEntries(below) } : {}),
    ...(items ? { items: decidedPart(items) } : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: decidedPart(additionalProperties) } : {}),
    ...(typeof additionalProperties === 'boolean' ? { additionalProperties } : {}),
  } as JsonSchema;
}

/** ES module source of a validator, under the schema's title: no compiler is loaded at run time. */
export function generateValidator(schema: JsonSchema): string {
  // Messages are worded where errors become findings.
  const code = { source: true, esm: true, lines: true };
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, messages: false, code });
  ajv.addSchema(decidedPart(schema));
  const text = standalone.default(ajv, { [`is${schema.title}`]: schema.$id });
  if (text.includes('require(')) throw new Error('a validator needs the ajv runtime: simplify the schema');
  return `// Generated from schemas/ by scripts/generate.ts.\n${text}\n`;
}

/** The types of that module. */
export function generateValidatorTypes({ title }: JsonSchema): string {
  return [
    '// Generated from schemas/ by scripts/generate.ts.',
    "import type { Validator } from '../validator.ts';",
    '',
    `export declare const is${title}: Validator;`,
    '',
  ].join('\n');
}

/** The keys that each closed object of a schema knows, by JSON pointer, for "did you mean". */
export function generateKeys(schemas: readonly JsonSchema[]): string {
  const tables = schemas.map((schema) => `  ${schema.title}: ${JSON.stringify(keysOf(schema, '#'))},`);
  return [
    '// Generated from schemas/ by scripts/generate.ts.',
    'export const knownKeys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {',
    ...tables,
    '};',
    '',
  ].join('\n');
}

function keysOf(schema: JsonSchema, pointer: string): Record<string, string[]> {
  const properties = schema.properties ?? {};
  const own = schema.properties ? { [pointer]: Object.keys(properties) } : {};
  const below = Object.entries(properties).map(([key, value]) => keysOf(value, `${pointer}/properties/${key}`));
  const { additionalProperties: free, items } = schema;
  const ofAny = typeof free === 'object' ? keysOf(free, `${pointer}/additionalProperties`) : {};
  const ofItems = items ? keysOf(items, `${pointer}/items`) : {};
  return Object.assign(own, ofAny, ofItems, ...below);
}
