import type { FastifyPluginAsync } from 'fastify';
import { type Kysely, sql } from 'kysely';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { at } from '../../base/at.ts';
import type { Tables } from '../store/tables.ts';
import { createQueueGauges } from './queue-gauges.ts';

export interface MetricsParts {
  readonly db: Kysely<Tables>;
  readonly isLeading: () => boolean;
}

/** What a server tells Prometheus. */
export interface Metrics {
  /** Counts a build that this server saw to its end: each build is counted by one server. */
  countBuild(id: number): Promise<void>;
  /** `GET /metrics`, and the times of all requests. */
  readonly routes: FastifyPluginAsync;
}

const SECONDS = [1, 5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];
const REQUEST_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Queues are counted in the database when somebody asks: they are the same on every server. */
export function createMetrics({ db, isLeading }: MetricsParts): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const buildSeconds = new Histogram({
    name: 'caskwright_build_seconds',
    help: 'What builds took that this server saw to their end.',
    labelNames: ['repository', 'image', 'platform', 'state'],
    buckets: SECONDS,
    registers,
  });
  const waitSeconds = new Histogram({
    name: 'caskwright_build_wait_seconds',
    help: 'How long builds were ready before a worker took them.',
    labelNames: ['platform'],
    buckets: SECONDS,
    registers,
  });
  const failures = new Counter({
    name: 'caskwright_build_failures_total',
    help: 'Builds that failed, by phase and reason.',
    labelNames: ['repository', 'phase', 'reason'],
    registers,
  });
  const requests = new Histogram({
    name: 'caskwright_http_request_seconds',
    help: 'What answers took, by route; streams last as long as they last.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const countQueues = createQueueGauges(registry, db);
  new Gauge({
    name: 'caskwright_leader',
    help: '1 on the server that cleans up and reconciles.',
    registers,
    collect() {
      this.set(isLeading() ? 1 : 0);
    },
  });

  return {
    async countBuild(id) {
      const build = await endedBuild(db, id);
      if (!build) return;
      const { repository_id: repository, image, platform, state, took, waited, failure } = build;
      if (took !== null) buildSeconds.observe({ repository, image, platform, state }, took);
      if (waited !== null) waitSeconds.observe({ platform }, waited);
      if (state !== 'failed') return;
      const text = (key: string) => String(at(failure, key) ?? 'unknown');
      failures.inc({ repository, phase: text('phase'), reason: text('reason') });
    },
    routes: onWholeServer(async (app) => {
      app.get('/metrics', { config: { access: 'viewer' }, schema: { hide: true } }, async (_, reply) => {
        await countQueues();
        return reply.type(registry.contentType).send(await registry.metrics());
      });
      app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
        const labels = { method, route: routeOptions.url ?? 'none', status: String(statusCode) };
        requests.observe(labels, elapsedTime / 1000);
      });
    }),
  };
}

/** Without a scope of its own, so that its hooks see the requests of all routes. */
function onWholeServer(plugin: FastifyPluginAsync): FastifyPluginAsync {
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

interface EndedBuild {
  readonly repository_id: string;
  readonly image: string;
  readonly platform: string;
  readonly state: string;
  readonly failure: object | null;
  /** Seconds; null where it was never built, or never waited. */
  readonly took: number | null;
  readonly waited: number | null;
}

async function endedBuild(db: Kysely<Tables>, id: number): Promise<EndedBuild | undefined> {
  const { rows } = await sql<EndedBuild>`
    select repository_id, image, platform, builds.state, failure,
      extract(epoch from builds.finished_at - builds.started_at)::float as took,
      extract(epoch from builds.started_at - builds.ready_at)::float as waited
    from builds join runs on runs.id = run_id
    where builds.id = ${id} and builds.finished_at is not null
  `.execute(db);
  return rows[0];
}
