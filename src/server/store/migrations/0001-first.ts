import { type Kysely, sql } from 'kysely';

/** Deliveries, runs, builds, the catalogue, the outbox, and who may use them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table repositories (
    id text primary key,
    url text not null,
    forge text not null check (forge in ('github', 'gitea', 'git')),
    full_name text not null,
    default_branch text not null default 'main',
    settings jsonb not null default '{}',
    added_at timestamptz not null default now(),
    baseline_at timestamptz,
    removed_at timestamptz
  )`,
  `create table refs (
    repository_id text not null references repositories,
    ref text not null,
    commit text not null,
    seen_at timestamptz not null default now(),
    delivery_id bigint,
    primary key (repository_id, ref)
  )`,
  `create table deliveries (
    id bigint generated always as identity primary key,
    forge text not null,
    guid text not null,
    repository_id text references repositories,
    event text not null,
    action text,
    effect text not null,
    change jsonb not null,
    sender_id text,
    state text not null default 'received' check (state in ('received', 'done', 'ignored', 'dead')),
    reason text,
    attempts integer not null default 0,
    next_at timestamptz not null default now(),
    received_at timestamptz not null default now(),
    finished_at timestamptz
  )`,
  `create unique index deliveries_effect on deliveries (effect) where state = 'received'`,
  `create index deliveries_of_repository on deliveries (repository_id, id desc)`,
  `create index deliveries_closing on deliveries (repository_id, ((change ->> 'number')::integer)) where action = 'closed'`,
  `create index deliveries_open on deliveries (next_at, id) where state = 'received'`,
  `create table runs (
    id bigint generated always as identity primary key,
    repository_id text not null references repositories,
    kind text not null check (kind in ('push', 'pull_request', 'release', 'schedule', 'manual')),
    trust text not null check (trust in ('trusted', 'internal', 'foreign')),
    ref text not null,
    commit text not null,
    request jsonb not null default '{}',
    priority integer not null default 0,
    state text not null default 'queued'
      check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'superseded')),
    reason text,
    retry_of bigint references runs,
    delivery_id bigint references deliveries,
    created_by text not null,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    cancel_requested_at timestamptz,
    cancel_requested_by text,
    lease_owner text,
    lease_until timestamptz,
    fence bigint not null default 0,
    attempts integer not null default 0,
    plan jsonb,
    summary jsonb
  )`,
  `create index runs_open on runs (priority desc, id) where state in ('queued', 'running')`,
  `create index runs_of_repository on runs (repository_id, id desc)`,
  `create table builds (
    id bigint generated always as identity primary key,
    run_id bigint not null references runs,
    image text not null,
    platform text not null,
    fingerprint text not null,
    state text not null default 'waiting'
      check (state in ('waiting', 'ready', 'claimed', 'landed', 'failed', 'blocked', 'cancelled')),
    reason text,
    task jsonb,
    place text,
    priority integer not null default 0,
    urgency integer not null default 0,
    attempts integer not null default 0,
    adopted boolean not null default false,
    digest text,
    seconds double precision,
    failure jsonb,
    worker_id text,
    lease_owner text,
    lease_until timestamptz,
    fence bigint not null default 0,
    cancel_requested_at timestamptz,
    created_at timestamptz not null default now(),
    ready_at timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    log_removed_at timestamptz,
    logged bigint not null default 0,
    unique (run_id, image, platform)
  )`,
  `create table log_bundles (
    build_id bigint not null references builds on delete cascade,
    time bigint not null,
    lines bytea not null,
    primary key (build_id, time)
  )`,
  `create table log_places (
    id text primary key,
    seen_at timestamptz not null default now()
  )`,
  `create index builds_ready on builds (platform, priority desc, id) where state = 'ready'`,
  `create index builds_claimed on builds (lease_until) where state = 'claimed'`,
  `create table wins (
    id bigint generated always as identity primary key,
    destination text not null,
    image text not null,
    platform text not null,
    fingerprint text not null,
    digest text not null,
    build_id bigint references builds,
    won_at timestamptz not null default now(),
    replaced_at timestamptz
  )`,
  `create unique index wins_present on wins (destination, image, platform, fingerprint) where replaced_at is null`,
  `create table images (
    repository_id text not null references repositories,
    name text not null,
    registration jsonb not null,
    category text not null default '',
    tags text[] not null default '{}',
    digest text not null,
    updated_at timestamptz not null default now(),
    removed_at timestamptz,
    primary key (repository_id, name)
  )`,
  `create index images_tags on images using gin (tags)`,
  `create table image_versions (
    id bigint generated always as identity primary key,
    repository_id text not null,
    name text not null,
    version text not null,
    digest text not null,
    registration jsonb not null,
    run_id bigint references runs,
    registered_at timestamptz not null default now(),
    unique (repository_id, name, version, digest),
    foreign key (repository_id, name) references images
  )`,
  `create table outbox (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('control', 'webhook', 'slack', 'status')),
    target text not null,
    key text not null unique,
    payload jsonb not null,
    state text not null default 'pending' check (state in ('pending', 'sent', 'dead')),
    attempts integer not null default 0,
    next_at timestamptz not null default now(),
    error text,
    created_at timestamptz not null default now(),
    sent_at timestamptz
  )`,
  `create index outbox_open on outbox (next_at, id) where state = 'pending'`,
  `create table workers (
    id text primary key,
    name text not null,
    platforms text[] not null,
    slots integer not null,
    version text not null,
    place text,
    started_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    draining boolean not null default false,
    revoked_at timestamptz,
    login text not null default current_user
  )`,
  `create table tokens (
    id text primary key,
    name text not null,
    hash text not null unique,
    role text not null check (role in ('viewer', 'builder', 'admin', 'worker')),
    created_by text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,
  `create table grants (
    hash text primary key,
    kind text not null check (kind in ('session', 'sign-in', 'ticket')),
    value jsonb not null,
    expires_at timestamptz not null
  )`,
  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    action text not null,
    subject text not null,
    details jsonb not null default '{}'
  )`,
  `create table leaders (
    name text primary key,
    owner text not null,
    until timestamptz not null,
    fence bigint not null
  )`,
];
