import type { FastifyPluginAsync } from 'fastify';
import { eventRoutes } from './api/routes/events.ts';
import { logRoutes } from './api/routes/logs.ts';
import { type PageFiles, pageRoutes } from './api/routes/page.ts';
import { tokenSessionRoutes } from './api/routes/token-session.ts';
import { apiRoutes } from './api/routes.ts';
import type { Authenticator } from './auth/authenticator.ts';
import type { Oidc } from './auth/oidc.ts';
import type { ServerConfiguration } from './configuration/configuration.ts';
import { exportRoutes } from './exports/routes.ts';
import type { Ground, ServerParts } from './ground.ts';
import { healthRoutes } from './operations/health.ts';
import type { Metrics } from './operations/metrics.ts';
import { createInbox } from './webhooks/inbox.ts';
import { redeliver } from './webhooks/redeliver.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import { createVerifier, type HookSecret, type Verifier } from './webhooks/signature.ts';

/** What the routes need beside what every process of the server stands on. */
export interface Front {
  readonly oidc?: Oidc | undefined;
  readonly authenticator: Authenticator;
  readonly metrics: Metrics;
  /** Absent: it was not built. */
  readonly page?: PageFiles | undefined;
  /** Where people reach the server. */
  readonly publicUrl: URL;
  /** Aborted when the server ends. */
  readonly ending: AbortSignal;
}

/** Every route that a server has. A test holds the whole table against the roles (S38), so there is no other place. */
export function serverRoutes(
  { configuration, version, storage }: Pick<ServerParts, 'configuration' | 'version' | 'storage'>,
  { store, book, git }: Pick<Ground, 'store' | 'book' | 'git'>,
  { oidc, publicUrl, authenticator, metrics, page, ending }: Front,
): readonly FastifyPluginAsync[] {
  const { db } = store;
  const { editorUrl, drift } = configuration;
  return [
    metrics.routes,
    healthRoutes({ db, version, isServing: () => !ending.aborted }),
    webhookRoutes({ inbox: createInbox(store), ...verifiersOf(configuration) }),
    logRoutes({ book, db, signal: ending }),
    eventRoutes({ store, signal: ending }),
    tokenSessionRoutes({ db, authenticator, hasProvider: oidc !== undefined, publicUrl }),
    pageRoutes(page),
    ...(storage ? [exportRoutes({ db, storage, signal: ending })] : []),
    ...apiRoutes({ db, git, redeliver, editorUrl, oidc, publicUrl, drift }),
  ];
}

function verifiersOf(configuration: ServerConfiguration): { readonly github: Verifier; readonly gitea: Verifier } {
  return { github: verifierOf('github', configuration), gitea: verifierOf('gitea', configuration) };
}

function verifierOf(forge: 'github' | 'gitea', configuration: ServerConfiguration): Verifier {
  const { webhookSecret: shared } = configuration[forge];
  const own = configuration.repositories.flatMap(({ id, forge: its, webhookSecret: secret }): HookSecret[] =>
    its === forge && secret !== undefined && secret !== shared ? [{ secret, repository: id }] : [],
  );
  const verifier = createVerifier([...(shared === undefined ? [] : [{ secret: shared }]), ...own]);
  if (!verifier.ok) throw new Error(verifier.error);
  return verifier.value;
}
