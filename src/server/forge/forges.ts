import type { Clock } from '../../base/clock.ts';
import { ok } from '../../base/result.ts';
import type { Http } from '../../system/http.ts';
import type { RepositoryConfiguration, ServerConfiguration } from '../configuration/configuration.ts';
import { createAppTokens } from './app.ts';
import { createApi, type Forge } from './forge.ts';
import { giteaStatuses } from './gitea.ts';
import { GITHUB_HEADERS, githubChecks, githubStatuses } from './github.ts';

type Configured = Pick<ServerConfiguration, 'github' | 'gitea' | 'repositories'>;

/**
 * The forges of the configured repositories: checks by a GitHub App, else statuses by a token. Answers with undefined
 * for a repository that has no forge, or no credential for it.
 */
export function createForges(
  http: Http,
  clock: Clock,
  { github, gitea, repositories }: Configured,
): (repository: string) => Forge | undefined {
  const app = github.app && createAppTokens(http, clock, github.apiUrl, github.app);
  const make = ({ forge, fullName, token, url }: RepositoryConfiguration): Forge | undefined => {
    if (forge === 'github') {
      const own = token ?? (app ? undefined : github.token);
      if (own !== undefined) return githubStatuses(withToken(github.apiUrl, own, GITHUB_HEADERS), fullName);
      if (!app) return undefined;
      const api = createApi(http, github.apiUrl, async () => {
        const made = await app.token(fullName, AbortSignal.timeout(60_000));
        return made.ok ? ok({ ...GITHUB_HEADERS, authorization: `Bearer ${made.value}` }) : made;
      });
      return githubChecks(api, fullName);
    }
    const own = token ?? gitea.token;
    if (forge !== 'gitea' || own === undefined) return undefined;
    const base = gitea.url ?? originOf(url);
    return base === undefined ? undefined : giteaStatuses(withToken(`${base}/api/v1`, own, {}), fullName);
  };
  const withToken = (base: string, token: string, headers: Readonly<Record<string, string>>) =>
    createApi(http, base, async () => ok({ ...headers, authorization: `token ${token}` }));
  const forges = new Map(repositories.map((repository) => [repository.id, make(repository)]));
  return (repository) => forges.get(repository);
}

/** Where a Gitea is that the configuration does not name: where its repository is cloned from. */
function originOf(url: string): string | undefined {
  return /^https?:/.test(url) ? new URL(url).origin : undefined;
}
