/** An archive that is broken, or that says something that is not carried out; the message is for people. */
export class ArchiveError extends Error {}

/** An entry of an archive. Names are bytes, held as latin1 text: not every file's name is UTF-8. */
export interface TarEntry {
  readonly kind: 'file' | 'link' | 'symlink' | 'directory' | 'device' | 'fifo';
  readonly path: string;
  /** Of links: what they name. */
  readonly target: string;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly seconds: number;
  /** Bytes that follow. */
  readonly size: number;
  /** Extended attributes, by name. */
  readonly attributes: ReadonlyMap<string, Uint8Array>;
}

const BLOCK = 512;
/** Bytes of an extended header: names and attributes of one entry. */
const MAX_HEADER = 1024 * 1024;
const XATTR = 'SCHILY.xattr.';

const kinds: Readonly<Record<string, TarEntry['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'fifo',
};

/**
 * Reads an archive entry by entry: ustar and pax (POSIX.1-2001), and GNU's long names and big numbers. `read` is given
 * each entry with its bytes, and what it leaves of them is skipped. Throws `ArchiveError`.
 */
export async function readTar(
  bytes: AsyncIterable<Uint8Array>,
  read: (entry: TarEntry, content: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const source = new ByteSource(bytes);
  let more = new Map<string, Buffer>();
  let longName: Buffer | undefined;
  let longTarget: Buffer | undefined;
  for (;;) {
    const block = await source.take(BLOCK);
    if (block === undefined || block.every((byte) => byte === 0)) return;
    const header = parseHeader(block);
    if (header.type === 'x') more = parsePax(await extended(source, header.size));
    else if (header.type === 'g') await extended(source, header.size);
    else if (header.type === 'L') longName = untilZero(await extended(source, header.size));
    else if (header.type === 'K') longTarget = untilZero(await extended(source, header.size));
    else {
      const entry = entryOf(header, more, longName, longTarget);
      const content = source.pieces(entry.size);
      await read(entry, content);
      for await (const _ of content);
      await source.skip(padding(entry.size));
      more = new Map();
      longName = undefined;
      longTarget = undefined;
    }
  }
}

interface Header {
  readonly type: string;
  readonly name: string;
  readonly target: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly seconds: number;
}

function parseHeader(block: Buffer): Header {
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  if (sum !== number(block, 148, 8)) throw new ArchiveError('a header of the archive is broken');
  const ustar = block.toString('latin1', 257, 262) === 'ustar' && block[262] === 0;
  const prefix = ustar ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  return {
    type: String.fromCharCode(block[156] ?? 0),
    name: prefix === '' ? name : `${prefix}/${name}`,
    target: text(block, 157, 100),
    mode: number(block, 100, 8) & 0o7777,
    uid: number(block, 108, 8),
    gid: number(block, 116, 8),
    size: number(block, 124, 12),
    seconds: number(block, 136, 12),
  };
}

function entryOf(header: Header, more: ReadonlyMap<string, Buffer>, longName?: Buffer, longTarget?: Buffer): TarEntry {
  const kind = kinds[header.type];
  const sparse = [...more.keys()].some((key) => key.startsWith('GNU.sparse.'));
  if (kind === undefined || sparse) {
    const what = sparse || header.type === 'S' ? 'a sparse file' : `an entry of type "${header.type}"`;
    throw new ArchiveError(`the archive has ${what}, which layers have not`);
  }
  const word = (key: string) => more.get(key)?.toString('latin1');
  const decimal = (key: string, otherwise: number) => {
    const value = more.has(key) ? Number(word(key)) : otherwise;
    if (!Number.isFinite(value)) throw new ArchiveError(`a header of the archive has a broken ${key}`);
    return Math.trunc(value);
  };
  const size = decimal('size', header.size);
  if (size < 0 || !Number.isSafeInteger(size)) throw new ArchiveError('a header of the archive has a broken size');
  const named = [...more].filter(([key]) => key.startsWith(XATTR));
  return {
    kind,
    path: word('path') ?? longName?.toString('latin1') ?? header.name,
    target: word('linkpath') ?? longTarget?.toString('latin1') ?? header.target,
    mode: header.mode,
    uid: decimal('uid', header.uid),
    gid: decimal('gid', header.gid),
    seconds: decimal('mtime', header.seconds),
    // Entries of other kinds may carry a size without bytes (POSIX.1-2001, "ustar Interchange Format").
    size: kind === 'file' ? size : 0,
    attributes: new Map(named.map(([key, value]) => [key.slice(XATTR.length), value])),
  };
}

async function extended(source: ByteSource, size: number): Promise<Buffer> {
  if (size > MAX_HEADER) throw new ArchiveError(`an extended header has ${size} bytes`);
  const content = await source.take(size);
  await source.skip(padding(size));
  if (content === undefined) throw new ArchiveError('the archive ends within a header');
  return content;
}

/** The records of a pax header: `<length> <key>=<value>\n`, the length counting itself. */
function parsePax(content: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(content.toString('latin1', at, space));
    const equals = content.indexOf(0x3d, space);
    if (!Number.isInteger(length) || length <= 0 || equals < 0 || equals >= at + length) {
      throw new ArchiveError('an extended header of the archive is broken');
    }
    records.set(content.toString('latin1', space + 1, equals), content.subarray(equals + 1, at + length - 1));
    at += length;
  }
  return records;
}

/** A number in octal, or in GNU's base 256 where it is too long for that. */
function number(block: Buffer, at: number, length: number): number {
  const field = block.subarray(at, at + length);
  const first = field[0] ?? 0;
  if (first & 0x80) {
    const negative = (first & 0x40) !== 0;
    const bytes = Buffer.from(field);
    bytes[0] = negative ? first : first & 0x7f;
    return bytes.reduce((value, byte) => value * 256 + byte, 0) - (negative ? 256 ** length : 0);
  }
  const digits = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim();
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits)) throw new ArchiveError('a header of the archive has a broken number');
  return Number.parseInt(digits, 8);
}

function text(block: Buffer, at: number, length: number): string {
  return untilZero(block.subarray(at, at + length)).toString('latin1');
}

function untilZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** Bytes taken from a stream in the lengths that are asked for. */
class ByteSource {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#iterator = bytes[Symbol.asyncIterator]();
  }

  /** That many bytes; undefined at the end of the stream. */
  async take(length: number): Promise<Buffer | undefined> {
    const parts: Uint8Array[] = [];
    let missing = length;
    while (missing > 0) {
      const part = await this.#next(missing);
      if (part === undefined) {
        if (parts.length === 0) return undefined;
        throw new ArchiveError('the archive ends too early');
      }
      parts.push(part);
      missing -= part.length;
    }
    return parts.length === 1 ? Buffer.from(parts[0] as Uint8Array) : Buffer.concat(parts);
  }

  /** That many bytes, piece by piece; whoever goes on iterating gets what is left of them. */
  pieces(length: number): AsyncIterable<Uint8Array> {
    let left = length;
    const next = async (): Promise<IteratorResult<Uint8Array>> => {
      if (left === 0) return { done: true, value: undefined };
      const part = await this.#next(left);
      if (part === undefined) throw new ArchiveError('the archive ends too early');
      left -= part.length;
      return { done: false, value: part };
    };
    return { [Symbol.asyncIterator]: () => ({ next }) };
  }

  async skip(length: number): Promise<void> {
    for await (const _ of this.pieces(length));
  }

  async #next(most: number): Promise<Uint8Array | undefined> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#iterator.next();
      if (done) return undefined;
      this.#rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    const part = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }
}
