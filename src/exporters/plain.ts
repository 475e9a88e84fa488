import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { BuildContext } from '../build/ports/builder.ts';
import type { Exporter, ExportRequest, FetchedImage, ImageFetcher, MadeExport } from '../build/ports/exporter.ts';
import type { Environment } from '../system/environment.ts';
import { isDiskFull, remove } from '../system/files.ts';
import { makePrivate, writePrivate } from '../system/folder-files.ts';
import { isRoot } from '../system/machine.ts';
import { PathRefused, RootFolder } from '../system/root-folder.ts';
import { type BootFiles, findBootFiles } from './boot.ts';
import { type DiskPlan, diskTools, isBootable, writeDisk } from './disk.ts';
import { notesOf } from './notes.ts';
import { ArchiveError } from './tar-reader.ts';
import {
  diskFull,
  exportFailure,
  inFolder,
  missingTools,
  runTool,
  type Tool,
  type Toolbox,
  toolFailure,
} from './tools.ts';
import { type Unpacked, unpackLayers } from './unpack.ts';

/** Makes disk images of any image with Debian's tools: its files on an ext4 of their own, on a medium, or in an archive. */
export function createPlainExporter(fetcher: ImageFetcher, environment: Environment): Exporter {
  return {
    async hindrance({ type }) {
      const missing = await missingTools(toolsFor(type), environment);
      if (missing.length > 0) return toolFailure(missing);
      if (isRoot()) return undefined;
      const message = 'only root can give the files of a disk image their owners';
      return exportFailure('denied', message, 'run it as root, or within: unshare --map-root-user --map-auto');
    },
    export: (request, context) => new PlainExport(fetcher, environment, request, context).make(),
  };
}

/** Where a loader may be found, its programs are needed too: which images have one is not known before they are there. */
function toolsFor(type: ExportRequest['type']): readonly Tool[] {
  switch (type) {
    case 'tar':
      return ['tar'];
    case 'iso':
      return ['xorriso'];
    case 'raw':
    case 'ami':
      return diskTools(true);
    case 'qcow2':
    case 'vmdk':
      return [...diskTools(true), 'qemu-img'];
  }
}

class PlainExport {
  readonly #fetcher: ImageFetcher;
  readonly #request: ExportRequest;
  readonly #box: Toolbox;
  readonly #root: string;

  constructor(fetcher: ImageFetcher, environment: Environment, request: ExportRequest, { signal, log }: BuildContext) {
    const { folder, timeout } = request;
    this.#fetcher = fetcher;
    this.#request = request;
    this.#box = { environment, folder, signal, deadline: performance.now() + timeout, log };
    this.#root = inFolder(this.#box, 'root');
  }

  async make(): Promise<Result<MadeExport, Failure>> {
    const { source, platform, folder } = this.#request;
    try {
      this.#box.log(`fetching ${this.#request.image} for ${platform}`);
      const layers = join(folder, 'layers');
      await makePrivate(layers);
      const image = await this.#fetcher.fetch(source, platform, layers, this.#box.signal);
      if (!image.ok) return image;
      this.#box.log(`unpacking ${image.value.layers.length} layers`);
      const unpacked = await this.#unpack(image.value);
      await remove(layers);
      if (!unpacked.ok) return unpacked;
      return await this.#write(image.value, unpacked.value);
    } catch (error) {
      if (this.#box.signal.aborted) return err(exportFailure('cancelled', 'cancelled'));
      if (isDiskFull(error)) return err(diskFull(folder));
      throw error;
    } finally {
      await remove(this.#root);
    }
  }

  async #unpack({ layers }: FetchedImage): Promise<Result<Unpacked, Failure>> {
    await makePrivate(this.#root);
    const { maxSize, image } = this.#request;
    try {
      const unpacked = await unpackLayers(layers, { root: this.#root, owned: true, maxSize, signal: this.#box.signal });
      const attributes = await this.#setAttributes(unpacked);
      return attributes.ok ? ok(unpacked) : attributes;
    } catch (error) {
      if (!(error instanceof ArchiveError || error instanceof PathRefused)) throw error;
      return err(exportFailure('layer-refused', `${image} is not unpacked: ${error.message}`));
    }
  }

  /** Capabilities and the like, which Node cannot set. */
  async #setAttributes({ attributes }: Unpacked): Promise<Result<void, Failure>> {
    if (attributes.size === 0) return ok(undefined);
    const missing = await missingTools(['setfattr'], this.#box.environment);
    if (missing.length > 0) return err(toolFailure(missing));
    const dump = inFolder(this.#box, 'attributes');
    await writePrivate(dump, Buffer.from(dumpOf(this.#root, attributes), 'latin1'));
    return runTool(this.#box, 'setfattr', ['--no-dereference', `--restore=${dump}`]);
  }

  async #write(image: FetchedImage, unpacked: Unpacked): Promise<Result<MadeExport, Failure>> {
    const { type, architecture } = this.#request;
    const boot = findBootFiles(new RootFolder(this.#root, true), architecture);
    const plan = { ...unpacked, root: this.#root, seed: image.digest, architecture, boot };
    const file = inFolder(this.#box, `disk.${type}`);
    const done = await this.#writeAs(plan, file);
    if (!done.ok) return done;
    const disk = type !== 'tar' && type !== 'iso';
    const notes = notesOf(this.#request, image.digest, boot, unpacked);
    return ok({ file, bootable: disk && isBootable(boot), notes });
  }

  async #writeAs(plan: DiskPlan & { readonly boot: BootFiles }, file: string): Promise<Result<void, Failure>> {
    const { type, image } = this.#request;
    this.#box.log(`writing ${type}`);
    switch (type) {
      case 'tar':
        return runTool(this.#box, 'tar', [...TAR, '--create', `--file=${file}`, `--directory=${this.#root}`, '.']);
      case 'iso':
        return runTool(this.#box, 'xorriso', [...ISO, '-V', volumeName(image), '-o', file, this.#root]);
      case 'raw':
      case 'ami':
        return writeDisk(plan, file, this.#box);
      case 'qcow2':
      case 'vmdk': {
        const raw = inFolder(this.#box, 'raw');
        const written = await writeDisk(plan, raw, this.#box);
        if (!written.ok) return written;
        await remove(this.#root);
        const converted = await runTool(this.#box, 'qemu-img', ['convert', '-f', 'raw', ...FORMATS[type], raw, file]);
        await remove(raw);
        return converted;
      }
    }
  }
}

const TAR = ['--numeric-owner', '--sort=name', '--format=posix', '--xattrs', '--xattrs-include=*'];
/** Rock Ridge with owners and modes as they are; level 3 for files above 4 GiB. */
const ISO = ['-as', 'mkisofs', '-quiet', '-R', '-iso-level', '3'];
/** Compressed: disks are mostly empty. What VMware imports is stream-optimized. */
const FORMATS = {
  qcow2: ['-O', 'qcow2', '-c'],
  vmdk: ['-O', 'vmdk', '-o', 'subformat=streamOptimized'],
} as const;

/** ISO 9660, 7.4: capitals, digits and `_`, at most 32. */
function volumeName(image: string): string {
  return image
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '_')
    .slice(0, 32);
}

/** The format of getfattr(1), which `setfattr --restore` reads; paths are absolute, so that none looks like an option. */
function dumpOf(root: string, attributes: Unpacked['attributes']): string {
  const escaped = (text: string) =>
    text.replace(/[\\\n\r]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return [...attributes]
    .map(([path, values]) => {
      const lines = [...values].map(([name, value]) => `${escaped(name)}=0x${Buffer.from(value).toString('hex')}`);
      return `# file: ${escaped(`${root}/${path}`)}\n${lines.join('\n')}\n\n`;
    })
    .join('');
}
