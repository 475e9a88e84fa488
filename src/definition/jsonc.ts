import { createScanner, type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { positionAt, type SourceFile } from '../diagnostics/diagnostic.ts';
import type { Findings } from './findings.ts';
import { readYaml, type YamlPath, type YamlSource } from './yaml-source.ts';

/** Deeper than any file that is read. Here it only keeps the parser, which calls itself, from running out of stack. */
const MAX_DEPTH = 100;

const messages: Readonly<Record<string, string>> = {
  InvalidSymbol: 'JSON has no such word here: texts and keys stand in double quotes',
  InvalidNumberFormat: 'this is no number of JSON',
  PropertyNameExpected: 'a key in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a ":" is expected here',
  CommaExpected: 'a "," is expected here',
  CloseBraceExpected: 'a "}" is expected here',
  CloseBracketExpected: 'a "]" is expected here',
  EndOfFileExpected: 'nothing can follow the last bracket',
  UnexpectedEndOfComment: 'the comment does not end',
  UnexpectedEndOfString: 'the text does not end on its line',
};

/** Reads a file by its name: JSON with comments where it ends in `.jsonc`, else YAML. */
export function readSource(file: SourceFile, isText: (path: YamlPath) => boolean, findings: Findings): YamlSource {
  return file.path.endsWith('.jsonc') ? readJsonc(file, isText, findings) : readYaml(file, isText, findings);
}

/**
 * Reads JSON with comments and trailing commas. Without its comments it is YAML too (YAML 1.2.2, 1.3), so that what
 * holds for one holds for both: limits, forbidden keys, keys that stand twice, places.
 */
function readJsonc(file: SourceFile, isText: (path: YamlPath) => boolean, findings: Findings): YamlSource {
  const { text, depth } = withoutComments(file.text);
  const isSound = text.trim() === '' || depth > MAX_DEPTH || isJson(file, findings);
  return readYaml({ path: file.path, text: isSound ? text : '' }, isText, findings);
}

/** The text with spaces in place of comments, so that everything stays where it is, and how deep its brackets go. */
function withoutComments(text: string): { readonly text: string; readonly depth: number } {
  const scanner = createScanner(text);
  let [blanked, end, depth, deepest] = ['', 0, 0, 0];
  for (let from = 0; from < text.length; from = scanner.getPosition()) {
    scanner.scan();
    // Each token, comments and spaces too, is known by how it begins.
    if (text[from] === '{' || text[from] === '[') depth += 1;
    if (text[from] === '}' || text[from] === ']') depth -= 1;
    deepest = Math.max(deepest, depth);
    if (!text.startsWith('//', from) && !text.startsWith('/*', from)) continue;
    blanked += text.slice(end, from);
    end = scanner.getPosition();
    blanked += text.slice(from, end).replaceAll(/[^\r\n]/g, ' ');
  }
  return { text: blanked + text.slice(end), depth: deepest };
}

function isJson(file: SourceFile, findings: Findings): boolean {
  const errors: ParseError[] = [];
  parse(file.text, errors, { allowTrailingComma: true });
  const seen = new Set<number>();
  for (const { error, offset, length } of errors) {
    const { line } = positionAt(file, offset);
    // One slip makes the parser stumble several times on the same line: the first tells the cause.
    if (seen.has(line)) continue;
    seen.add(line);
    const message = messages[printParseErrorCode(error)] ?? 'this cannot stand in JSON';
    findings.error({ start: offset, end: offset + length }, 'json-syntax', message);
  }
  return errors.length === 0;
}
