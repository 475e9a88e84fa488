/** The part of JSON Schema 2020-12 that our schemas use. */
export interface JsonSchema {
  readonly $id: string;
  readonly title: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** Keys that a key needs beside it. */
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  /** Keys that a key stands in place of. */
  readonly dependentSchemas?: Readonly<Record<string, { readonly properties: Readonly<Record<string, false>> }>>;
}
