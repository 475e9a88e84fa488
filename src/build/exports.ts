import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { type ExportTarget, exportEndings, platformOf } from '../names/export-target.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Failure } from './failure.ts';
import type { ImageSource } from './ports/builder.ts';
import type { ExportMetadata, ExportStorage } from './ports/export-storage.ts';
import type { Exporter, ImageFetcher, MadeExport } from './ports/exporter.ts';

/** What disk images are made and kept with. */
export interface ExportParts {
  readonly exporter: Exporter;
  readonly fetcher: ImageFetcher;
  readonly storage: ExportStorage;
  /** Before the names of images in the storage: `''`, or the repository with a slash behind it. */
  readonly prefix: string;
  /** Bytes that the layers of an image may have unpacked. */
  readonly maxSize: number;
  /** SHA-256 and bytes of a file. */
  readonly measure: (file: string) => Promise<{ readonly sha256: string; readonly size: number }>;
  /** A private folder that is there for one export, removed behind it. */
  readonly within: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
}

/** A disk image that shall be there. */
export interface WantedExport {
  readonly image: ImageName;
  readonly version?: string;
  /** The image as it is published: its index, or its one manifest. */
  readonly source: ImageSource;
  readonly target: ExportTarget;
}

/** Around an export: what time it is, what ends it, where its lines go. */
export interface ExportContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** Milliseconds that one disk image may take. */
const TIMEOUT = 2 * 60 * 60 * 1000;

/** Sees to it that a disk image is in the storage. One of the same image is there already, or it is made now. */
export async function ensureExport(
  wanted: WantedExport,
  parts: ExportParts,
  context: ExportContext,
): Promise<Result<{ readonly metadata: ExportMetadata; readonly adopted: boolean }, Failure>> {
  const stored = await parts.storage.list(storedName(wanted.image, parts), context.signal);
  if (!stored.ok) return stored;
  const found = stored.value.find((one) => isOf(one, wanted));
  if (found) return ok({ metadata: found, adopted: true });
  const made = await parts.within((folder) => makeExport(wanted, folder, parts, context));
  return made.ok ? ok({ metadata: made.value, adopted: false }) : made;
}

/** The exports that an image no longer needs: all but those of its `keep` newest versions. */
export function outdatedExports(stored: readonly ExportMetadata[], keep: number): readonly ExportMetadata[] {
  const newestFirst = stored.toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
  const kept = new Set([...new Set(newestFirst.map(({ digest }) => digest))].slice(0, keep));
  return newestFirst.filter(({ digest }) => !kept.has(digest));
}

function storedName(image: ImageName, { prefix }: ExportParts): string {
  return `${prefix}${image}`;
}

function isOf({ digest, type, architecture }: ExportMetadata, { source, target }: WantedExport): boolean {
  return digest === source.digest && type === target.type && architecture === target.architecture;
}

async function makeExport(
  { image, version, source, target }: WantedExport,
  folder: string,
  parts: ExportParts,
  { clock, signal, log }: ExportContext,
): Promise<Result<ExportMetadata, Failure>> {
  const { exporter, fetcher, storage, maxSize, measure } = parts;
  const platform = platformOf[target.architecture];
  const config = await fetcher.inspect(source, platform, signal);
  if (!config.ok) return config;
  const request = {
    ...target,
    image,
    source,
    platform,
    labels: config.value.labels,
    folder,
    maxSize,
    timeout: TIMEOUT,
  };
  const hindrance = await exporter.hindrance(request);
  if (hindrance) return err(hindrance);
  const made = await exporter.export(request, { signal, log });
  if (!made.ok) return made;
  const metadata: ExportMetadata = {
    file: fileName(image, version, source.digest, target),
    image: storedName(image, parts),
    ...(version === undefined ? {} : { version }),
    digest: source.digest,
    ...target,
    ...(await measure(made.value.file)),
    madeAt: new Date(clock.now()).toISOString(),
    ...described(made.value),
  };
  log(`storing ${metadata.file}, ${metadata.size} bytes, in ${storage.name}`);
  const kept = await storage.store(metadata, made.value.file, signal);
  return kept.ok ? ok(metadata) : kept;
}

function described({ bootable, notes }: MadeExport): Pick<ExportMetadata, 'bootable' | 'notes'> {
  return { bootable, notes };
}

/** `web-1.2.0-9f2c41ab3d4e-x86_64.qcow2`: of one image, version, content and machine. */
function fileName(image: ImageName, version: string | undefined, digest: string, target: ExportTarget): string {
  const name = (image.split('/').at(-1) ?? '').slice(0, 80);
  const content = digest.slice(digest.indexOf(':') + 1).slice(0, 12);
  const parts = [name, ...(version === undefined ? [] : [version]), content, target.architecture];
  return `${parts.join('-')}.${exportEndings[target.type]}`;
}
