import type { Environment } from '../system/environment.ts';
import { type Remote, transportOf } from './fetch.ts';
import { Git, isObjectId, isRefName } from './git.ts';

/** A ref to move on a remote. */
export interface PushRequest {
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  /** The commit that it is to be at; absent: it is to be gone. */
  readonly commit?: string;
  /** The commit that it must be at now; absent: it must not be there. */
  readonly expected?: string;
}

/** How a push ended: `moved` means that a ref was not where it was expected, and nothing has changed. */
export type PushOutcome =
  | { readonly kind: 'pushed' }
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly message: string };

/** Where somebody may wait for a silent remote at most, in milliseconds. */
const DEADLINE = 60_000;

/**
 * Moves refs of a remote, all or none, each only from where it was expected to be: a compare-and-swap that the far
 * side makes, whatever it was that came in between (a push, a force-push, a deleted branch).
 */
export async function push(
  directory: string,
  { url, transports, settings }: Remote,
  requests: readonly PushRequest[],
  environment: Environment,
): Promise<PushOutcome> {
  const transport = transportOf(url);
  if (transport === undefined || !transports.includes(transport)) {
    return { kind: 'refused', message: `a repository may be reached over ${transports.join(', ')}` };
  }
  if (!requests.every(isLegal)) throw new Error('a push takes refs in full and full commit ids');
  const git = new Git({ directory, environment, transports, settings });
  const leases = requests.map(({ ref, expected = '' }) => `--force-with-lease=${ref}:${expected}`);
  const refspecs = requests.map(({ ref, commit = '' }) => `${commit}:${ref}`);
  const atomic = requests.length > 1 ? ['--atomic'] : [];
  const options = ['--porcelain', '--no-verify', '--no-recurse-submodules', ...atomic, ...leases];
  const deadline = AbortSignal.timeout(DEADLINE);
  const output = await git.run(['push', ...options, '--end-of-options', url, ...refspecs], undefined, deadline);
  if (output.ok) return { kind: 'pushed' };
  if (deadline.aborted) return { kind: 'refused', message: `no answer in ${DEADLINE / 1000} s` };
  return outcomeOf(Buffer.from(output.stdout).toString('utf8'), output.stderr);
}

function isLegal({ ref, commit, expected }: PushRequest): boolean {
  const ids = [commit, expected].filter((id) => id !== undefined);
  return ref.startsWith('refs/') && isRefName(ref) && ids.every(isObjectId);
}

/** Lines of `<flag> TAB <from>:<to> TAB <summary> (<reason>)` (git-push(1), "Output"); `!` marks what was refused. */
function outcomeOf(porcelain: string, stderr: string): PushOutcome {
  const refused = porcelain.split('\n').flatMap((text) => (text.startsWith('!\t') ? [text.split('\t')[2] ?? ''] : []));
  // The far side says "failed to update ref" or the like where somebody else holds the ref at this very moment.
  const isMoved = (why: string) => /stale info|fetch first|non-fast-forward|cannot lock ref|failed to update/.test(why);
  if (refused.some(isMoved)) return { kind: 'moved' };
  const own = refused.find((why) => !why.includes('atomic push failed')) ?? stderr.split('\n').at(-1) ?? '';
  return { kind: 'refused', message: own };
}
