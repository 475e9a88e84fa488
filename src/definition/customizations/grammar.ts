/** A kind of text that customizations hold: what it may be, and how to say so. */
export interface Grammar {
  readonly pattern: RegExp;
  readonly words: string;
}

const hostAndPath = '[A-Za-z0-9._~:/@%+,=&?#\\[\\]-]+';

/** The grammars. All are narrow: what a text may hold is said here, so that no other place has to guess. */
export const grammars = {
  package: {
    pattern: /^[A-Za-z0-9@][A-Za-z0-9+._:=~<>/()-]{0,199}$/,
    words: 'a package is letters, digits and + . _ : = ~ -',
  },
  copr: {
    pattern: /^@?[A-Za-z0-9][A-Za-z0-9_.-]*\/[A-Za-z0-9][A-Za-z0-9_.+-]*$/,
    words: 'a project of COPR is owner/name',
  },
  repository: {
    pattern: /^[A-Za-z0-9][A-Za-z0-9@_.-]{0,99}$/,
    words: 'the name of a repository is letters, digits and @ _ . -',
  },
  url: {
    pattern: new RegExp(`^(?:https?|file)://${hostAndPath}$`),
    words: 'a repository is at an https:, http: or file: URL',
  },
  suite: { pattern: /^[A-Za-z0-9][A-Za-z0-9._/+-]*$/, words: 'a suite is letters, digits and . _ / + -' },
  user: { pattern: /^[a-z_][a-z0-9_-]{0,31}$/, words: 'a name is small letters, digits, "_" and "-", 32 at most' },
  shell: { pattern: /^\/[A-Za-z0-9._/+-]+$/, words: 'a shell is an absolute path' },
  hash: {
    pattern: /^[!*]?\$[A-Za-z0-9./$=,+-]{8,500}$|^[!*]$/,
    words: 'a hash of crypt(5) is needed, never the password itself: openssl passwd -6',
  },
  sshKey: {
    pattern: /^[A-Za-z0-9@.+"=,/:*? _-]*[A-Za-z0-9+/=]{16,}[^\p{Cc}]*$/u,
    words: 'a public key is one line of authorized_keys',
  },
  destination: {
    pattern: /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@%+=:,~-]+)+$/,
    words: 'a destination is an absolute path of letters, digits and . _ @ % + = : , ~ -',
  },
  // Of what COPY gives a meaning nothing may be in it.
  source: { pattern: /^[^\p{Cc}\\*?[\]$"'<>#]+$/u, words: 'the path has a character that COPY gives a meaning' },
  mode: { pattern: /^[0-7]{3,4}$/, words: 'a mode is three or four octal digits, in quotes' },
  owner: {
    pattern: /^(?:[a-z_][a-z0-9_-]{0,31}|[0-9]{1,10})(?::(?:[a-z_][a-z0-9_-]{0,31}|[0-9]{1,10}))?$/,
    words: 'an owner is user or user:group',
  },
  unit: {
    pattern:
      /^[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]{0,240}\.(?:service|socket|timer|path|mount|automount|swap|target|slice)$/,
    words: 'a unit has a name with its type, such as app.service',
  },
  labelKey: { pattern: /^[A-Za-z0-9][A-Za-z0-9._/-]*$/, words: 'the key of a label is letters, digits and . _ / -' },
  line: { pattern: /^[^\p{Cc}\u2028\u2029]*$/u, words: 'the value is one line without control characters' },
  serviceUrl: { pattern: new RegExp(`^https://${hostAndPath}$`), words: 'a service is at an https: URL' },
  duration: {
    pattern: /^(?=[0-9])(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$/,
    words: 'a duration is hours, minutes and seconds, e.g. 90s',
  },
} as const satisfies Record<string, Grammar>;
