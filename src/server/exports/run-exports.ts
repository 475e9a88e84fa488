import { sql } from 'kysely';
import { err, ok, type Result } from '../../base/result.ts';
import type { ExportParts } from '../../build/exports.ts';
import type { Failure } from '../../build/failure.ts';
import type { Configuration, ExportConfiguration } from '../../definition/configuration.ts';
import type { Connections } from '../../engine/connections.ts';
import { holding } from '../runs/claim.ts';
import type { Claim } from '../runs/lease.ts';
import type { Store } from '../store/store.ts';

/**
 * What a run makes disk images with: the server's own storage and image builder, whatever the repository says of them,
 * because a repository must not choose among the server's folders, buckets and privileged containers (S25).
 */
export async function exportsOfRun(
  connections: Connections,
  configuration: Configuration,
  exports: ExportConfiguration,
  repository: string,
): Promise<Result<ExportParts, Failure>> {
  const parts = await connections.exports({ ...configuration, exports });
  return parts.ok ? ok({ ...parts.value, prefix: `${repository}/` }) : err(parts.error);
}

/** Notes that a run has come to its disk images. */
export async function markExporting(store: Store, claim: Claim): Promise<void> {
  await store.db
    .updateTable('runs')
    .set({ exporting_at: sql`now()` })
    .where(holding(claim))
    .where('exporting_at', 'is', null)
    .execute();
}
