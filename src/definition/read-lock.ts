import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import { type Digest, parseDigest } from '../names/digest.ts';
import { type Platform, parsePlatform } from '../names/platform.ts';
import { formatReference, parseReference } from '../names/reference.ts';
import { Findings } from './findings.ts';
import type { Lock, LockEntry } from './lock.ts';

/** A lock as far as it could be read, and what is wrong with the file. */
export interface ReadLock {
  readonly lock: Lock;
  readonly diagnostics: readonly Diagnostic[];
}

const MAX_LENGTH = 1024 * 1024;
const FIX = 'write it anew: caskwright lock';
const UNKNOWN_FORMAT = 'it does not start with "version: 1", the one format that is known';
const start: Span = { start: 0, end: 0 };
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * Reads `caskwright.lock` (`schemas/lock.schema.json`). The file is YAML, but only in the lines that `formatLock`
 * writes: it is read in linear time however large it is, and what a merge left half done is found where it stands.
 */
export function readLock(file: SourceFile): ReadLock {
  const reader = new LockReader(file);
  reader.read();
  return { lock: { file, bases: reader.bases }, diagnostics: reader.findings.list };
}

/** One base while its lines are read. */
interface OpenEntry {
  readonly reference: string;
  readonly span: Span;
  readonly digests: Map<Platform, Digest>;
  from?: string;
  locked?: string;
}

class LockReader {
  readonly bases = new Map<string, LockEntry>();
  readonly findings: Findings;
  readonly #file: SourceFile;
  #open: OpenEntry | undefined;
  #hasVersion = false;

  constructor(file: SourceFile) {
    this.#file = file;
    this.findings = new Findings(file);
  }

  read(): void {
    const { text } = this.#file;
    let offset = 0;
    for (const written of text.length > MAX_LENGTH ? [] : text.split('\n')) {
      const line = written.endsWith('\r') ? written.slice(0, -1) : written;
      if (line.trim() !== '' && !line.startsWith('#')) this.#line(line, { start: offset, end: offset + line.length });
      offset += written.length + 1;
    }
    this.#close();
    if (text.length > MAX_LENGTH) this.#fault(start, 'the file is larger than 1 MB');
    else if (!this.#hasVersion) this.#fault(start, UNKNOWN_FORMAT);
  }

  #line(line: string, span: Span): void {
    const inner = /^ {2}([a-z0-9/_-]+): (\S+)$/.exec(line);
    const head = /^(\S+):$/.exec(line);
    const isFirst = !this.#hasVersion;
    this.#hasVersion = true;
    if (isFirst && line === 'version: 1') return;
    if (isFirst) this.#fault(span, UNKNOWN_FORMAT);
    if (head) this.#begin(head[1] as string, { start: span.start, end: span.end - 1 });
    else if (inner && this.#open) this.#value(this.#open, inner[1] as string, inner[2] as string, span);
    else if (!isFirst) this.#fault(span, 'this is no line of a lock');
  }

  #begin(written: string, span: Span): void {
    this.#close();
    const parsed = parseReference(written);
    const reference = parsed.ok ? formatReference(parsed.value) : written;
    // An entry that is reported is read on, so that its lines are not reported as well.
    this.#open = { reference, span, digests: new Map() };
    if (!parsed.ok) this.#fault(span, `"${written}" is not an image: ${parsed.error}`);
    else if (reference !== written) this.#fault(span, `a base is named in full here: ${reference}`);
    else if (this.bases.has(reference)) this.#fault(span, `${reference} stands here twice`);
  }

  #value(open: OpenEntry, key: string, value: string, line: Span): void {
    const span = { start: line.end - value.length, end: line.end };
    if (key === 'from') open.from = value;
    else if (key === 'locked') {
      open.locked = value;
      if (!time.test(value)) this.#fault(span, 'a time looks like 2026-11-20T17:30:00Z');
    } else this.#digest(open, key, value, span, line.start + 2);
  }

  #digest(open: OpenEntry, key: string, value: string, span: Span, keyStart: number): void {
    const platform = parsePlatform(key);
    const digest = parseDigest(value);
    if (!platform.ok) this.#fault({ start: keyStart, end: keyStart + key.length }, platform.error);
    else if (!digest.ok) this.#fault(span, digest.error);
    else open.digests.set(platform.value, digest.value);
  }

  /** An entry that is not whole is none: the base is missing then. */
  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const { reference, span, digests, from, locked } = open;
    if (digests.size > 0 && from !== undefined && locked !== undefined) {
      this.bases.set(reference, { span, digests, from, locked });
    } else this.#fault(span, `${reference} needs a digest, "from" and "locked"`);
  }

  #fault(span: Span, message: string): void {
    this.findings.error(span, 'lock-syntax', message, { fix: FIX });
  }
}
