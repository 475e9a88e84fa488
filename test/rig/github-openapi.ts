import { Ajv, type ValidateFunction } from 'ajv';
import extract from './github-openapi.json' with { type: 'json' };

/** A call that GitHub's description has, with what stands in the path. */
export interface DescribedCall {
  /** E.g. `issues/create-comment`. */
  readonly operation: string;
  /** Without the query. */
  readonly pathname: string;
  /** Names of the path → what stands there, with escapes resolved. */
  readonly path: Readonly<Record<string, string>>;
  /** Query parameters, with the description's defaults. */
  readonly query: Readonly<Record<string, unknown>>;
  /** What is wrong with the request, in words. */
  readonly findings: readonly string[];
  /** What is wrong with an answer, in words. */
  answer(status: number, body: unknown): readonly string[];
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Referring[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content } | Referring>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
}
interface Referring {
  readonly $ref: string;
}
type Content = Readonly<Record<string, { readonly schema: object }>>;

/** Any call may be refused, or fail, in these ways, though the description names them for few. */
const ALWAYS = new Set([401, 403, 404, 429, 500, 502, 503]);
const operations = extract.paths as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
ajv.addFormat('date-time', (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text));
ajv.addFormat('int64', { type: 'number', validate: (value: number) => Number.isSafeInteger(value) });
ajv.addFormat('email', (text: string) => text.includes('@'));
ajv.addFormat('uri', (text: string) => URL.canParse(text));
ajv.addSchema({ $id: 'github', components: closed(extract.components) });
const compiled = new Map<string, ValidateFunction>();

/** Holds a request against the description; absent where that has no such path or method. */
export function describedCall(method: string, url: URL, body: unknown): DescribedCall | undefined {
  for (const [template, methods] of Object.entries(operations)) {
    const path = pathValues(template, url.pathname);
    const operation = methods[method.toLowerCase()];
    if (!path || !operation) continue;
    const parameters = operation.parameters.map((each) => resolve<Parameter>(each));
    const query = queryValues(parameters, url.searchParams);
    return {
      operation: operation.operationId,
      pathname: url.pathname,
      path,
      query: query.values,
      findings: [...pathFindings(parameters, path), ...query.findings, ...bodyFindings(operation, body)],
      answer: (status, answered) => answerFindings(operation, status, answered),
    };
  }
  return undefined;
}

function pathValues(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const found = new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
  return found
    ? Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? '')]))
    : undefined;
}

function pathFindings(parameters: readonly Parameter[], values: Readonly<Record<string, string>>): readonly string[] {
  return parameters.flatMap(({ name, in: place, schema }) =>
    place === 'path' ? check(schema, numeric(values[name], schema), `path ${name}`) : [],
  );
}

function queryValues(parameters: readonly Parameter[], given: URLSearchParams) {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  const strangers = [...given.keys()].filter((name) => !known.some((parameter) => parameter.name === name));
  const values: Record<string, unknown> = {};
  const findings = strangers.map((name) => `query ${name}: GitHub has no such parameter`);
  for (const { name, required, schema } of known) {
    const value = given.has(name) ? numeric(given.get(name) ?? '', schema) : (schema as { default?: unknown }).default;
    if (value !== undefined) findings.push(...check(schema, value, `query ${name}`));
    else if (required) findings.push(`query ${name}: missing`);
    values[name] = value;
  }
  return { values, findings };
}

function bodyFindings({ requestBody }: Operation, body: unknown): readonly string[] {
  if (!requestBody) return body === undefined ? [] : ['body: GitHub takes none here'];
  if (body === undefined) return requestBody.required ? ['body: missing'] : [];
  return check(requestBody.content['application/json']?.schema ?? {}, body, 'body');
}

function answerFindings({ responses }: Operation, status: number, body: unknown): readonly string[] {
  const described = responses[status];
  if (!described) {
    if (!ALWAYS.has(status)) return [`answer ${status}: GitHub does not give it here`];
    return check({ $ref: '#/components/schemas/basic-error' }, body, `answer ${status}`);
  }
  const { content } = resolve<{ readonly content?: Content }>(described);
  if (!content) return body === undefined ? [] : [`answer ${status}: has a body`];
  return check(content['application/json']?.schema ?? {}, body, `answer ${status}`);
}

function check(schema: object, value: unknown, what: string): readonly string[] {
  const key = JSON.stringify(schema);
  const validate =
    compiled.get(key) ?? ajv.compile(JSON.parse(JSON.stringify(closed(schema)).replaceAll('"#/', '"github#/')));
  compiled.set(key, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** A schema that takes no field which it does not name: what GitHub would ignore, or never send, is a mistake here. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...parts } = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, closed(value)]),
  );
  // Ajv takes the word only beside a type.
  if (nullable === true && Array.isArray(parts.anyOf)) return { ...parts, anyOf: [...parts.anyOf, { type: 'null' }] };
  if (nullable !== undefined) parts.nullable = nullable;
  // GitHub leaves null out of the words that such a field may have.
  if (nullable === true && Array.isArray(parts.enum)) parts.enum = [...parts.enum, null];
  return parts.type === 'object' && isObject(parts.properties) && !('additionalProperties' in parts)
    ? { ...parts, additionalProperties: false }
    : parts;
}

function resolve<T>(part: T | Referring): T {
  if (!isObject(part) || typeof part.$ref !== 'string') return part as T;
  const steps = part.$ref.slice(2).split('/');
  return steps.reduce<unknown>((found, step) => (isObject(found) ? found[step] : undefined), extract) as T;
}

function numeric(text: string | undefined, schema: object): unknown {
  const wanted = (schema as { type?: string }).type === 'integer' && /^-?\d+$/.test(text ?? '');
  return wanted ? Number(text) : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
