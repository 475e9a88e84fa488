import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { at } from '../../base/at.ts';
import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Http } from '../../system/http.ts';
import type { SendFault } from '../outbox/outbox.ts';
import { type Api, createApi } from './forge.ts';
import { GITHUB_HEADERS } from './github.ts';

/** Gives tokens by which a GitHub App acts in a repository. */
export interface AppTokens {
  /** A token that is good for five minutes at least. */
  token(fullName: string, signal: AbortSignal): Promise<Result<string, SendFault>>;
}

/** A JWT is refused that lives for more than ten minutes, and GitHub's clock may differ. */
const LIFETIME = { from: -60, to: 540 };
const RESERVE = 5 * 60_000;

/**
 * Makes installation tokens: the App's own key signs a JWT, with which the installation of a repository is found and
 * its token made. They live for an hour and are kept in memory alone. Throws where the key is no private key.
 */
export function createAppTokens(
  http: Http,
  clock: Clock,
  apiUrl: string,
  app: { readonly id: string; readonly privateKey: string },
): AppTokens {
  const key = createPrivateKey(app.privateKey);
  const known = new Map<string, { readonly token: string; readonly until: number }>();
  const api: Api = createApi(http, apiUrl, async () => {
    const now = Math.floor(clock.now() / 1000);
    const jwt = new SignJWT().setProtectedHeader({ alg: 'RS256' }).setIssuer(app.id);
    const signed = await jwt
      .setIssuedAt(now + LIFETIME.from)
      .setExpirationTime(now + LIFETIME.to)
      .sign(key);
    return ok({ ...GITHUB_HEADERS, authorization: `Bearer ${signed}` });
  });
  return {
    async token(fullName, signal) {
      const kept = known.get(fullName);
      if (kept && kept.until > clock.now() + RESERVE) return ok(kept.token);
      const installation = await api({ method: 'GET', path: `/repos/${fullName}/installation` }, signal);
      if (!installation.ok) return installation;
      const path = `/app/installations/${at(installation.value, 'id')}/access_tokens`;
      const made = await api({ method: 'POST', path }, signal);
      if (!made.ok) return made;
      const [token, expires] = [at(made.value, 'token'), at(made.value, 'expires_at')];
      if (typeof token !== 'string' || typeof expires !== 'string') {
        return err({ message: 'GitHub answered with no token for the App', final: false });
      }
      known.set(fullName, { token, until: Date.parse(expires) });
      return ok(token);
    },
  };
}
