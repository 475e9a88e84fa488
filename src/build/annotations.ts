import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { ENCODING } from '../plan/fingerprint.ts';
import { annotation } from '../plan/holding.ts';
import type { ImagePlan } from '../plan/plan.ts';
import type { CommitFacts } from './run-input.ts';

/** Parent → the digest that was built on, in one canonical form: what adoption and *held* compare. */
export function parentsAnnotation(parents: ReadonlyMap<ImageName, Digest>): string {
  return JSON.stringify(Object.fromEntries([...parents].sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** Annotations of a node's manifest. Nothing in them depends on the clock, so that equal builds give equal digests. */
export function nodeAnnotations(
  image: Pick<ImagePlan, 'image' | 'source'>,
  fingerprint: string,
  parents: ReadonlyMap<ImageName, Digest>,
  commit: CommitFacts,
): Record<string, string> {
  return {
    ...standardAnnotations(image, commit),
    [annotation.fingerprint]: fingerprint,
    [annotation.source]: image.source.source,
    [annotation.encoding]: String(ENCODING),
    [annotation.parents]: parentsAnnotation(parents),
  };
}

/** Annotations of a landing's index. */
export function landingAnnotations(
  image: ImagePlan,
  parents: ReadonlyMap<ImageName, Digest>,
  commit: CommitFacts,
  built: { readonly at: number; readonly seconds: number },
): Record<string, string> {
  const { definition } = image.image;
  return {
    ...nodeAnnotations(image, image.fingerprint?.fingerprint ?? '', parents, commit),
    'org.opencontainers.image.created': new Date(built.at).toISOString(),
    ...(definition.displayName === undefined ? {} : { 'org.opencontainers.image.title': definition.displayName }),
    ...(definition.description === undefined ? {} : { 'org.opencontainers.image.description': definition.description }),
    [annotation.seconds]: built.seconds.toFixed(1),
  };
}

/**
 * Labels of the image's configuration: only what is the same for every image of the repository (registries link a
 * package to it by this). A child inherits labels, and would show its parent's version and commit as its own;
 * those are annotations of each manifest.
 */
export function imageLabels(commit: CommitFacts): Record<string, string> {
  return commit.repository === '' ? {} : { 'org.opencontainers.image.source': commit.repository };
}

// OCI image spec 1.1, "Pre-defined annotation keys".
function standardAnnotations(image: Pick<ImagePlan, 'image'>, commit: CommitFacts): Record<string, string> {
  const version = image.image.definition.version?.value;
  return {
    'org.opencontainers.image.revision': commit.id,
    ...(commit.repository === '' ? {} : { 'org.opencontainers.image.source': commit.repository }),
    ...(version === undefined ? {} : { 'org.opencontainers.image.version': version }),
  };
}
