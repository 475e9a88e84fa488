import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../base/result.ts';
import type { Tables } from '../store/tables.ts';
import { granted, redeem } from './grants.ts';
import { ANONYMOUS, type Identity } from './identity.ts';
import type { Disbelief, Oidc } from './oidc.ts';
import { identityOfToken, isTokenGood } from './tokens.ts';

/** What a request shows of its sender; at most one counts, in this order. */
export interface Credentials {
  /** A token of ours, or one of the identity provider. */
  readonly bearer?: string | undefined;
  /** For one WebSocket (S35). */
  readonly ticket?: string | undefined;
  /** The cookie of somebody who signed in. */
  readonly session?: string | undefined;
}

/** What the server believes of whom. */
export interface AuthenticatorOptions {
  readonly db: Kysely<Tables>;
  readonly oidc?: Oidc | undefined;
  /** Whether whoever shows nothing may read. */
  readonly anonymousReading: boolean;
}

export interface Authenticator {
  /**
   * Who it is; undefined: nobody. A token that is shown and not good is an error, so that nobody is taken for
   * anonymous by mistake; a session that has ended is nobody.
   */
  identify(credentials: Credentials): Promise<Result<Identity | undefined, Disbelief>>;
}

export function createAuthenticator({ db, oidc, anonymousReading }: AuthenticatorOptions): Authenticator {
  const bearerOf = async (token: string): Promise<Result<Identity, Disbelief>> => {
    const ours = await identityOfToken(db, token);
    if (ours) return ok(ours);
    if (oidc && token.split('.').length === 3) return oidc.verify(token);
    return err({ reason: 'invalid', detail: 'the token is unknown, revoked or expired' });
  };
  return {
    async identify({ bearer, ticket, session }) {
      if (bearer !== undefined) return bearerOf(bearer);
      if (ticket !== undefined) {
        const holder = await redeem<Identity>(db, 'ticket', ticket);
        return holder ? ok(holder) : err({ reason: 'invalid', detail: 'the ticket is unknown, used or expired' });
      }
      const person = session === undefined ? undefined : await sessionOf(db, session);
      return ok(person ?? (anonymousReading ? ANONYMOUS : undefined));
    },
  };
}

/** Whose session it is. One that was begun with a token ends with that token. */
async function sessionOf(db: Kysely<Tables>, secret: string): Promise<Identity | undefined> {
  const person = await granted<Identity>(db, 'session', secret);
  const token = /^token:(.+)$/.exec(person?.actor ?? '')?.[1];
  return token === undefined || (await isTokenGood(db, token)) ? person : undefined;
}
