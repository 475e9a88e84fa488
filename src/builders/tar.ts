/** A file or symbolic link of an archive. */
export interface TarEntry {
  readonly path: string;
  readonly content: Uint8Array | string;
  /** Permission bits; 0o644 when absent. */
  readonly mode?: number;
  /** Makes it a symbolic link to there; `content` is empty then. */
  readonly link?: string;
}

const BLOCK = 512;

/** An archive in the ustar format (POSIX.1-1988), owned by root, every time the same: equal entries, equal bytes. */
export function tar(entries: readonly TarEntry[], seconds = 0): Uint8Array {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content);
    return [header(entry, content.length, seconds), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header({ path, mode = 0o644, link }: TarEntry, size: number, seconds: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(path) > 100) throw new Error(`too long for a tar header: ${path}`);
  const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0');
  block.write(path, 0);
  block.write(octal(mode, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(seconds, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write(link === undefined ? '0' : '2', 156);
  block.write(link ?? '', 157);
  block.write('ustar\0', 257);
  block.write('00', 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\0 `, 148);
  return block;
}
