import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Failure } from '../../build/failure.ts';
import type { Plan } from '../../plan/plan.ts';
import { planNodes } from '../../plan/plan.ts';
import type { BuildState, Tables } from '../store/tables.ts';
import type { BuildTask } from '../worker/task.ts';
import { holding, MAX_ATTEMPTS } from './claim.ts';
import type { Claim } from './lease.ts';
import { wake } from './requests.ts';

export type BuildRow = Selectable<Tables['builds']>;

const OVER: readonly BuildState[] = ['landed', 'failed', 'blocked', 'cancelled'];

/** Whether nothing more will happen to a build. */
export function isOver(state: BuildState): boolean {
  return OVER.includes(state);
}

/** Writes a row for each node that the plan builds. Rows of an earlier server's plan stay as they are. */
export async function announceBuilds(
  db: Kysely<Tables>,
  run: Claim,
  plan: Plan,
  urgency: ReadonlyMap<string, number>,
): Promise<void> {
  const nodes = planNodes(plan).filter(({ image }) => image.action === 'build' || image.action === 'blocked');
  if (nodes.length === 0) return;
  const rows = nodes.map(({ image, platform, node }) => ({
    image: image.name,
    platform,
    fingerprint: node?.fingerprint ?? '',
    start: image.action === 'blocked' ? 'blocked' : 'waiting',
    urgency: Math.ceil(urgency.get(image.name) ?? 0),
  }));
  await sql`
    insert into builds (run_id, image, platform, fingerprint, state, urgency, priority, finished_at)
    select runs.id, node.image, node.platform, node.fingerprint, node.start, node.urgency, runs.priority,
      case when node.start = 'blocked' then now() end
    from runs, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as node(image text, platform text, fingerprint text, start text, urgency integer)
    where ${holding(run)}
    on conflict (run_id, image, platform) do nothing`.execute(db);
}

/** Lets workers have a node whose parents are settled. Answers with its row as it is then; undefined without the lease. */
export async function makeReady(
  db: Kysely<Tables>,
  run: Claim,
  node: { readonly image: string; readonly platform: string; readonly place?: string; readonly task: BuildTask },
): Promise<BuildRow | undefined> {
  const { image, platform, place, task } = node;
  return db.transaction().execute(async (trx) => {
    const held = await trx.selectFrom('runs').select('id').where(holding(run)).forShare().executeTakeFirst();
    if (!held) return undefined;
    const row = () =>
      trx
        .selectFrom('builds')
        .selectAll()
        .where('run_id', '=', run.id)
        .where('image', '=', image)
        .where('platform', '=', platform)
        .executeTakeFirst();
    const made = await trx
      .updateTable('builds')
      .set({
        state: 'ready',
        task: JSON.stringify(task),
        place: place ?? null,
        fingerprint: task.node.fingerprint,
        ready_at: sql`now()`,
      })
      .where('run_id', '=', run.id)
      .where('image', '=', image)
      .where('platform', '=', platform)
      .where('state', '=', 'waiting')
      .returningAll()
      .executeTakeFirst();
    if (!made) return row();
    await wake(trx, 'builds', made.id);
    return made;
  });
}

/** What cannot be built any more because of what it stands on. */
export async function blockBuilds(db: Kysely<Tables>, run: Claim, image: string, by: string): Promise<void> {
  await db
    .updateTable('builds')
    .set({ state: 'blocked', reason: by, finished_at: sql`now()` })
    .where('run_id', '=', run.id)
    .where('image', '=', image)
    .where('state', '=', 'waiting')
    .where(({ exists, selectFrom }) => exists(selectFrom('runs').select('id').where(holding(run))))
    .execute();
}

/** Ends the builds of a run: those that wait now, those that are built as soon as their workers hear of it. */
export async function cancelBuilds(db: Kysely<Tables>, run: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('builds')
      .set({
        cancel_requested_at: sql`now()`,
        state: sql`case when state = 'claimed' then state else 'cancelled' end`,
        finished_at: sql`case when state = 'claimed' then null else now() end`,
      })
      .where('run_id', '=', run)
      .where('state', 'in', ['waiting', 'ready', 'claimed'])
      .returning('id')
      .execute();
    for (const { id } of rows) await wake(trx, 'builds', id);
  });
}

/**
 * Takes back what workers have lost: a build goes to the next worker, ends where that was wanted, and is given up after
 * the fifth (F18). Also ends what became ready after its run was to end, and says of what is ready when nobody can take it.
 * Any server may do this at any time.
 */
export async function sweepBuilds(db: Kysely<Tables>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: number }>`
      update builds set
        state = case
          when cancel_requested_at is not null then 'cancelled'
          when attempts >= ${MAX_ATTEMPTS} then 'failed' else 'ready' end,
        failure = case
          when cancel_requested_at is null and attempts >= ${MAX_ATTEMPTS}
          then ${JSON.stringify(givenUp)}::jsonb else failure end,
        finished_at = case when cancel_requested_at is not null or attempts >= ${MAX_ATTEMPTS} then now() end,
        lease_owner = null, lease_until = null
      where id in (select id from builds where state = 'claimed' and lease_until < now() for update skip locked)
      returning id`.execute(trx);
    const late = await sql<{ id: number }>`
      update builds set state = 'cancelled', finished_at = now()
      from runs where runs.id = builds.run_id and builds.state = 'ready' and runs.cancel_requested_at is not null
      returning builds.id`.execute(trx);
    const stranded = await sayWhyNobodyTakes(trx);
    for (const { id } of [...rows, ...late.rows, ...stranded]) await wake(trx, 'builds', id);
  });
}

/** Writes down why a ready build waits that no worker can take, and takes that back; returns what has changed. */
async function sayWhyNobodyTakes(trx: Transaction<Tables>): Promise<readonly { id: number }[]> {
  const able = sql`select from workers where platform = any(platforms)
    and revoked_at is null and not draining and seen_at > now() - interval '1 minute'`;
  const { rows } = await sql<{ id: number }>`
    update builds set reason = found.reason
    from (
      select id, case
        when not exists (${able}) then 'no worker builds ' || platform
        when builds.place is not null and not exists (${able} and workers.place = builds.place)
        then 'no worker shares the folder of this run' end as reason
      from builds where state = 'ready' for update skip locked
    ) as found
    where builds.id = found.id and builds.reason is distinct from found.reason
    returning builds.id`.execute(trx);
  return rows;
}

const givenUp: Failure = {
  phase: 'build',
  reason: 'unknown',
  message: `given up: ${MAX_ATTEMPTS} workers died, or lost touch, while they built this`,
  suggestion: 'see what the workers say in their logs, then retry the build',
  lastLines: [],
};
