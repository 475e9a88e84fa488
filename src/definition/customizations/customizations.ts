import type { Located } from '../image.ts';

/** An image that `build.yaml` declares in place of a Dockerfile: a base, and what it gets. */
export interface Declaration {
  /** As a FROM has it, placeholders filled in. */
  readonly base: Located<string>;
  readonly customizations: Customizations;
}

/** What installs packages in a base. */
export type PackageManager = 'dnf' | 'apt' | 'apk';

/** What a base gets, in the order in which it is carried out. Every text keeps to the grammar of its kind. */
export interface Customizations {
  /** Absent where nothing is to be installed. */
  readonly packageManager?: PackageManager;
  readonly repositories: readonly PackageRepository[];
  readonly packages: readonly string[];
  readonly users: readonly User[];
  readonly rootSshKeys: readonly string[];
  readonly files: readonly AddedFile[];
  readonly units: readonly Unit[];
  readonly scripts: readonly Source[];
  readonly flightctl?: FlightctlAgent;
  readonly labels: Readonly<Record<string, string>>;
}

/** Where content comes from: it stands in `build.yaml`, or in a file beside it. */
export type Source = { readonly kind: 'content'; readonly content: string } | FileSource;

/** A file of the image's directory. */
export interface FileSource {
  readonly kind: 'path';
  /** From the repository's root. */
  readonly path: Located<string>;
  /** From the context's root, which is the image's directory. */
  readonly inContext: string;
}

/** Where packages come from. */
export type PackageRepository =
  | { readonly kind: 'copr'; readonly project: string }
  | {
      readonly kind: 'url';
      readonly name: string;
      readonly url: string;
      readonly suite?: string;
      readonly components: readonly string[];
      readonly key?: Source;
    };

export interface User {
  readonly name: string;
  readonly shell?: string;
  readonly groups: readonly string[];
  /** As crypt(5) has it. */
  readonly passwordHash?: string;
  readonly sshKeys: readonly string[];
}

export interface AddedFile {
  readonly destination: string;
  readonly source: Source;
  /** Octal. */
  readonly mode: string;
  /** `user`, or `user:group`. */
  readonly owner: string;
}

export interface Unit {
  readonly name: string;
  /** Absent: the base has it. */
  readonly source?: Source;
  readonly enabled: boolean;
}

/** The agent's configuration file, and whether a certificate is requested for it. */
export interface FlightctlAgent {
  /** `/etc/flightctl/config.yaml` as values, under the agent's own keys. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly enrol: boolean;
}

/** The secrets that the build of an image with `enrol` is given. */
export const enrolmentSecrets = {
  certificate: 'flightctl_enrolment_certificate',
  key: 'flightctl_enrolment_key',
} as const;

/** Where the agent looks for what it enrols with; its own names (internal/agent/config of FlightCtl). */
export const enrolmentFiles = {
  certificate: '/etc/flightctl/certs/client-enrollment.crt',
  key: '/etc/flightctl/certs/client-enrollment.key',
} as const;

/** Every file of the image's directory that the customizations name. */
export function namedFiles({ repositories, files, units, scripts }: Customizations): readonly FileSource[] {
  const keys = repositories.map((repository) => (repository.kind === 'url' ? repository.key : undefined));
  const sources = [...keys, ...files.map(({ source }) => source), ...units.map(({ source }) => source), ...scripts];
  return sources.filter((source) => source?.kind === 'path');
}
