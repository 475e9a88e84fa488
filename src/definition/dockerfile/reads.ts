import { expand } from './expand.ts';
import type { Instruction } from './instructions.ts';
import type { Scope, Surroundings } from './scope.ts';
import { mountFields } from './stages.ts';
import { splitWords, takeFlags } from './words.ts';

/** What is fetched from elsewhere, and not from the context. */
export const remoteSource = /^(?:https?|git|ssh):\/\/|^git@/i;

/** Stands for everything in the context. */
const EVERYTHING = '';

/**
 * What an instruction reads from the context: patterns of paths from its root, `''` for all of it. COPY and ADD name
 * their sources, a bind mount its own. A variable that the Dockerfile gives no value may get one from the base's ENV, so
 * that it stands for everything.
 */
export function contextReads(instruction: Instruction, scope: Scope, surroundings: Surroundings): readonly string[] {
  const { keyword } = instruction;
  const written =
    keyword === 'COPY' || keyword === 'ADD'
      ? copySources(instruction, surroundings.escapeToken)
      : keyword === 'RUN'
        ? mountSources(instruction, surroundings.escapeToken)
        : [];
  return written.flatMap((word) => {
    const { text, missing, fault } = expand(word, surroundings.escapeToken, scope.get, surroundings.budget);
    if (fault !== undefined || missing.length > 0) return [EVERYTHING];
    return keyword === 'ADD' && remoteSource.test(text) ? [] : [cleaned(text)];
  });
}

function copySources({ body, heredocs }: Instruction, escapeToken: string): readonly string[] {
  const { flags, rest } = takeFlags(body, escapeToken);
  if (flags.some(({ name }) => name === 'from')) return [];
  const words = jsonWords(rest.text) ?? splitWords(rest.text, escapeToken).words.map(({ raw }) => raw);
  const sources = words.slice(0, -1);
  return heredocs.length === 0 ? sources : sources.filter((word) => !/^\d*<<-?/.test(word));
}

/** The words of `["a", "b", "/target"]`; undefined for the other form. */
function jsonWords(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

function mountSources({ body }: Instruction, escapeToken: string): readonly string[] {
  if (!body.text.startsWith('--')) return [];
  return takeFlags(body, escapeToken).flags.flatMap(({ name, value }) => {
    if (name !== 'mount') return [];
    const fields = new Map(mountFields(value).map((field) => [field.key, field.value]));
    if ((fields.get('type') ?? 'bind') !== 'bind' || (fields.get('from') ?? '') !== '') return [];
    return [fields.get('source') ?? fields.get('src') ?? '.'];
  });
}

/** A source as a path from the context's root, which `..` cannot leave. */
function cleaned(written: string): string {
  const parts: string[] = [];
  for (const part of written.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
