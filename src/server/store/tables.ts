import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** The database as its migrations leave it. Numbers of identity columns come as `number`, times as `Date`. */
export interface Tables {
  repositories: RepositoryTable;
  refs: RefTable;
  deliveries: DeliveryTable;
  runs: RunTable;
  builds: BuildTable;
  log_bundles: LogBundleTable;
  log_places: LogPlaceTable;
  wins: WinTable;
  images: ImageTable;
  image_versions: ImageVersionTable;
  authors: AuthorTable;
  outbox: OutboxTable;
  workers: WorkerTable;
  tokens: TokenTable;
  grants: GrantTable;
  audit: AuditTable;
  leaders: LeaderTable;
  drifts: DriftTable;
}

/** A JSON column: written as text, read as a value. */
type Json<T extends object | null> = JSONColumnType<T>;
type JsonWithDefault<T extends object> = ColumnType<T, string | undefined, string>;
/** A time that the database sets, unless a test says otherwise. */
type Timestamp = ColumnType<Date, Date | undefined, Date | undefined>;
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

export type DeliveryState = 'received' | 'done' | 'ignored' | 'dead';
export type RunState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'superseded';
export type BuildState = 'waiting' | 'ready' | 'claimed' | 'landed' | 'failed' | 'blocked' | 'cancelled';
export type RunKind = 'push' | 'pull_request' | 'release' | 'schedule' | 'manual';
export type Trust = 'trusted' | 'internal' | 'foreign';
export type Role = 'viewer' | 'builder' | 'admin';

interface RepositoryTable {
  /** A slug, stable over renames: `[a-z0-9][a-z0-9-]*`. */
  id: string;
  /** Clone URL without credentials. */
  url: string;
  forge: 'github' | 'gitea' | 'git';
  /** `owner/name` as the forge spells it. */
  full_name: string;
  default_branch: Generated<string>;
  settings: JsonWithDefault<Record<string, unknown>>;
  added_at: Timestamp;
  /** When the refs were listed that were there already; deliveries are worked off from then on. */
  baseline_at: Later<Date>;
  removed_at: Later<Date>;
}

/** Where a ref was when it was last turned into a run, or when the repository was added. */
interface RefTable {
  repository_id: string;
  /** In full: `refs/heads/main`. */
  ref: string;
  commit: string;
  seen_at: Timestamp;
  /** What brought it here; null where it was found when the repository was added. */
  delivery_id: Later<number>;
}

interface DeliveryTable {
  id: Generated<number>;
  forge: 'github' | 'gitea' | 'reconciler';
  /** The forge's delivery id: for people only. */
  guid: string;
  repository_id: string | null;
  event: string;
  action: string | null;
  /** What makes two deliveries the same work, hashed: unique while the first one is not worked off. */
  effect: string;
  /** What the event changes, as `webhooks/change.ts` defines it. */
  change: Json<object>;
  sender_id: string | null;
  state: Generated<DeliveryState>;
  reason: string | null;
  attempts: Generated<number>;
  next_at: Timestamp;
  received_at: Timestamp;
  finished_at: Later<Date>;
}

/** Who works on a row, until when by the database's clock, and for the how-manieth time it was claimed. */
interface Lease {
  lease_owner: Later<string>;
  lease_until: Later<Date>;
  fence: Generated<number>;
}

interface RunTable extends Lease {
  id: Generated<number>;
  repository_id: string;
  kind: RunKind;
  trust: Trust;
  /** In full: `refs/heads/main`, `refs/tags/v1.2.3`, `refs/pull/7/head`. */
  ref: string;
  commit: string;
  /** What was asked for: images, force, pull request number and base. */
  request: JsonWithDefault<Record<string, unknown>>;
  /** Higher first: release 30, default branch 20, other branches 10, pull request 0. */
  priority: Generated<number>;
  state: Generated<RunState>;
  reason: Later<string>;
  retry_of: Later<number>;
  delivery_id: Later<number>;
  /** `forge:github:<sender id>`, `token:<id>`, `oidc:<subject>`, `schedule`. */
  created_by: string;
  created_at: Timestamp;
  started_at: Later<Date>;
  finished_at: Later<Date>;
  cancel_requested_at: Later<Date>;
  cancel_requested_by: Later<string>;
  attempts: Generated<number>;
  /** When it came to its disk images. */
  exporting_at: Later<Date>;
  /** `plan --format json`. */
  plan: ColumnType<object | null, string | null | undefined, string | null>;
  /** The executor's summary. */
  summary: ColumnType<object | null, string | null | undefined, string | null>;
}

interface BuildTable extends Lease {
  id: Generated<number>;
  run_id: number;
  image: string;
  platform: string;
  fingerprint: string;
  state: Generated<BuildState>;
  reason: Later<string>;
  /** All that a worker needs beside the commit: exact parents and bases. Absent until the build is ready. */
  task: ColumnType<object | null, string | null | undefined, string | null>;
  /** The data folder whose server alone can build it, because its parents lie there; absent: any worker. */
  place: Later<string>;
  /** That of the run. */
  priority: Generated<number>;
  /** Expected seconds from its start to the end of its run: higher first, within a run. */
  urgency: Generated<number>;
  attempts: Generated<number>;
  adopted: Generated<boolean>;
  digest: Later<string>;
  /** What building took; 0 where it was adopted. */
  seconds: Later<number>;
  failure: ColumnType<object | null, string | null | undefined, string | null>;
  worker_id: Later<string>;
  cancel_requested_at: Later<Date>;
  created_at: Timestamp;
  ready_at: Later<Date>;
  started_at: Later<Date>;
  finished_at: Later<Date>;
  log_removed_at: Later<Date>;
  /** The time of the last bundle of lines that a worker on another machine has sent: what is older is not sent again. */
  logged: Generated<number>;
}

/** Lines on their way from a worker on another machine to the log folder of a server, which takes them out in order. */
interface LogBundleTable {
  build_id: number;
  /** Milliseconds since 1970, by the worker's clock; rises from bundle to bundle of a build. */
  time: number;
  /** UTF-8, the lines separated by line ends. */
  lines: Buffer;
}

/** Data folders whose `logs` a server reads. */
interface LogPlaceTable {
  id: string;
  seen_at: Timestamp;
}

/** The one digest that counts for a node at a destination; a forced rebuild is a new, recorded win. */
interface WinTable {
  id: Generated<number>;
  destination: string;
  image: string;
  platform: string;
  fingerprint: string;
  digest: string;
  build_id: Later<number>;
  won_at: Timestamp;
  replaced_at: Later<Date>;
}

interface ImageTable {
  repository_id: string;
  name: string;
  registration: Json<object>;
  category: Generated<string>;
  tags: Generated<string[]>;
  digest: string;
  updated_at: Timestamp;
  removed_at: Later<Date>;
}

interface ImageVersionTable {
  id: Generated<number>;
  repository_id: string;
  name: string;
  version: string;
  digest: string;
  registration: Json<object>;
  run_id: Later<number>;
  registered_at: Timestamp;
}

/** Who has made an image through the API. */
interface AuthorTable {
  repository_id: string;
  name: string;
  /** `token:<id>` or `oidc:<subject>`. */
  created_by: string;
  created_at: Timestamp;
}

interface OutboxTable {
  id: Generated<number>;
  kind: 'control' | 'webhook' | 'slack' | 'status';
  target: string;
  /** What makes two messages the same: a repetition is not sent twice. */
  key: string;
  payload: Json<object>;
  state: Generated<'pending' | 'sent' | 'dead'>;
  attempts: Generated<number>;
  next_at: Timestamp;
  error: Later<string>;
  created_at: Timestamp;
  sent_at: Later<Date>;
}

interface WorkerTable {
  id: string;
  name: string;
  platforms: string[];
  slots: number;
  version: string;
  /** The data folder that it works in, by name. */
  place: Later<string>;
  started_at: Timestamp;
  seen_at: Timestamp;
  draining: Generated<boolean>;
  revoked_at: Later<Date>;
  /** The role of the database that it came in with: what it may write is bound to that (S41). */
  login: Generated<string>;
}

interface TokenTable {
  id: string;
  name: string;
  /** SHA-256 of the token, hex: it has 256 random bits, so that a slow hash adds nothing. */
  hash: string;
  role: Role | 'worker';
  created_by: string;
  created_at: Timestamp;
  expires_at: Later<Date>;
  last_used_at: Later<Date>;
  revoked_at: Later<Date>;
}

/** What a random secret in a browser's hands stands for, until it expires: a session, a sign-in under way, a ticket. */
interface GrantTable {
  /** SHA-256 of the secret, hex. */
  hash: string;
  kind: 'session' | 'sign-in' | 'ticket';
  value: Json<object>;
  expires_at: Date;
}

interface AuditTable {
  id: Generated<number>;
  at: Timestamp;
  actor: string;
  action: string;
  subject: string;
  details: JsonWithDefault<Record<string, unknown>>;
}

interface LeaderTable {
  name: string;
  owner: string;
  until: Date;
  fence: number;
}

/** What the last check of a repository found, as `drift --format json` has it. */
interface DriftTable {
  repository_id: string;
  /** The tip of the default branch that was looked at. */
  commit: string;
  checked_at: Timestamp;
  drift: ColumnType<readonly FoundDrift[], string, string>;
  /** Why the last check came to nothing; `drift` is that of the one before. */
  problem: Later<string>;
}

/** The part of a drift that every kind has. */
export interface FoundDrift {
  readonly kind: string;
  /** Of a base: which images stand on it. */
  readonly images?: readonly string[];
  readonly image?: string;
  readonly reference?: string;
  readonly text: string;
  readonly remedy: string;
}
