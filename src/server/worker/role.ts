/** The role that all workers on machines of their own have in common. */
const GROUP = 'caskwright_worker';

/**
 * The statements, to be run once by whoever owns the database, that make a role for one worker: it sees what it has to
 * build, and may write to builds that are ready or its own, to its own row of `workers`, and to `wins`; to nothing else,
 * and to nothing at all once that row is revoked (S41). It has no password yet. `name` is of letters, digits and `_`.
 */
export function workerRole(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,47}$/.test(name)) throw new Error('the name of a role is lower-case letters, digits and "_"');
  return `${[...group, `create role ${name} login in role ${GROUP}`].join(';\n')};\n`;
}

/** The workers of the role that asks, without those that are revoked. */
const own = `select id from workers where login = current_user and revoked_at is null`;

const group = [
  `do $$ begin create role ${GROUP} nologin; exception when duplicate_object then null; end $$`,
  `grant usage on schema public to ${GROUP}`,
  `grant select on kysely_migration, kysely_migration_lock, repositories, builds, wins, workers to ${GROUP}`,
  `grant select (id, repository_id, trust, ref, commit) on runs to ${GROUP}`,
  `grant update (state, worker_id, lease_owner, lease_until, fence, attempts, started_at, finished_at, digest, adopted,
  seconds, failure) on builds to ${GROUP}`,
  `grant insert, update (replaced_at) on wins to ${GROUP}`,
  `grant insert (id, name, platforms, slots, version),
  update (name, platforms, slots, version, started_at, seen_at, draining) on workers to ${GROUP}`,
  ...policies('builds', [
    `for update to ${GROUP}
  using ((state = 'ready' and exists (${own})) or worker_id in (${own}))
  with check (worker_id in (${own}))`,
  ]),
  ...policies('workers', [
    `for insert to ${GROUP} with check (login = current_user)`,
    `for update to ${GROUP} using (login = current_user and revoked_at is null) with check (login = current_user)`,
  ]),
  ...policies('wins', [
    `for insert to ${GROUP} with check (exists (${own}))`,
    `for update to ${GROUP} using (exists (${own}))`,
  ]),
];

/** Row security does not apply to the owner of a table: the server itself. */
function policies(table: string, rules: readonly string[]): readonly string[] {
  return [
    `alter table ${table} enable row level security`,
    ...[`for select to ${GROUP} using (true)`, ...rules].flatMap((rule, at) => [
      `drop policy if exists worker_${at} on ${table}`,
      `create policy worker_${at} on ${table} ${rule}`,
    ]),
  ];
}
