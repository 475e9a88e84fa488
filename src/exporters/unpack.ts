import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { FetchedLayer } from '../build/ports/exporter.ts';
import { readPieces } from '../system/files.ts';
import { RootFolder } from '../system/root-folder.ts';
import { ArchiveError, readTar, type TarEntry } from './tar-reader.ts';

/** Entries of all layers together: far above the largest images, far below what fills a file system's table. */
const MAX_ENTRIES = 2_000_000;

/** What came of unpacking an image, beside the files themselves. */
export interface Unpacked {
  /** Bytes that all files and folders take in blocks of 4 KiB, at most. */
  readonly bytes: number;
  /** Files and folders, at most. */
  readonly entries: number;
  /** Device files and pipes, which are left out: a kernel makes those of `/dev` itself. */
  readonly devices: number;
  /** Extended attributes to be set: path from the root → name → value. */
  readonly attributes: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;
}

/** Where and how far an image is unpacked. */
export interface UnpackOptions {
  /** An empty folder that nobody else writes in. */
  readonly root: string;
  /** Whether entries get their owners; only root may give them. */
  readonly owned: boolean;
  /** Bytes of all layers together when they are not compressed. */
  readonly maxSize: number;
  readonly signal: AbortSignal;
}

/**
 * Unpacks layers over each other, the lowest first (OCI image spec 1.1, "Image Layer Filesystem Changeset"). Throws
 * `ArchiveError` or `PathRefused` where a layer is broken or would reach out of the root (S33).
 */
export async function unpackLayers(layers: readonly FetchedLayer[], options: UnpackOptions): Promise<Unpacked> {
  const work = new Unpacking(options);
  for (const layer of layers) await work.apply(layer);
  return work.finish();
}

/** Of the file systems that are made. */
const BLOCK = 4096;
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

class Unpacking {
  readonly #options: UnpackOptions;
  readonly #folder: RootFolder;
  readonly #attributes = new Map<string, ReadonlyMap<string, Uint8Array>>();
  #read = 0;
  #bytes = 0;
  #entries = 0;
  #devices = 0;

  constructor(options: UnpackOptions) {
    this.#options = options;
    this.#folder = new RootFolder(options.root, options.owned);
  }

  async apply(layer: FetchedLayer): Promise<void> {
    const hash = createHash('sha256');
    const own = new Set<string>();
    const bytes = decompressed(layer);
    try {
      const counted = this.#counted(bytes, hash);
      await readTar(counted, (entry, content) => this.#add(entry, content, own));
      // What stands behind the archive's end counts for the digest too.
      for await (const _ of counted);
    } finally {
      bytes.destroy();
    }
    if (`sha256:${hash.digest('hex')}` !== layer.diffId) {
      throw new ArchiveError(`a layer has other bytes than its image says (${layer.diffId})`);
    }
  }

  finish(): Unpacked {
    this.#folder.finish();
    return { bytes: this.#bytes, entries: this.#entries, devices: this.#devices, attributes: this.#attributes };
  }

  /** The bytes of a layer, up to the limit of all layers. */
  #counted(bytes: AsyncIterable<Uint8Array>, hash: { update(bytes: Uint8Array): unknown }): AsyncIterable<Uint8Array> {
    const { maxSize, signal } = this.#options;
    const iterator = bytes[Symbol.asyncIterator]();
    const next = async () => {
      signal.throwIfAborted();
      const step = await iterator.next();
      if (step.done) return step;
      this.#read += step.value.length;
      if (this.#read > maxSize) throw new ArchiveError(`unpacked, its layers have more than ${maxSize} bytes`);
      hash.update(step.value);
      return step;
    };
    return { [Symbol.asyncIterator]: () => ({ next }) };
  }

  async #add(entry: TarEntry, content: AsyncIterable<Uint8Array>, own: Set<string>): Promise<void> {
    this.#entries += 1;
    if (this.#entries > MAX_ENTRIES) throw new ArchiveError(`its layers have more than ${MAX_ENTRIES} files`);
    const path = this.#folder.resolve(entry.path);
    const at = path.lastIndexOf('/');
    const [parent, name] = [path.slice(0, Math.max(at, 0)), path.slice(at + 1)];
    if (name === OPAQUE) return this.#uncover(parent, own);
    if (name.startsWith(WHITEOUT)) {
      const hidden = name.slice(WHITEOUT.length);
      if (['', '.', '..'].includes(hidden)) throw new ArchiveError(`a whiteout names "${hidden}"`);
      return this.#hide(parent === '' ? hidden : `${parent}/${hidden}`, own);
    }
    this.#bytes += Math.ceil((entry.size + 1) / BLOCK) * BLOCK;
    if (this.#attributes.size > 0) this.#forget(path, entry.kind === 'directory');
    await this.#write(path, entry, content);
    for (let above = path; above !== ''; above = above.slice(0, Math.max(above.lastIndexOf('/'), 0))) own.add(above);
  }

  async #write(path: string, entry: TarEntry, content: AsyncIterable<Uint8Array>): Promise<void> {
    const attributes = new Map([...entry.attributes].filter(([name]) => isKept(name)));
    switch (entry.kind) {
      case 'directory':
        this.#folder.directory(path, entry);
        break;
      case 'symlink':
        return this.#folder.symlink(path, entry.target, entry);
      case 'link':
        // An archive names the file as it names entries; some write the leading slash.
        return this.#folder.link(path, entry.target.replace(/^\/+/, ''));
      case 'device':
      case 'fifo':
        this.#folder.remove(path);
        this.#devices += 1;
        return;
      case 'file': {
        const file = this.#folder.file(path, entry);
        try {
          for await (const piece of content) file.write(piece);
        } finally {
          file.close();
        }
        break;
      }
    }
    if (attributes.size > 0) this.#attributes.set(path, attributes);
  }

  /** Removes what lower layers have below a folder, and keeps what this one has put there. */
  #uncover(folder: string, own: ReadonlySet<string>): void {
    if (this.#folder.kindOf(folder) !== 'directory') return;
    for (const name of this.#folder.namesIn(folder)) this.#hide(folder === '' ? name : `${folder}/${name}`, own);
  }

  #hide(path: string, own: ReadonlySet<string>): void {
    if (own.has(path)) {
      this.#uncover(path, own);
      return;
    }
    this.#folder.remove(path);
    this.#forget(path, false);
  }

  #forget(path: string, itselfAlone: boolean): void {
    for (const known of this.#attributes.keys()) {
      if (known === path || (!itselfAlone && known.startsWith(`${path}/`))) this.#attributes.delete(known);
    }
  }
}

/** Capabilities of programs and what users set; the rest belongs to the machine that built. */
function isKept(attribute: string): boolean {
  return attribute === 'security.capability' || attribute.startsWith('user.');
}

function decompressed({ file, mediaType }: FetchedLayer): Readable {
  const bytes = readPieces(file);
  if (mediaType.endsWith('+gzip')) return pipeline(bytes, createGunzip(), () => {});
  if (mediaType.endsWith('+zstd')) return pipeline(bytes, createZstdDecompress(), () => {});
  if (mediaType.endsWith('.tar')) return Readable.from(bytes);
  throw new ArchiveError(`a layer is of the type ${mediaType}, which is not known`);
}
