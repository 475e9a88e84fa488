import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits that can stand in headers, cookies and URLs. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a secret: SHA-256, hex. It has so many random bits that a slow hash adds nothing. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
