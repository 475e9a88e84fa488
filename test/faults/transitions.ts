import { sql } from 'kysely';
import type { TestStore } from '../rig/database.ts';

/** Where a state may lead to (docs/server.md): everything else is a violation of I6. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  runs: {
    queued: ['running', 'cancelled', 'superseded'],
    running: ['queued', 'succeeded', 'failed', 'cancelled', 'superseded'],
  },
  builds: {
    waiting: ['ready', 'blocked', 'cancelled'],
    ready: ['claimed', 'cancelled'],
    claimed: ['ready', 'landed', 'failed', 'cancelled'],
  },
  deliveries: { received: ['done', 'ignored', 'dead'], dead: ['received'] },
};

/** Lets the database write down every change of a state. */
export async function recordTransitions({ db }: TestStore): Promise<void> {
  const statements = [
    `create table transitions (
      at timestamptz default clock_timestamp(), what text, id bigint, before text, after text, fence bigint)`,
    `create function record_transition() returns trigger language plpgsql as $$
      begin
        insert into transitions (what, id, before, after) values (tg_table_name, new.id, old.state, new.state);
        return new;
      end $$`,
    ...Object.keys(ALLOWED).map(
      (table) => `create trigger record_${table} after update on ${table} for each row
        when (old.state is distinct from new.state) execute function record_transition()`,
    ),
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Changes that no arrow of the states' drawing stands for. */
export async function illegalTransitions({ db }: TestStore): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string; id: number; before: string; after: string }>`
    select what, id, before, after from transitions order by at`.execute(db);
  return rows
    .filter(({ what, before, after }) => !ALLOWED[what]?.[before]?.includes(after))
    .map(({ what, id, before, after }) => `I6 ${what} ${id} went from ${before} to ${after}`);
}
