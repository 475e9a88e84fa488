/** Largest size of a Git LFS pointer file, in bytes (git-lfs spec, "The Pointer"). */
export const MAX_POINTER = 1024;

const pointer =
  /^version https:\/\/(?:git-lfs\.github\.com\/spec|hawser\.github\.com\/spec)\/v1\n(?:.*\n)*oid sha256:([0-9a-f]{64})\n/;

/** The SHA-256 of the content that a Git LFS pointer stands for; undefined where the bytes are no pointer. */
export function pointedContent(bytes: Uint8Array): string | undefined {
  if (bytes.length >= MAX_POINTER) return undefined;
  return pointer.exec(Buffer.from(bytes).toString('latin1'))?.[1];
}
