/** A stretch of a source text. */
export interface Token {
  readonly text: string;
  /** `comment`, `keyword`, `text`, `value` or nothing. */
  readonly kind: '' | 'comment' | 'keyword' | 'text' | 'value';
}

type Rule = readonly [kind: Token['kind'], pattern: RegExp];

// Each pattern is sticky and tried where the one before ended; none can match in more than one way.
const STRING = /"(?:[^"\\]|\\.)*"|'[^']*'/y;
const SPACE = /[ \t]+/y;

const DOCKERFILE: readonly Rule[] = [
  ['comment', /#.*/y],
  ['keyword', /[A-Za-z]+(?=[ \t]|$)/y],
];
const ARGUMENTS: readonly Rule[] = [
  ['text', STRING],
  ['value', /\$(?:\{[^}]*\}?|\w+)/y],
  ['keyword', /--[a-z][a-z-]*(?==)|\bAS\b/y],
  ['', SPACE],
  ['', /[^ \t"'$-]+|./y],
];
const YAML: readonly Rule[] = [
  ['comment', /#.*/y],
  ['keyword', /[\w./-]+(?=:(?:[ \t]|$))|"[^"]*"(?=:(?:[ \t]|$))/y],
  ['text', STRING],
  ['value', /(?:-?\d[\d._]*|true|false|null|~)(?=[ \t,\]}]|$)/y],
  ['', SPACE],
  ['', /[^ \t"'#,[\]{}:]+|./y],
];

/** Longer lines are written by programs, and shown as they are. */
const LONGEST = 2000;

/** Cuts a file into lines of tokens, by its name; all of the text is in them. What is no Dockerfile and no YAML is plain. */
export function highlight(path: string, source: string): readonly (readonly Token[])[] {
  const lines = source.split('\n');
  if (/\.ya?ml$/.test(path)) return lines.map((line) => cut(line, YAML, YAML));
  if (!/(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.Dockerfile$/.test(path)) {
    return lines.map((text) => [{ text, kind: '' }]);
  }
  let isContinued = false;
  return lines.map((line) => {
    const isComment = /^[ \t]*#/.test(line);
    const tokens = isContinued && !isComment ? cut(line, ARGUMENTS, ARGUMENTS) : cut(line, DOCKERFILE, ARGUMENTS);
    if (!isComment) isContinued = /[\\`][ \t]*$/.test(line);
    return tokens;
  });
}

/** The first word of a line has rules of its own. */
function cut(line: string, first: readonly Rule[], others: readonly Rule[]): readonly Token[] {
  if (line.length > LONGEST) return [{ text: line, kind: '' }];
  const tokens: Token[] = [];
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  if (indent !== '') tokens.push({ text: indent, kind: '' });
  let at = indent.length;
  while (at < line.length) {
    const isFirst = at === indent.length;
    const token = match(line, at, isFirst ? first : others) ?? match(line, at, others);
    const { text, kind } = token ?? { text: line.slice(at), kind: '' as const };
    tokens.push({ text, kind });
    at += text.length;
  }
  return tokens;
}

function match(line: string, at: number, rules: readonly Rule[]): Token | undefined {
  for (const [kind, pattern] of rules) {
    // In YAML a sign within a word begins no comment.
    if (kind === 'comment' && at > 0 && !/[ \t]/.test(line[at - 1] ?? '')) continue;
    pattern.lastIndex = at;
    const text = pattern.exec(line)?.[0];
    if (text) return { text, kind };
  }
  return undefined;
}
