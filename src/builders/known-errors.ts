import type { FailureReason, Phase } from '../build/failure.ts';

/** A recognised error: what its lines look like, and what a person can do about it. */
export interface KnownError {
  /** Its row in docs/errors.md. */
  readonly name: string;
  readonly pattern: RegExp;
  readonly reason: FailureReason;
  /** Where the error came from, when the text tells; else the phase that the engine was in. */
  readonly phase?: Phase;
  message(found: RegExpExecArray): string;
  readonly suggestion: string;
}

const diskFull: KnownError = {
  name: 'disk-full',
  pattern: /no space left on device/i,
  reason: 'disk-full',
  message: () => 'no space is left on the disk of the builder',
  suggestion: 'free space, for example with `docker builder prune`, `podman image prune` or `buildah rmi --prune`',
};

/** Why a RUN failed, where its output or its exit code tells; what else a command prints is its own affair. */
export const commandErrors: readonly KnownError[] = [
  diskFull,
  {
    name: 'no-emulator',
    pattern: /exec format error/i,
    reason: 'emulator-missing',
    message: () => 'this machine cannot run programs of the platform',
    suggestion: 'apt-get install qemu-user-static, or build on a machine of that platform',
  },
  {
    name: 'out-of-memory',
    pattern: /exit (?:status|code:?) 137$|exited on killed$|signal: killed/im,
    reason: 'out-of-memory',
    message: () => 'a command was killed, most often because the memory was used up',
    suggestion: 'raise `resources.memory` in build.yaml, or let the command do less at once',
  },
  {
    name: 'no-shell',
    pattern: /(?:exec|fork\/exec|stat) "?\/bin\/sh"?: no such file or directory/,
    reason: 'command-failed',
    message: () => 'the image has no shell to run the command with',
    suggestion: 'write RUN as a list, RUN ["program", "argument"], or build in a stage whose base has a shell',
  },
  {
    name: 'command-not-found',
    pattern: /exit (?:status|code:?) 127$/m,
    reason: 'command-failed',
    message: () => 'a command of the Dockerfile is not in the image (exit code 127)',
    suggestion: 'install it in an earlier step, or see its name and PATH',
  },
  {
    name: 'command-not-executable',
    pattern: /exit (?:status|code:?) 126$/m,
    reason: 'command-failed',
    message: () => 'a command of the Dockerfile may not be executed (exit code 126)',
    suggestion: 'give the file its mode: chmod +x before the build, or COPY --chmod=755',
  },
];

/** What an engine says of its own failures. Tried in order: a cause stands before what follows from it. */
export const engineErrors: readonly KnownError[] = [
  {
    name: 'no-from',
    pattern: /no FROM statement found|no build stage in current context|base name \([^)]*\) should not be blank/i,
    reason: 'dockerfile-invalid',
    message: () => 'the Dockerfile has no FROM, or one that its build args leave empty',
    suggestion: 'begin it with FROM <base>; give the arg in it a default or pass it: --build-arg, `args` in build.yaml',
  },
  {
    name: 'dockerfile-empty',
    pattern: /no contents in "|the Dockerfile cannot be empty/i,
    reason: 'dockerfile-invalid',
    message: () => 'the Dockerfile is empty',
    suggestion: 'see whether the right file is named: -f, `dockerfile` in build.yaml',
  },
  {
    name: 'reference-invalid',
    pattern: /repository name (?:\([^)]*\) )?must be lowercase|invalid reference format/i,
    reason: 'dockerfile-invalid',
    message: () => 'a reference to an image is not one that registries know',
    suggestion: 'write it in small letters, as host/path:tag; see the build args in it',
  },
  {
    name: 'flag-of-newer-builder',
    pattern: /(?:COPY|ADD) only supports the [^\n]* flags?|RUN only supports the [^\n]* flags?/,
    reason: 'dockerfile-invalid',
    message: () => 'this builder does not know a flag of the Dockerfile (`--link`, `--parents`, `--exclude`…)',
    suggestion: 'leave the flag out, or build with docker buildx or a newer buildah',
  },
  {
    name: 'instruction-arguments',
    pattern: /\b([A-Z]{3,11}) (?:must have two arguments|requires (?:at least|exactly) \w+ arguments?)/,
    reason: 'dockerfile-invalid',
    message: ([, instruction]) => `${instruction} has too few arguments`,
    suggestion: '`caskwright validate` shows the line',
  },
  {
    name: 'stage-missing',
    pattern:
      /no stage or image found with that name|target "?[^"\s]*"? (?:was )?not found|target stage "?[^"\s]+"? could not be found/i,
    reason: 'dockerfile-invalid',
    message: () => 'a stage that is asked for is not in the Dockerfile',
    suggestion: 'see the names after AS, `--from=` and `--target`',
  },
  {
    name: 'secret-missing',
    pattern: /secret required but no secret with id (\S+) found|secret ([\w.-]+): not found/,
    reason: 'secret-missing',
    phase: 'build',
    message: ([, first, second]) => `the Dockerfile needs the secret ${first ?? second}`,
    suggestion: 'pass it: --secret id=…,src=<file>, or `secrets` in build.yaml',
  },
  {
    name: 'user-missing',
    pattern: /(?:unable to find user|error looking up user) "?([\w.-]+)/,
    reason: 'command-failed',
    phase: 'build',
    message: ([, user]) => `there is no user ${user} in the image`,
    suggestion: 'make it first (RUN useradd, adduser), or name it by its number',
  },
  {
    name: 'download-changed',
    pattern: /digest mismatch sha256:|unexpected response digest|checksum (?:mismatch|did not match)/i,
    reason: 'file-missing',
    message: () => 'what ADD fetched is not what its --checksum says',
    suggestion: 'see what is at the URL by now; if it is right, take its digest over',
  },
  {
    name: 'download-unreachable',
    pattern: /(?:reading "https?:[^"]*"|failed to load cache key): [^\n]*Get "(https?:[^"]*)"[^\n]*/,
    reason: 'unreachable',
    phase: 'build',
    message: ([, url]) => `ADD cannot fetch ${url}`,
    suggestion: 'see whether the address is right and reachable from the builder; proxies come from HTTPS_PROXY',
  },
  {
    name: 'not-a-folder',
    pattern: /mkdir (\S+): not a directory|cannot copy to non-directory: ?(\S*)/,
    reason: 'dockerfile-invalid',
    message: ([, first, second]) => `a folder is wanted where the image has a file: ${first ?? second}`,
    suggestion: 'choose another WORKDIR or destination',
  },
  {
    name: 'file-missing',
    pattern: /(?:failed to calculate checksum[^\n]*not found|copier: stat: [^\n]*no such file)/i,
    reason: 'file-missing',
    message: () => 'COPY or ADD names a file that the context does not have',
    suggestion: 'see the path, and whether .dockerignore leaves the file out',
  },
  diskFull,
  {
    name: 'quota-exceeded',
    pattern: /will exceed the configured upper limit|quota (?:exceeded|limit)|exceeds? (?:the )?[^\n]{0,20}quota/i,
    reason: 'disk-full',
    phase: 'push',
    message: () => 'the project of the registry is at its quota',
    suggestion: 'make room (`caskwright clean`), or raise the quota of the project',
  },
  {
    name: 'layer-too-large',
    pattern: /413 Request Entity Too Large|StatusCode: 413/i,
    reason: 'denied',
    phase: 'push',
    message: () => 'a proxy before the registry takes no layer of this size (413)',
    suggestion: 'raise its limit (nginx: client_max_body_size 0), or make smaller layers',
  },
  {
    name: 'upload-broken-off',
    pattern: /blob upload (?:invalid|unknown)/i,
    reason: 'disk-full',
    phase: 'push',
    message: () => 'the registry broke off the upload, most often because its disk is full',
    suggestion: 'look at the free space and the log of the registry',
  },
  {
    name: 'tag-immutable',
    pattern:
      /configured as immutable|tag is immutable|immutable tag|cannot be overwritten because the (?:repository|tag) is immutable/i,
    reason: 'denied',
    phase: 'push',
    message: () => 'the registry does not let a tag move that is there already',
    suggestion: 'push another tag: raise the version',
  },
  {
    name: 'dockerfile-invalid',
    pattern: /(?:dockerfile parse error|Build error: (?:Unknown|Syntax)|unknown instruction|Unknown flag)[^\n]*/i,
    reason: 'dockerfile-invalid',
    message: ([line]) => line.replace(/ &imagebuilder\.Step\{.*$/, ''),
    suggestion: '`caskwright validate` shows the line',
  },
  {
    name: 'dockerfile-missing',
    pattern:
      /(?:failed to read dockerfile|cannot find Containerfile or Dockerfile|discovering Containerfile|no such file or directory[^\n]*Dockerfile)/i,
    reason: 'dockerfile-missing',
    message: () => 'the Dockerfile is not in the context that the builder was given',
    suggestion: 'see `dockerfile` in build.yaml, -f of the command',
  },
  {
    name: 'certificate-expired',
    pattern: /certificate has expired or is not yet valid/i,
    reason: 'tls-authority',
    message: () => 'the certificate of the registry has expired',
    suggestion: 'renew it at the registry, and see the clock of this machine',
  },
  {
    name: 'certificate-for-another-name',
    pattern:
      /x509: (?:certificate is (?:not )?valid for|certificate relies on legacy Common Name|cannot validate certificate for)[^\n]*/i,
    reason: 'tls-authority',
    message: () => 'the certificate of the registry is made for another name',
    suggestion: 'reach the registry by a name that its certificate has; it needs that name as subjectAltName',
  },
  {
    name: 'certificate-authority',
    pattern:
      /x509: certificate signed by unknown authority|x509: certificate is not valid|tls: failed to verify certificate/i,
    reason: 'tls-authority',
    message: () => 'the certificate of the registry is signed by an authority that the builder does not trust',
    suggestion:
      'name its CA file under registry.ca or with --tls-ca; docker reads /etc/docker/certs.d/<host>/ca.crt of the daemon',
  },
  {
    name: 'plain-http',
    pattern: /server gave HTTP response to HTTPS client/i,
    reason: 'plain-http',
    message: () => 'the registry speaks HTTP, and HTTPS was expected',
    suggestion:
      'mark it under registry.insecure or with --insecure; docker needs it in `insecure-registries` of daemon.json',
  },
  {
    name: 'https-expected',
    pattern: /client sent an HTTP request to an HTTPS server/i,
    reason: 'tls-authority',
    message: () => 'the registry speaks HTTPS, and HTTP was tried',
    suggestion: 'name its CA file under registry.ca or with --tls-ca, and take it out of registry.insecure',
  },
  {
    name: 'rate-limited',
    pattern: /toomanyrequests|429 Too Many Requests/i,
    reason: 'rate-limited',
    message: () => 'the registry refuses more requests for now',
    suggestion: 'log in to it, configure a mirror, or run again later',
  },
  {
    name: 'gitea-package-rights',
    pattern: /reqPackageAccess/i,
    reason: 'denied',
    message: () => 'Gitea does not let this login use packages of that owner',
    suggestion: 'use a token with write:package of a user who may write there; the first part of the name is the owner',
  },
  {
    name: 'login-missing',
    pattern: /401 Unauthorized|authentication required|unauthorized:|no basic auth credentials/i,
    reason: 'unauthenticated',
    message: () => 'the registry wants credentials, or does not accept those given',
    suggestion: 'log in with `docker login <host>`, or --credentials, then run again',
  },
  {
    name: 'denied',
    pattern: /403 Forbidden|(?:access to the resource is |requested access[^\n]*)denied|denied:/i,
    reason: 'denied',
    message: () => 'the credentials are good, but do not permit this',
    suggestion: 'give the account the right to pull and push in this repository',
  },
  {
    name: 'platform-missing',
    pattern: /no match for platform in manifest|no image found in (?:image index|manifest list) for architecture/i,
    reason: 'platform-missing',
    phase: 'pull',
    message: () => 'an image that this one stands on does not exist for the platform',
    suggestion: 'take the platform out of `platforms`, or choose another base',
  },
  {
    name: 'short-name',
    pattern: /short-name "([^"]+)" did not resolve/,
    reason: 'image-missing',
    phase: 'pull',
    message: ([, name]) => `${name} does not say which registry it is in`,
    suggestion: 'write it in full, e.g. docker.io/library/debian:12',
  },
  {
    name: 'image-missing',
    pattern:
      /manifest unknown|name unknown|failed to resolve source metadata[^\n]*not found|repository does not exist|manifest for \S+ not found/i,
    reason: 'image-missing',
    phase: 'pull',
    message: () => 'an image that this one stands on is not in the registry',
    suggestion: 'see whether the reference after FROM is right and still there',
  },
  {
    name: 'name-unresolved',
    pattern: /no such host|server misbehaving|Temporary failure in name resolution/i,
    reason: 'unreachable',
    message: ([what]) => `the registry cannot be reached: ${what}`,
    suggestion: 'see whether the name of the host is right, and the name service of the builder',
  },
  {
    name: 'connection-refused',
    pattern: /connection refused|network is unreachable|no route to host/i,
    reason: 'unreachable',
    message: ([what]) => `the registry cannot be reached: ${what}`,
    suggestion: 'see whether the host is up and its name right',
  },
  {
    name: 'connection-silent',
    pattern: /i\/o timeout|TLS handshake timeout|context deadline exceeded|Client\.Timeout exceeded/i,
    reason: 'unreachable',
    message: ([what]) => `the registry gives no answer: ${what}`,
    suggestion: 'see firewall and proxy (HTTPS_PROXY, NO_PROXY) between the builder and the registry',
  },
  {
    name: 'registry-failed',
    pattern:
      /(?:received unexpected HTTP status: 5\d\d|5\d\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout))/i,
    reason: 'registry-error',
    message: ([what]) => `the registry failed: ${what}`,
    suggestion: 'run again; what is built already is not built again',
  },
  {
    name: 'connection-broken',
    pattern: /\b(?:unexpected )?EOF\b|connection reset by peer|broken pipe/,
    reason: 'registry-error',
    message: () => 'the registry broke the connection',
    suggestion: 'run again; what is built already is not built again',
  },
];
