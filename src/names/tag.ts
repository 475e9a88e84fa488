import { err, ok, type Result } from '../base/result.ts';
import type { Branded } from './brand.ts';

/** A tag of an image in a registry. */
export type Tag = Branded<'Tag'>;

// OCI distribution spec 1.1, "Pulling manifests": the grammar of <reference> as a tag.
const grammar = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** Parses a tag; the error says what is wrong in a reader's words. */
export function parseTag(text: string): Result<Tag, string> {
  if (grammar.test(text)) return ok(text as Tag);
  if (text === '') return err('a tag is not empty');
  if (text.length > 128) return err('a tag has at most 128 characters');
  if (/\s/.test(text)) return err('a tag has no spaces');
  return err('a tag is letters, digits, "_", "." and "-", and does not start with "." or "-"');
}

// What Caskwright itself keeps in a repository, and the tag that follows whatever was published last.
const reserved = /^(?:latest$|(?:fp|src|cw)-)/;

/** Parses a tag that a person gives to a content for good: a version, a release. Reserved ones are refused. */
export function parseFixedTag(text: string): Result<Tag, string> {
  if (reserved.test(text)) return err('latest and tags that begin with fp-, src- or cw- have a meaning of their own');
  return parseTag(text);
}

/** The nearest legal tag to `text`, for suggestions. */
export function nearestTag(text: string): string {
  return text
    .trim()
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 128);
}
