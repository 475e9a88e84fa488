import type { Selectable } from 'kysely';
import { messageOf, PHASES, phaseOfBuild, phaseOfRun, type RunFacts } from '../exports/phase.ts';
import type { Tables } from '../store/tables.ts';
import {
  anyObject,
  boolean,
  choice,
  integer,
  list,
  model,
  nullable,
  object,
  type Static,
  text,
  time,
} from './schema.ts';

export const RUN_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'superseded'] as const;
export const BUILD_STATES = ['waiting', 'ready', 'claimed', 'landed', 'failed', 'blocked', 'cancelled'] as const;

/** One execution of a plan. */
export const Run = model(
  'Run',
  object({
    id: integer(),
    repository: text(),
    kind: choice(['push', 'pull_request', 'release', 'schedule', 'manual']),
    trust: choice(['trusted', 'internal', 'foreign'], {
      description: 'What it may do: publish, build, or be planned.',
    }),
    ref: text({ description: 'In full: refs/heads/main.' }),
    commit: text(),
    request: anyObject({ description: 'What was asked for: images, force, and what the event said.' }),
    state: choice(RUN_STATES),
    phase: choice(PHASES, { description: 'Its state in other words, disk images included.' }),
    message: text({ description: 'The phase in a sentence.' }),
    reason: nullable(text()),
    retry_of: nullable(integer({ description: 'The run that this one repeats.' })),
    created_by: text({ description: 'forge:<forge>:<id>, token:<id>, oidc:<subject> or schedule.' }),
    created_at: time(),
    started_at: nullable(time()),
    finished_at: nullable(time()),
    cancel_requested_by: nullable(text()),
    summary: nullable(anyObject({ description: 'How it ended, when it is over.' })),
  }),
);

/** One image on one platform that a run builds. */
export const Build = model(
  'Build',
  object({
    id: integer(),
    run: integer(),
    image: text(),
    platform: text(),
    fingerprint: text(),
    state: choice(BUILD_STATES),
    phase: choice(PHASES, { description: 'How far it is on its way, its publication and disk images included.' }),
    message: text({ description: 'The phase in a sentence.' }),
    reason: nullable(text()),
    attempts: integer(),
    adopted: boolean({ description: 'The registry had it: nothing was built.' }),
    digest: nullable(text()),
    failure: nullable(anyObject({ description: 'Phase, reason, message, suggestion and the last lines.' })),
    worker: nullable(text()),
    created_at: time(),
    ready_at: nullable(time()),
    started_at: nullable(time()),
    finished_at: nullable(time()),
    log: text({ description: 'Where its log is.' }),
  }),
);

/** A run with all that came of it. */
export const RunWithBuilds = model(
  'RunWithBuilds',
  object({
    run: Run,
    builds: list(Build),
    plan: nullable(anyObject({ description: 'As `caskwright plan --format json` prints it; null before it is made.' })),
    before: nullable(integer({ description: 'The planned run of the same ref before it, to compare with.' })),
    delivery: nullable(
      object({
        id: integer(),
        forge: text(),
        event: text(),
        action: nullable(text()),
        change: anyObject({ description: 'What it said has changed.' }),
      }),
    ),
  }),
);

/** The columns that a run is shown from; the plan is asked for on its own. */
export const RUN_COLUMNS = [
  'id',
  'repository_id',
  'kind',
  'trust',
  'ref',
  'commit',
  'request',
  'state',
  'reason',
  'retry_of',
  'created_by',
  'created_at',
  'started_at',
  'finished_at',
  'cancel_requested_by',
  'exporting_at',
  'summary',
] as const;

type RunRow = Pick<Selectable<Tables['runs']>, (typeof RUN_COLUMNS)[number]>;

export function showRun({ repository_id: repository, summary, exporting_at, ...row }: RunRow): Static<typeof Run> {
  const phase = phaseOfRun({ state: row.state, exporting_at });
  const message = messageOf(phase, row.reason);
  return { ...row, phase, message, repository, summary: summary as Static<typeof Run>['summary'] };
}

/** A build, with what its run is about. */
export function showBuild(row: Selectable<Tables['builds']>, run: RunFacts): Static<typeof Build> {
  const phase = phaseOfBuild(row.state, run);
  const failed = row.failure as { readonly message?: string } | null;
  const message = messageOf(phase, failed?.message ?? row.reason);
  const { id, image, platform, fingerprint, state, reason, attempts, adopted, digest } = row;
  const { created_at, ready_at, started_at, finished_at } = row;
  return {
    ...{ id, run: row.run_id, image, platform, fingerprint, state, phase, message, reason, attempts, adopted, digest },
    failure: row.failure as Static<typeof Build>['failure'],
    worker: row.worker_id,
    ...{ created_at, ready_at, started_at, finished_at },
    log: `/api/v1/builds/${id}/logs`,
  };
}
