import { type Instruction, parseDockerfile, triggerOf } from '../definition/dockerfile/instructions.ts';
import { splitWords, takeFlags } from '../definition/dockerfile/words.ts';
import { compileGlob } from '../definition/glob.ts';

/** What COPY, ADD and bind mounts of a Dockerfile name in the context, as written. */
export function copiedSources(dockerfile: string): readonly string[] {
  const { directives, instructions } = parseDockerfile(dockerfile);
  return instructions.flatMap((instruction) => sourcesOf(instruction, directives.escapeToken));
}

/**
 * Whether such sources can reach a file of the context. Where it cannot be told (a variable, an illegal pattern) the
 * answer is yes.
 *
 * A Dockerfile and its ignore file lie in the context as docker has it, yet hardly ever in the image. They are left
 * out of a context that cannot bring them into the image, so that an edited comment builds nothing.
 */
export function reachableFiles(sources: readonly string[]): (path: string) => boolean {
  const matchers = sources.map(sourceMatcher);
  return (path) => matchers.some((matches) => matches(path));
}

function sourcesOf(instruction: Instruction, escapeWith: string): readonly string[] {
  switch (instruction.keyword) {
    case 'COPY':
    case 'ADD':
      return copySources(instruction, escapeWith);
    case 'RUN':
      return mountSources(instruction, escapeWith);
    case 'ONBUILD': {
      const trigger = triggerOf(instruction);
      return trigger ? sourcesOf(trigger, escapeWith) : [];
    }
    default:
      return [];
  }
}

function copySources({ body }: Instruction, escapeWith: string): readonly string[] {
  const { flags, rest } = takeFlags(body, escapeWith);
  if (flags.some(({ name }) => name === 'from')) return [];
  return (
    jsonWords(rest.text) ??
    splitWords(rest.text, escapeWith)
      .words.slice(0, -1)
      .map(({ raw }) => raw)
  );
}

/** The sources of `["a", "b", "/target"]`; undefined for the other form. */
function jsonWords(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words.slice(0, -1) : undefined;
  } catch {
    return undefined;
  }
}

function mountSources({ body }: Instruction, escapeWith: string): readonly string[] {
  return takeFlags(body, escapeWith).flags.flatMap(({ name, value }) => {
    if (name !== 'mount') return [];
    const fields = new Map(
      value.split(',').map((field) => [field.split('=')[0] ?? '', field.slice(field.indexOf('=') + 1)]),
    );
    if ((fields.get('type') ?? 'bind') !== 'bind' || fields.has('from')) return [];
    return [fields.get('source') ?? fields.get('src') ?? '.'];
  });
}

function sourceMatcher(written: string): (path: string) => boolean {
  if (/[$"']/.test(written)) return () => true;
  const source = cleaned(written);
  if (source === '') return () => true;
  if (!/[*?[\\]/.test(source)) return (path) => path === source || path.startsWith(`${source}/`);
  const glob = compileGlob(source);
  // A pattern that matches a folder brings in all that is below it.
  return glob.ok ? (path) => foldersAndSelf(path).some(glob.value) : () => true;
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

function foldersAndSelf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}
