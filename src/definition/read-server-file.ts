import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { Findings } from './findings.ts';
import type { ServerFile } from './generated/server-file.ts';
import { isServerFile } from './generated/server-validator.js';
import { checkSchema } from './schema-findings.ts';
import { readYaml, type YamlPath } from './yaml-source.ts';

/** The keys whose values are texts although they look like numbers. */
const TEXTS: ReadonlySet<string | number> = new Set(['id', 'senders']);

/** Reads the configuration of the server. What is wrong is reported, and left out of the content. */
export function readServerFile(file: SourceFile): {
  readonly content: ServerFile;
  readonly diagnostics: readonly Diagnostic[];
} {
  const findings = new Findings(file);
  const isText = (path: YamlPath) => path.some((step) => TEXTS.has(step));
  const source = readYaml(file, isText, findings);
  checkSchema(source, 'ServerFile', isServerFile, findings);
  return { content: source.value as ServerFile, diagnostics: findings.list };
}
