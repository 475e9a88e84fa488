import type { SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { Digest } from '../names/digest.ts';
import type { Platform } from '../names/platform.ts';

/** The file, at the root of the repository. */
export const LOCK_FILE = 'caskwright.lock';

/** What an external base means, for the platforms that images of this repository want it for. */
export interface LockedBase {
  readonly digests: ReadonlyMap<Platform, Digest>;
  /** `host/path` that was asked: the base's own registry, or a mirror. */
  readonly from: string;
  /** When, RFC 3339 in UTC. */
  readonly locked: string;
}

/** A base as the file has it. */
export interface LockEntry extends LockedBase {
  /** Of the reference. */
  readonly span: Span;
}

/** What external bases mean, by their references in full. */
export interface Lock {
  readonly file: SourceFile;
  readonly bases: ReadonlyMap<string, LockEntry>;
}

const HEAD = `# What the bases from outside of this repository mean. Written by caskwright: caskwright lock --update [base...]
version: 1
`;

/** The text of a lock. The same bases give the same bytes, each in a block of its own, so that branches merge. */
export function formatLock(bases: ReadonlyMap<string, LockedBase>): string {
  const blocks = [...bases]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reference, base]) => formatBase(reference, base));
  return [HEAD, ...blocks].join('\n');
}

function formatBase(reference: string, { digests, from, locked }: LockedBase): string {
  const platforms = [...digests]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([platform, digest]) => `${platform}: ${digest}`);
  const lines = [...platforms, `from: ${from}`, `locked: ${locked}`];
  return [`${reference}:`, ...lines.map((line) => `  ${line}`), ''].join('\n');
}
