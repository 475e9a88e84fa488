import type { FastifyRequest } from 'fastify';

/** A request as Node has it, its body unread. */
type RawRequest = FastifyRequest['raw'];

/** Bytes of one body, and of all that are being read at once. */
export interface BodyLimits {
  readonly body: number;
  readonly together: number;
}

/**
 * A forge's largest payload is 25 MB, of commits that nobody here reads; what is longer than this is found by the
 * reconciler.
 */
const bodyLimits: BodyLimits = { body: 10 * 1024 * 1024, together: 12 * 1024 * 1024 };

/** Why a body was not read to its end. */
export type BodyFault = 'too-large' | 'broken';

/**
 * Reads bodies of senders that nobody knows yet. Each is cut off at its limit while it streams in; when all together
 * are too much, the connection that has been sending longest is closed, which is never that of a forge (S1, S9).
 */
export class BodyReader {
  readonly #limits: BodyLimits;
  /** Oldest first. */
  readonly #open = new Map<RawRequest, number>();
  #held = 0;

  constructor(limits: BodyLimits = bodyLimits) {
    this.#limits = limits;
  }

  /** The whole body, or why there is none. What is left of one that is too large is not read. */
  read(message: RawRequest): Promise<Uint8Array | BodyFault> {
    if (Number(message.headers['content-length']) > this.#limits.body) return Promise.resolve('too-large');
    const chunks: Uint8Array[] = [];
    return new Promise((resolve) => {
      const finish = (outcome: Uint8Array | BodyFault) => {
        message.off('data', take);
        this.#held -= this.#open.get(message) ?? 0;
        this.#open.delete(message);
        chunks.length = 0;
        resolve(outcome);
      };
      const take = (chunk: Uint8Array) => {
        const size = (this.#open.get(message) ?? 0) + chunk.length;
        if (size > this.#limits.body) {
          message.pause();
          return finish('too-large');
        }
        chunks.push(chunk);
        this.#open.set(message, size);
        this.#held += chunk.length;
        this.#makeRoom();
      };
      this.#open.set(message, 0);
      message.on('data', take);
      message.once('end', () => finish(Buffer.concat(chunks)));
      message.once('close', () => finish('broken'));
      message.once('error', () => finish('broken'));
    });
  }

  #makeRoom(): void {
    for (const [message] of this.#open) {
      if (this.#held <= this.#limits.together) return;
      message.destroy();
      this.#held -= this.#open.get(message) ?? 0;
      this.#open.delete(message);
    }
  }
}
