import type { EventHints } from '../../engine/event.ts';
import type { RunRow } from './claim.ts';
import type { RepositoryRow } from './clones.ts';

/** What a run's row means for the plan. */
export interface RunScope {
  readonly hints: EventHints;
  /** The Git tag that is released. */
  readonly release?: string;
  readonly images: readonly string[];
  readonly force: boolean;
  /** Why it ends with the plan: nothing of a stranger is built (S29). */
  readonly planOnly?: string;
}

const BRANCH = 'refs/heads/';
const TAG = 'refs/tags/';

/** Decides by trust, kind and ref what a run may do; what it asks for never raises that. */
export function scopeOf(run: RunRow, repository: RepositoryRow): RunScope {
  const { images, force } = wishOf(run);
  const common = { images, force };
  const hints = { defaultBranch: repository.default_branch };
  if (run.trust !== 'trusted') {
    return {
      ...common,
      hints: { ...hints, buildOnly: 'what is not merged yet publishes nothing' },
      ...(run.trust === 'foreign' && !isApproved(run)
        ? { planOnly: 'it comes from a stranger: planned, not built' }
        : {}),
    };
  }
  if (run.kind === 'release') return { ...common, hints, release: withoutPrefix(run.ref, TAG) };
  if (!run.ref.startsWith(BRANCH)) {
    return { ...common, hints: { ...hints, buildOnly: `${run.ref} is no branch, and publishes nothing` } };
  }
  return { ...common, hints: { ...hints, branch: withoutPrefix(run.ref, BRANCH) } };
}

/** A person has approved this very commit: it is built, without secrets, and publishes nothing. */
function isApproved({ request, commit }: RunRow): boolean {
  return request.approved === commit;
}

function wishOf({ request }: RunRow): { readonly images: readonly string[]; readonly force: boolean } {
  const { images, force } = request;
  const names = Array.isArray(images) ? images.filter((name) => typeof name === 'string') : [];
  return { images: names, force: force === true };
}

function withoutPrefix(ref: string, prefix: string): string {
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : ref;
}
