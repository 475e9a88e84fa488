import { systemClock } from '../base/clock.ts';
import { ok } from '../base/result.ts';
import { createCatalogue } from '../control/catalogue.ts';
import type { ConsumerConnections } from '../engine/consumer.ts';
import { createStanding } from '../registry/standing.ts';
import { selectRuntime } from '../runtime/select.ts';
import { createSessions } from '../runtime/sessions.ts';
import type { Environment } from '../system/environment.ts';
import { createHttp } from '../system/http.ts';

/** The real engine, registries and catalogue of those who use images. */
export function createConsumer(environment: Environment): ConsumerConnections {
  const http = createHttp(environment);
  return {
    async open({ runtime: { engine, sessions }, insecure, authorities: ca }, signal) {
      const runtime = await selectRuntime(engine, { environment, insecure, signal });
      if (!runtime.ok) return runtime;
      const hosts = { host: '', namespace: '', insecure, ca, mirrors: {} };
      return ok({
        runtime: runtime.value,
        sessions: createSessions(runtime.value, { ...sessions, environment }),
        standing: createStanding({ http, clock: systemClock, environment, ...hosts }),
      });
    },
    catalogue({ catalogue }) {
      const token = catalogue && environment[catalogue.tokenEnv];
      return catalogue && createCatalogue({ http, clock: systemClock, ...catalogue, ...(token ? { token } : {}) });
    },
  };
}
