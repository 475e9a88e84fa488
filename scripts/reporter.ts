import { mkdirSync, writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** How a run went. A file that could not be loaded and an error outside of any test count as one failure each. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Lists every skipped test under the reason that it gave, so that a green run cannot hide what it left out, and
 * leaves the counts in `.test/counts.json` for `.ci/run`. Stands before the runner's own reporter, whose summary
 * is then the last thing on the screen.
 */
export default class RunReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    printSkipped(modules);
    const folder = new URL('../.test/', import.meta.url);
    mkdirSync(folder, { recursive: true });
    writeFileSync(new URL('counts.json', folder), JSON.stringify(count(modules, errors)));
  }
}

function printSkipped(modules: readonly TestModule[]): void {
  const byReason = new Map<string, string[]>();
  for (const module of modules) {
    for (const test of module.children.allTests('skipped')) {
      const result = test.result();
      const reason = (result.state === 'skipped' && result.note) || 'no reason given';
      byReason.set(reason, [...(byReason.get(reason) ?? []), `${module.relativeModuleId} > ${test.fullName}`]);
    }
  }
  for (const [reason, names] of byReason) {
    process.stdout.write(`\nSkipped: ${reason}\n${names.map((name) => `  ${name}\n`).join('')}`);
  }
}

function count(modules: readonly TestModule[], errors: readonly SerializedError[]): Counts {
  const counts: Counts = { passed: 0, failed: errors.length, skipped: 0 };
  for (const module of modules) {
    const failedBefore = counts.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state === 'pending' ? 'failed' : state] += 1;
    }
    if (module.state() === 'failed' && counts.failed === failedBefore) counts.failed += 1;
  }
  return counts;
}
