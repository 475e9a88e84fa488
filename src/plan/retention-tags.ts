import { type Digest, parseDigest } from '../names/digest.ts';

/** What a tag is for. Anything that is not exactly one of ours is public: somebody may pull it. */
export interface TagKind {
  readonly kind: 'landing' | 'source' | 'node' | 'staging' | 'cache' | 'scratch' | 'record' | 'public';
  /** Scratch tags: whose they are. */
  readonly pullRequest?: number;
}

const kinds: readonly (readonly [TagKind['kind'], RegExp])[] = [
  ['landing', /^fp-[0-9a-f]{40}$/],
  ['source', /^src-[0-9a-f]{40}$/],
  ['node', /^fp-[0-9a-f]{40}-[a-z0-9_-]+$/],
  ['staging', /^fp-staging-[a-z0-9_-]+$/],
  ['cache', /^fp-cache-[a-z0-9_-]+$/],
  ['record', /^cw-/],
];

const PUBLIC: TagKind = { kind: 'public' };

/** `fp-pr-<number>-…`: what a build of a pull request leaves for its next jobs. */
const scratch = /^fp-pr-([1-9][0-9]{0,8})-/;

/** Tells what a tag is for. */
export function kindOfTag(tag: string): TagKind {
  // Most tags of a registry are public or landings: told without running every grammar.
  if (!/^(?:fp|src|cw)-/.test(tag)) return PUBLIC;
  const number = scratch.exec(tag)?.[1];
  if (number !== undefined) return { kind: 'scratch', pullRequest: Number(number) };
  return { kind: kinds.find(([, grammar]) => grammar.test(tag))?.[0] ?? 'public' };
}

/**
 * What a referrers tag is about (distribution spec 1.1, "Referrers Tag Schema"; cosign adds a suffix): registries
 * without the referrers API have nothing else that tells.
 */
export function subjectOfTag(tag: string): Digest | undefined {
  const [, algorithm, hex] = /^(sha256|sha512)-([0-9a-f]{64,128})(?:\.[a-z]+)?$/.exec(tag) ?? [];
  const digest = parseDigest(`${algorithm}:${hex}`);
  return digest.ok ? digest.value : undefined;
}
