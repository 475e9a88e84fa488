/** A finding that a step puts on a line of the repository, or on the run as a whole. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly col?: number;
  readonly endColumn?: number;
}

/** A part of the log that the page folds; groups do not nest. */
export interface LogGroup {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What the runner makes of a step's output. */
export interface ReadLog {
  /** What the page shows: the first ten of each level, cut at 4,096 characters. */
  readonly annotations: readonly Annotation[];
  /** What it drops. */
  readonly hidden: readonly Annotation[];
  readonly groups: readonly LogGroup[];
  readonly masks: readonly string[];
  /** The log as people see it, with `***` for what is masked. */
  readonly text: string;
  /** Commands that the runner refuses, or will cease to take: a sound action gives none. */
  readonly refused: readonly string[];
}

interface Command {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
}

const KNOWN = new Set(
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning'.split(
    ' ',
  ),
);
const REPLACED_BY_FILES = new Set(['add-path', 'save-state', 'set-env', 'set-output']);
const SHOWN = 10;
const LONGEST_MESSAGE = 4096;

/**
 * Reads a step's lines as GitHub's runner does (actions/runner, `ActionCommand.cs`, `ActionCommandManager.cs`): a
 * command stands at the start of a line after white space (`::error::…`), or anywhere in it in the old form
 * (`##[error]…`); nothing is a command between `::stop-commands::token` and `::token::`. `masks` are known beforehand.
 */
export function readLog(lines: readonly string[], masks: readonly string[] = []): ReadLog {
  const reader = new LogReader(masks);
  for (const line of lines) reader.read(line);
  return reader.result();
}

class LogReader {
  readonly #annotations: Annotation[] = [];
  readonly #groups: { title: string; lines: string[] }[] = [];
  readonly #masks: string[];
  readonly #text: string[] = [];
  readonly #refused: string[] = [];
  #open: { title: string; lines: string[] } | undefined;
  #stopToken: string | undefined;

  constructor(masks: readonly string[]) {
    this.#masks = [...masks];
  }

  read(line: string): void {
    const known = this.#stopToken === undefined ? KNOWN : new Set([...KNOWN, this.#stopToken]);
    const command = parsed(line, known);
    if (command && this.#stopToken !== undefined) {
      if (command.name.toLowerCase() === this.#stopToken) this.#stopToken = undefined;
      this.#show(line);
    } else if (command) this.#obey(command, line);
    else this.#show(line);
  }

  result(): ReadLog {
    const shown: Annotation[] = [];
    const hidden: Annotation[] = [];
    for (const each of this.#annotations) {
      const full = shown.filter(({ level }) => level === each.level).length >= SHOWN;
      (full ? hidden : shown).push(each);
    }
    return {
      annotations: shown,
      hidden,
      groups: this.#groups,
      masks: this.#masks,
      text: this.#text.map((line) => `${line}\n`).join(''),
      refused: this.#refused,
    };
  }

  #obey(command: Command, line: string): void {
    const { name, properties, data } = command;
    switch (name) {
      case 'stop-commands':
        if (data === '' || KNOWN.has(data.toLowerCase())) this.#refused.push(line);
        this.#stopToken = data.toLowerCase();
        this.#show(line);
        return;
      case 'add-mask':
        if (data.trim() === '') this.#refused.push(line);
        else this.#masks.push(data);
        return;
      case 'group':
        this.#open = { title: this.#masked(data), lines: [] };
        this.#groups.push(this.#open);
        this.#text.push(`##[group]${this.#masked(data)}`);
        return;
      case 'endgroup':
        this.#open = undefined;
        this.#text.push('##[endgroup]');
        return;
      case 'error':
      case 'warning':
      case 'notice':
        this.#annotations.push(annotation(name, properties, this.#masked(data)));
        this.#show(`##[${name}]${data}`);
        return;
      case 'debug':
        return;
      default:
        if (REPLACED_BY_FILES.has(name)) this.#refused.push(line);
    }
  }

  #show(line: string): void {
    const text = this.#masked(line);
    this.#text.push(text);
    this.#open?.lines.push(text);
  }

  #masked(text: string): string {
    return masked(text, this.#masks);
  }
}

/** Text with every mask replaced, the longest first, as the runner uploads it. */
export function masked(text: string, masks: readonly string[]): string {
  const longestFirst = masks.filter((mask) => mask !== '').toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((left, mask) => left.replaceAll(mask, '***'), text);
}

/**
 * The values of an environment file (`GITHUB_OUTPUT`, `GITHUB_ENV`, `GITHUB_STATE`): `name=value`, or `name<<token`
 * up to a line that is the token. Throws where the runner would fail the step.
 */
export function readValues(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [, name = '', kind, rest = ''] = /^(.*?)(=|<<)(.*)$/s.exec(line) ?? [];
    if (kind === undefined || name === '') throw new Error(`invalid format '${line}'`);
    if (kind === '=') {
      values[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, at + 1);
    if (rest === '' || end < 0) throw new Error(`matching delimiter not found '${rest}'`);
    values[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return values;
}

function annotation(level: Annotation['level'], properties: ReadonlyMap<string, string>, data: string): Annotation {
  const place = (name: string) => {
    const value = Number(properties.get(name.toLowerCase()));
    return Number.isInteger(value) && value > 0 ? { [name]: value } : {};
  };
  const text = (name: string) => (properties.has(name) ? { [name]: properties.get(name) ?? '' } : {});
  return {
    level,
    message: data.slice(0, LONGEST_MESSAGE),
    ...text('title'),
    ...text('file'),
    ...place('line'),
    ...place('endLine'),
    ...place('col'),
    ...place('endColumn'),
  };
}

function parsed(line: string, known: ReadonlySet<string>): Command | undefined {
  return parsedNew(line.trimStart(), known) ?? parsedOld(line, known);
}

function parsedNew(line: string, known: ReadonlySet<string>): Command | undefined {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  return command(line.slice(2, end), ',', line.slice(end + 2), known, (text) => unescaped(text, 'rn'));
}

function parsedOld(line: string, known: ReadonlySet<string>): Command | undefined {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return undefined;
  return command(line.slice(start + 3, end), ';', line.slice(end + 1), known, (text) => unescaped(text, 'rn;]'));
}

function command(
  head: string,
  separator: ',' | ';',
  data: string,
  known: ReadonlySet<string>,
  plainly: (text: string) => string,
): Command | undefined {
  const [, name = '', list = ''] = /^([^ ]*)(?: (.*))?$/s.exec(head) ?? [];
  if (!known.has(name.toLowerCase())) return undefined;
  const pairs = list
    .trim()
    .split(separator)
    .flatMap((pair) => {
      const [, key, value] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
      const property = separator === ',' ? unescaped(value ?? '', 'rn:,') : plainly(value ?? '');
      return key === undefined ? [] : [[key.toLowerCase(), property] as const];
    });
  return { name: name.toLowerCase(), properties: new Map(pairs), data: plainly(data) };
}

const ESCAPES = {
  r: ['%0D', '\r'],
  n: ['%0A', '\n'],
  ':': ['%3A', ':'],
  ',': ['%2C', ','],
  ';': ['%3B', ';'],
  ']': ['%5D', ']'],
};

function unescaped(text: string, which: string): string {
  const list = Object.entries(ESCAPES).filter(([name]) => which.includes(name));
  return list.reduce((left, [, [code = '', sign = '']]) => left.replaceAll(code, sign), text).replaceAll('%25', '%');
}
