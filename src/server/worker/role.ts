/** The role that all workers on machines of their own have in common. */
const GROUP = 'caskwright_worker';

/**
 * The statements, to be run once by whoever owns the database, that make a role for one worker: it sees what it has to
 * build, and may write to builds that are ready or its own, to the logs of those, to its own row of `workers`, and to `wins`; to nothing else,
 * and to nothing at all once that row is revoked (S41). It has no password yet. `name` is of letters, digits and `_`.
 */
export function workerRole(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,47}$/.test(name)) throw new Error('the name of a role is lower-case letters, digits and "_"');
  return `${[...group, `create role ${name} login in role ${GROUP}`].join(';\n')};\n`;
}

/** The workers of the role that asks, without those that are revoked. */
const own = `select id from workers where login = current_user and revoked_at is null`;

const seesAll = `for select to ${GROUP} using (true)`;

/** The build that lines belong to, while one of those workers holds it. */
const ownBuild = `select from builds where id = build_id and worker_id in (${own})
    and state = 'claimed' and lease_until > now()`;

const group = [
  `do $$ begin create role ${GROUP} nologin; exception when duplicate_object then null; end $$`,
  `grant usage on schema public to ${GROUP}`,
  `grant select on kysely_migration, kysely_migration_lock, repositories, builds, wins, workers, log_bundles, log_places to ${GROUP}`,
  `grant select (id, repository_id, trust, ref, commit) on runs to ${GROUP}`,
  `grant update (state, worker_id, lease_owner, lease_until, fence, attempts, started_at, finished_at, digest, adopted,
  seconds, failure, reason, logged) on builds to ${GROUP}`,
  `grant insert on log_bundles to ${GROUP}`,
  `grant insert, update (replaced_at) on wins to ${GROUP}`,
  `grant insert (id, name, platforms, slots, version, place),
  update (name, platforms, slots, version, place, started_at, seen_at, draining) on workers to ${GROUP}`,
  ...policies('builds', [
    seesAll,
    `for update to ${GROUP}
  using ((state = 'ready' and exists (${own})) or worker_id in (${own}))
  with check (worker_id in (${own}))`,
  ]),
  ...policies('log_bundles', [
    `for select to ${GROUP} using (exists (${ownBuild}))`,
    `for insert to ${GROUP} with check (exists (${ownBuild}))`,
  ]),
  ...policies('workers', [
    seesAll,
    `for insert to ${GROUP} with check (login = current_user)`,
    `for update to ${GROUP} using (login = current_user and revoked_at is null) with check (login = current_user)`,
  ]),
  ...policies('wins', [
    seesAll,
    `for insert to ${GROUP} with check (exists (${own}))`,
    `for update to ${GROUP} using (exists (${own}))`,
  ]),
];

/** Row security does not apply to the owner of a table: the server itself. */
function policies(table: string, rules: readonly string[]): readonly string[] {
  return [
    `alter table ${table} enable row level security`,
    ...rules.flatMap((rule, at) => [
      `drop policy if exists worker_${at} on ${table}`,
      `create policy worker_${at} on ${table} ${rule}`,
    ]),
  ];
}
