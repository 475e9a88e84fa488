import { styleText } from 'node:util';

/** What a colour can mean; nothing else is ever coloured. */
export type State = 'done' | 'failed' | 'warned' | 'running' | 'quiet';

/** How output looks: as wide as `width` columns, coloured or not. The caller has decided both. */
export interface Look {
  readonly width: number;
  readonly colour: boolean;
}

const LISTED = 12;

const colours = { done: 'green', failed: 'red', warned: 'yellow', running: 'cyan', quiet: 'dim' } as const;

/** The sign that says the same as the colour. */
export const signs = { done: '✓', failed: '✗', warned: '!', running: '›', quiet: '·' } as const satisfies Record<
  State,
  string
>;

/** Colours `text` by what it means, or leaves it as it is. */
export function paint(state: State, text: string, colour: boolean): string {
  return colour ? styleText(colours[state], text, { validateStream: false }) : text;
}

/** `0m38`, `1m12`, `1h02m`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}m${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}

/** A forecast, no more exact than it can be: `40 s`, `6 min`, `2 h 10 min`. */
export function about(seconds: number): string {
  if (seconds < 55) return `${Math.max(10, Math.ceil(seconds / 10) * 10)} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 100) return `${minutes} min`;
  const rest = Math.round((minutes % 60) / 10) * 10;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** `1 image`, `9 images`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `830 B`, `12.3 MB`, `1.2 GB`; units of 1000. */
export function size(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 'B';
  // Where a value would be shown as 1000, the next unit says it shorter.
  for (const larger of units) {
    if (value < 999.5) break;
    value /= 1000;
    unit = larger;
  }
  return `${unit === 'B' || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${unit}`;
}

/** The first names of a list, and how many others there are. */
export function listed(names: readonly string[]): string {
  const others = names.length - LISTED;
  return others > 1 ? `${names.slice(0, LISTED).join(', ')} and ${others} others` : names.join(', ');
}

/** `sha256:9f2c41…`: enough of a digest to tell it from its neighbours. */
export function shortDigest(digest: string): string {
  const hex = digest.indexOf(':') + 1;
  return digest.length > hex + 6 ? `${digest.slice(0, hex + 6)}…` : digest;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** How long ago something was, from its age in milliseconds: `2 hours ago`. */
export function age(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${count(minutes, 'minute')} ago`;
  if (minutes < 60 * 36) return `${count(Math.round(minutes / 60), 'hour')} ago`;
  return `${count(Math.round(minutes / 60 / 24), 'day')} ago`;
}
