import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FetchedLayer } from '../../src/build/ports/exporter.ts';
import type { Digest } from '../../src/names/digest.ts';
import { temporaryDirectory } from './repository.ts';

/** An entry of an archive, as anybody could write it. */
export interface RawEntry {
  readonly path: string;
  /** ustar's letter; `0`, a file, when absent. */
  readonly type?: string;
  readonly content?: string | Buffer;
  readonly target?: string;
  readonly mode?: number;
  /** What the header claims, where that is not the length of the content. */
  readonly size?: number;
}

/** An archive with exactly these entries, whatever they say. */
function archive(entries: readonly RawEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '');
    return [header(entry, entry.size ?? content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** The records of a pax header, in an entry before the one that they are about. */
export function pax(records: Readonly<Record<string, string>>): RawEntry {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = Buffer.byteLength(rest) + 1;
    while (String(length).length + Buffer.byteLength(rest) !== length) length += 1;
    return `${length}${rest}`;
  });
  return { path: 'pax', type: 'x', content: lines.join('') };
}

/** A layer in a file of its own, as it was fetched. */
export function layerOf(entries: readonly RawEntry[] | Buffer): FetchedLayer {
  const bytes = Buffer.isBuffer(entries) ? entries : archive(entries);
  const file = join(temporaryDirectory(), 'layer');
  writeFileSync(file, gzipSync(bytes));
  const diffId = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
  return { file, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', diffId };
}

function header({ path, type = '0', target = '', mode = 0o644 }: RawEntry, size: number): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0');
  block.write(path, 0, 100, 'latin1');
  block.write(octal(mode, 8), 100);
  block.write(octal(process.getuid?.() ?? 0, 8), 108);
  block.write(octal(process.getgid?.() ?? 0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(1_700_000_000, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write(target, 157, 100, 'latin1');
  block.write('ustar\0', 257);
  block.write('00', 263);
  block.write(
    `${octal(
      block.reduce((total, byte) => total + byte, 0),
      7,
    )}\0 `,
    148,
  );
  return block;
}
