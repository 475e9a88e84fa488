import { transportOf } from '../repository/fetch.ts';
import type { Transport } from '../repository/git.ts';
import type { RepositoryConfiguration, ServerConfiguration } from './configuration/configuration.ts';
import type { GitAccess, RepositoryRow } from './runs/clones.ts';

/** Where a repository that nobody has configured may be fetched from. */
const USUAL: readonly Transport[] = ['https', 'ssh'];

/**
 * How the server gets at a repository: over the transport that its configured URL names (S11), and with its token,
 * which goes to that URL's origin alone.
 */
export function createGitAccess({
  repositories,
}: Pick<ServerConfiguration, 'repositories'>): (repository: RepositoryRow) => Promise<GitAccess> {
  const configured = new Map(repositories.map((repository) => [repository.id, repository]));
  return async ({ id, url }) => {
    const repository = configured.get(id);
    const transport = repository?.url === url ? transportOf(url) : undefined;
    if (repository === undefined || transport === undefined) return { transports: USUAL, settings: [] };
    return { transports: [transport], settings: loginOf(repository) };
  };
}

/** GitHub and Gitea take a token as the password of any user. */
function loginOf({ url, token }: RepositoryConfiguration): GitAccess['settings'] {
  if (token === undefined || !/^https?:/.test(url)) return [];
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return [[`http.${new URL(url).origin}/.extraheader`, `Authorization: Basic ${basic}`]];
}
