import type { Findings } from './findings.ts';
import { knownKeys } from './generated/known-keys.ts';
import { nearest } from './nearest.ts';
import type { SchemaError, Validator } from './validator.ts';
import { typeName, type YamlPath, type YamlSource } from './yaml-source.ts';

/**
 * Holds the source's value against a schema: one finding for each fault, at its place. What is wrong is then taken
 * out of the value (a list keeps a hole), so that the rest can be read by its type.
 */
export function checkSchema(source: YamlSource, schema: string, validate: Validator, findings: Findings): void {
  if (validate(source.value)) return;
  const faults = (validate.errors ?? []).map((error) => describe(source, schema, error));
  for (const { path, report } of faults) report(findings, path);
  for (const { path } of faults) remove(source.value, path);
}

interface Fault {
  /** The value that is wrong. */
  readonly path: YamlPath;
  readonly report: (findings: Findings, path: YamlPath) => void;
}

function describe(source: YamlSource, schema: string, error: SchemaError): Fault {
  const path = pathOf(error.instancePath);
  const name = path.length > 0 ? `"${path.join('.')}"` : 'the file';
  if (error.keyword === 'additionalProperties') return unknownKey(source, schema, error, path);
  if (error.keyword === 'required') {
    const message = `${name} needs the key "${error.params.missingProperty}"`;
    const report = (findings: Findings) => findings.error(source.keySpan(path), 'schema-missing-key', message);
    return { path, report };
  }
  const value = valueAt(source.value, path);
  if (error.keyword === 'type') {
    const message = `${name} must be ${typeNames(error.params.type)}, not ${typeName(value)}`;
    return { path, report: (findings) => findings.error(source.span(path), 'schema-type', message) };
  }
  if (error.keyword === 'uniqueItems') {
    const item = [...path, Math.max(error.params.i as number, error.params.j as number)];
    const message = `${name} holds ${JSON.stringify(valueAt(source.value, item))} twice`;
    return { path: item, report: (findings) => findings.error(source.span(item), 'schema-value', message) };
  }
  return { path, report: (findings) => reportValue(findings, source, path, `${name} ${rule(error)}`, error, value) };
}

function unknownKey(source: YamlSource, schema: string, error: SchemaError, parent: YamlPath): Fault {
  const key = String(error.params.additionalProperty);
  const path = [...parent, key];
  const known = knownKeys[schema]?.[error.schemaPath.replace(/\/additionalProperties$/, '')] ?? [];
  const meant = nearest(key, known);
  const fix = meant ? `did you mean ${meant}?` : `the keys are ${known.join(', ')}`;
  const where = parent.length > 0 ? ` in "${parent.join('.')}"` : '';
  return {
    path,
    report: (findings) =>
      findings.error(source.keySpan(path), 'schema-unknown-key', `there is no key "${key}"${where}`, { fix }),
  };
}

function reportValue(
  findings: Findings,
  source: YamlSource,
  path: YamlPath,
  message: string,
  error: SchemaError,
  value: unknown,
): void {
  const allowed = (error.params.allowedValues as readonly string[] | undefined) ?? [];
  const meant = typeof value === 'string' ? nearest(value, allowed) : undefined;
  const fix = meant ? `did you mean ${meant}?` : undefined;
  findings.error(source.span(path), 'schema-value', message, { fix });
}

function rule(error: SchemaError): string {
  const { allowedValues, comparison, limit } = error.params;
  if (Array.isArray(allowedValues)) return `must be one of ${allowedValues.join(', ')}`;
  if (error.keyword === 'minItems') return `must have at least ${limit === 1 ? 'one entry' : `${limit} entries`}`;
  const words: Readonly<Record<string, string>> = { '>': 'above', '>=': 'at least', '<=': 'at most', '<': 'below' };
  return `must be ${words[String(comparison)]} ${limit}`;
}

function typeNames(types: unknown): string {
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
  };
  return [types]
    .flat()
    .map((type) => words[String(type)])
    .join(' or ');
}

function pathOf(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value);
}

function remove(value: unknown, path: YamlPath): void {
  const parent = valueAt(value, path.slice(0, -1));
  const step = path.at(-1);
  if (typeof parent === 'object' && parent !== null && step !== undefined) {
    delete (parent as Record<string | number, unknown>)[step];
  }
}
