import { StringDecoder } from 'node:string_decoder';

/** Longer lines are handed on in pieces, so that output without line ends cannot fill the memory. */
const MAX_LINE = 64 * 1024;

/** Cuts a stream of bytes into lines: `\n` or `\r\n` ends one, and `end` hands on what stands after the last one. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  readonly #limit: number;
  #rest = '';

  constructor(onLine: (line: string) => void, limit = MAX_LINE) {
    this.#onLine = onLine;
    this.#limit = limit;
  }

  write(bytes: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.write(bytes)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (this.#rest.length > this.#limit) this.#flush();
  }

  end(): void {
    this.#rest += this.#decoder.end();
    if (this.#rest !== '') this.#flush();
  }

  #flush(): void {
    const line = this.#rest;
    this.#rest = '';
    this.#onLine(line);
  }
}
