import type { ByteRange } from '../../build/ports/export-storage.ts';

/** What a request for a part of a file gets: all of it, that part, or nothing because it lies outside. */
export type RangeAnswer =
  | { readonly status: 200; readonly range: ByteRange }
  | { readonly status: 206; readonly range: ByteRange }
  | { readonly status: 416 };

/**
 * Reads `Range` and `If-Range` (RFC 9110, sections 14.2 and 13.1.5). One part is sent at a time: several, or what cannot
 * be read, get the whole file, and so does whoever has begun with another one.
 */
export function rangeOf(
  {
    range,
    'if-range': begun,
  }: { readonly range?: string | undefined; readonly 'if-range'?: string | string[] | undefined },
  size: number,
  etag: string,
): RangeAnswer {
  const whole: RangeAnswer = { status: 200, range: { start: 0, end: size - 1 } };
  const [, from, to] = /^bytes=([0-9]{0,15})-([0-9]{0,15})$/.exec(range?.replaceAll(' ', '') ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return whole;
  if (begun !== undefined && begun !== etag) return whole;
  // `-500` are the last 500 bytes.
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  const isMeant = from === '' || to === '' || Number(from) <= Number(to);
  if (!isMeant) return whole;
  return start >= size || (from === '' && Number(to) === 0) ? { status: 416 } : { status: 206, range: { start, end } };
}
