import type { Environment } from '../system/environment.ts';

/** What an engine needs to know beside a request. */
export interface EngineOptions {
  /** Of the process; engines get the part without secrets. */
  readonly environment: Environment;
  /** Absolute folder for the private folders of runs, shared by all processes of this user. On a local disk. */
  readonly folder: string;
  /** Credentials for registries in the format of containers-auth.json(5), which docker's `auths` shares; none when absent. */
  readonly authFile?: string;
  readonly registries: RegistryAccess;
  /** Whether files in layers are stamped with the request's time also where that takes longer. */
  readonly reproducible?: boolean;
}

/** How registries are reached where HTTPS with a well-known authority is not enough. Hosts are as in references. */
export interface RegistryAccess {
  /** Hosts whose certificate is not checked, or that speak HTTP. */
  readonly insecure: readonly string[];
  /** Host → PEM file of the authority that signed its certificate. */
  readonly authorities: Readonly<Record<string, string>>;
}
