import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { Findings } from './findings.ts';
import { nearest } from './nearest.ts';
import { faultOf, type Template } from './template.ts';

/** The value of every variable, by name, and what is wrong with those that were given. */
export interface TemplateValues {
  readonly values: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Holds what was given against what the template asks for; defaults stand in for the rest. */
export function templateValues(template: Template, given: Readonly<Record<string, string>>): TemplateValues {
  const { file, variables } = template;
  const findings = new Findings(file);
  const names = variables.map(({ name }) => name);
  for (const name of Object.keys(given).filter((key) => !names.includes(key))) {
    const meant = nearest(name, names);
    const known = names.length > 0 ? `the variables are ${names.join(', ')}` : 'the template has no variables';
    const fix = meant ? `did you mean ${meant}?` : known;
    findings.error({ start: 0, end: 0 }, 'template-variable-unknown', `there is no variable {${name}}`, { fix });
  }
  const values: Record<string, string> = {};
  for (const variable of variables) {
    const { name, span } = variable;
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    const value = own ?? variable.default;
    const fault = own === undefined ? undefined : faultOf(variable, own);
    if (fault) findings.error(span, 'template-value', `${fault}, not ${JSON.stringify(own)}`);
    if (value !== undefined) values[name] = value;
    else {
      const message = `{${name}} has no value${variable.description === '' ? '' : `: ${variable.description}`}`;
      findings.error(span, 'template-variable-missing', message, { fix: `give one: --set ${name}=…` });
    }
  }
  return { values, diagnostics: findings.list };
}

/**
 * Fills in `{name}` and the variables. `${name}` is a shell's or a Dockerfile's own and stays; so does every other
 * brace.
 */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/(?<!\$)\{([a-z][a-z0-9_]*)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
