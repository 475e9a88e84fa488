import { argDeclarations } from '../dockerfile/args.ts';
import { parseDockerfile } from '../dockerfile/instructions.ts';
import { readFrom } from '../dockerfile/stages.ts';
import type { Candidate } from './candidates.ts';
import type { ImageIndex, KnownImage } from './own.ts';

/** A variable of a FROM line, and what stands around it there. */
interface OpenArgument {
  readonly name: string;
  /** What its default says in angle brackets: `ARG BASE=<jupyter>`. */
  readonly placeholder?: string;
  readonly before: string;
  readonly after: string;
}

const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/**
 * Values for the args of FROM lines that neither the Dockerfile nor a declaration gives, as far as what stands around
 * them tells: a default in angle brackets that names an image here, a registry before the name of an image here, a
 * tag behind one. Placeholders of `build.yaml` stand in them. `bare` says that no registry is known.
 */
export function inferArguments<Image extends KnownImage>(
  candidate: Candidate,
  index: ImageIndex<Image>,
  registry: 'known' | 'bare',
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const argument of openArguments(candidate)) {
    const value = inferred(argument, index, registry);
    if (value !== undefined) values[argument.name] = value;
  }
  return values;
}

function inferred<Image extends KnownImage>(
  { placeholder, before, after }: OpenArgument,
  index: ImageIndex<Image>,
  registry: 'known' | 'bare',
): string | undefined {
  if (placeholder !== undefined) {
    const found = index.below(placeholder, undefined);
    if (found.kind !== 'image' || before !== '' || after !== '') return undefined;
    return registry === 'known' ? `{registry}/${found.image.name}` : found.image.name;
  }
  if (before.endsWith(':') && after === '') return means(before.slice(0, -1), index) ? 'latest' : undefined;
  if (before === '' && after.startsWith('/') && registry === 'known') {
    return means(after, index) ? '{registry}' : undefined;
  }
  return undefined;
}

/** Whether the last part of a reference, variables left out, names an image here. */
function means<Image extends KnownImage>(text: string, index: ImageIndex<Image>): boolean {
  const last = text.replaceAll(variable, '').split('/').at(-1) ?? '';
  return index.below(last.replace(/[:@].*$/, ''), undefined).kind === 'image';
}

/** The variables of FROM lines without a usable value. */
function openArguments({ file, args }: Candidate): readonly OpenArgument[] {
  const { directives, instructions } = parseDockerfile(file.text);
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  const declared = new Map(
    instructions
      .slice(0, Math.max(first, 0))
      .filter(({ keyword }) => keyword === 'ARG')
      .flatMap((instruction) => argDeclarations(instruction, directives.escapeToken))
      .map(({ name, value }) => [name, args[name] ?? value?.replaceAll(/^["']|["']$/g, '')]),
  );
  return instructions.flatMap((instruction) => {
    if (instruction.keyword !== 'FROM') return [];
    const from = readFrom(instruction, directives.escapeToken);
    if ('fault' in from) return [];
    const { written } = from.base;
    return [...written.matchAll(variable)].flatMap((match) => {
      const name = (match[1] ?? match[2]) as string;
      const value = declared.get(name);
      const placeholder = /^<([^<>\s]+)>$/.exec(value ?? '')?.[1];
      if (!declared.has(name) || (value !== undefined && value !== '' && placeholder === undefined)) return [];
      const around = { before: written.slice(0, match.index), after: written.slice(match.index + match[0].length) };
      return [{ name, ...around, ...(placeholder === undefined ? {} : { placeholder }) }];
    });
  });
}
