import { join } from 'node:path';
import type { Logger } from 'pino';
import { createMasker, type Masker } from '../../report/mask.ts';
import { entriesOf } from '../../system/appended-file.ts';
import { exists, remove, writeEmpty } from '../../system/files.ts';
import type { Store } from '../store/store.ts';
import { LogFeed } from './feed.ts';
import { END, LogCursor, type LogLine } from './log-files.ts';
import { LogWriter } from './log-writer.ts';

export interface LogPage {
  readonly lines: readonly LogLine[];
  /** Whether these are the last ones that there will ever be. */
  readonly ended: boolean;
}

/** The logs of all builds: files of one folder, which the servers and workers of one service may share. */
export interface LogBook {
  /** Adds lines at the end, secrets masked (S28). Rejects where the disk does not take them. */
  append(build: number, lines: readonly string[]): Promise<void>;
  /**
   * Adds the lines that came at one time, masked, as far as they are not there yet: it may be called again after any
   * failure, and by another process, as long as lines of a later time have not been added.
   */
  complete(build: number, lines: readonly string[], time: number): Promise<void>;
  /** Says that no more lines will come; may be said twice. */
  end(build: number): Promise<void>;
  /** At most `limit` lines after number `after`. */
  page(build: number, after: number, limit: number): Promise<LogPage>;
  /**
   * The lines after number `after` as they come, until the log ends or the signal is aborted. Nothing is read ahead of
   * whoever takes them, and no line is left out or comes twice. Those who are near the end get the same arrays.
   */
  follow(build: number, after: number, signal: AbortSignal): AsyncGenerator<readonly LogLine[], void>;
  /** The builds that have a log. */
  kept(): Promise<readonly number[]>;
  /** Removes a log. */
  remove(build: number): Promise<void>;
  /** Lets go of every file; logs that have not ended can be gone on with. */
  close(): Promise<void>;
}

export interface LogBookOptions {
  readonly folder: string;
  /** Bytes of one log at most. */
  readonly limit: number;
  /** The server's own secrets; workers mask those of the builds. */
  readonly secrets: readonly string[];
  readonly store: Pick<Store, 'listen' | 'notify'>;
  /** Whether a build is over, so that nobody writes its log any more, whatever became of its writer. */
  readonly isOver: (build: number) => Promise<boolean>;
  readonly log: Logger;
}

/** Other servers hear of new lines at most this often, in milliseconds. */
const TELL = 100;
/** How often a log that somebody follows is looked at without being told. */
const LOOK = 2000;

interface OpenLog {
  readonly writer: LogWriter;
  readonly masker: Masker;
  /** The last call: each waits for the one before. */
  turn: Promise<void>;
  toldAt: number;
}

interface FollowedLog {
  readonly feed: LogFeed;
  readonly timer: NodeJS.Timeout;
  followers: number;
}

/** Opens the logs; resolves when the servers hear of each other's lines. */
export async function openLogBook(options: LogBookOptions): Promise<LogBook> {
  const { folder, limit, secrets, store, isOver, log } = options;
  const masking = createMasker(secrets);
  const open = new Map<number, OpenLog>();
  const followed = new Map<number, FollowedLog>();
  const folderOf = (build: number) => join(folder, String(build));
  const quietly = (promise: Promise<unknown>) =>
    void promise.catch((error: unknown) => log.warn({ err: error }, 'a log cannot be read'));

  const stopListening = await store.listen('logs', (payload) => {
    const feeds = payload === '' ? [...followed.values()] : [followed.get(Number(payload)) ?? []].flat();
    for (const { feed } of feeds) quietly(feed.pull());
  });
  const tell = async (build: number) => {
    await followed.get(build)?.feed.pull();
    const opened = open.get(build);
    if (opened && performance.now() - opened.toldAt < TELL) return;
    if (opened) opened.toldAt = performance.now();
    quietly(store.notify('logs', String(build)));
  };

  const inTurn = (build: number, action: (opened: OpenLog) => Promise<void>): Promise<void> => {
    const opened = open.get(build) ?? {
      writer: new LogWriter(folderOf(build), limit),
      masker: masking(),
      turn: Promise.resolve(),
      toldAt: 0,
    };
    open.set(build, opened);
    const turn = opened.turn.then(() => action(opened));
    opened.turn = turn.catch(() => {});
    return turn;
  };
  const letGo = (build: number) =>
    inTurn(build, async ({ writer }) => {
      await writer.close();
      open.delete(build);
    });

  const retain = (build: number): LogFeed => {
    const known = followed.get(build);
    if (known) {
      known.followers += 1;
      return known.feed;
    }
    const feed = new LogFeed(folderOf(build));
    const timer = setInterval(() => quietly(lookAt(build, feed, isOver)), LOOK);
    followed.set(build, { feed, timer, followers: 1 });
    return feed;
  };
  const release = (build: number) => {
    const known = followed.get(build);
    if (!known || --known.followers > 0) return;
    clearInterval(known.timer);
    followed.delete(build);
  };

  return {
    append: (build, lines) =>
      inTurn(build, async ({ writer, masker }) => {
        await writer.append(
          lines.map((line) => masker.mask(line)),
          Date.now(),
        );
        await tell(build);
      }),
    complete: (build, lines, time) =>
      inTurn(build, async ({ writer, masker }) => {
        await writer.complete(
          lines.map((line) => masker.mask(line)),
          time,
        );
        await tell(build);
      }),
    async end(build) {
      await letGo(build);
      await writeEmpty(join(folderOf(build), END));
      await tell(build);
    },
    async page(build, after, most) {
      const isEnd = (await exists(join(folderOf(build), END))) || (await isOver(build));
      const lines = await take(new LogCursor(folderOf(build), after), most + 1);
      return { lines: lines.slice(0, most), ended: isEnd && lines.length <= most };
    },
    async *follow(build, after, signal) {
      const feed = retain(build);
      try {
        await feed.pull();
        yield* linesOf(feed, folderOf(build), after, signal);
      } finally {
        release(build);
      }
    },
    kept: async () => (await entriesOf(folder)).map(Number),
    async remove(build) {
      await letGo(build);
      await remove(folderOf(build));
    },
    async close() {
      await stopListening();
      await Promise.all([...open.keys()].map(letGo));
      for (const { timer } of followed.values()) clearInterval(timer);
    },
  };
}

async function take(cursor: LogCursor, most: number): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  while (lines.length < most) {
    const more = await cursor.read();
    if (more.length === 0) break;
    lines.push(...more);
  }
  return lines.slice(0, most);
}

/** A writer that died has said no end: once its build is over, what is there is all. */
async function lookAt(build: number, feed: LogFeed, isOver: LogBookOptions['isOver']): Promise<void> {
  const over = !feed.ended && (await isOver(build));
  await feed.pull();
  if (over && !feed.ended) feed.end();
}

async function* linesOf(
  feed: LogFeed,
  folder: string,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<readonly LogLine[], void> {
  let after = from;
  let cursor: LogCursor | undefined;
  while (!signal.aborted) {
    const { news, ended } = feed;
    const near = feed.after(after);
    if (near !== undefined) cursor = undefined;
    else cursor ??= new LogCursor(folder, after);
    const lines = near ?? (await (cursor as LogCursor).read());
    const last = lines.at(-1);
    if (last !== undefined) {
      after = last.sequence;
      yield lines;
    } else if (ended) {
      return;
    } else {
      await eitherOf(news, signal);
    }
  }
}

/** A promise that lives as long as the reader would keep something of each wait. */
function eitherOf(news: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done);
    void news.then(done);
  });
}
