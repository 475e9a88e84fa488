import { unreachable } from '../base/result.ts';
import type { Configuration } from '../definition/configuration.ts';
import type { ImageDefinition } from '../definition/image.ts';
import type { PlanEvent } from './event.ts';
import type { SourceHash } from './fingerprint.ts';
import type { PublishedVersion } from './holding.ts';
import type { RepositoryImage } from './image.ts';
import type { PlanInput } from './plan.ts';
import type { Reason } from './reasons.ts';
import { tagsFor } from './tags.ts';

/**
 * The tag that the version policy watches: the one that an event fixes on the image, and its version where nothing is
 * published, so that a pull request hears already what its merge would meet. Undefined where there is none.
 */
export function versionTag(image: ImageDefinition, event: PlanEvent, configuration: Configuration): string | undefined {
  return event.kind === 'build-only' ? image.version?.value : tagsFor(image, event, configuration).fixed[0];
}

/**
 * Whether the policy forbids to publish `image` under its version because that version stands on other content
 * already (§7, "Versions, by policy"). `content` is what would be published: held bytes, or the node to build.
 * A version that somebody else pushed counts as other content.
 */
export function versionConflict(
  input: Pick<PlanInput, 'configuration' | 'holdings' | 'event'>,
  image: RepositoryImage,
  source: SourceHash,
  content: { readonly fingerprint: string } | undefined,
): Reason | undefined {
  const name = image.definition.name.value;
  const published = input.holdings.get(name)?.version;
  const version = published && versionTag(image.definition, input.event, input.configuration);
  if (version === undefined || published === undefined) return undefined;
  const message = conflictMessage(input.configuration.policy.versions, published, source, content);
  if (message === undefined) return undefined;
  return { kind: 'version-published', version, message: `${version} is published already ${message}` };
}

function conflictMessage(
  policy: 'immutable' | 'source' | 'mutable',
  published: PublishedVersion,
  source: SourceHash,
  content: { readonly fingerprint: string } | undefined,
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
      if (content && published.fingerprint === content.fingerprint) return undefined;
      return 'with other content, and versions here never change: raise version in build.yaml';
    default:
      return unreachable(policy);
  }
}
