import type { Logger } from 'pino';
import type { Clock } from '../../base/clock.ts';
import type { BuilderKind, Connections } from '../../engine/connections.ts';
import type { Platform } from '../../names/platform.ts';
import type { Clones, RepositoryRow } from '../runs/clones.ts';
import type { Store } from '../store/store.ts';
import type { BuildLog } from './lines.ts';

/** What a worker works with. */
export interface WorkerParts {
  readonly store: Store;
  readonly clones: Clones;
  /** Makes what is real; relative paths of the configuration mean `root`. */
  readonly connect: (root: string) => Connections | Promise<Connections>;
  /** Its row in `workers`, which it makes where it is absent: stable over restarts, so that it can be revoked. */
  readonly id: string;
  /** For people: the machine's name. */
  readonly name: string;
  readonly version: string;
  /** Unique to this process: whom leases name. */
  readonly owner: string;
  /** What it builds natively. */
  readonly platforms: readonly Platform[];
  /** Builds at a time. */
  readonly slots: number;
  /** The data folder that it shares with a server, by name; absent: none. */
  readonly place?: string;
  /** Absent: as each repository says. */
  readonly builder?: BuilderKind;
  /** Builds of one repository at a time, over all workers. */
  readonly perRepository: number;
  readonly leaseSeconds: number;
  /** The value of a secret that a `build.yaml` names. */
  readonly secret: (repository: RepositoryRow, name: string) => string | undefined;
  /** The log files of its data folder. */
  readonly logs: BuildLog;
  /** Whether a server reads those files; absent: it does. */
  readonly areLogsRead?: () => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Logger;
}
