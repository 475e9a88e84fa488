/** DER (X.690): the few types that a certificate request is made of. */
export const der = {
  sequence: (...parts: readonly Uint8Array[]) => element(0x30, ...parts),
  set: (...parts: readonly Uint8Array[]) => element(0x31, ...parts),
  /** Below 128. */
  integer: (value: number) => element(0x02, Uint8Array.of(value)),
  utf8: (text: string) => element(0x0c, Buffer.from(text)),
  /** A whole number of bytes. */
  bits: (bytes: Uint8Array) => element(0x03, Uint8Array.of(0), bytes),
  /** Constructed, of the context's own class. */
  context: (tag: number, ...parts: readonly Uint8Array[]) => element(0xa0 | tag, ...parts),
  /** In dotted form. */
  identifier: (dotted: string) => element(0x06, identifierBytes(dotted)),
} as const;

function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag), length(content.length), content]);
}

function length(bytes: number): Uint8Array {
  if (bytes < 0x80) return Uint8Array.of(bytes);
  const digits = bytes < 0x100 ? [bytes] : [bytes >> 8, bytes & 0xff];
  return Uint8Array.of(0x80 | digits.length, ...digits);
}

function identifierBytes(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return Uint8Array.of(first * 40 + second, ...rest.flatMap(base128));
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f));
  return digits;
}
