import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../base/clock.ts';
import type { ControlConfiguration, ExportConfiguration } from '../../definition/configuration.ts';
import type { Connections } from '../../engine/connections.ts';
import type { Registration } from '../../plan/registration.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import type { BuildWatch } from './build-watch.ts';
import type { Clones } from './clones.ts';
import type { OnRunState } from './ending.ts';
import type { RegistryPlace } from './trial.ts';

/** What a coordinator works with. */
export interface CoordinatorParts {
  readonly store: Store;
  readonly clones: Clones;
  readonly watch: BuildWatch;
  /** Makes what is real; relative paths of the configuration mean `root`. */
  readonly connect: (root: string) => Connections | Promise<Connections>;
  /** Unique to this process: whom leases name. */
  readonly owner: string;
  /** The absolute folder for nodes of runs that publish nothing, and its name among all servers' folders. */
  readonly scratch: { readonly folder: string; readonly place: string };
  /** Where images of runs that publish nothing go, for workers anywhere; absent: into the folder. */
  readonly trials?: RegistryPlace;
  readonly limits: {
    /** Runs of this server at a time. */
    readonly runs: number;
    readonly perRepository: number;
    readonly leaseSeconds: number;
  };
  /** What disk images are made with; absent: this server makes none. */
  readonly exports?: ExportConfiguration;
  /** Names the program that reads, as `PrepareRequest.program`. */
  readonly program?: string;
  readonly told: Told;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What others are told, in the transactions that make it true. */
export interface Told {
  readonly onRunState: OnRunState;
  /** What a repository's own control API is to be told; the server's catalogue has it already. */
  readonly onRegistered: (
    trx: Transaction<Tables>,
    to: ControlConfiguration,
    registration: Registration,
  ) => Promise<void>;
  /** A build is over: its log has no more lines. */
  readonly onBuildOver: (build: number) => Promise<void>;
}
