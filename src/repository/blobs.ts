import type { PipedProcess } from '../system/pipe.ts';
import { ByteInput } from './byte-input.ts';
import type { Git } from './git.ts';

/** What the bytes of blobs are handed to, one blob after another; a promise makes the reader wait. */
export interface BlobSink {
  /** `at` is the blob's place in the list that was asked for. */
  begin(at: number, size: number): Promise<void> | void;
  piece(bytes: Uint8Array): Promise<void> | void;
  end(): Promise<void> | void;
}

/** The bytes of an object cannot be had. */
export class BlobUnavailable extends Error {
  override readonly name = 'BlobUnavailable';
}

interface Request {
  readonly ids: readonly string[];
  readonly sink: BlobSink;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads any number of blobs through one `git cat-file`, in the order in which they are asked for; big ones
 * pass through in pieces, so memory stays small. Git is started at the first request, `close` ends it.
 */
export class BlobReader {
  readonly #git: Git;
  readonly #waiting: Request[] = [];
  #process: PipedProcess | undefined;
  #served: Promise<void> | undefined;

  constructor(git: Git) {
    this.#git = git;
  }

  /** Hands blobs to a sink, in this order. Rejects with `BlobUnavailable`, or with what the sink threw. */
  read(ids: readonly string[], sink: BlobSink): Promise<void> {
    if (ids.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ids, sink, resolve, reject });
      if (!this.#process) {
        this.#process = this.#git.pipe(['cat-file', '--batch-command', '--buffer']);
        this.#served = this.#serve(this.#process);
      }
      void this.#process.write(`${ids.map((id) => `contents ${id}\n`).join('')}flush\n`);
    });
  }

  /** Ends the Git process after what it was asked for; may be called twice. */
  async close(): Promise<void> {
    await this.#process?.close();
    await this.#served;
  }

  async #serve(process: PipedProcess): Promise<void> {
    const input = new ByteInput(process.output);
    for (;;) {
      // Wait for bytes before looking for the request that they answer: the process outlives many of them.
      const open = await input.fill();
      const request = this.#waiting.shift();
      if (!request) break;
      if (!open || !(await answer(input, request))) {
        this.#waiting.unshift(request);
        break;
      }
    }
    this.#process = undefined;
    const why = new BlobUnavailable(`git cat-file ended: ${process.stderr().trim() || 'without a word'}`);
    for (const request of this.#waiting.splice(0)) request.reject(why);
  }
}

/**
 * Reads Git's answer to one request, `<id> <type> <size>\n<bytes>\n` for each (git-cat-file(1), "Batch output").
 * After a first failure the rest is read past. False where the stream ended too early.
 */
async function answer(input: ByteInput, { ids, sink, resolve, reject }: Request): Promise<boolean> {
  let failure: { readonly error: unknown } | undefined;
  for (let at = 0; at < ids.length; at += 1) {
    const header = input.lineNow() ?? (await input.line());
    if (header === undefined) return false;
    const [, type, length] = header.split(' ');
    const size = Number(length);
    if (type !== 'blob') failure ??= { error: new BlobUnavailable(`object ${header}`) };
    if (length === undefined) continue;
    try {
      if (failure) await drain(input, size);
      else await deliver(input, at, size, sink);
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure) reject(failure.error);
  else resolve();
  return true;
}

async function deliver(input: ByteInput, at: number, size: number, sink: BlobSink): Promise<void> {
  let left = size;
  try {
    // Awaiting only where there is something to wait for makes thousands of small blobs twice as fast.
    const begun = sink.begin(at, size);
    if (begun instanceof Promise) await begun;
    while (left > 0) {
      const piece = input.pieceNow(left) ?? (await input.piece(left));
      if (!piece) throw new BlobUnavailable('git cat-file ended in the middle of an object');
      left -= piece.length;
      const taken = sink.piece(piece);
      if (taken instanceof Promise) await taken;
    }
    const ended = sink.end();
    if (ended instanceof Promise) await ended;
  } finally {
    await drain(input, left);
  }
}

/** Reads past the rest of an object and the line end behind it. */
async function drain(input: ByteInput, rest: number): Promise<void> {
  for (let left = rest + 1; left > 0; ) {
    const piece = input.pieceNow(left) ?? (await input.piece(left));
    if (!piece) return;
    left -= piece.length;
  }
}
