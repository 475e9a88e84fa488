import { unreachable } from '../base/result.ts';
import type { ImageFingerprint, SourceHash } from './fingerprint.ts';
import type { PublishedVersion } from './holding.ts';
import type { RepositoryImage } from './image.ts';
import type { PlanInput } from './plan.ts';
import type { Reason } from './reasons.ts';
import { tagsFor } from './tags.ts';

/**
 * Whether the policy forbids to publish `image` under its version because that version stands on other content
 * already (§7, "Versions, by policy"). A version that somebody else pushed counts as other content.
 */
export function versionConflict(
  input: Pick<PlanInput, 'configuration' | 'holdings' | 'event'>,
  image: RepositoryImage,
  source: SourceHash,
  fingerprint: ImageFingerprint | undefined,
): Reason | undefined {
  const name = image.definition.name.value;
  const version = tagsFor(image.definition, input.event, input.configuration).fixed[0];
  const published = input.holdings.get(name)?.version;
  if (version === undefined || published === undefined) return undefined;
  const message = conflictMessage(input.configuration.policy.versions, published, source, fingerprint);
  if (message === undefined) return undefined;
  return { kind: 'version-published', version, message: `${version} is published already ${message}` };
}

function conflictMessage(
  policy: 'immutable' | 'source' | 'mutable',
  published: PublishedVersion,
  source: SourceHash,
  fingerprint: ImageFingerprint | undefined,
): string | undefined {
  switch (policy) {
    case 'mutable':
      return undefined;
    case 'source':
      if (published.ours && published.source === undefined) return undefined;
      if (published.source === undefined) return 'by something other than caskwright: raise version in build.yaml';
      return published.source === source.source ? undefined : 'from other files: raise version in build.yaml';
    case 'immutable':
      if (published.ours && published.source === undefined) return undefined;
      if (fingerprint && published.fingerprint === fingerprint.fingerprint) return undefined;
      return 'with other content, and versions here never change: raise version in build.yaml';
    default:
      return unreachable(policy);
  }
}
