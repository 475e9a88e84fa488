import { err, ok, type Result } from '../base/result.ts';
import type { Plan } from '../plan/plan.ts';
import { planSince } from '../plan/since.ts';
import type { GitRepository } from '../repository/open.ts';
import { hasErrors, type LoadedRepository, loadRepository, type Overrides } from './load.ts';
import { chooseImages, findingsOf } from './plan.ts';
import { treeOf } from './prepare.ts';
import type { Problem } from './problem.ts';

/** What is compared. */
export interface SinceRequest {
  readonly repository: GitRepository;
  readonly overrides: Overrides;
  /** A commit in place of the work tree. */
  readonly rev?: string;
  /** The commit that it is compared with. */
  readonly since: string;
  /** Plan what can be read where files have errors; the caller looks at the findings. */
  readonly partial?: boolean;
  /** Images to plan with what they stand on; empty: all. */
  readonly images: readonly string[];
}

/** Plans from the difference between two commits alone; no registry is asked. */
export async function planFromHistory(
  request: SinceRequest,
): Promise<Result<{ readonly plan: Plan; readonly loaded: LoadedRepository }, Problem>> {
  const { repository, overrides, rev, since, images } = request;
  const now = await treeOf({ repository, ...(rev === undefined ? {} : { rev }) });
  if (!now.ok) return now;
  const before = await treeOf({ repository, rev: since });
  if (!before.ok) return before;
  const [loaded, old] = await Promise.all([
    loadRepository(now.value, overrides),
    loadRepository(before.value, overrides),
  ]);
  await Promise.all([now.value.close(), before.value.close()]);
  if (hasErrors(loaded.diagnostics) && !request.partial) return err(findingsOf(loaded));
  const chosen = chooseImages({ loaded, images, force: false });
  if (!chosen.ok) return chosen;
  const { graph, tree } = loaded;
  const state = { graph, commit: tree.commit, dirty: tree.dirty.length > 0, destination: '' };
  const locks = { now: loaded.lock, before: old.lock };
  return ok({ plan: planSince(state, old.graph, since, chosen.value.selection, locks), loaded });
}
