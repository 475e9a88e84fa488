// Generated from schemas/ by scripts/generate.ts.
/** What a validator found wrong: ajv’s own error objects, the parts that are read. */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
}
/** Whether the value follows the schema; `errors` is that of the last call. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
export declare const isBuildFile: Validator;
export declare const isCaskwrightFile: Validator;
export declare const isServerFile: Validator;
export declare const isTemplateFile: Validator;
