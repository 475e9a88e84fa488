import { setTimeout as sleep } from 'node:timers/promises';

/** Where the lines of builds go: the server's log files, from near or far. */
export interface BuildLog {
  /** Adds lines at the end of a build's log. */
  append(build: number, lines: readonly string[]): Promise<void>;
  /** Says that no more will come; may be said twice. */
  end(build: number): Promise<void>;
}

/** Lines wait this long for others, in milliseconds. */
const TOGETHER = 50;
/** Lines that wait while the log cannot be written; later ones take the place of the oldest. */
const MOST = 10_000;

/** Collects the lines of one build and hands them on in bundles, in order; a log that is slow never slows the build. */
export interface LineBuffer {
  push(line: string): void;
  /** Resolves when all that was pushed is written, or cannot be. */
  close(): Promise<void>;
}

export function bufferLines(build: number, log: BuildLog, onLost: (error: unknown) => void): LineBuffer {
  let waiting: string[] = [];
  let dropped = 0;
  let writing: Promise<void> | undefined;
  const write = async () => {
    await sleep(TOGETHER);
    while (waiting.length > 0) {
      const lines = dropped > 0 ? [`… ${dropped} lines were lost`, ...waiting] : waiting;
      waiting = [];
      dropped = 0;
      await log.append(build, lines).catch(onLost);
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
    },
  };
}
