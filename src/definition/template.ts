import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import { Findings } from './findings.ts';
import type { TemplateFile } from './generated/template-file.ts';
import { isTemplateFile } from './generated/template-validator.js';
import { compileGlob } from './glob.ts';
import { checkSchema } from './schema-findings.ts';
import { readYaml, type YamlPath, type YamlSource } from './yaml-source.ts';

/** What a template asks of whoever uses it. */
export interface TemplateVariable {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly description: string;
  /** Absent: a value is required. */
  readonly default?: string;
  /** Glob over the whole value. */
  readonly pattern?: string;
  readonly choices?: readonly string[];
  /** Its name in the file. */
  readonly span: Span;
}

/** What stands in `template.yaml`. */
export interface Template {
  readonly file: SourceFile;
  readonly description: string;
  readonly variables: readonly TemplateVariable[];
}

/** A template as far as it could be read, and what is wrong with its file. */
export interface ReadTemplate {
  readonly template: Template;
  readonly diagnostics: readonly Diagnostic[];
}

const variableName = /^[a-z][a-z0-9_]{0,63}$/;

/** Reads `template.yaml`; a template without one passes a file with an empty text. */
export function readTemplate(file: SourceFile): ReadTemplate {
  const findings = new Findings(file);
  const source = readYaml(file, isValue, findings);
  checkSchema(source, 'TemplateFile', isTemplateFile, findings);
  const { description = '', variables = {} } = source.value as TemplateFile;
  const read = Object.entries(variables).map(([name, given]) => readVariable(source, name, given, findings));
  return { template: { file, description, variables: read }, diagnostics: findings.list };
}

/** Values are texts as they are written: 3.10 is not 3.1. */
function isValue([top, , key]: YamlPath): boolean {
  return top === 'variables' && (key === 'default' || key === 'choices');
}

type GivenVariable = NonNullable<TemplateFile['variables']>[string];

function readVariable(source: YamlSource, name: string, given: GivenVariable, findings: Findings): TemplateVariable {
  const span = source.keySpan(['variables', name]);
  if (!variableName.test(name) || name === 'name') {
    const message = `"${name}" cannot be a variable: lower-case letters, digits and "_", a letter first, and not "name"`;
    findings.error(span, 'schema-value', message);
  }
  const { type = 'string', description = '', pattern, choices } = given;
  const glob = pattern === undefined ? undefined : compileGlob(pattern);
  if (glob && !glob.ok) findings.error(source.span(['variables', name, 'pattern']), 'schema-value', glob.error);
  const variable: TemplateVariable = {
    ...{ name, type, description, span },
    ...(given.default === undefined ? {} : { default: String(given.default) }),
    ...(pattern !== undefined && glob?.ok ? { pattern } : {}),
    ...(choices ? { choices: choices.filter((choice) => choice !== undefined) } : {}),
  };
  const fault = variable.default === undefined ? undefined : faultOf(variable, variable.default);
  if (fault) findings.error(source.span(['variables', name, 'default']), 'template-value', fault);
  return variable;
}

/** What is wrong with a value, in words that stand after "it". */
export function faultOf({ name, type, pattern, choices }: TemplateVariable, value: string): string | undefined {
  if (type === 'integer' && !/^-?(0|[1-9][0-9]{0,14})$/.test(value)) return `{${name}} is a whole number`;
  if (type === 'boolean' && !/^(true|false)$/.test(value)) return `{${name}} is true or false`;
  // A line of its own could be another instruction or another key.
  if (/\p{Cc}/u.test(value)) return `{${name}} is one line, without control characters`;
  if (choices && !choices.includes(value)) return `{${name}} is one of ${choices.join(', ')}`;
  const glob = pattern === undefined ? undefined : compileGlob(pattern);
  if (glob?.ok && !glob.value(value)) return `{${name}} matches ${pattern}`;
  return undefined;
}
