import { cleanLog, cut, escapeControls } from './text.ts';

/**
 * Text of others on its way into GitHub's Markdown: names, reasons, messages, log lines. None of it may end a table
 * cell, a code fence or an HTML comment, call a user by `@name`, or turn into a link to an issue. GitHub looks for
 * mentions and references in the rendered page, so entities hide nothing from it; code it leaves alone.
 */

/** Columns of a log line; what is longer stands in the log. */
const LINE_WIDTH = 400;

// A word that Markdown and GitHub take as it stands; every repetition begins with a character of its own.
const plainWord = /^\(?[\p{L}\p{N}]+(?:[.,:/'’-][\p{L}\p{N}]+)*[),.:;…]*$|^[·→…✓✗–—]$/u;
// Plain to the eye, but: a list's number, a web address, an issue of a tracker (`GH-12`), a commit.
const readAsMore = /^\d+[.)]$|www\.|\p{L}-\d|[0-9a-f]{7}/iu;

/** A text in one line of prose: plain words as they are, everything else as code. */
export function prose(text: string): string {
  const parts: { readonly plain: boolean; text: string }[] = [];
  for (const word of oneLine(text).split(' ')) {
    const plain = plainWord.test(word) && !readAsMore.test(word);
    const last = parts.at(-1);
    if (last?.plain === plain) last.text += ` ${word}`;
    else parts.push({ plain, text: word });
  }
  return parts.map((part) => (part.plain ? part.text : code(part.text))).join(' ');
}

/** A text as code in one line; `''` stays empty. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  // A table splits its rows before it looks for code, and its readers disagree on a backslash before the bar.
  if (line.includes('|')) return htmlCode(line);
  const marks = '`'.repeat(longestRun(line) + 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${marks}${space}${line}${space}${marks}`;
}

/** The same as an HTML element: for places where Markdown is not read, such as a `<summary>`. */
export function htmlCode(text: string): string {
  return `<code>${oneLine(text).replace(/[!-/:-@[-`{-~]/g, (mark) => `&#${mark.charCodeAt(0)};`)}</code>`;
}

/** Lines of output in a fence that none of them can close. */
export function fence(lines: readonly string[], language: 'text' | 'mermaid'): string {
  const shown = language === 'text' ? lines.map(logLine) : lines;
  const marks = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
  return [`${marks}${language}`, ...shown, marks].join('\n');
}

/** A row of a table; its cells are Markdown already. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** A link with a plain word as its text; only that word where the address is not one of the web. */
export function link(word: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return word;
  const href = url.href.replace(/[<>()[\]|\\`*_~@]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return `[${word}](${href})`;
}

/** The line that no reader sees and by which the comment of `key` is found again: the first of `renderComment`. */
export function commentMarker(key: string): string {
  return `<!-- caskwright:${encodeURIComponent(key.toWellFormed()).replaceAll('--', '-%2D')} -->`;
}

function logLine(line: string): string {
  const text = cleanLog(line);
  return text.length <= LINE_WIDTH ? text : cut(text, LINE_WIDTH);
}

function oneLine(text: string): string {
  return escapeControls(text.replace(/\s+/g, ' ').trim());
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
