import type { FastifyPluginAsync } from 'fastify';
import type { Kysely, Transaction } from 'kysely';
import type { Oidc } from '../auth/oidc.ts';
import { createSignIn } from '../auth/sign-in.ts';
import type { GitParts } from '../edits/tip.ts';
import type { Tables } from '../store/tables.ts';
import { createManualRuns } from './manual-runs.ts';
import { auditRoutes } from './routes/audit.ts';
import { buildRoutes } from './routes/builds.ts';
import { containerfileRoutes } from './routes/containerfile.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { documentationRoutes } from './routes/documentation.ts';
import { editorRoutes } from './routes/editor.ts';
import { fileRoutes } from './routes/files.ts';
import { fleetRoutes } from './routes/fleet.ts';
import { identityRoutes } from './routes/identity.ts';
import { imageRoutes } from './routes/images.ts';
import { lineageRoutes } from './routes/lineage.ts';
import { repositoryRoutes } from './routes/repositories.ts';
import { runRoutes } from './routes/runs.ts';
import { CALLBACK, signInRoutes } from './routes/sign-in.ts';
import { syncRoutes } from './routes/sync.ts';
import { templateRoutes } from './routes/templates.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { validateRoutes } from './routes/validate.ts';
import { wholeImageRoutes } from './routes/whole-images.ts';
import { workerRoutes } from './routes/workers.ts';

/** What the API's routes work with. */
export interface ApiParts {
  readonly db: Kysely<Tables>;
  readonly git: GitParts;
  readonly redeliver: (trx: Transaction<Tables>, id: number) => Promise<boolean>;
  /** With placeholders; absent: there is no web editor. */
  readonly editorUrl?: string | undefined;
  /** Absent: nobody signs in with a browser. */
  readonly oidc?: Oidc | undefined;
  /** Where people reach the server. */
  readonly publicUrl: URL;
  /** Milliseconds between two checks of what has drifted; 0: none. */
  readonly drift: number;
}

/** Every route of the API; webhooks, logs and operations have their own. */
export function apiRoutes({
  db,
  git,
  redeliver,
  editorUrl,
  oidc,
  publicUrl,
  drift,
}: ApiParts): readonly FastifyPluginAsync[] {
  const signIn = oidc && createSignIn(db, oidc, new URL(CALLBACK, publicUrl));
  return [
    documentationRoutes(),
    identityRoutes({ db, hasEditor: editorUrl !== undefined }),
    ...(signIn ? [signInRoutes({ db, signIn, publicUrl })] : []),
    imageRoutes({ db }),
    lineageRoutes({ db, git }),
    wholeImageRoutes({ db, git }),
    fileRoutes({ db, git }),
    templateRoutes({ db, git }),
    editorRoutes({ db, git }, editorUrl),
    validateRoutes(db, git),
    containerfileRoutes(),
    syncRoutes({ db, git }),
    runRoutes({ db, manual: createManualRuns({ db, ...git }) }),
    buildRoutes({ db }),
    repositoryRoutes({ db, git }),
    fleetRoutes({ db, drift }),
    deliveryRoutes({ db, redeliver }),
    workerRoutes({ db }),
    tokenRoutes({ db }),
    auditRoutes({ db }),
  ];
}
