import { createHash } from 'node:crypto';
import type { ImageDefinition } from '../definition/image.ts';
import type { Landing } from './holding.ts';

/** What the control API is sent for one published image: what people wrote about it and the identity of its bytes. */
export interface Registration {
  readonly name: string;
  readonly display_name: string;
  readonly description: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly version: string;
  /** `host/path:version` (`:latest` where there is no version): what a consumer pulls. */
  readonly registry_url: string;
  readonly digest: string;
  readonly platforms: readonly string[];
  /** Bytes. */
  readonly size: number;
  readonly fingerprint: string;
  readonly source: { readonly repository: string; readonly commit: string; readonly ref: string };
  /** RFC 3339, UTC. */
  readonly built_at: string;
}

/** What every registration of a run has in common. */
export interface RegistrationFacts {
  /** `host/namespace`. */
  readonly destination: string;
  /** URL of the repository without credentials; empty where it has no remote. */
  readonly repository: string;
  /** `refs/heads/main`, `refs/tags/v1.2.3`. */
  readonly ref: string;
}

/** The payload for a landing. Only the bytes and the definition count, so that an unchanged image is sent once. */
export function registrationFor(
  image: ImageDefinition,
  landing: Landing,
  publicTag: string,
  facts: RegistrationFacts,
): Registration {
  const name = image.name.value;
  return {
    name,
    display_name: image.displayName ?? name,
    description: image.description ?? '',
    category: image.category ?? '',
    tags: image.catalogueTags,
    metadata: image.metadata,
    version: image.version?.value ?? publicTag,
    registry_url: `${facts.destination}/${name}:${publicTag}`,
    digest: landing.digest,
    platforms: Object.keys(landing.platforms).sort(),
    size: landing.size,
    fingerprint: landing.fingerprint,
    source: { repository: facts.repository, commit: landing.commit, ref: facts.ref },
    built_at: landing.builtAt,
  };
}

/**
 * SHA-256 of a payload, hex: what the record remembers of the last one that was accepted. Under which URL a clone
 * knows the repository does not count: clones by SSH and by HTTPS would register the fleet in turn.
 */
export function registrationHash({ source, ...payload }: Registration): string {
  const { repository: _, ...standing } = source;
  return createHash('sha256')
    .update(JSON.stringify({ ...payload, source: standing }))
    .digest('hex');
}
