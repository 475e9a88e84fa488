import { valid, validRange } from '@renovatebot/pep440';
import { err, ok, type Result } from '../base/result.ts';

/** Where a requirement comes from. */
export type RequirementSource = 'index' | 'url' | 'vcs' | 'path';

/** One requirement of PEP 508, with the options that pip lets follow it. */
export interface Requirement {
  /** Normalised as the index does (PEP 503): lower case, runs of `-`, `_`, `.` as one `-`. `''` where only a URL or path stands. */
  readonly name: string;
  readonly extras: readonly string[];
  /** As written: `==2.1.0,!=3`. */
  readonly specifier: string;
  readonly marker?: string;
  readonly source: RequirementSource;
  readonly url?: string;
  /** Values of `--hash`. */
  readonly hashes: readonly string[];
}

const MAX_LENGTH = 8 * 1024;
const nameAndExtras = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*(?:\[([^\]]*)\])?[ \t]*/;
const extraName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** Most versions are numbers alone, which need no parser of all that PEP 440 permits. */
const numbers = /^\d+(?:\.\d+)*$/;

/** Parses a requirement without the white space and comments around it. */
export function parseRequirement(text: string): Result<Requirement, string> {
  if (text.length > MAX_LENGTH) return err(`a requirement has at most ${MAX_LENGTH} characters`);
  const [requirement = '', ...options] = text.replace(/[ \t]+/g, ' ').split(/ (?=--[a-z])/);
  const hashes = options.flatMap((option) => /^--hash[= \t][ \t]*(\S+)$/.exec(option.trim())?.[1] ?? []);
  const direct = sourceOf(requirement);
  if (direct) {
    const [url = '', marker] = splitMarker(requirement);
    return ok({ name: '', extras: [], specifier: '', ...markerPart(marker), source: direct, url, hashes });
  }
  const match = nameAndExtras.exec(requirement);
  if (!match) return err('a requirement starts with the name of a package');
  const extras = (match[2] ?? '').split(',').flatMap((extra) => (extra.trim() === '' ? [] : [extra.trim()]));
  const wrong = extras.find((extra) => !extraName.test(extra));
  if (wrong !== undefined) return err(`"${wrong}" is not the name of an extra`);
  const name = (match[1] as string).toLowerCase().replace(/[-_.]+/g, '-');
  const rest = requirement.slice(match[0].length);
  if (rest.startsWith('@')) return named(name, extras, rest.slice(1).trim(), hashes);
  return fromIndex(name, extras, rest, hashes);
}

/** The one version that the requirement names with `==` (no wildcard) or `===`, if it does. */
export function exactVersion({ specifier }: Requirement): string | undefined {
  for (const part of specifier.split(',')) {
    const [, operator, version = ''] = /^(===?)[ \t]*([^ \t=]+)$/.exec(part.trim()) ?? [];
    if (operator === '===' || (operator === '==' && isVersion(version))) return version;
  }
  return undefined;
}

/** Whether a URL carries the digest of what it fetches, or the full commit of what it clones. */
export function hasDigest({ url = '', source }: Requirement): boolean {
  if (source === 'vcs') return /@[0-9a-f]{40}(?:#|$)/.test(url);
  return /[#&](?:sha256|sha384|sha512)=[0-9a-f]{64,128}(?:&|$)/.test(url);
}

function isVersion(text: string): boolean {
  return numbers.test(text) || valid(text) !== null;
}

function fromIndex(
  name: string,
  extras: readonly string[],
  rest: string,
  hashes: readonly string[],
): Result<Requirement, string> {
  const [versions = '', marker] = splitMarker(rest);
  const inside = /^\((.*)\)$/.exec(versions)?.[1] ?? versions;
  const specifier = inside.trim().replace(/,$/, '');
  const isPin = specifier.startsWith('==') && numbers.test(specifier.slice(2));
  if (!isPin && !validRange(specifier)) return err(`"${specifier}" is not a version specifier (PEP 440)`);
  return ok({ name, extras, specifier, ...markerPart(marker), source: 'index', hashes });
}

function named(
  name: string,
  extras: readonly string[],
  target: string,
  hashes: readonly string[],
): Result<Requirement, string> {
  const [url = '', marker] = splitMarker(target);
  if (url === '') return err('"@" is followed by a URL');
  return ok({ name, extras, specifier: '', ...markerPart(marker), source: sourceOf(url) ?? 'path', url, hashes });
}

function sourceOf(text: string): RequirementSource | undefined {
  if (/^(?:git|hg|svn|bzr)\+/i.test(text)) return 'vcs';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text.toLowerCase().startsWith('file:') ? 'path' : 'url';
  if (/^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(text) || /^\S+\.(?:whl|zip|tar\.gz|tgz)(?:\s|$)/i.test(text)) return 'path';
  return undefined;
}

/** Splits at the `;` of a marker; in a URL only one after white space counts (PEP 508). */
function splitMarker(text: string): [string, string | undefined] {
  const at = /:\/\//.test(text) ? text.search(/[ \t];/) : text.indexOf(';');
  if (at < 0) return [text.trim(), undefined];
  return [text.slice(0, at).trim(), text.slice(text.indexOf(';', at) + 1).trim()];
}

function markerPart(marker: string | undefined): { marker?: string } {
  return marker === undefined ? {} : { marker };
}
