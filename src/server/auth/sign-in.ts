import type { Kysely } from 'kysely';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client';
import { err, ok, type Result } from '../../base/result.ts';
import type { Tables } from '../store/tables.ts';
import { grant, redeem } from './grants.ts';
import type { Identity } from './identity.ts';
import { type Disbelief, identityOf, type Oidc } from './oidc.ts';

/** Seconds that a person has for signing in at the provider, and that a session lasts. */
export const SIGN_IN_SECONDS = 600;
export const SESSION_SECONDS = 8 * 3600;

/** A sign-in that has begun, kept until the provider sends the person back. */
interface Started {
  readonly verifier: string;
  readonly nonce: string;
  readonly returnTo: string;
}

export interface SignIn {
  /** Where to send the person. The state is for a cookie: only the browser that began can finish. */
  start(returnTo: string): Promise<{ readonly url: URL; readonly state: string }>;
  /** What the provider's answer is worth: whom it names, and where that person wanted to go. */
  finish(
    answer: URL,
    state: string,
  ): Promise<Result<{ readonly identity: Identity; readonly returnTo: string }, Disbelief>>;
}

/** The authorization code flow with PKCE (RFC 7636), state and nonce, for people with a browser. */
export function createSignIn(db: Kysely<Tables>, oidc: Oidc, callback: URL): SignIn {
  return {
    async start(returnTo) {
      const provider = await oidc.configuration();
      const verifier = randomPKCECodeVerifier();
      const nonce = randomNonce();
      const state = await grant(db, 'sign-in', { verifier, nonce, returnTo } satisfies Started, SIGN_IN_SECONDS);
      const url = buildAuthorizationUrl(provider, {
        redirect_uri: callback.href,
        scope: 'openid profile email',
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { url, state };
    },
    async finish(answer, state) {
      const started = await redeem<Started>(db, 'sign-in', state);
      if (!started) return err({ reason: 'invalid', detail: 'the sign-in is unknown, over or was finished before' });
      const provider = await oidc.configuration().catch(() => undefined);
      if (!provider) return err({ reason: 'unreachable', detail: 'the identity provider is out of reach' });
      const identity = await exchange(provider, oidc, answer, state, started);
      return identity.ok ? ok({ identity: identity.value, returnTo: started.returnTo }) : identity;
    },
  };
}

/** Takes the code to the provider. The library holds state, nonce, issuer, audience, expiry and signature to account. */
async function exchange(
  provider: Configuration,
  { settings }: Oidc,
  answer: URL,
  expectedState: string,
  { verifier, nonce }: Started,
): Promise<Result<Identity, Disbelief>> {
  try {
    const tokens = await authorizationCodeGrant(provider, answer, {
      pkceCodeVerifier: verifier,
      expectedState,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) return err({ reason: 'invalid', detail: 'the identity provider sent no ID token' });
    return ok(identityOf(claims, settings));
  } catch (error) {
    return err({ reason: 'invalid', detail: `the sign-in was refused: ${(error as Error).message}` });
  }
}
