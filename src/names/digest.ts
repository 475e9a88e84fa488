import { err, ok, type Result } from '../base/result.ts';
import type { Branded } from './brand.ts';

/** A content digest, `sha256:` and 64 hex digits (or `sha512:` and 128). */
export type Digest = Branded<'Digest'>;

// OCI image spec 1.1, "Digests".
const grammar = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Parses a digest. */
export function parseDigest(text: string): Result<Digest, string> {
  return grammar.test(text) ? ok(text as Digest) : err('a digest is "sha256:" and 64 lower-case hex digits');
}
