import { Webhooks } from '@octokit/webhooks';
import { err, ok, type Result } from '../../base/result.ts';

/** A secret that a webhook signs with. */
export interface HookSecret {
  readonly secret: string;
  /** The id of the only repository that it may speak for (S7); absent: any that has no secret of its own. */
  readonly repository?: string;
}

/** For which repositories a verified body may speak. */
export type Scope =
  | { readonly kind: 'these'; readonly repositories: readonly string[] }
  | { readonly kind: 'any-but'; readonly repositories: readonly string[] };

/** Tells who signed a body. */
export interface Verifier {
  /**
   * Compares the signature (`sha256=` and 64 hex digits) in constant time with that of each secret over the raw body
   * (S4). Answers with what its secret may speak for; undefined where no secret made it.
   */
  verify(body: Uint8Array, signature: string): Promise<Scope | undefined>;
}

/** Whether a header can be a signature at all: what is none costs no body and no HMAC. */
export function isSignature(text: unknown): text is string {
  return typeof text === 'string' && /^sha256=[0-9a-f]{64}$/.test(text);
}

/** Makes the verifier of a forge's secrets. An empty secret is an error: anybody could sign with it (S4). */
export function createVerifier(secrets: readonly HookSecret[]): Result<Verifier, string> {
  const empty = secrets.find(({ secret }) => secret.trim() === '');
  if (empty) {
    const whose = empty.repository === undefined ? 'a webhook secret' : `the webhook secret of ${empty.repository}`;
    return err(`${whose} is empty: anybody could sign with it`);
  }
  const keys = [...Map.groupBy(secrets, ({ secret }) => secret)].map(([secret, users]) => ({
    hooks: new Webhooks({ secret, log: silent }),
    scope: scopeOf(users, secrets),
  }));
  return ok({
    async verify(body, signature) {
      const text = decoded(body);
      if (text === undefined || text === '' || !isSignature(signature)) return undefined;
      for (const { hooks, scope } of keys) if (await hooks.verify(text, signature)) return scope;
      return undefined;
    },
  });
}

/** Two repositories with one secret can sign for each other: then the payload chooses between these two alone. */
function scopeOf(users: readonly HookSecret[], all: readonly HookSecret[]): Scope {
  const named = (secrets: readonly HookSecret[]) => secrets.flatMap(({ repository }) => repository ?? []);
  if (users.every(({ repository }) => repository !== undefined)) return { kind: 'these', repositories: named(users) };
  const own = new Set(named(users));
  return { kind: 'any-but', repositories: named(all).filter((repository) => !own.has(repository)) };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that encodes to exactly these bytes; undefined where there is none. JSON is UTF-8 (RFC 8259, section 8.1). */
function decoded(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

const ignore = () => {};
/** The library logs whole payloads where something is wrong with them. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
