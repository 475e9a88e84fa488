import { positionAt, type SourceFile, type Span } from '../../diagnostics/diagnostic.ts';
import type { Instruction } from '../dockerfile/instructions.ts';

/** A comment `# caskwright ignore=<rule>[,<rule>]: <reason>`. */
export interface Ignore {
  readonly rules: readonly string[];
  /** Empty where none is given. */
  readonly reason: string;
  readonly span: Span;
  /** The instruction that it stands in, or in front of. */
  readonly instruction?: Instruction | undefined;
}

const comment = /^[ \t]*# *caskwright +ignore=([A-Za-z0-9, _-]*)(?::([^\n]*))?/gim;

/** All such comments of a Dockerfile, each with the instruction that it is about. */
export function readIgnores(file: SourceFile, instructions: readonly Instruction[]): readonly Ignore[] {
  if (!/caskwright/i.test(file.text)) return [];
  // Both are in the order of the file.
  let at = 0;
  return [...file.text.matchAll(comment)].map((match) => {
    const start = match.index + match[0].indexOf('#');
    const { line } = positionAt(file, start);
    const rules = (match[1] ?? '').split(',').map((rule) => rule.trim());
    while (at < instructions.length && lastLine(file, instructions[at] as Instruction) <= line) at += 1;
    return {
      rules: rules.filter((rule) => rule !== ''),
      reason: (match[2] ?? '').trim(),
      span: { start, end: match.index + match[0].trimEnd().length },
      instruction: instructions[at],
    };
  });
}

function lastLine(file: SourceFile, { body, line }: Instruction): number {
  return body.text === '' ? line : positionAt(file, body.offsetOf(body.text.length - 1)).line;
}
