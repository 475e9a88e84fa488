import { type Kysely, sql } from 'kysely';
import type { Registration } from '../../plan/registration.ts';
import type { RepositoryRow } from '../runs/clones.ts';
import type { BuildState, FoundDrift, RunState, Tables } from '../store/tables.ts';

/** How an image stands against Git. */
export type Standing =
  | 'in-step'
  | 'behind'
  | 'building'
  | 'waiting'
  | 'failed'
  | 'blocked'
  /** In step by the last run; something has moved since. */
  | 'drifted'
  /** Published, and planned by no run that is kept. */
  | 'unknown';

/** An image of a repository: what the newest plan says of it, what became of that, and what is published. */
export interface FleetImage {
  readonly name: string;
  readonly state: Standing;
  /** Why, in one line; empty where it is in step. */
  readonly reason: string;
  readonly version: string | null;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly category: string;
  readonly tags: readonly string[];
  /** What is published of it, if anything. */
  readonly digest: string | null;
  readonly built_at: string | null;
  /** The run that said so; null: none of those that are kept. */
  readonly run: number | null;
  /** The build to look at: the one that runs or has failed, else the newest. */
  readonly build: number | null;
}

/** What the database says of one image. */
interface Row {
  readonly name: string;
  readonly run: number | null;
  readonly run_state: RunState | null;
  readonly run_at: Date | null;
  readonly plan: PlannedImage | null;
  readonly outcome: string | null;
  readonly builds: readonly { readonly id: number; readonly state: BuildState }[] | null;
  readonly registration: Registration | null;
}

interface PlannedImage {
  readonly action: string;
  readonly version: string | null;
  readonly parents: readonly string[];
  readonly reasons: readonly { readonly text: string }[];
}

/** Runs beyond this many since the last plan of everything are not asked for what they say of single images. */
const RUNS = 50;

/**
 * Every image of a repository by name, as the newest run that planned it on the default branch left it. Begins at the
 * newest plan of everything; a run of single images after it says more of those.
 */
export async function fleetOf(db: Kysely<Tables>, repository: RepositoryRow): Promise<readonly FleetImage[]> {
  const [rows, drift] = await Promise.all([rowsOf(db, repository), driftOf(db, repository.id)]);
  const children = childrenOf(rows);
  return rows.map((row) => show(row, children.get(row.name) ?? [], drift));
}

async function rowsOf(db: Kysely<Tables>, { id, default_branch }: RepositoryRow): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    with planned_runs as (
      select id, request, state, created_at, plan, summary from runs
      where repository_id = ${id} and ref = ${`refs/heads/${default_branch}`} and trust = 'trusted'
        and plan is not null
      order by id desc limit ${RUNS}
    ), counted as (
      select * from planned_runs
      where id >= coalesce((select max(id) from planned_runs where not request ? 'images'), 0)
    ), planned as (
      select distinct on (image.value ->> 'image') image.value ->> 'image' as name, image.value as plan,
        counted.id as run, counted.state as run_state, counted.created_at as run_at
      from counted, jsonb_array_elements(counted.plan -> 'images') as image
      order by image.value ->> 'image', counted.id desc
    ), outcomes as (
      select counted.id as run, image.value ->> 'image' as name, image.value ->> 'outcome' as outcome
      from counted, jsonb_array_elements(counted.summary -> 'images') as image
    ), built as (
      select run_id as run, image as name, json_agg(json_build_object('id', id, 'state', state) order by id desc) as builds
      from builds where run_id in (select id from counted) group by 1, 2
    ), published as (
      select name, registration from images where repository_id = ${id} and removed_at is null
    )
    select coalesce(planned.name, published.name) as name, planned.run, run_state, run_at, plan, outcome, builds,
      registration
    from planned
      full join published on published.name = planned.name
      left join outcomes on outcomes.run = planned.run and outcomes.name = planned.name
      left join built on built.run = planned.run and built.name = planned.name
    order by coalesce(planned.name, published.name) collate "C"
  `.execute(db);
  return rows;
}

function childrenOf(rows: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const { name, plan } of rows) {
    for (const parent of plan?.parents ?? []) children.set(parent, [...(children.get(parent) ?? []), name]);
  }
  return children;
}

function show(row: Row, children: readonly string[], drift: Drift): FleetImage {
  const { name, plan, registration, run, builds } = row;
  const { state, reason } = standingOf(row, drift);
  const telling = builds?.find((build) => build.state === 'claimed' || build.state === 'failed') ?? builds?.[0];
  return {
    ...{ name, state, reason },
    version: plan?.version ?? registration?.version ?? null,
    parents: plan?.parents ?? [],
    children,
    category: registration?.category ?? '',
    tags: registration?.tags ?? [],
    digest: registration?.digest ?? null,
    built_at: registration?.built_at ?? null,
    run,
    build: telling?.id ?? null,
  };
}

interface Told {
  readonly state: Standing;
  readonly reason: string;
}

function standingOf(row: Row, drift: Drift): Told {
  const { plan, run_at } = row;
  if (plan === null || run_at === null) return { state: 'unknown', reason: 'no run that is kept has planned it' };
  const planned = standingByPlan(row, plan);
  if (planned !== 'in-step') return { state: planned, reason: plan.reasons[0]?.text ?? '' };
  // What was built or moved since the check is as it should be; what was left alone stays as the check found it.
  const isNewer = plan.action !== 'skip' && drift.checkedAt !== undefined && run_at > drift.checkedAt;
  const found = isNewer ? undefined : drift.byImage.get(row.name);
  if (!found) return { state: 'in-step', reason: '' };
  return { state: found.kind === 'registry-behind' ? 'behind' : 'drifted', reason: textOf(found) };
}

function standingByPlan({ run_state, outcome, builds }: Row, plan: PlannedImage): Standing {
  if (outcome !== null) return standingAfter(outcome);
  if (plan.action === 'skip') return 'in-step';
  if (plan.action === 'blocked' || builds?.some(({ state }) => state === 'blocked')) return 'blocked';
  if (builds?.some(({ state }) => state === 'failed')) return 'failed';
  if (builds?.some(({ state }) => state === 'claimed')) return 'building';
  return run_state === 'running' || run_state === 'queued' ? 'waiting' : 'behind';
}

/** `outcome` is that of the run's summary. */
function standingAfter(outcome: string): Standing {
  if (outcome === 'failed' || outcome === 'blocked') return outcome;
  return outcome === 'cancelled' ? 'behind' : 'in-step';
}

function textOf({ reference, text }: FoundDrift): string {
  return reference === undefined ? text : `${reference} ${text}`;
}

interface Drift {
  readonly checkedAt: Date | undefined;
  readonly byImage: ReadonlyMap<string, FoundDrift>;
}

async function driftOf(db: Kysely<Tables>, repository: string): Promise<Drift> {
  const found = await db
    .selectFrom('drifts')
    .select(['checked_at', 'drift'])
    .where('repository_id', '=', repository)
    .executeTakeFirst();
  const byImage = new Map<string, FoundDrift>();
  for (const one of found?.drift ?? []) {
    for (const image of [...(one.images ?? []), ...(one.image === undefined ? [] : [one.image])]) {
      if (!byImage.has(image)) byImage.set(image, one);
    }
  }
  return { checkedAt: found?.checked_at, byImage };
}
