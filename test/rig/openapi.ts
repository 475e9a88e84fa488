import { Ajv2020 } from 'ajv/dist/2020.js';

/** The parts of an OpenAPI 3.1 description that answers are held against. */
export interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}

/** An answer as it was on the wire. */
export interface Answered {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Holds answers against a description, and remembers of which operations it has seen one. */
export interface Conformance {
  /** What is wrong with an answer, in words; the operation is named by its method and the path that was asked. */
  check(method: string, url: string, answered: Answered): readonly string[];
  /** Operations (`GET /images/{name}`) that have not been seen to succeed. */
  unseen(): readonly string[];
}

export function conformanceWith(description: Description): Conformance {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('date-time', (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text));
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  ajv.addSchema({ $id: 'api', components: description.components });
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      pattern: new RegExp(`^${path.replace(/\{path\}$/, '.+').replace(/\{\w+\}/g, '[^/]+')}$`),
      method: method.toUpperCase(),
      weight: (path.match(/\{/g) ?? []).length,
      operation,
    })),
  );
  const seen = new Set<string>();
  return {
    check(method, url, { statusCode, body, headers }) {
      const path = url.split('?', 1)[0] ?? '';
      const fitting = operations.filter((each) => each.method === method && each.pattern.test(path));
      const [found] = fitting.toSorted((a, b) => a.weight - b.weight);
      if (!found) return [`${method} ${path} is not described`];
      if (statusCode < 400) seen.add(found.name);
      const response = found.operation.responses[statusCode] ?? found.operation.responses.default;
      if (!response) return [`${found.name} ${statusCode} is not described`];
      const isDescribed = String(statusCode) in found.operation.responses || statusCode >= 400;
      if (!isDescribed) return [`${found.name} ${statusCode} is not described`];
      const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
      const schema = response.content?.[type]?.schema;
      if (!schema || isNull(schema))
        return body === '' ? [] : [`${found.name} ${statusCode}: no body is described as ${type}`];
      const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
      if (validate(JSON.parse(body))) return [];
      return (validate.errors ?? []).map(
        (error) => `${found.name} ${statusCode}${error.instancePath} ${error.message}`,
      );
    },
    unseen: () => operations.map(({ name }) => name).filter((name) => !seen.has(name)),
  };
}

function isNull(schema: object): boolean {
  return 'type' in schema && schema.type === 'null';
}
