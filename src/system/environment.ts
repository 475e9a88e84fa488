/** A snapshot of environment variables, handed down from `main`; nothing below reads `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What any child needs to run at all: where programs and the user's files are, and how text is encoded. */
const ESSENTIAL = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];
/** Proxies reach builds and Git, as with docker. */
const PROXIES = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
];

/** The part of the environment that a child process gets: no token, password or key is in it (S27). */
export function childEnvironment(from: Environment, also: readonly string[] = []): Record<string, string> {
  const child: Record<string, string> = {};
  for (const name of [...ESSENTIAL, ...PROXIES, ...also]) {
    const value = from[name];
    if (value !== undefined) child[name] = value;
  }
  return child;
}
