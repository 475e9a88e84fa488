import type { Reference } from './reference.ts';

/** Where a repository's manifests are asked for. */
export interface RepositoryPlace {
  readonly host: string;
  readonly path: string;
}

/** Where a reference is asked for: at its own registry, or at the `host[/path]` that is configured in its place. */
export function placeOf(
  { registry, repository }: Reference,
  mirrors: Readonly<Record<string, string>>,
): RepositoryPlace {
  const mirror = Object.hasOwn(mirrors, registry) ? mirrors[registry] : undefined;
  if (mirror === undefined) return { host: registry, path: repository };
  const [host = '', ...path] = mirror.split('/').filter((part) => part !== '');
  return { host, path: [...path, repository].join('/') };
}
