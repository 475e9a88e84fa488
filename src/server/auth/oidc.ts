import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { allowInsecureRequests, type Configuration, discovery, enableNonRepudiationChecks, None } from 'openid-client';
import { err, ok, type Result } from '../../base/result.ts';
import { isLoopback } from '../../system/http.ts';
import type { OidcConfiguration } from '../configuration/configuration.ts';
import type { Identity } from './identity.ts';

/** Why a token is not believed: `unreachable` says that the provider could not be asked. */
export interface Disbelief {
  readonly reason: 'invalid' | 'unreachable';
  readonly detail: string;
}

/** An identity provider whose documents are read when they are first needed. */
export interface Oidc {
  readonly settings: OidcConfiguration;
  /** For the flows of a browser. Rejects where the provider is out of reach. */
  configuration(): Promise<Configuration>;
  /** Whom a bearer token belongs to (S37). */
  verify(token: string): Promise<Result<Identity, Disbelief>>;
}

/** Signatures by keys that only the provider has; `none` and everything with a shared secret is out (S37). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Seconds by which clocks may differ. */
const TOLERANCE = 30;

/** Throws where the issuer is neither HTTPS nor on this machine. */
export function createOidc(settings: OidcConfiguration): Oidc {
  const issuer = new URL(settings.issuer);
  if (issuer.protocol !== 'https:' && !isLoopback(issuer.hostname)) throw new Error('the OIDC issuer is not https');
  const configuration = remembered(() => discover(issuer, settings));
  const keys = remembered(async () => createRemoteJWKSet(new URL(jwksOf(await configuration()))));
  return {
    settings,
    configuration,
    async verify(token) {
      const key = await keys().catch(() => undefined);
      if (!key) return err({ reason: 'unreachable', detail: 'the identity provider is out of reach' });
      const claims = await claimsOf(token, key, settings);
      return claims.ok ? ok(identityOf(claims.value, settings)) : claims;
    },
  };
}

/** Whom claims that were verified belong to. */
export function identityOf(claims: JWTPayload, { rolesClaim, roles }: OidcConfiguration): Identity {
  const values = valuesAt(claims, rolesClaim);
  const held = Object.entries(roles).flatMap(([value, role]) => (values.has(value) ? [role] : []));
  const role = (['admin', 'builder', 'viewer'] as const).find((each) => held.includes(each));
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : undefined);
  return {
    actor: `oidc:${claims.sub}`,
    name: text('name') ?? text('preferred_username') ?? text('email') ?? String(claims.sub),
    email: text('email'),
    role: role ?? 'none',
  };
}

async function claimsOf(
  token: string,
  key: JWTVerifyGetKey,
  { issuer, audience }: OidcConfiguration,
): Promise<Result<JWTPayload, Disbelief>> {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE,
      requiredClaims: ['sub', 'exp'],
    });
    return ok(payload);
  } catch (error) {
    if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
      return err({ reason: 'unreachable', detail: "the identity provider's keys are out of reach" });
    }
    return err({ reason: 'invalid', detail: error.message });
  }
}

async function discover(issuer: URL, { clientId, clientSecret }: OidcConfiguration): Promise<Configuration> {
  const authentication = clientSecret === undefined ? None() : undefined;
  const execute = [enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : [])];
  return discovery(issuer, clientId, clientSecret, authentication, { execute });
}

function jwksOf(configuration: Configuration): string {
  const { jwks_uri } = configuration.serverMetadata();
  if (jwks_uri === undefined) throw new Error('the identity provider names no keys');
  return jwks_uri;
}

/** Remembers a success for good, and a failure not at all. */
function remembered<T>(find: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= find().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

/** The texts of a claim: one, several in a list, or several in one text. */
function valuesAt(claims: JWTPayload, path: string): ReadonlySet<string> {
  const value = path
    .split('.')
    .reduce<unknown>((inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), claims);
  if (typeof value === 'string') return new Set(value.split(/[ ,]+/));
  return new Set(Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
