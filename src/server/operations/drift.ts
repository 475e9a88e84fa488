import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../base/clock.ts';
import type { Connections } from '../../engine/connections.ts';
import { findDrift } from '../../engine/drift.ts';
import { prepare } from '../../engine/prepare.ts';
import { driftToJson } from '../../plan/drift.ts';
import { catalogue } from '../runs/carry-out.ts';
import type { Clones, RepositoryRow } from '../runs/clones.ts';
import { endingOfProblem } from '../runs/ending.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

export interface DriftParts {
  readonly store: Store;
  readonly clones: Clones;
  /** Makes what is real; relative paths of the configuration mean `root`. */
  readonly connect: (root: string) => Connections | Promise<Connections>;
  /** Milliseconds between two checks of one repository. */
  readonly every: number;
  readonly clock: Clock;
  readonly log: Logger;
}

type Due = RepositoryRow & { readonly commit: string };

/**
 * Checks every repository that is due: the tip of its default branch against the registry, its tags and its bases, as
 * `caskwright drift` does. Nothing is changed. Repositories of which nothing is published, or where a run is under way,
 * wait. One round; the leader repeats it. Returns how many were checked.
 */
export async function checkDrift(parts: DriftParts, signal: AbortSignal): Promise<number> {
  const due = await dueOf(parts.store.db, parts.every);
  for (const repository of due) {
    if (signal.aborted) break;
    const found = await driftOf(parts, repository, signal).catch((error: Error) => {
      parts.log.error({ err: error, repository: repository.id }, 'drift could not be checked');
      return `a bug of caskwright: ${error.message}`;
    });
    if (!signal.aborted) await keep(parts.store, repository, found);
  }
  return due.length;
}

async function dueOf(db: Kysely<Tables>, every: number): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    select repositories.*, refs.commit from repositories
      join refs on refs.repository_id = repositories.id and refs.ref = 'refs/heads/' || default_branch
      left join drifts on drifts.repository_id = repositories.id
    where repositories.removed_at is null
      and (checked_at is null or checked_at < now() - make_interval(secs => ${every / 1000}))
      and exists (select from images where images.repository_id = repositories.id and images.removed_at is null)
      and not exists (
        select from runs where runs.repository_id = repositories.id and state in ('queued', 'running')
      )
    order by checked_at nulls first
  `.execute(db);
  return rows;
}

/** The drift as JSON, or why there is no saying. */
async function driftOf(
  { clones, connect, clock }: DriftParts,
  { commit, ...repository }: Due,
  signal: AbortSignal,
): Promise<string | ReturnType<typeof driftToJson>> {
  const branch = repository.default_branch;
  const clone = await clones.have(repository, `refs/heads/${branch}`, commit);
  if (!clone.ok) return clone.error.message;
  const prepared = await prepare({
    repository: clone.value,
    connections: await connect(clone.value.gitDirectory),
    overrides: {},
    rev: commit,
    hints: { defaultBranch: branch, branch },
    images: [],
    force: false,
    control: catalogue,
    signal,
  });
  if (!prepared.ok) return endingOfProblem(prepared.error).reason ?? 'the commit cannot be planned';
  try {
    const found = await findDrift({ prepared: prepared.value, clock, signal });
    return found.ok ? driftToJson(found.value) : (endingOfProblem(found.error).reason ?? 'the registry did not answer');
  } finally {
    await prepared.value.loaded.tree.close();
  }
}

async function keep(store: Store, { id, commit }: Due, found: string | ReturnType<typeof driftToJson>): Promise<void> {
  const news =
    typeof found === 'string'
      ? { commit, problem: found }
      : { commit, problem: null, drift: JSON.stringify(found.drift) };
  await store.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('drifts')
      .values({ repository_id: id, drift: '[]', ...news })
      .onConflict((conflict) => conflict.column('repository_id').doUpdateSet({ ...news, checked_at: sql`now()` }))
      .execute();
    await store.notify('runs', '', trx);
  });
}
