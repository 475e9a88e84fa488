import { type GithubReport, reportSections } from './github-parts.ts';
import { joinWithin } from './sections.ts';

/**
 * Bytes of a step's summary. GitHub takes 1 MiB and drops a longer one whole; the runner's own masking of secrets
 * comes after us and may make the text longer, hence the distance.
 */
const LONGEST_SUMMARY = 1_000_000;

/** The summary of a job as GitHub's Markdown. `restUrl` leads to what had to be left out. */
export function renderSummary(report: GithubReport, restUrl?: string): string {
  return joinWithin(reportSections(report, restUrl), LONGEST_SUMMARY);
}
