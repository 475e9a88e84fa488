import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Instruction } from '../dockerfile/instructions.ts';
import { type Flag, takeFlags } from '../dockerfile/words.ts';
import { pieceSpan } from './rule.ts';

/** One command of a RUN. */
export interface Command {
  /** Without quotes, assignments and shell keywords before the program gone. */
  readonly words: readonly string[];
  /** Its program; absent inside a here-document, whose characters are not placed. */
  readonly span?: Span;
  /** What stands behind it: `&&`, `|`, a line end; `''` for the last. */
  readonly follower: string;
}

/** A RUN taken apart as far as rules need it: no shell is imitated, and what cannot be told is passed over. */
export interface ShellRun {
  readonly flags: readonly Flag[];
  readonly commands: readonly Command[];
  /** Everything that is run, as text. */
  readonly text: string;
}

const keyword = /^(?:if|then|else|elif|while|until|do|!|\{|\(|time|exec|command)$/;
const assignment = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;
const operators = ['&&', '||', ';;', ';', '|', '&', '\n', '(', ')'];

/** The commands of a RUN, those of its here-documents too. */
export function shellRun(instruction: Instruction, escapeToken: string): ShellRun {
  const { flags, rest } = takeFlags(instruction.body, escapeToken);
  const offset = instruction.body.text.length - rest.text.length;
  const placed = (index: number, length: number) => pieceSpan(instruction, offset + index, length);
  const commands = [
    ...(execForm(rest.text) ?? split(rest.text, placed)),
    ...instruction.heredocs.flatMap((heredoc) => split(heredoc)),
  ];
  return { flags, commands, text: [rest.text, ...instruction.heredocs].join('\n') };
}

/** The words of a JSON form such as `["a", "b"]`; undefined where the text is none. */
export function jsonForm(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

function execForm(text: string): readonly Command[] | undefined {
  const words = jsonForm(text);
  return words && [{ words, follower: '' }];
}

interface ShellWord {
  readonly text: string;
  readonly index: number;
  readonly length: number;
}

function split(text: string, placed?: (index: number, length: number) => Span): readonly Command[] {
  const commands: Command[] = [];
  let words: ShellWord[] = [];
  const close = (follower: string) => {
    const first = words.findIndex(({ text: word }) => !keyword.test(word) && !assignment.test(word));
    const own = first < 0 ? [] : words.slice(first);
    const [program] = own;
    if (program) {
      const span = placed ? { span: placed(program.index, program.length) } : {};
      commands.push({ words: own.map((word) => word.text), ...span, follower });
    }
    words = [];
  };
  for (let at = 0; at < text.length; ) {
    const operator = operators.find((one) => text.startsWith(one, at));
    if (operator !== undefined) {
      close(operator);
      at += operator.length;
    } else if (/\s/.test(text[at] as string)) at += 1;
    else if (text[at] === '#') at = lineEnd(text, at);
    else {
      const word = readWord(text, at);
      words.push(word);
      at += word.length;
    }
  }
  close('');
  return commands;
}

/** One word; what is substituted into it stays as it is written. */
function readWord(text: string, start: number): ShellWord {
  let word = '';
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\\') {
      at += 1;
      word += text[at] === '\n' ? '' : (text[at] ?? '');
    } else if (character === "'" || character === '"' || character === '`') {
      const end = closingQuote(text, at);
      word += text.slice(at + 1, end);
      at = end;
    } else if (text.startsWith('$(', at)) {
      const end = closingParenthesis(text, at + 1);
      word += text.slice(at, end + 1);
      at = end;
    } else if (
      /\s/.test(character) ||
      (operators.includes(character) && !(character === '&' && text[at - 1] === '>'))
    ) {
      break;
    } else word += character;
  }
  return { text: word, index: start, length: Math.min(at, text.length) - start };
}

function closingQuote(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote !== "'") at += 1;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

function closingParenthesis(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\\') at += 1;
    else if (character === "'" || character === '"') at = closingQuote(text, at);
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}
