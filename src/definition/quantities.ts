import { err, ok, type Result } from '../base/result.ts';

const units: Readonly<Record<string, number>> = {
  '': 1,
  K: 1000,
  M: 1000 ** 2,
  G: 1000 ** 3,
  T: 1000 ** 4,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** Bytes of a memory size such as `8G`, `512M` or `16Gi`; a bare number is bytes. */
export function parseMemory(text: string): Result<number, string> {
  const match = /^([0-9]{1,15}(?:\.[0-9]{1,6})?)([KMGT]i?)?$/.exec(text);
  const bytes = match ? Math.floor(Number(match[1]) * (units[match[2] ?? ''] as number)) : 0;
  return bytes > 0 ? ok(bytes) : err('a memory size is a number above 0 with K, M, G, T, Ki, Mi, Gi or Ti, e.g. 8G');
}

/** Milliseconds of a duration such as `45m`, `90s` or `1h30m`. */
export function parseDuration(text: string): Result<number, string> {
  const match = /^(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?$/.exec(text);
  const [hours, minutes, seconds] = [match?.[1], match?.[2], match?.[3]].map((part) => Number(part ?? 0));
  const total = (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
  return total > 0 ? ok(total) : err('a duration is hours, minutes and seconds above 0, e.g. 45m, 90s or 1h30m');
}
