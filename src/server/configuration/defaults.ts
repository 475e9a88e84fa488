import type { ServerFile } from '../../definition/generated/server-file.ts';

/** What counts where nothing is said; the schema tells people the same. */
export const DEFAULTS = {
  host: '0.0.0.0',
  port: 8080,
  data: '.caskwright',
  log_level: 'info',
  github: { api_url: 'https://api.github.com' },
  gitea: {},
  repositories: [],
  auth: { anonymous: false, origins: [] },
  limits: { runs: 8, runs_per_repository: 2, builds_per_repository: 16 },
  retention: { runs: '90d', logs: '30d', deliveries: '30d' },
  exports: {
    storage: { kind: 'local', region: 'us-east-1' },
    keep: 3,
    max_size: '32G',
    image_builder: 'quay.io/centos-bootc/bootc-image-builder:latest',
  },
  log_size: 16,
  reconcile: 300,
  drift: 21_600,
  notifications: [],
  private_hosts: [],
} satisfies ServerFile;

/** A content in which every key that has a default is there. */
export type CompleteFile = Completed<ServerFile, typeof DEFAULTS> & {
  readonly worker: NonNullable<ServerFile['worker']> & { readonly slots: number };
};

type Completed<F, D> = Omit<F, keyof D> & {
  readonly [K in keyof F & keyof D]: D[K] extends readonly unknown[] | string | number | boolean
    ? NonNullable<F[K]>
    : Completed<NonNullable<F[K]>, D[K]>;
};

/** Puts the defaults where nothing is said; half of the processors build. */
export function complete(content: ServerFile, processors: number): CompleteFile {
  const worker = { slots: Math.max(1, Math.floor(processors / 2)) };
  return merged({ ...DEFAULTS, worker }, content) as CompleteFile;
}

function merged(defaults: unknown, value: unknown): unknown {
  if (!isMapping(defaults) || !isMapping(value)) return value ?? defaults;
  const keys = new Set([...Object.keys(defaults), ...Object.keys(value)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(defaults[key], value[key])]));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
