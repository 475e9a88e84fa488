import { argSpan } from '../definition/build-args.ts';
import { argDeclarations } from '../definition/dockerfile/args.ts';
import { parseDockerfile } from '../definition/dockerfile/instructions.ts';
import type { ImageUse } from '../definition/dockerfile.ts';
import type { SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { RepositoryImage } from './image.ts';

/** One text to be replaced by another. */
export interface Edit {
  readonly file: SourceFile;
  readonly span: Span;
  readonly text: string;
}

/**
 * Where `from` stands in the text that a reference gets its version or digest from: in the reference itself, in a build
 * arg of the image or of all images, or in the default of an ARG. Undefined where it is put together from parts.
 */
export function raiseReference(
  image: RepositoryImage,
  common: SourceFile,
  { written, span }: ImageUse,
  from: string,
  to: string,
): Edit | undefined {
  const { file } = image.dockerfile;
  const literal = literalEdit(file, span, from, to);
  if (literal) return literal;
  const names = [...written.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)].map(([, name = '']) => name);
  for (const name of names) {
    const edit = argEdit(image, common, name, from, to);
    if (edit) return edit;
  }
  return undefined;
}

/** The version of an image raised in its build.yaml; undefined where it has no number. */
export function raiseVersion({
  definition,
}: RepositoryImage): (Edit & { readonly from: string; readonly to: string }) | undefined {
  const { version, file } = definition;
  const to = version && nextVersion(version.value);
  if (!version || to === undefined) return undefined;
  const edit = literalEdit(file, version.span, version.value, to);
  return edit && { ...edit, from: version.value, to };
}

/** `2.4.1` → `2.4.2`: the last number one higher. */
export function nextVersion(version: string): string | undefined {
  const [, before, number, after] = /^(.*?)(\d+)(\D*)$/.exec(version) ?? [];
  if (before === undefined || number === undefined) return undefined;
  return `${before}${String(Number(number) + 1).padStart(number.length, '0')}${after}`;
}

function argEdit(image: RepositoryImage, common: SourceFile, name: string, from: string, to: string): Edit | undefined {
  for (const file of [image.definition.file, common]) {
    const span = argSpan(file, name);
    if (span) return literalEdit(file, span, from, to);
  }
  const { file } = image.dockerfile;
  const { instructions, directives } = parseDockerfile(file.text);
  for (const instruction of instructions) {
    if (instruction.keyword !== 'ARG') continue;
    const declared = argDeclarations(instruction, directives.escapeToken).find((one) => one.name === name);
    const at = declared?.value === undefined ? -1 : instruction.body.text.indexOf(`${name}=${declared.value}`);
    if (at < 0 || declared?.value === undefined) continue;
    const start = instruction.body.offsetOf(at + name.length + 1);
    return literalEdit(file, { start, end: start + declared.value.length }, from, to);
  }
  return undefined;
}

/** `from` where it stands last in the span, outside of variables, and not as a part of a longer word. */
function literalEdit(file: SourceFile, span: Span, from: string, to: string): Edit | undefined {
  const text = file.text.slice(span.start, span.end);
  for (let at = text.lastIndexOf(from); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(from, at - 1)) {
    const isWhole = !/[\w.-]/.test(text[at - 1] ?? '') && !/[\w.-]/.test(text[at + from.length] ?? '');
    const start = span.start + at;
    if (isWhole) return { file, span: { start, end: start + from.length }, text: to };
  }
  return undefined;
}
