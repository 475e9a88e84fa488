import { err, type Result } from '../base/result.ts';
import type { Environment } from '../system/environment.ts';
import { Git, isObjectId, isRefName, type Setting, type Transport } from './git.ts';
import { type GitRepository, openRepository, type RepositoryError } from './open.ts';

/** A commit to fetch, and the ref that is said to hold it. */
export interface FetchRequest {
  readonly url: string;
  /** In full: `refs/heads/main`, `refs/tags/v1`. */
  readonly ref: string;
  /** Full id. */
  readonly commit: string;
  /** Transports that the URL may use; nothing else is tried, whatever the URL says (S11). */
  readonly transports: readonly Transport[];
}

/** Where a clone can fetch more of its own history from. */
export interface Remote {
  readonly url: string;
  readonly transports: readonly Transport[];
  /** What Git needs to be let in; it stays out of arguments and of `.git/config`. */
  readonly settings: readonly Setting[];
}

/** What a clone lacks. */
export interface Missing {
  /** A ref in full, or a full commit id. */
  readonly from: string;
  /** The ref that it is kept under, in full. */
  readonly to: string;
}

/**
 * Fetches what a clone lacks. A shallow one stays so: it gets `depth` commits of each history, or without `depth` all
 * that lies above what it has. Answers with the repository as it is then.
 */
export async function fetchMissing(
  repository: GitRepository,
  remote: Remote,
  missing: readonly Missing[],
  depth: number | undefined,
  environment: Environment,
): Promise<Result<GitRepository, RepositoryError>> {
  const { url, transports, settings } = remote;
  const names = missing.flatMap(({ from, to }) => [from, to]);
  const transport = transportOf(url);
  if (transport === undefined || !transports.includes(transport)) return err(wrongTransport(transports));
  if (!names.every((name) => isObjectId(name) || (name.startsWith('refs/') && isRefName(name)))) {
    return err({ message: 'the name of a ref is not legal', suggestion: 'name it in full: refs/heads/main' });
  }
  const { directory } = repository.git;
  const git = new Git({ directory, environment, transports, settings });
  const options = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
  const cut = repository.shallow && depth !== undefined ? [`--depth=${depth}`] : [];
  const refspecs = missing.map(({ from, to }) => `+${from}:${to}`);
  const fetched = await git.run(['fetch', ...options, ...cut, '--end-of-options', url, ...refspecs]);
  if (fetched.ok) return openRepository(directory, environment);
  const [last = ''] = fetched.stderr.split('\n').slice(-1);
  return err({
    message: `cannot fetch ${missing.map(({ from }) => from).join(', ')}: ${last}`,
    suggestion: 'see whether the commit still exists, and whether the token may read the repository',
  });
}

/** Why a request is not even tried. */
export function refusalOf({ url, ref, commit, transports }: FetchRequest): RepositoryError | undefined {
  const transport = transportOf(url);
  if (transport === undefined || !transports.includes(transport)) return wrongTransport(transports);
  if (!ref.startsWith('refs/') || !isRefName(ref))
    return { message: 'the name of the ref is not legal', suggestion: 'name it in full: refs/heads/main' };
  if (!isObjectId(commit))
    return { message: 'the commit is not a full object id', suggestion: 'git rev-parse tells it' };
  return undefined;
}

function wrongTransport(transports: readonly Transport[]): RepositoryError {
  const message = `a repository may be fetched over ${transports.join(', ')}, and its URL is of another kind`;
  return { message, suggestion: 'use an https:// or ssh:// URL' };
}

/** The transport that Git would use for a URL; undefined for what may never be used, such as `ext::`. */
export function transportOf(url: string): Transport | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\x00-\x20\x7f]/.test(url) || url.startsWith('-')) return undefined;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/[^-]/.exec(url)?.[1];
  if (scheme === 'https' || scheme === 'http' || scheme === 'ssh' || scheme === 'file') return scheme;
  if (url.startsWith('/')) return 'file';
  // The short form of ssh, user@host:path. A "::" anywhere would name a helper program.
  return scheme === undefined && /^[A-Za-z0-9._]+@[A-Za-z0-9][A-Za-z0-9.-]*:[^:-][^:]*$/.test(url) ? 'ssh' : undefined;
}
