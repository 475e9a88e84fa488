import type { ServerConfiguration } from './configuration.ts';

/** Every secret of a configuration: what may stand in no log. */
export function secretsOf(configuration: ServerConfiguration): readonly string[] {
  const { github, gitea, auth, repositories, notifications, databaseUrl } = configuration;
  const secrets = [
    github.webhookSecret,
    github.token,
    github.app?.privateKey,
    gitea.webhookSecret,
    gitea.token,
    auth.adminToken,
    auth.oidc?.clientSecret,
    databaseUrl === undefined ? undefined : decodeURIComponent(new URL(databaseUrl).password),
    ...repositories.flatMap(({ webhookSecret, token }) => [webhookSecret, token]),
    ...notifications.map(({ secret }) => secret),
  ];
  return [...new Set(secrets.filter((secret) => secret !== undefined && secret !== ''))] as string[];
}
