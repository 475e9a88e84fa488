import type { FastifyInstance, FastifyPluginAsync, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createHttpServer } from '../../src/server/api/http.ts';
import { createAuthenticator } from '../../src/server/auth/authenticator.ts';
import type { Oidc } from '../../src/server/auth/oidc.ts';
import { createToken } from '../../src/server/auth/tokens.ts';
import type { Store } from '../../src/server/store/store.ts';

type Role = 'viewer' | 'builder' | 'admin' | 'worker';

/** What is asked beside the method and the path. */
export interface Asked {
  /** Whose token is sent; absent: none. */
  readonly as?: Role;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The HTTP side of a server over a real database, and a token of each role. */
export interface TestApi {
  readonly app: FastifyInstance;
  readonly tokens: Readonly<Record<Role, string>>;
  ask(method: string, url: string, asked?: Asked): Promise<LightMyRequestResponse>;
}

export interface TestApiOptions {
  readonly routes: readonly FastifyPluginAsync[];
  readonly oidc?: Oidc;
  readonly anonymousReading?: boolean;
  readonly origins?: readonly string[];
}

/** Ends with the test. */
export async function testApi(store: Store, options: TestApiOptions): Promise<TestApi> {
  const { db } = store;
  const { routes, oidc, anonymousReading = false, origins = [] } = options;
  const app = await createHttpServer({
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    authenticator: createAuthenticator({ db, oidc, anonymousReading }),
    origins,
    routes,
  });
  onTestFinished(() => app.close());
  const tokenFor = async (role: Role) => (await createToken(db, { name: role, role, createdBy: 'test' })).secret;
  const tokens = {
    viewer: await tokenFor('viewer'),
    builder: await tokenFor('builder'),
    admin: await tokenFor('admin'),
    worker: await tokenFor('worker'),
  };
  return {
    app,
    tokens,
    ask(method, url, { as, body, headers = {} } = {}) {
      const authorization = as === undefined ? {} : { authorization: `Bearer ${tokens[as]}` };
      const payload = body === undefined ? {} : { payload: body };
      return app.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url,
        headers: { ...authorization, ...headers },
        ...payload,
      });
    },
  };
}
