import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ExportStorage } from '../build/ports/export-storage.ts';
import type { Connections } from '../engine/connections.ts';
import type { Environment } from '../system/environment.ts';
import { identityIn } from '../system/files.ts';
import type { ServerConfiguration } from './configuration/configuration.ts';
import { secretsOf } from './configuration/secrets-of.ts';
import type { GitParts } from './edits/tip.ts';
import { createGitAccess } from './git-access.ts';
import { isLogOver } from './logs/intake.ts';
import { type LogBook, openLogBook } from './logs/log-book.ts';
import { createClones } from './runs/clones.ts';
import { openStore, type Store } from './store/store.ts';

/** What a process of the server is made of beside its configuration. */
export interface ServerParts {
  readonly configuration: ServerConfiguration;
  readonly environment: Environment;
  readonly version: string;
  /** Makes what is real; relative paths of a repository's configuration mean `root`. */
  readonly connect: (root: string) => Connections | Promise<Connections>;
  /** Where disk images are kept; absent: none are made here. */
  readonly storage?: ExportStorage;
  /** Where the built page may be: the first of these folders that has one counts. */
  readonly pages: readonly string[];
  readonly log: Logger;
}

/** What the server and a worker on a machine of its own both stand on. */
export interface Ground {
  readonly store: Store;
  readonly book: LogBook;
  readonly git: GitParts;
  /** Unique to this process: whom leases name. */
  readonly owner: string;
  /** The data folder's name among all that serve one database. */
  readonly place: string;
}

/** How long somebody who says nothing keeps a run or a build. */
export const LEASE_SECONDS = 30;

/** Opens database, logs and clones. What is opened is closed with `running`. */
export async function layGround(parts: ServerParts, running: AsyncDisposableStack): Promise<Ground> {
  const { configuration, environment, log } = parts;
  const { data, databaseUrl, logSize } = configuration;
  const store = await openStore({ data, log, ...(databaseUrl === undefined ? {} : { url: databaseUrl }) });
  running.defer(() => store.close());
  const book = await openLogBook({
    folder: join(data, 'logs'),
    limit: logSize,
    secrets: secretsOf(configuration),
    store,
    isOver: (build) => isLogOver(store.db, build),
    log,
  });
  running.defer(() => book.close());
  const access = createGitAccess(configuration);
  const clones = createClones(join(data, 'git'), environment, access);
  const place = await identityIn(join(data, 'id'));
  return { store, book, git: { clones, access, environment }, owner: randomUUID(), place };
}
