const LINE_END = 0x0a;

/**
 * A stream of chunks, read by lines and by counts of bytes. The `…Now` methods answer from what is here already and
 * say undefined where they would have to wait.
 */
export class ByteInput {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Waits until there is at least one byte; false where the stream has ended. */
  async fill(): Promise<boolean> {
    while (this.#at >= this.#chunk.length) {
      // A pipe that breaks has ended: what is missing then is for the reader to say.
      const next = await this.#chunks.next().catch(() => undefined);
      if (!next || next.done) return false;
      const { buffer, byteOffset, byteLength } = next.value;
      this.#chunk = Buffer.from(buffer, byteOffset, byteLength);
      this.#at = 0;
    }
    return true;
  }

  /** The next line without its end. */
  lineNow(): string | undefined {
    const end = this.#chunk.indexOf(LINE_END, this.#at);
    if (end < 0) return undefined;
    const line = this.#chunk.toString('latin1', this.#at, end);
    this.#at = end + 1;
    return line;
  }

  /** The next line without its end; undefined where the stream ends before it. */
  async line(): Promise<string | undefined> {
    let text = '';
    while (await this.fill()) {
      const line = this.lineNow();
      if (line !== undefined) return text + line;
      text += this.#chunk.toString('latin1', this.#at);
      this.#at = this.#chunk.length;
    }
    return undefined;
  }

  /** At least one and at most `most` of the next bytes. */
  pieceNow(most: number): Uint8Array | undefined {
    if (this.#at >= this.#chunk.length) return undefined;
    const piece = this.#chunk.subarray(this.#at, this.#at + most);
    this.#at += piece.length;
    return piece;
  }

  /** At least one and at most `most` of the next bytes; undefined where the stream ends. */
  async piece(most: number): Promise<Uint8Array | undefined> {
    return (await this.fill()) ? this.pieceNow(most) : undefined;
  }
}
