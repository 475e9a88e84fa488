import { signal } from '@preact/signals';

/** The time as far as the page cares; moves on every ten seconds. */
const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 10_000);

const UNITS: readonly (readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [86_400 * 365, 'year'],
  [86_400 * 30, 'month'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** A time as people say it, exact on hover. */
export function Ago({ at }: { at: string | null | undefined }) {
  if (at == null) return <span class="faint">–</span>;
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {inWords((Date.parse(at) - now.value) / 1000)}
    </time>
  );
}

/** When something is due that is not done at once. */
export function Due({ at }: { at: number }) {
  const left = (at - now.value) / 1000;
  return (
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString()}>
      {left < 60 ? 'soon' : inWords(left)}
    </time>
  );
}

function inWords(seconds: number): string {
  for (const [size, unit] of UNITS) {
    const count = seconds / size;
    // What has passed is counted whole; what is left is rounded.
    if (Math.abs(count) >= 1) return relative.format(count > 0 ? Math.round(count) : Math.trunc(count), unit);
  }
  return 'just now';
}

/** How long something took or takes: `1m12`, `38s`. */
export function Span({ from, to }: { from: string | null; to: string | null }) {
  if (from === null) return <span class="faint">–</span>;
  const end = to === null ? Math.max(now.value, Date.now()) : Date.parse(to);
  return <span class="number">{seconds((end - Date.parse(from)) / 1000)}</span>;
}

/** Seconds as `0.4s`, `38s`, `1m12`, `2h05`. */
export function seconds(count: number): string {
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
  if (count < 10) return `${Math.max(0, count).toFixed(1)}s`;
  if (count < 60) return `${Math.floor(count)}s`;
  if (count < 3600) return `${Math.floor(count / 60)}m${pad(count % 60)}`;
  return `${Math.floor(count / 3600)}h${pad((count % 3600) / 60)}`;
}
