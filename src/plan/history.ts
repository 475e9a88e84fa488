import type { ImageName } from '../names/image-name.ts';
import type { Component } from './reasons.ts';

/**
 * A file that differs from what was published. Known only where the clone has the published commit, so it stands
 * beside the plan and never in the part of it that is compared.
 */
export interface FileChange {
  /** The reason that it explains; `lock` is that of a base from `caskwright.lock`. */
  readonly component: Component | 'lock';
  /** From the repository's root. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Lines that were replaced by as many others; empty where the change is no such small one. */
  readonly lines: readonly LineChange[];
  /** The last commit that changed the file; absent for uncommitted changes, and where history ends before it. */
  readonly commit?: { readonly id: string; readonly subject: string /** Seconds since 1970. */; readonly time: number };
}

/** One line before and after. */
export interface LineChange {
  /** Of the new file, from 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** What changed, by image, in the order of paths. */
export type History = ReadonlyMap<ImageName, readonly FileChange[]>;

/** More replaced lines than this are no longer worth reading one by one. */
const MAX_LINES = 3;

/** The lines of one base by which two locks differ: those of its digests. */
export function lockLineChanges(before: string, after: string, reference: string): readonly LineChange[] {
  const old = digestLines(before, reference);
  return [...digestLines(after, reference)].flatMap(([platform, now]) => {
    const was = old.get(platform);
    if (was === undefined || was.text === now.text) return [];
    return [{ line: now.line, before: `${platform} ${short(was.text)}`, after: short(now.text) }];
  });
}

function digestLines(
  lock: string,
  reference: string,
): ReadonlyMap<string, { readonly line: number; readonly text: string }> {
  const lines = lock.split('\n');
  const found = new Map<string, { readonly line: number; readonly text: string }>();
  for (let at = lines.indexOf(`${reference}:`) + 1; at > 0 && /^ {2}\S/.test(lines[at] ?? ''); at += 1) {
    const [platform = '', text = ''] = (lines[at] as string).trim().split(': ');
    if (text.startsWith('sha')) found.set(platform, { line: at + 1, text });
  }
  return found;
}

/** `sha256:9f2c41…`: a line has room for no more. */
function short(digest: string): string {
  return `${digest.slice(0, digest.indexOf(':') + 7)}…`;
}

/** The lines by which two texts differ, where these are a few in one place, replaced one by one. */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const old = before.split('\n');
  const now = after.split('\n');
  if (old.length !== now.length) return [];
  const differing = now.flatMap((text, index) => (text === old[index] ? [] : [index]));
  if (differing.length > MAX_LINES) return [];
  return differing.map((index) => ({
    line: index + 1,
    before: (old[index] as string).trim(),
    after: (now[index] as string).trim(),
  }));
}
