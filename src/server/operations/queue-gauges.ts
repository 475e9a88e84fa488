import { type Kysely, sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { Tables } from '../store/tables.ts';

/** A gauge whose values are the rows of a question: `value`, and a column for each label. */
interface QueueGauge {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly question: string;
}

const GAUGES: readonly QueueGauge[] = [
  {
    name: 'caskwright_deliveries',
    help: 'Deliveries that are kept, by state.',
    labels: ['state'],
    question: 'select state, count(*) as value from deliveries group by 1',
  },
  {
    name: 'caskwright_runs',
    help: 'Runs that are not over.',
    labels: ['repository', 'state'],
    question: `select repository_id as repository, state, count(*) as value from runs
      where state in ('queued', 'running') group by 1, 2`,
  },
  {
    name: 'caskwright_builds',
    help: 'Builds that are not over.',
    labels: ['platform', 'state'],
    question: `select platform, state, count(*) as value from builds
      where state in ('waiting', 'ready', 'claimed') group by 1, 2`,
  },
  {
    name: 'caskwright_queue_oldest_seconds',
    help: 'How long that has waited which has waited longest.',
    labels: ['queue'],
    question: `select queue, coalesce(extract(epoch from now() - min(since)), 0)::float as value from (
        select 'deliveries' as queue, received_at as since from deliveries where state = 'received'
        union all select 'runs', created_at from runs where state = 'queued'
        union all select 'builds', ready_at from builds where state = 'ready'
        union all values ('deliveries', null::timestamptz), ('runs', null), ('builds', null)
      ) as waiting group by 1`,
  },
  {
    name: 'caskwright_outbox',
    help: 'Messages to other services that are not sent.',
    labels: ['kind', 'state'],
    question: "select kind, state, count(*) as value from outbox where state <> 'sent' group by 1, 2",
  },
  {
    name: 'caskwright_worker_slots',
    help: 'Builds at one time on the workers that give signs of life.',
    labels: ['platform'],
    question: `select platform, sum(slots) as value from workers, unnest(platforms) as platform
      where revoked_at is null and not draining and seen_at > now() - interval '1 minute' group by 1`,
  },
];

/** Registers the gauges, and returns what brings them up to date. */
export function createQueueGauges(registry: Registry, db: Kysely<Tables>): () => Promise<void> {
  const gauges = GAUGES.map(({ name, help, labels, question }) => ({
    gauge: new Gauge({ name, help, labelNames: labels, registers: [registry] }),
    question,
  }));
  return async () => {
    await Promise.all(
      gauges.map(async ({ gauge, question }) => {
        const { rows } = await sql.raw<{ value: number } & Record<string, string | number>>(question).execute(db);
        gauge.reset();
        for (const { value, ...labels } of rows) gauge.set(labels, Number(value));
      }),
    );
  };
}
