import { isSpace, type JoinedText } from './lines.ts';

/** One word of an instruction. */
export interface Word {
  /** As written, quotes included. */
  readonly raw: string;
  /** Where it stands in the text that it was taken from. */
  readonly index: number;
}

/** A `--name=value` before the arguments of an instruction. */
export interface Flag {
  readonly name: string;
  /** Without quotes; `''` where the flag has none. */
  readonly value: string;
  /** Where the value stands in the instruction's body. */
  readonly index: number;
}

/** The words of a text, split at white space outside quotes. `closed` is false when a quote has no end. */
export function splitWords(text: string, escapeToken: string): { words: readonly Word[]; closed: boolean } {
  const words: Word[] = [];
  let quote = '';
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (quote === '' && isSpace(character)) {
      if (start >= 0) words.push({ raw: text.slice(start, at), index: start });
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (character === escapeToken && quote !== "'") at += 1;
    else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
  }
  if (start >= 0) words.push({ raw: text.slice(start), index: start });
  return { words, closed: quote === '' };
}

/** The flags that an instruction's body starts with, and what follows them. */
export function takeFlags(body: JoinedText, escapeToken: string): { flags: readonly Flag[]; rest: JoinedText } {
  const flags: Flag[] = [];
  if (!body.text.startsWith('--')) return { flags, rest: body };
  for (const { raw, index } of splitWords(body.text, escapeToken).words) {
    if (!raw.startsWith('--')) return { flags, rest: body.slice(index) };
    if (raw === '--') return { flags, rest: body.slice(index + 2) };
    const equals = raw.indexOf('=');
    const name = equals < 0 ? raw.slice(2) : raw.slice(2, equals);
    const value = equals < 0 ? '' : unquote(raw.slice(equals + 1), escapeToken);
    flags.push({ name: name.toLowerCase(), value, index: index + (equals < 0 ? 0 : equals + 1) });
  }
  return { flags, rest: body.slice(body.text.length) };
}

/** A word without its quotes and escapes; variables stay as they are. */
function unquote(raw: string, escapeToken: string): string {
  let text = '';
  let quote = '';
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at] as string;
    if (character === escapeToken && at + 1 < raw.length) {
      at += 1;
      text += raw[at];
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else text += character;
  }
  return text;
}
