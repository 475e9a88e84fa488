import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatReference, parseReference, type Reference } from '../names/reference.ts';
import type { Policy } from './configuration.ts';
import type { ImageUse, ResolvedDockerfile } from './dockerfile.ts';
import { Findings } from './findings.ts';
import { compileGlob } from './glob.ts';

/** What of the policy concerns bases. */
export type BasePolicy = Pick<Policy, 'bases' | 'untaggedBase' | 'baseDigests'>;

/**
 * Holds the bases of a Dockerfile against the policy. References for which `isInRepository` holds are parents and
 * are passed over. What `isLocked` holds for has its digest in caskwright.lock.
 */
export function checkBases(
  dockerfile: ResolvedDockerfile,
  policy: BasePolicy,
  isInRepository: (reference: Reference) => boolean,
  isLocked: (reference: Reference) => boolean = () => false,
): readonly Diagnostic[] {
  const findings = new Findings(dockerfile.file);
  const allowed = allowedBy(policy.bases);
  for (const use of dockerfile.references) {
    const reference = parseReference(use.resolved);
    if (!reference.ok || isInRepository(reference.value)) continue;
    // How a base is named matters only where it may be used at all.
    if (!checkAllowed(use, reference.value, allowed, findings)) continue;
    checkTag(use, reference.value, policy, findings);
    if (!isLocked(reference.value)) checkDigest(use, reference.value, policy, findings);
  }
  return findings.list;
}

function allowedBy(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => true;
  const globs = patterns.flatMap((pattern) => {
    const glob = compileGlob(pattern);
    return glob.ok ? [glob.value] : [];
  });
  return (name) => globs.some((glob) => glob(name));
}

function checkAllowed(
  { span }: ImageUse,
  reference: Reference,
  allowed: (name: string) => boolean,
  findings: Findings,
): boolean {
  const full = formatReference(reference);
  if (allowed(full) || allowed(`${reference.registry}/${reference.repository}`)) return true;
  findings.error(span, 'base-not-allowed', `${full} is not among policy.bases of caskwright.yaml`);
  return false;
}

function checkTag({ span }: ImageUse, reference: Reference, policy: BasePolicy, findings: Findings): void {
  const { tag, digest } = reference;
  if (policy.untaggedBase === 'off' || digest !== undefined || (tag !== undefined && tag !== 'latest')) return;
  const message = `${formatReference(reference)} ${tag === undefined ? 'has no tag' : 'is latest'}: its meaning changes by itself`;
  findings.report(policy.untaggedBase, span, 'base-untagged', message, { fix: 'name a version or a digest' });
}

function checkDigest({ span }: ImageUse, reference: Reference, policy: BasePolicy, findings: Findings): void {
  if (policy.baseDigests === 'off' || reference.digest !== undefined) return;
  const message = `${formatReference(reference)} has no digest here, and caskwright.lock has none for it`;
  findings.report(policy.baseDigests, span, 'base-not-pinned', message, { fix: 'caskwright lock writes it down' });
}
