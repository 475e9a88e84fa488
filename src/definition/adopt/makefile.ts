import type { SourceFile } from '../../diagnostics/diagnostic.ts';
import { repositoryPath } from '../paths.ts';
import type { Declarations, DeclaredBuild } from './declared.ts';
import { type ShellCommand, splitCommands } from './shell.ts';

const makefile = /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[^/]+\.mk)$/;
const MAX_DEPTH = 16;
const MAX_LENGTH = 64 * 1024;
/** Variables that are filled in for one file, so that those that stand for each other end. */
const MAX_EXPANSIONS = 20_000;
const MAX_WORDS = 64;
/** Stands for what only running make could tell. */
const UNKNOWN = '\0';

/** Whether a path is that of a Makefile. */
export function isMakefile(path: string): boolean {
  return makefile.test(path);
}

/**
 * Reads the image builds in the recipes of a Makefile: `docker build`, `docker buildx build`, `podman build` and
 * `buildah build`. Only what plain variables and includes tell is read; a build that anything else takes part in is
 * passed over. `textAt` reads what it includes, `has` tells which files there are.
 */
export function readMakefile(
  file: SourceFile,
  textAt: (path: string) => string | undefined,
  has: (path: string) => boolean,
): Declarations {
  const folder = file.path.split('/').slice(0, -1).join('/');
  const lines = linesOf(file.text, folder, textAt, 0);
  if (!lines.some((line) => /\bbuild\b/.test(line))) return { builds: [], diagnostics: [] };
  const expander = new Expander(variablesOf(lines));
  const builds = lines
    .filter((line) => line.startsWith('\t') && /\bbu(?:il)?d\b/.test(line))
    .flatMap((line) => splitCommands(expander.expand(line.replace(/^\t[@-]*/, '')), folder))
    .flatMap((command, at) => buildOf(command, file, at, has));
  return { builds, diagnostics: [] };
}

/** The lines with continued ones joined and includes in their places. */
function linesOf(
  text: string,
  folder: string,
  textAt: (path: string) => string | undefined,
  depth: number,
): readonly string[] {
  const joined = text
    .slice(0, MAX_LENGTH)
    .replaceAll(/\\\r?\n[ \t]*/g, ' ')
    .split(/\r?\n/);
  return joined.flatMap((line) => {
    const written = /^-?include\s+(\S+)\s*$/.exec(line)?.[1];
    if (written === undefined || depth > MAX_DEPTH) return [line];
    const path = repositoryPath(folder, written);
    return linesOf((path.ok ? textAt(path.value) : undefined) ?? '', folder, textAt, depth + 1);
  });
}

function variablesOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', operator = '', value = ''] =
      /^(?:export\s+|override\s+)?([A-Za-z_][\w.-]*)\s*(::?=|\?=|\+=|=)\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === '' || (operator === '?=' && variables.has(name))) continue;
    // In doubt, as inside a condition, a variable with two values has none.
    const earlier = variables.get(name);
    if (operator === '+=') variables.set(name, `${earlier ?? ''} ${value}`.trim());
    else variables.set(name, earlier === undefined || earlier === value ? value : UNKNOWN);
  }
  return variables;
}

/** Fills in the variables of a Makefile; what costs too much, or only make could tell, is unknown. */
class Expander {
  readonly #variables: ReadonlyMap<string, string>;
  #left = MAX_EXPANSIONS;

  constructor(variables: ReadonlyMap<string, string>) {
    this.#variables = variables;
  }

  expand(text: string, own: ReadonlyMap<string, string> = this.#variables, depth = 0): string {
    this.#left -= 1;
    if (depth > MAX_DEPTH || this.#left < 0 || text.length > MAX_LENGTH) return UNKNOWN;
    let result = '';
    for (let at = 0; at < text.length; at++) {
      const next = text[at + 1];
      if (text[at] !== '$' || next === undefined) result += text[at];
      else if (next === '$') {
        // A variable of the shell.
        const name = /^(?:\w+|\{[^}]*\}|\([^)]*\))/.exec(text.slice(at + 2))?.[0] ?? '';
        result += UNKNOWN;
        at += 1 + name.length;
      } else if (next === '(' || next === '{') {
        const end = closing(text, at + 1);
        result += this.#call(text.slice(at + 2, end), own, depth + 1);
        at = end;
      } else {
        result += UNKNOWN;
        at += 1;
      }
      if (result.length > MAX_LENGTH) return UNKNOWN;
    }
    return result;
  }

  /** What `$(…)` comes to: a variable, or one of the functions that recipes put names and options together with. */
  #call(text: string, own: ReadonlyMap<string, string>, depth: number): string {
    const [, name = '', list = '', body = ''] = /^foreach\s+([^,]+),([^,]*),(.*)$/.exec(text) ?? [];
    if (name !== '') {
      const words = this.expand(list, own, depth)
        .split(/\s+/)
        .filter((word) => word !== '');
      const inside = (word: string) => new Map([...own, [name.trim(), word]]);
      return words
        .slice(0, MAX_WORDS)
        .map((word) => this.expand(body, inside(word), depth))
        .join(' ');
    }
    const choices = /^or\s+(.*)$/.exec(text)?.[1];
    if (choices !== undefined) return this.#firstKnown(choices.split(','), own, depth);
    const value = own.get(text);
    return value === undefined ? UNKNOWN : this.expand(value, own, depth);
  }

  /** A variable that only the environment could set counts as not set. */
  #firstKnown(choices: readonly string[], own: ReadonlyMap<string, string>, depth: number): string {
    for (const choice of choices) {
      const value = this.expand(choice.trim(), own, depth);
      if (value !== '' && !value.includes(UNKNOWN)) return value;
    }
    return UNKNOWN;
  }
}

/** Where the bracket that opens at `open` is closed. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(' || text[at] === '{') depth += 1;
    if (text[at] === ')' || text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function buildOf(
  { words, folder }: ShellCommand,
  file: SourceFile,
  at: number,
  has: (path: string) => boolean,
): readonly DeclaredBuild[] {
  const options = buildOptions(words);
  if (!options || folder === undefined) return [];
  const { context: writtenContext, values } = options;
  const last = (...names: readonly string[]) => names.flatMap((name) => values.get(name) ?? []).at(-1);
  if (writtenContext === undefined || writtenContext.includes(UNKNOWN)) return [];
  const context = repositoryPath(folder, writtenContext);
  const written = last('-f', '--file') ?? `${writtenContext}/Dockerfile`;
  const dockerfile = written.includes(UNKNOWN) ? undefined : repositoryPath(folder, written);
  if (!context.ok || !dockerfile?.ok || !has(dockerfile.value)) return [];
  const target = last('--target');
  const tags = ['-t', '--tag'].flatMap((name) => values.get(name) ?? []).flatMap(withoutUnknownTag);
  const platforms = (values.get('--platform') ?? []).flatMap((list) => list.split(','));
  return [
    {
      id: `${file.path}#${at}`,
      name: tags[0]?.split('/').at(-1)?.split(':')[0] ?? target ?? '',
      dockerfile: dockerfile.value,
      context: context.value,
      ...(target === undefined || target.includes(UNKNOWN) ? {} : { target }),
      args: argsOf(values.get('--build-arg') ?? []),
      platforms: platforms.filter((platform) => !platform.includes(UNKNOWN)),
      published: tags,
      parents: {},
      perPlatform: false,
      abstract: false,
      file,
      span: { start: 0, end: 0 },
    },
  ];
}

function argsOf(written: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    written.flatMap((text) => {
      const equals = text.indexOf('=');
      const [value] = equals < 0 ? [] : withoutUnknownTag(text.slice(equals + 1));
      return value === undefined ? [] : [[text.slice(0, equals), value]];
    }),
  );
}

/** A reference whose tag only make knows stands for any tag; what else is unknown has no value. */
function withoutUnknownTag(text: string): readonly string[] {
  const known = text.includes('/') ? text.replace(/:[^/:\0]*\0.*$/, '') : text;
  return known === '' || known.includes(UNKNOWN) ? [] : [known];
}

const flags = new Set(['--no-cache', '--pull', '--push', '--load', '--rm', '--force-rm', '--squash', '-q', '--quiet']);

/** The options of a command that builds an image; undefined for any other command. */
function buildOptions(
  words: readonly string[],
): { context: string | undefined; values: ReadonlyMap<string, readonly string[]> } | undefined {
  const start = words.findIndex((word) => /^(?:.*\/)?(?:docker|podman|buildah|nerdctl)$/.test(word));
  const verb = words.findIndex((word, at) => at > start && /^(?:build|bud)$/.test(word));
  if (start < 0 || verb < 0 || verb > start + 2) return undefined;
  const values = new Map<string, string[]>();
  let context: string | undefined;
  for (let at = verb + 1; at < words.length; at++) {
    const word = words[at] as string;
    if (!word.startsWith('-') || word === '-') {
      // A variable that is empty as a rule: options of the person who runs make.
      if (!/^\0+$/.test(word)) context = word;
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    if (flags.has(word)) continue;
    const name = equals < 0 ? word : word.slice(0, equals);
    const value = equals < 0 ? (words[++at] ?? '') : word.slice(equals + 1);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return { context, values };
}
