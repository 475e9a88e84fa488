import { err, ok } from '../../base/result.ts';
import type { RegistryReader } from '../../build/ports/registry.ts';
import { parseDigest } from '../../names/digest.ts';
import { formatReference, parseReference } from '../../names/reference.ts';

/** The part of a stored plan (`plan --format json`) that says what bases meant. */
interface StoredPlan {
  readonly nodes?: readonly {
    readonly builds_on: readonly {
      readonly kind: string;
      readonly reference?: string;
      readonly platform: string;
      readonly digest?: string;
    }[];
  }[];
}

/**
 * A reader to which bases mean what they meant when the run was planned first: whoever takes a run over makes the same
 * plan, however the bases have moved since.
 */
export function pinnedBases(reader: RegistryReader, plan: object | null): RegistryReader {
  const known = new Map<string, string>();
  for (const { builds_on } of (plan as StoredPlan | null)?.nodes ?? []) {
    for (const { kind, reference, platform, digest } of builds_on) {
      const parsed = kind === 'base' && reference !== undefined ? parseReference(reference) : undefined;
      if (parsed?.ok && digest !== undefined) known.set(`${platform} ${formatReference(parsed.value)}`, digest);
    }
  }
  if (known.size === 0) return reader;
  return {
    manifest: (image, tag, signal) => reader.manifest(image, tag, signal),
    tags: (image, signal) => reader.tags(image, signal),
    async resolve(reference, platform, signal) {
      const now = await reader.resolve(reference, platform, signal);
      const digest = parseDigest(known.get(`${platform} ${formatReference(reference)}`) ?? '');
      if (!now.ok) return err(now.error);
      return ok(digest.ok ? { ...now.value, digest: digest.value } : now.value);
    },
  };
}
