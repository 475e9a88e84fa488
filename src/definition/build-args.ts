import type { SourceFile, Span } from '../diagnostics/diagnostic.ts';
import { Findings } from './findings.ts';
import { readSource } from './jsonc.ts';
import { fillReporting } from './placeholder-findings.ts';
import type { YamlSource } from './yaml-source.ts';

/** What the placeholders of build args stand for; undefined where there is nothing that they could. */
export type ArgPlaceholders = Readonly<
  Record<'registry' | 'registry.host' | 'registry.namespace' | 'name' | 'version', string | undefined>
>;

/** Names of build args, as a Dockerfile can declare them. */
const argName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a path leads to a build arg: those are texts as they are written, `3.10` included. */
export function isBuildArg(path: readonly (string | number)[]): boolean {
  return path.length === 2 && path[0] === 'args';
}

/** Where the value of a build arg stands in a `build.yaml` or `caskwright.yaml`; undefined where it gives none. */
export function argSpan(file: SourceFile, name: string): Span | undefined {
  const source = readSource(file, isBuildArg, new Findings(file));
  const { args } = source.value;
  const isThere = typeof args === 'object' && args !== null && Object.hasOwn(args, name);
  return isThere ? source.span(['args', name]) : undefined;
}

/** The `args` of a file with placeholders filled in; what is wrong with a name or a placeholder is reported. */
export function readArgs(
  source: YamlSource,
  args: Readonly<Record<string, string | number | boolean>> | undefined,
  placeholders: ArgPlaceholders,
  text: string,
  findings: Findings,
): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(args ?? {})) {
    const path = ['args', name];
    if (!argName.test(name)) {
      const message = `"${name}" cannot be a build arg: letters, digits and "_", no digit first`;
      findings.error(source.keySpan(path), 'schema-value', message);
      continue;
    }
    const placed = { text: String(value), span: source.span(path), source: text };
    filled[name] = fillReporting(placed, placeholders, findings);
  }
  return filled;
}
