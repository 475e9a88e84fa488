import type { ExportMetadata } from '../../build/ports/export-storage.ts';
import { parseDigest } from '../../names/digest.ts';
import { ARCHITECTURES, EXPORT_TYPES } from '../../names/export-target.ts';

/** Bytes of metadata, above which a file is none. */
export const MAX_METADATA = 256 * 1024;

const FILE = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,254}$/;

/** The metadata in a file beside an export; none where it is of something else, or of another image. */
export function parseMetadata(text: string | undefined, image: string): readonly ExportMetadata[] {
  const value = parse(text);
  return isMetadata(value) && value.image === image ? [value] : [];
}

/** Orders exports by when they were made. */
export function newestFirst(exports: readonly ExportMetadata[]): readonly ExportMetadata[] {
  return exports.toSorted((a, b) =>
    a.madeAt === b.madeAt ? (a.file < b.file ? -1 : 1) : a.madeAt > b.madeAt ? -1 : 1,
  );
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function isMetadata(value: unknown): value is ExportMetadata {
  if (typeof value !== 'object' || value === null) return false;
  const { file, image, version, digest, size, sha256, madeAt, bootable, notes, type, architecture } = value as {
    readonly [Key in keyof ExportMetadata]?: unknown;
  };
  const texts = [file, image, digest, sha256, madeAt, type, architecture].every((each) => typeof each === 'string');
  return (
    texts &&
    FILE.test(String(file)) &&
    parseDigest(String(digest)).ok &&
    /^[0-9a-f]{64}$/.test(String(sha256)) &&
    !Number.isNaN(Date.parse(String(madeAt))) &&
    EXPORT_TYPES.some((one) => one === type) &&
    ARCHITECTURES.some((one) => one === architecture) &&
    (version === undefined || typeof version === 'string') &&
    Number.isSafeInteger(size) &&
    typeof bootable === 'boolean' &&
    Array.isArray(notes) &&
    notes.every((note) => typeof note === 'string')
  );
}
