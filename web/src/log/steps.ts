/** buildah: `STEP 2/5: RUN make`, with `[1/2] ` before it where there are stages. */
const BUILDAH = /^(?:\[\d+\/\d+\] )?STEP \d+\/\d+: /;
/** BuildKit: `[build 2/5] RUN make`, with `CACHED ` or, in its plain progress, `#7 ` before it. Programs count too: `[1/4] Linking`. */
const BUILDKIT = /^(?:#\d+ )?(?:CACHED )?\[(?:[^\]]{1,200} )?\d+\/\d+\] [A-Z]{3,} /;
/** What BuildKit does after the last step. */
const EXPORT = /^(?:#\d+ )?exporting to \S/;

/** Whether a line of a log is the builder's own, with which a step begins. */
export function isStep(text: string): boolean {
  return BUILDAH.test(text) || BUILDKIT.test(text) || EXPORT.test(text);
}

/** Which lines are to be seen when some steps are folded. */
export interface Rows {
  readonly count: number;
  /** The place of the line in a row. */
  lineAt(row: number): number;
  /** The row of a line; of one that is folded away, that of its step. */
  rowOf(line: number): number;
}

/** Rows of a log of `count` lines, of which steps beginning at `steps` are there and those of `folded` show their first line alone. */
export function rowsOf(steps: readonly number[], folded: ReadonlySet<number>, count: number): Rows {
  // Each piece is a stretch of lines that are to be seen.
  const pieces: { readonly line: number; readonly row: number; readonly length: number }[] = [];
  let [line, row] = [0, 0];
  const show = (end: number) => {
    if (end > line) pieces.push({ line, row, length: end - line });
    row += Math.max(0, end - line);
  };
  for (const [at, step] of steps.entries()) {
    if (!folded.has(step)) continue;
    show(step + 1);
    line = steps[at + 1] ?? count;
  }
  show(count);
  return {
    count: row,
    lineAt(wanted) {
      const piece = pieces.findLast((each) => each.row <= wanted);
      return piece ? piece.line + wanted - piece.row : 0;
    },
    rowOf(wanted) {
      const piece = pieces.findLast((each) => each.line <= wanted);
      return piece ? Math.min(piece.row + wanted - piece.line, piece.row + piece.length - 1) : 0;
    },
  };
}

/** The step that a line belongs to, by the place of its first line; undefined before the first one. */
export function stepOf(steps: readonly number[], line: number): number | undefined {
  return steps.findLast((step) => step <= line);
}
