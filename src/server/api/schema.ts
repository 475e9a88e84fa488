/**
 * JSON Schema (2020-12, the part that OpenAPI 3.1 and draft 7 share) with the TypeScript type that it stands for: what
 * validates a request, documents it and types its handler is one value.
 */
export interface Schema<T = unknown> {
  readonly [keyword: string]: unknown;
  /** Never there at run time: it carries the type. */
  readonly [represents]?: T;
}

declare const represents: unique symbol;

/** The type of the values that a schema describes. */
export type Static<S> = S extends Schema<infer T> ? T : never;

type Properties = Readonly<Record<string, Schema>>;
type Required<P extends Properties> = { readonly [K in keyof P]: Static<P[K]> };
type Optional<P extends Properties> = { readonly [K in keyof P]?: Static<P[K]> | undefined };
/** Keywords of JSON Schema beside the type: `description`, `maximum`, `pattern`. */
type Keywords = Readonly<Record<string, unknown>>;

export const text = (keywords: Keywords = {}): Schema<string> => ({ type: 'string', ...keywords });
export const integer = (keywords: Keywords = {}): Schema<number> => ({ type: 'integer', ...keywords });
export const boolean = (keywords: Keywords = {}): Schema<boolean> => ({ type: 'boolean', ...keywords });

/** One of some words. */
export function choice<const T extends string>(values: readonly T[], keywords: Keywords = {}): Schema<T> {
  return { type: 'string', enum: values, ...keywords };
}

/** A time that the server tells: RFC 3339, UTC. */
export const time = (keywords: Keywords = {}): Schema<Date> => ({ type: 'string', format: 'date-time', ...keywords });

/** A JSON object of any shape. */
export const anyObject = (keywords: Keywords = {}): Schema<Readonly<Record<string, unknown>>> => ({
  type: 'object',
  additionalProperties: true,
  ...keywords,
});

export function list<T>(items: Schema<T>, keywords: Keywords = {}): Schema<readonly T[]> {
  return { type: 'array', items, ...keywords };
}

/** An object with any keys and values of one kind. */
export function mapOf<T>(values: Schema<T>, keywords: Keywords = {}): Schema<Readonly<Record<string, T>>> {
  return { type: 'object', additionalProperties: values, ...keywords };
}

/** An object with exactly these keys; the second ones may be absent. */
export function object<R extends Properties, O extends Properties = Record<never, never>>(
  required: R,
  optional?: O,
): Schema<Required<R> & Optional<O>> {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
    additionalProperties: false,
  };
}

/** The same, or null. Only for schemas with a `type`. */
export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return { ...schema, type: [schema.type, 'null'] } as Schema<T | null>;
}

/** A schema that other documents refer to by its name. */
export function model<T>(name: string, schema: Schema<T>): Schema<T> {
  return { $id: name, ...schema };
}
