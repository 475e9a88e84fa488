/** The middle of some numbers; of two middles the mean. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/** How a measurement compares with its peer, run by run: each pair stood side by side in time. */
export interface Ratio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The ratios of pairs that were measured next to each other. */
export function ratioOf(ours: readonly number[], peers: readonly number[]): Ratio {
  const ratios = ours.map((value, at) => value / (peers[at] as number));
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
}

/** `0.43 (0.40–0.47)`. */
export function formatRatio({ median: middle, lowest, highest }: Ratio): string {
  return `${middle.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`;
}

/** How far runs of the same thing were apart: the highest over the lowest. */
export function spread(values: readonly number[]): number {
  return Math.max(...values) / Math.min(...values);
}
