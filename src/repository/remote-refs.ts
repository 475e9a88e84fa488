import { err, ok, type Result } from '../base/result.ts';
import type { Environment } from '../system/environment.ts';
import { type Remote, transportOf } from './fetch.ts';
import { Git, isObjectId, isRefName } from './git.ts';
import type { RepositoryError } from './open.ts';

/** Every branch and tag. */
export const BRANCHES_AND_TAGS = ['refs/heads/*', 'refs/tags/*'] as const;

/** Where somebody may wait for a silent remote at most, in milliseconds. */
const DEADLINE = 60_000;

/**
 * Asks a remote which commits these refs are at: refs in full, or `BRANCHES_AND_TAGS`. A ref that is not there is left
 * out; an annotated tag counts as the commit that it stands for. Needs no clone.
 */
export async function remoteRefs(
  { url, transports, settings }: Remote,
  refs: readonly string[],
  environment: Environment,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, string>, RepositoryError>> {
  const transport = transportOf(url);
  if (transport === undefined || !transports.includes(transport)) {
    const message = `a repository may be asked over ${transports.join(', ')}, and its URL is of another kind`;
    return err({ message, suggestion: 'use an https:// or ssh:// URL' });
  }
  if (!refs.every(isPattern)) {
    return err({ message: 'the name of a ref is not legal', suggestion: 'name it in full: refs/heads/main' });
  }
  const git = new Git({ directory: '/', environment, transports, settings });
  // A tag's commit stands on a line of its own, which has to be asked for.
  const patterns = refs.flatMap((ref) => (ref.startsWith('refs/tags/') ? [ref, `${ref}^{}`] : [ref]));
  const deadline = AbortSignal.timeout(DEADLINE);
  const answer = await git.run(
    ['ls-remote', '--quiet', '--end-of-options', url, ...patterns],
    undefined,
    signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
  );
  if (answer.ok) return ok(readListing(Buffer.from(answer.stdout).toString('utf8'), refs));
  const [last = ''] = answer.stderr.split('\n').slice(-1);
  const why = deadline.aborted ? `no answer in ${DEADLINE / 1000} s` : last;
  const suggestion = 'see whether the repository is there, and whether the credential may read it';
  return err({ message: `cannot list the refs of the repository: ${why}`, suggestion });
}

/** Lines of `<id> TAB <ref>`, where `<ref>^{}` is what an annotated tag stands for. */
function readListing(text: string, wanted: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const exact = new Set(wanted.filter((ref) => !ref.endsWith('/*')));
  const folders = wanted.filter((ref) => ref.endsWith('/*')).map((ref) => ref.slice(0, -1));
  for (const line of text.split('\n')) {
    const [id = '', name = ''] = line.split('\t');
    const ref = name.replace(/\^\{\}$/, '');
    // Git takes a pattern for the end of a name too; and the far side may send what it likes.
    const isWanted = exact.has(ref) || folders.some((folder) => ref.startsWith(folder));
    if (isWanted && isObjectId(id) && isRefName(ref)) found.set(ref, id);
  }
  return found;
}

function isPattern(ref: string): boolean {
  return (BRANCHES_AND_TAGS as readonly string[]).includes(ref) || (ref.startsWith('refs/') && isRefName(ref));
}
