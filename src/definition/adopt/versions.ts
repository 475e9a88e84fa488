import type { SourceFile } from '../../diagnostics/diagnostic.ts';
import { parseFixedTag } from '../../names/tag.ts';
import { argDeclarations } from '../dockerfile/args.ts';
import { parseDockerfile } from '../dockerfile/instructions.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { Candidate } from './candidates.ts';

/** Files beside a Dockerfile whose first line is the image's version. */
export const versionFiles = ['VERSION', 'TAG', 'version.txt', '.version'];

const label = /^"?org\.(?:opencontainers\.image|label-schema)\.version"?=(.*)$/;

/**
 * The version that a candidate states: in a `VERSION` or `TAG` file beside its Dockerfile, in its label
 * `org.opencontainers.image.version`, or in an arg `VERSION` or `<NAME>_VERSION`. Undefined where it states none, or
 * none that a tag can carry.
 */
export function versionOf(candidate: Candidate, beside: (name: string) => SourceFile | undefined): string | undefined {
  const { directives, instructions } = parseDockerfile(candidate.file.text);
  const args = new Map<string, string>();
  let labelled: string | undefined;
  for (const instruction of instructions) {
    if (instruction.keyword === 'ARG') {
      for (const { name, value } of argDeclarations(instruction, directives.escapeToken)) {
        const given = candidate.args[name] ?? value;
        if (given !== undefined) args.set(name, unquoted(given));
      }
    }
    if (instruction.keyword !== 'LABEL') continue;
    for (const { raw } of splitWords(instruction.body.text, directives.escapeToken).words) {
      const text = label.exec(raw)?.[1];
      if (text !== undefined) labelled = filled(unquoted(text), args);
    }
  }
  const file = versionFiles.map(beside).find((found) => found !== undefined);
  const written = file?.text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim();
  return [written, labelled, args.get('VERSION'), args.get(ownArg(candidate))].find(isVersion);
}

function ownArg({ directory }: Candidate): string {
  return `${(directory.split('/').at(-1) ?? '').toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}_VERSION`;
}

/** A version starts with a number, maybe behind a `v`: `latest` and `main` are none. */
function isVersion(text: string | undefined): text is string {
  return text !== undefined && /^v?\d/.test(text) && parseFixedTag(text).ok;
}

function filled(text: string, args: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{?([A-Za-z_]\w*)\}?/g, (whole, name: string) => args.get(name) ?? whole);
}

function unquoted(text: string): string {
  return text.replaceAll(/^["']|["']$/g, '');
}
