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
    passwordOf(databaseUrl),
    ...repositories.flatMap(({ webhookSecret, token }) => [webhookSecret, token]),
    ...notifications.map(({ secret }) => secret),
  ];
  return [...new Set(secrets.filter((secret) => secret !== undefined && secret !== ''))] as string[];
}

/** The password of `postgres://user:password@host/…`. The host may be missing, where a socket stands behind `?host=`. */
function passwordOf(databaseUrl: string | undefined): string | undefined {
  const password = /^[a-z]+:\/\/[^:@/]*:([^@/]*)@/.exec(databaseUrl ?? '')?.[1];
  return password === undefined ? undefined : decodeURIComponent(password);
}
