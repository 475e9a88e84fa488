/** What an engine or a registry really said: the row that it belongs to, who said it where, and the text. */
export interface HeardError {
  readonly name: string;
  /** An engine that was run here, or the public report that the text is from. */
  readonly from: string;
  readonly text: string;
}

const BUILDAH = 'buildah 1.28';
const BUILDKIT = 'BuildKit of docker 28.5';
const solve = (text: string) => `ERROR: failed to build: failed to solve: ${text}`;
const step = (instruction: string, text: string) => `Error: building at STEP "${instruction}": ${text}`;
const pushing = (text: string) =>
  `Error: pushing image "8525" to "docker://r.test/a/b:1": trying to reuse blob sha256:f1f4 at destination: ${text}`;

/** At least one text for every row of `known-errors.ts`. */
export const heardErrors: readonly HeardError[] = [
  { name: 'no-from', from: BUILDAH, text: 'Error: no FROM statement found' },
  { name: 'no-from', from: BUILDAH, text: 'Error: determining starting point for build: no FROM statement found' },
  { name: 'no-from', from: BUILDKIT, text: solve('no build stage in current context') },
  { name: 'no-from', from: BUILDKIT, text: solve('base name ($B) should not be blank') },
  { name: 'dockerfile-empty', from: BUILDAH, text: 'Error: no contents in "c/Dockerfile"' },
  { name: 'dockerfile-empty', from: BUILDKIT, text: solve('the Dockerfile cannot be empty') },
  {
    name: 'reference-invalid',
    from: BUILDAH,
    text: 'Error: creating build container: repository name must be lowercase',
  },
  {
    name: 'reference-invalid',
    from: BUILDKIT,
    text: solve(
      'failed to parse stage name "Bad/Name:1": invalid reference format: repository name (Name) must be lowercase',
    ),
  },
  {
    name: 'flag-of-newer-builder',
    from: BUILDAH,
    text: step(
      'COPY --link x /',
      'COPY only supports the --chmod=<permissions> --chown=<uid:gid> and the --from=<image|stage> flags',
    ),
  },
  { name: 'instruction-arguments', from: BUILDAH, text: step('COPY x', 'COPY requires at least one argument') },
  {
    name: 'instruction-arguments',
    from: BUILDAH,
    text: 'Error: parsing main Dockerfile: c/Dockerfile: ENV must have two arguments',
  },
  { name: 'instruction-arguments', from: BUILDKIT, text: solve('ENV must have two arguments') },
  { name: 'stage-missing', from: BUILDAH, text: 'Error: COPY --from=nope: no stage or image found with that name' },
  { name: 'stage-missing', from: BUILDAH, text: 'Error: The target "nope" was not found in the provided Dockerfile' },
  {
    name: 'secret-missing',
    from: BUILDAH,
    text: step(
      'RUN --mount=type=secret,id=tok,required=true cat /x',
      'resolving mountpoints for container "0594": secret required but no secret with id tok found',
    ),
  },
  { name: 'secret-missing', from: BUILDKIT, text: solve('secret tok: not found') },
  {
    name: 'user-missing',
    from: BUILDAH,
    text: step('RUN id', 'determining run uid: user: unknown user error looking up user "nobodyhere"'),
  },
  {
    name: 'user-missing',
    from: BUILDKIT,
    text: solve(
      'process "/bin/sh -c id" did not complete successfully: unable to find user nobodyhere: invalid argument',
    ),
  },
  {
    name: 'download-changed',
    from: BUILDKIT,
    text: solve(`digest mismatch sha256:44136fa3: sha256:${'0'.repeat(64)}`),
  },
  {
    name: 'download-unreachable',
    from: BUILDAH,
    text: step(
      'ADD http://127.0.0.1:1/x /',
      'reading "http://127.0.0.1:1/x": Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused',
    ),
  },
  {
    name: 'download-unreachable',
    from: BUILDKIT,
    text: solve(
      'failed to load cache key: Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused',
    ),
  },
  { name: 'not-a-folder', from: BUILDKIT, text: solve('mkdir /w: not a directory') },
  {
    name: 'file-missing',
    from: BUILDAH,
    text: step('COPY gone /', 'checking on sources under "/c": copier: stat: "/gone": no such file or directory'),
  },
  {
    name: 'file-missing',
    from: BUILDAH,
    text: step(
      'COPY ../x /',
      'checking on sources under "/c": possible escaping context directory error: copier: stat: "/x": no such file or directory',
    ),
  },
  {
    name: 'file-missing',
    from: BUILDKIT,
    text: solve('failed to compute cache key: failed to calculate checksum of ref t2cd::uvw6: "/gone": not found'),
  },
  {
    name: 'disk-full',
    from: 'microshift-io/microshift#86',
    text: 'Error: creating build container: copying system image from manifest list: writing blob: storing blob to file "/var/tmp/container_images_storage1881483067/5": write /var/tmp/container_images_storage1881483067/5: no space left on device',
  },
  {
    name: 'quota-exceeded',
    from: 'camunda/keycloak#641',
    text: 'ERROR: failed to push r.test/p/keycloak:ci: denied: adding 151.7 MiB of storage resource, which when updated to current usage of 100.0 GiB will exceed the configured upper limit of 100.0 GiB.',
  },
  {
    name: 'layer-too-large',
    from: 'pulp/pulp_container#1454',
    text: 'Error: writing blob: uploading layer chunked: StatusCode: 413, <html>\n<head><title>413 Request Entity Too Large<...',
  },
  {
    name: 'layer-too-large',
    from: 'docker/buildx#1179',
    text: 'error: failed to solve: failed to copy: unexpected status: 413 Request Entity Too Large',
  },
  {
    name: 'upload-broken-off',
    from: 'docker-registry 2.8 on a full disk',
    text: 'Error: writing blob: uploading layer chunked: blob upload invalid',
  },
  {
    name: 'tag-immutable',
    from: 'moby/buildkit#3776',
    text: "ERROR: tag invalid: The image tag '1.0' already exists in the 'app' repository and cannot be overwritten because the repository is immutable.",
  },
  { name: 'dockerfile-invalid', from: BUILDAH, text: step('NOSUCH ', 'Build error: Unknown instruction: "NOSUCH"') },
  { name: 'dockerfile-invalid', from: BUILDKIT, text: solve('dockerfile parse error on line 2: unknown flag: --nope') },
  {
    name: 'dockerfile-missing',
    from: BUILDAH,
    text: 'Error: cannot find Containerfile or Dockerfile in context directory: stat /tmp/d/Dockerfile: no such file or directory',
  },
  {
    name: 'dockerfile-missing',
    from: BUILDKIT,
    text: solve('failed to read dockerfile: open Dockerfile: no such file or directory'),
  },
  {
    name: 'certificate-expired',
    from: BUILDAH,
    text: pushing(
      'pinging container registry r.test: Get "https://r.test/v2/": x509: certificate has expired or is not yet valid: current time 2026-11-20T21:49:16Z is after 2026-11-19T21:49:15Z',
    ),
  },
  {
    name: 'certificate-for-another-name',
    from: 'Azure/acr#700',
    text: 'Error: Get "https://container-registry.contoso.com/v2/": x509: certificate relies on legacy Common Name field, use SANs instead',
  },
  {
    name: 'certificate-authority',
    from: BUILDAH,
    text: pushing(
      'pinging container registry r.test: Get "https://r.test/v2/": x509: certificate signed by unknown authority',
    ),
  },
  {
    name: 'plain-http',
    from: BUILDAH,
    text: pushing(
      'pinging container registry r.test: Get "https://r.test/v2/": http: server gave HTTP response to HTTPS client',
    ),
  },
  {
    name: 'https-expected',
    from: 'podman-container-tools/podman#18355',
    text: 'Error: pushing manifest list foo: copying image 1/1 from manifest list: trying to reuse blob sha256:xxx at destination: pinging container registry localhost:5607: StatusCode: 400, Client sent an HTTP request to an HTTPS server.',
  },
  {
    name: 'rate-limited',
    from: BUILDKIT,
    text: solve(
      'r.test/a:1: failed to resolve source metadata for r.test/a:1: unexpected status from HEAD request: 429 Too Many Requests',
    ),
  },
  {
    name: 'gitea-package-rights',
    from: 'go-gitea/gitea#31531',
    text: 'ERROR: failed to push gitea.test/me/app:1: unauthorized: reqPackageAccess',
  },
  {
    name: 'login-missing',
    from: BUILDAH,
    text: pushing('checking whether a blob sha256:f1f4 exists in r.test/a/b: unauthorized: authentication required'),
  },
  {
    name: 'denied',
    from: 'docker/build-push-action#238',
    text: 'Error: buildx call failed with: failed to solve: rpc error: code = Unknown desc = unexpected status: 403 Forbidden',
  },
  {
    name: 'platform-missing',
    from: BUILDAH,
    text: 'Error: creating build container: choosing an image from manifest list docker://r.test/a:1: no image found in image index for architecture amd64, variant "", OS linux',
  },
  {
    name: 'short-name',
    from: BUILDAH,
    text: 'Error: creating build container: short-name "unqualified-thing" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
  },
  {
    name: 'image-missing',
    from: BUILDAH,
    text: 'Error: creating build container: initializing source docker://r.test/gone:1: reading manifest 1 in r.test/gone: manifest unknown: manifest unknown',
  },
  {
    name: 'image-missing',
    from: BUILDKIT,
    text: solve('r.test/gone:1: failed to resolve source metadata for r.test/gone:1: r.test/gone:1: not found'),
  },
  {
    name: 'name-unresolved',
    from: BUILDAH,
    text: 'Error: creating build container: initializing source docker://nosuch.invalid/a:1: pinging container registry nosuch.invalid: Get "https://nosuch.invalid/v2/": dial tcp: lookup nosuch.invalid on 10.0.0.53:53: no such host',
  },
  {
    name: 'name-unresolved',
    from: BUILDKIT,
    text: solve(
      'nosuch.invalid/a:1: failed to resolve source metadata for nosuch.invalid/a:1: failed to do request: Head "https://nosuch.invalid/v2/a/manifests/1": dial tcp: lookup nosuch.invalid on 10.0.0.53:53: no such host',
    ),
  },
  {
    name: 'connection-refused',
    from: BUILDAH,
    text: 'Error: creating build container: initializing source docker://127.0.0.1:1/a:1: pinging container registry 127.0.0.1:1: Get "https://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
  },
  {
    name: 'connection-refused',
    from: BUILDKIT,
    text: solve(
      '127.0.0.1:1/a:1: failed to resolve source metadata for 127.0.0.1:1/a:1: failed to do request: Head "https://127.0.0.1:1/v2/a/manifests/1": dial tcp 127.0.0.1:1: connect: connection refused',
    ),
  },
  {
    name: 'connection-silent',
    from: 'podman-container-tools/podman#14864',
    text: 'Error: copying system image from manifest list: determining manifest MIME type for docker://r.test/ubi8-init:latest: Get "https://r.test/v2/ubi8-init/manifests/sha256:aaa1": net/http: TLS handshake timeout',
  },
  {
    name: 'registry-failed',
    from: 'goharbor/harbor#19902',
    text: 'ERROR: failed to push r.test/p/a:1: failed commit on ref "config--sha256:33a9": unexpected status: 500 Internal Server Error',
  },
  {
    name: 'registry-failed',
    from: BUILDAH,
    text: 'Error: writing blob: initiating layer upload to /v2/a/blobs/uploads/ in r.test: received unexpected HTTP status: 503 Service Unavailable',
  },
  {
    name: 'connection-broken',
    from: 'Azure/iotedgedev#359',
    text: 'ERROR: Error: Get http://localhost:5000/v2/: read tcp [::1]:57170->[::1]:5000: read: connection reset by peer',
  },
  {
    name: 'connection-broken',
    from: BUILDAH,
    text: 'Error: writing manifest: Put "https://r.test/v2/a/manifests/1": EOF',
  },
  {
    name: 'no-emulator',
    from: BUILDKIT,
    text: `exec /bin/sh: exec format error\n${solve('process "/bin/sh -c true" did not complete successfully: exit code: 255')}`,
  },
  {
    name: 'out-of-memory',
    from: BUILDKIT,
    text: solve('process "/bin/sh -c dd" did not complete successfully: exit code: 137'),
  },
  {
    name: 'no-shell',
    from: BUILDAH,
    text: `process failed to start with error: fork/exec /bin/sh: no such file or directory\n${step('RUN ls', 'exit status 1')}`,
  },
  { name: 'command-not-found', from: BUILDAH, text: step('RUN nosuchcmd', 'exit status 127') },
  {
    name: 'command-not-found',
    from: BUILDKIT,
    text: solve('process "/bin/sh -c nosuchcmd" did not complete successfully: exit code: 127'),
  },
  { name: 'command-not-executable', from: BUILDAH, text: step('RUN /x', 'exit status 126') },
  {
    name: 'command-not-executable',
    from: BUILDKIT,
    text: solve('process "/bin/sh -c /x" did not complete successfully: exit code: 126'),
  },
];
