import { err, ok, type Result } from '../base/result.ts';

/** Where somebody says that the credential of a registry is. */
export type CredentialSource =
  /** A secret with the keys `username` and `password`, or a `.dockerconfigjson`. */
  | { readonly kind: 'kubernetes'; readonly namespace: string; readonly secret: string }
  /** A file in docker's format, a JSON object with `username` and `password`, or `username:password`. */
  | { readonly kind: 'file'; readonly path: string }
  /** Two variables. */
  | { readonly kind: 'environment'; readonly user: string; readonly password: string };

/** As Gitea's own installers have it. */
const GITEA = { kind: 'kubernetes', namespace: 'gitea', secret: 'gitea-credential' } as const;
// RFC 1123: what Kubernetes takes as a name. It becomes part of a URL.
const name = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Reads `kubernetes[:<namespace>/<secret>]`, `file:<path>` or `env:<user variable>,<password variable>`. */
export function parseCredentialSource(text: string): Result<CredentialSource, string> {
  const colon = text.indexOf(':');
  const kind = colon < 0 ? text : text.slice(0, colon);
  const rest = colon < 0 ? '' : text.slice(colon + 1);
  if (kind === 'kubernetes') return rest === '' ? ok(GITEA) : kubernetes(rest);
  if (kind === 'file' && rest !== '') return ok({ kind: 'file', path: rest });
  const [user = '', password = '', ...more] = rest.split(',');
  if (kind === 'env' && more.length === 0 && variable.test(user) && variable.test(password)) {
    return ok({ kind: 'environment', user, password });
  }
  return err(
    'a credential is at kubernetes:<namespace>/<secret>, file:<path> or env:<user variable>,<password variable>',
  );
}

function kubernetes(text: string): Result<CredentialSource, string> {
  const [namespace = '', secret = '', ...more] = text.split('/');
  if (more.length === 0 && name.test(namespace) && name.test(secret))
    return ok({ kind: 'kubernetes', namespace, secret });
  return err('a Kubernetes secret is named <namespace>/<secret>');
}
