import { setTimeout as sleep } from 'node:timers/promises';

/** Where the lines of builds go: the server's log files, or on the way there. */
export interface BuildLog {
  /** Adds lines at the end of a build's log; `urgent`: also where there is little room. Rejects where it cannot. */
  append(build: number, lines: readonly string[], urgent?: boolean): Promise<void>;
  /** Says that no more will come; may be said twice. */
  end(build: number): Promise<void>;
}

/** Lines wait this long for others, in milliseconds. */
const TOGETHER = 50;
/** Lines that wait while the log cannot be written; later ones take the place of the oldest. */
const MOST = 10_000;
/** Characters of a bundle of more than one line. */
const BUNDLE = 64 * 1024;

/** Collects the lines of one build and hands them on in bundles, in order; a log that is slow never slows the build. */
export interface LineBuffer {
  push(line: string): void;
  /** Resolves when all that was pushed is written, or cannot be; may be called twice. */
  close(): Promise<void>;
}

export function bufferLines(build: number, log: BuildLog, onLost: (error: unknown) => void): LineBuffer {
  const waiting: string[] = [];
  let dropped = 0;
  let writing: Promise<void> | undefined;
  const hand = async (lines: readonly string[], urgent?: boolean) => {
    const before = dropped;
    dropped = 0;
    const note = before > 0 ? [`… ${before} lines were lost`] : [];
    await log.append(build, [...note, ...lines], urgent).catch((error: unknown) => {
      dropped += before + lines.length;
      if (before === 0) onLost(error);
    });
  };
  const write = async () => {
    await sleep(TOGETHER);
    while (waiting.length > 0) {
      await hand(waiting.splice(0, bundleOf(waiting)));
    }
    writing = undefined;
  };
  return {
    push(line) {
      if (waiting.length >= MOST) {
        waiting.shift();
        dropped += 1;
      }
      waiting.push(line);
      writing ??= write();
    },
    async close() {
      await writing;
      if (dropped > 0) await hand([], true);
    },
  };
}

/** How many of the lines, at least one, are handed on together. */
function bundleOf(lines: readonly string[]): number {
  let size = 0;
  const first = lines.findIndex((line) => {
    size += line.length + 1;
    return size > BUNDLE;
  });
  return first < 0 ? lines.length : Math.max(1, first);
}
