import type { Configuration, ExportConfiguration } from '../../definition/configuration.ts';
import type { Platform } from '../../names/platform.ts';
import type { RegistryPlace } from '../runs/trial.ts';
import type { Role } from '../store/tables.ts';

/** The configuration of a server: whole, checked, its secrets in the clear. Times are milliseconds. */
export interface ServerConfiguration {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The folder for logs, clones and the embedded database; absolute. */
  readonly data: string;
  /** Where people and forges reach the server, without a slash at the end; absent: at its port on this machine. */
  readonly publicUrl?: string;
  /** Absent: the embedded database. */
  readonly databaseUrl?: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly github: GitHubAccess;
  readonly gitea: GiteaAccess;
  readonly repositories: readonly RepositoryConfiguration[];
  readonly auth: AuthConfiguration;
  readonly worker: WorkerConfiguration;
  /** Where images of runs that publish nothing go; absent: into the data folder. */
  readonly trials?: RegistryPlace;
  readonly limits: { readonly runs: number; readonly runsPerRepository: number; readonly buildsPerRepository: number };
  readonly retention: { readonly runs: number; readonly logs: number; readonly deliveries: number };
  /** Where disk images are kept, absolute, and how many. */
  readonly exports: ExportConfiguration;
  /** Bytes of one build's log at most. */
  readonly logSize: number;
  /** Between two looks at the refs of a repository. */
  readonly reconcile: number;
  /** Between two checks of what has drifted; 0: none. */
  readonly drift: number;
  readonly notifications: readonly NotificationConfiguration[];
  /** Hosts that may be called although their addresses are private (S39). */
  readonly privateHosts: readonly string[];
  /** With the placeholders repository, image, path, branch and url. */
  readonly editorUrl?: string;
}

export interface GitHubAccess {
  readonly webhookSecret?: string;
  readonly token?: string;
  readonly app?: { readonly id: string; readonly privateKey: string };
  /** Without a slash at the end. */
  readonly apiUrl: string;
}

export interface GiteaAccess {
  readonly webhookSecret?: string;
  readonly token?: string;
  /** Without a slash at the end. */
  readonly url?: string;
}

/** A repository that the configuration names. Its secrets are here alone, never in the database. */
export interface RepositoryConfiguration {
  readonly id: string;
  /** Without credentials. */
  readonly url: string;
  readonly forge: 'github' | 'gitea' | 'git';
  readonly fullName: string;
  /** Absent: what the remote's HEAD names. */
  readonly defaultBranch?: string;
  /** Its own, or its forge's. */
  readonly webhookSecret?: string;
  /** Its own, or its forge's. */
  readonly token?: string;
  /** The forge's ids of those whose pushes, tags and releases publish; absent: all who may push. */
  readonly senders?: readonly string[];
}

export interface AuthConfiguration {
  /** Whether everybody may read. */
  readonly anonymous: boolean;
  readonly adminToken?: string;
  /** Origins of pages that may open log streams, beside the server's own (S35). */
  readonly origins: readonly string[];
  readonly oidc?: OidcConfiguration;
}

export interface OidcConfiguration {
  readonly issuer: string;
  readonly audience: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** The way to the claim, dots between keys. */
  readonly rolesClaim: string;
  /** Value of the claim → role. */
  readonly roles: Readonly<Record<string, Role>>;
}

export interface WorkerConfiguration {
  /** Builds at one time; 0: none. */
  readonly slots: number;
  /** Absent: the machine's own. */
  readonly platforms?: readonly Platform[];
  /** Absent: what each repository says. */
  readonly builder?: Configuration['builder']['kind'];
}

export interface NotificationConfiguration {
  readonly url: string;
  readonly kind: 'webhook' | 'slack';
  readonly secret?: string;
  readonly on: readonly ('succeeded' | 'failed' | 'cancelled')[];
  /** Absent: all. */
  readonly repositories?: readonly string[];
}
