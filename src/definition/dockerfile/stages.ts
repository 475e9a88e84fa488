import type { Instruction } from './instructions.ts';
import { triggerOf } from './instructions.ts';
import { splitWords, takeFlags, type Word } from './words.ts';

/** Part of an instruction that names an image or a stage. */
export interface Source {
  /** As written, variables and all. */
  readonly written: string;
  /** Where it stands in the instruction's body. */
  readonly index: number;
}

/** One instruction of a stage. */
export interface Step {
  readonly instruction: Instruction;
  /** `--from=` of COPY and ADD, `from=` in the `--mount=` flags of RUN. */
  readonly sources: readonly Source[];
  /** Kept by an ONBUILD of the stage that this one is built from, and carried out first. */
  readonly triggered: boolean;
  /** The image whose trigger it is, as resolved; absent where the trigger stands in the same Dockerfile. */
  readonly from?: string;
}

/** One stage of a Dockerfile, nothing resolved yet. */
export interface Stage {
  readonly index: number;
  /** In lower case, as stages are looked up. */
  readonly name?: string;
  readonly from: Instruction;
  readonly base: Source;
  readonly platform?: Source;
  readonly steps: readonly Step[];
}

/** A FROM line taken apart, or what is wrong with it. */
export type FromLine =
  | { readonly base: Source; readonly platform?: Source; readonly name?: string }
  | { readonly fault: string };

const stageName = /^[a-z][a-z0-9-_.]*$/;

/** Reads `FROM [--platform=p] image [AS name]`. */
export function readFrom(instruction: Instruction, escapeToken: string): FromLine {
  const { flags, rest } = takeFlags(instruction.body, escapeToken);
  const words = splitWords(rest.text, escapeToken).words;
  const [image, as, name] = words;
  if (!image || (words.length !== 1 && (words.length !== 3 || as?.raw.toLowerCase() !== 'as'))) {
    return { fault: 'FROM takes an image, or "image AS name"' };
  }
  if (name && !stageName.test(name.raw.toLowerCase())) return { fault: `"${name.raw}" cannot be the name of a stage` };
  const platform = flags.find((flag) => flag.name === 'platform');
  return {
    base: { written: image.raw, index: indexIn(instruction, rest.text, image) },
    ...(platform ? { platform: { written: platform.value, index: platform.index } } : {}),
    ...(name ? { name: name.raw.toLowerCase() } : {}),
  };
}

/** One instruction as a step, with the images and stages that its flags name. */
export function stepOf(instruction: Instruction, escapeToken: string, triggered = false): Step {
  return { instruction, sources: sourcesOf(instruction, escapeToken), triggered };
}

/** What the ONBUILD instructions among the steps keep for a stage that is built from theirs. */
export function triggeredSteps(steps: readonly Step[], escapeToken: string): readonly Step[] {
  return steps.flatMap(({ instruction }) => {
    const trigger = instruction.keyword === 'ONBUILD' ? triggerOf(instruction) : undefined;
    return trigger ? [stepOf(trigger, escapeToken, true)] : [];
  });
}

/** The fields of a `--mount=` value, each with its place. */
export function mountFields(value: string): readonly { key: string; value: string; index: number; text: string }[] {
  let index = 0;
  return value.split(',').map((text) => {
    const equals = text.indexOf('=');
    const key = (equals < 0 ? text : text.slice(0, equals)).trim().toLowerCase();
    const field = { key, value: equals < 0 ? '' : text.slice(equals + 1), index: index + equals + 1, text };
    index += text.length + 1;
    return field;
  });
}

function sourcesOf(instruction: Instruction, escapeToken: string): readonly Source[] {
  const { keyword, body } = instruction;
  if (!body.text.startsWith('--')) return [];
  if (keyword === 'COPY' || keyword === 'ADD') {
    const { flags } = takeFlags(body, escapeToken);
    return flags
      .filter(({ name, value }) => name === 'from' && value !== '')
      .map(({ value, index }) => ({ written: value, index }));
  }
  if (keyword !== 'RUN') return [];
  return takeFlags(body, escapeToken).flags.flatMap((flag) =>
    flag.name !== 'mount'
      ? []
      : mountFields(flag.value)
          .filter(({ key, value }) => key === 'from' && value !== '')
          .map(({ value, index }) => ({ written: value, index: flag.index + index })),
  );
}

function indexIn({ body }: Instruction, rest: string, word: Word): number {
  return body.text.length - rest.length + word.index;
}
