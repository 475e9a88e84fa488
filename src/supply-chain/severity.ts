import type { VulnerabilitySeverity } from '../build/ports/supply-chain.ts';

const words: ReadonlySet<string> = new Set<VulnerabilitySeverity>(['low', 'medium', 'high', 'critical']);

/** A scanner's word for how bad something is; letter case and further words (Negligible, Unknown) are its own. */
export function severityOf(word: string | undefined): VulnerabilitySeverity {
  const lower = word?.toLowerCase() ?? '';
  return words.has(lower) ? (lower as VulnerabilitySeverity) : 'unknown';
}
