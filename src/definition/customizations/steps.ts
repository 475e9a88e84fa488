import type { Source } from './customizations.ts';
import { makeFolderOf, word, write } from './shell.ts';

/** One instruction of a Containerfile; the parts stand on a line each. */
export interface Step {
  readonly keyword: 'FROM' | 'RUN' | 'COPY' | 'LABEL';
  /** Flags, each with a space behind it. */
  readonly flags?: string;
  /** Commands of a RUN, pairs of a LABEL; else one. */
  readonly parts: readonly string[];
}

/** A file that is put into the image. */
export interface Placement {
  readonly source: Source;
  readonly destination: string;
  /** Octal. */
  readonly mode: string;
  readonly owner: string;
}

/** What a RUN may hold: the kernel takes 128 KiB for one argument, and all of a RUN is one. */
const MAX_RUN = 96 * 1024;
const ROOT = 'root:root';

/** A RUN of commands, each of which must succeed. */
export function run(commands: readonly string[], flags = ''): Step {
  return { keyword: 'RUN', flags, parts: commands };
}

/**
 * Puts files into the image. A file of the context is copied: it may be large or binary, engines tell by its bytes
 * whether the layer is still good, and it is in the fingerprint as it is. What `build.yaml` holds is carried in the RUN.
 */
export function place(placements: readonly Placement[]): readonly Step[] {
  const copied = placements.flatMap(({ source, destination, mode, owner }) =>
    source.kind === 'path' ? [copy(source.inContext, destination, mode, owner)] : [],
  );
  const written = placements.flatMap((placement) => {
    const { source, destination, mode, owner } = placement;
    if (source.kind !== 'content') return [];
    const file = word(destination);
    // A change of the owner takes the set-user-ID bit away: the mode comes last.
    const chown = owner === ROOT ? [] : [`chown ${word(owner)} ${file}`];
    return [[...makeFolderOf(destination), write(source.content, file), ...chown, `chmod ${mode} ${file}`]];
  });
  return [...copied, ...packed(written)];
}

function copy(from: string, to: string, mode: string, owner: string): Step {
  const chown = owner === ROOT ? '' : `--chown=${owner} `;
  return { keyword: 'COPY', flags: `${chown}--chmod=${mode} `, parts: [JSON.stringify([from, to])] };
}

/** As few RUNs as the commands fit in, none torn apart. */
function packed(groups: readonly (readonly string[])[]): readonly Step[] {
  const runs: string[][] = [];
  let room = 0;
  for (const group of groups) {
    const size = group.reduce((sum, command) => sum + command.length + 8, 0);
    if (size > room) {
      runs.push([]);
      room = MAX_RUN;
    }
    runs.at(-1)?.push(...group);
    room -= size;
  }
  return runs.map((commands) => run(commands));
}
