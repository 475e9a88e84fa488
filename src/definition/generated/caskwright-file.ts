// Generated from schemas/ by scripts/generate.ts.

/**
 * caskwright.yaml, at the root of the repository. Every key has a default; an empty file works.
 */
export interface CaskwrightFile {
  /**
   * Where images are published: host/namespace as a text, or the keys below. Default: none; plans then need --registry or --since.
   */
  registry?:
    | string
    | {
        /**
         * Host and port of the registry.
         */
        host?: string;
        /**
         * Path below the host. Default: none.
         */
        namespace?: string;
        /**
         * How images are removed there (caskwright clean): by the distribution API (oci), GitHub's packages API (ghcr) or Harbor's API. auto is ghcr for ghcr.io and oci for all others. Default: auto.
         */
        kind?: 'auto' | 'oci' | 'ghcr' | 'harbor';
        /**
         * Hosts spoken to over HTTP, or HTTPS without verification. Warned about. Default: none.
         */
        insecure?: string[];
        /**
         * Hosts whose certificate is trusted when it is seen first, where no authority vouches for it, and no other one afterwards: it is kept in ~/.config/caskwright/known-registries. Default: none.
         */
        trust_on_first_use?: string[];
        /**
         * Where the command finds the credential of the registry, in place of everywhere else: kubernetes:<namespace>/<secret> (kubernetes alone is gitea/gitea-credential), file:<path> or env:<user variable>,<password variable>. Server and action do not read it here but from CASKWRIGHT_REGISTRY_CREDENTIALS. Default: CASKWRIGHT_REGISTRY_USER and _PASSWORD, then the files of docker and of the containers tools.
         */
        credentials?: string;
        /**
         * Host and the PEM file of the authority to trust for it, from the repository's root or absolute. Default: the system's authorities.
         */
        ca?: {
          [k: string]: string;
        };
      };
  /**
   * Globs of image directories, from the repository's root. Default: images/*.
   *
   * @minItems 1
   */
  images?: string[];
  /**
   * Further prefixes under which Dockerfiles refer to images of this repository, beside {registry}. Placeholders as in args; an empty text means bare names. Default: none.
   */
  names?: string[];
  /**
   * Registry host and the host[/path] to ask in its place. Default: none.
   */
  mirrors?: {
    [k: string]: string;
  };
  /**
   * Build args of every image. Placeholders: {registry}, {registry.host}, {registry.namespace}, {name}, {version}; a brace itself is written {{. Default: none.
   */
  args?: {
    [k: string]: string | number | boolean;
  };
  /**
   * Platforms of images that name none. Default: linux/amd64.
   *
   * @minItems 1
   */
  platforms?: string[];
  /**
   * Globs of untracked files that take part in contexts nevertheless, from the repository's root. Default: none.
   */
  include?: string[];
  /**
   * Which branches publish.
   */
  branches?: {
    /**
     * The default branch. Default: what the remote's HEAD says, else main, else master.
     */
    default?: string;
    /**
     * Globs of branches whose pushes publish, beside the default branch. Default: none.
     */
    publish?: string[];
  };
  /**
   * Which tags an event moves or writes, beside the version.
   */
  tags?: {
    /**
     * Which channel owns the tag latest: pushes of the default branch, or releases. Default: push.
     */
    latest?: 'push' | 'release';
    /**
     * Further moving tags of a push. Placeholders: {branch}, {version}, {version.major}, {version.minor}. Default: none.
     */
    push?: string[];
    /**
     * Fixed tags of a release. Placeholders: {release}, {version}, {version.major}, {version.minor}. Default: {release}.
     */
    release?: string[];
  };
  /**
   * What the repository allows.
   */
  policy?: {
    /**
     * Globs over full references that a base image may have; ** crosses slashes. The word locked, alone or among them: bases mean what caskwright.lock says, and one that it does not have is an error. Default: any.
     */
    bases?: string[] | string;
    /**
     * What a base without a digest is, in the Dockerfile or in caskwright.lock. Default: off.
     */
    base_digests?: 'off' | 'warning' | 'error';
    /**
     * What a base with no tag, or the tag latest, is. Default: warning.
     */
    untagged_base?: 'off' | 'warning' | 'error';
    /**
     * What a requirement that does not name one exact version is. Default: error.
     */
    unpinned?: 'off' | 'warning' | 'error';
    /**
     * What counts as pinned beside == and ===: a --hash option, or a URL with a digest. Default: both.
     */
    pins?: ('hash' | 'url-digest')[];
    /**
     * What a requirement without a --hash option is. Default: off.
     */
    hashes?: 'off' | 'warning' | 'error';
    /**
     * Options and sources that requirements files may use. Default: none.
     */
    requirement_options?: ('index-url' | 'requirement-file' | 'editable' | 'vcs' | 'url')[];
    /**
     * What may happen to a version that is already published: nothing (immutable), a rebuild of the same source (source), anything (mutable). Default: source.
     */
    versions?: 'immutable' | 'source' | 'mutable';
    /**
     * Globs of the frontends that a # syntax= line may name. Default: Docker's own.
     */
    frontends?: string[];
    /**
     * What breaking a rule of Dockerfiles is, by the rule's code (docs/diagnostics.md). Default: what the rule says itself.
     */
    lint?: {
      [k: string]: 'off' | 'warning' | 'error';
    };
    /**
     * What a build may take.
     */
    limits?: {
      /**
       * For images whose build.yaml says nothing. Default: no limit but a timeout of 60m.
       */
      default?: {
        /**
         * Processors.
         */
        cpu?: number;
        /**
         * Memory, with K, M, G or T.
         */
        memory?: string | number;
        /**
         * What the build may write, with K, M, G or T.
         */
        disk?: string | number;
        /**
         * Time, with s, m or h.
         */
        timeout?: string;
      };
      /**
       * More than this in a build.yaml is an error, and no build takes more. Default: none.
       */
      maximum?: {
        /**
         * Processors.
         */
        cpu?: number;
        /**
         * Memory, with K, M, G or T.
         */
        memory?: string | number;
        /**
         * What the build may write, with K, M, G or T.
         */
        disk?: string | number;
        /**
         * Time, with s, m or h.
         */
        timeout?: string;
      };
    };
    /**
     * What a scanner must not find in an image before it is published. Default: nothing is scanned.
     */
    scan?: {
      /**
       * The program; auto takes trivy, else grype. Default: auto.
       */
      scanner?: 'auto' | 'trivy' | 'grype';
      /**
       * What is at least this bad keeps an image from being published. Default: critical.
       */
      severity?: 'low' | 'medium' | 'high' | 'critical';
      /**
       * Whether findings that nobody has a fix for count too. Default: true.
       */
      unfixed?: boolean;
      /**
       * Ids of findings that are accepted. Default: none.
       */
      ignore?: string[];
      /**
       * What happens where no scanner is there: nothing is published (refuse), or a note says that nothing was scanned (note). Default: refuse.
       */
      missing?: 'refuse' | 'note';
    };
    /**
     * Which files of its context count for an image: all (whole), or those that its Dockerfile, and the ONBUILD triggers of its parents, can read (used). Default: whole.
     */
    context?: 'whole' | 'used';
    /**
     * Age above which an image has drifted, and a scheduled run builds it again so that fixes of packages arrive: days or hours. Default: none.
     */
    max_age?: string;
    /**
     * Registries, or namespaces of one, that everybody can read: host or host/path. An image that holds a certificate of its own (customizations.flightctl.enrol) is refused there. Default: none.
     */
    public_registries?: string[];
  };
  /**
   * How images are signed with cosign before their tags move: with the key in the environment variable CASKWRIGHT_SIGNING_KEY (key), or with the identity that the machine has (keyless). Default: not at all.
   */
  signing?: 'key' | 'keyless';
  /**
   * Whether syft lists what is in each image, and the list is attached to it in the registry. Default: false.
   */
  sbom?: boolean;
  /**
   * The control API that published images are registered with. Default: none.
   */
  control?: {
    /**
     * Base URL, http or https.
     */
    url: string;
    /**
     * HTTP method of a registration. Default: PUT.
     */
    method?: 'PUT' | 'POST';
    /**
     * Path below the URL; {name} is the image's name. Default: /images/{name}.
     */
    path?: string;
    /**
     * Name of the environment variable that holds the bearer token. Default: CASKWRIGHT_CONTROL_TOKEN.
     */
    token_env?: string;
    /**
     * Whether a failed registration fails the run. Default: false.
     */
    required?: boolean;
  };
  /**
   * The FlightCtl service that signs the certificates of images with customizations.flightctl.enrol. Its token comes from the environment. Default: none.
   */
  flightctl?: {
    /**
     * URL of the service's API, without /api/v1.
     */
    api: string;
    /**
     * Name of the environment variable with the bearer token. Default: FLIGHTCTL_TOKEN.
     */
    token_env?: string;
    /**
     * PEM file with the authority of the service, from the repository's root or absolute. Default: the authorities of the system.
     */
    ca?: string;
    /**
     * How long a certificate is to be valid: hours, minutes and seconds. Default: 8760h.
     */
    expiration?: string;
    /**
     * Longest time to wait for the approval. Default: 10m.
     */
    timeout?: string;
  };
  /**
   * What builds.
   */
  builder?: {
    /**
     * The engine; auto takes the first that works. Default: auto.
     */
    kind?: 'auto' | 'buildx' | 'buildah' | 'podman';
    /**
     * Whether the files in layers get the commit's time, so that building the same again gives the same digest. buildah and podman do so anyway; BuildKit rewrites every layer for it, which takes time. Default: false.
     */
    reproducible?: boolean;
  };
  /**
   * Names of images that are used on a machine, and the reference of each: what caskwright pull and caskwright containers are about. Default: none.
   */
  containers?: {
    [k: string]: string;
  };
  /**
   * How the images under containers are run on a machine.
   */
  runtime?: {
    /**
     * The engine that runs containers; container is Apple's. auto takes the first that answers: docker, podman, container. Default: auto.
     */
    engine?: 'auto' | 'docker' | 'podman' | 'container';
    /**
     * A Caskwright server whose catalogue names further images; a name under containers stands above it. Default: none.
     */
    catalogue?: {
      /**
       * URL of the server.
       */
      url: string;
      /**
       * Environment variable with the token, of the role viewer. Default: CASKWRIGHT_CATALOGUE_TOKEN.
       */
      token_env?: string;
      /**
       * Only images of this category. Default: all.
       */
      category?: string;
      /**
       * Only images with this catalogue tag. Default: all.
       */
      tag?: string;
    };
    /**
     * How to tell that somebody works in a container, so that it is not replaced under them: by a label, or by a command. Default: nobody does.
     */
    sessions?: {
      /**
       * A container that has this label is in use, and one whose name is the value of it on another running container.
       */
      label?: string;
      /**
       * A program and its arguments; {id} and {name} are those of the container. Each line that it prints is a session; if it fails, the container counts as in use.
       *
       * @minItems 1
       */
      command?: string[];
    };
    /**
     * Seconds that a refreshed container must run before the one that it replaces is removed; one with a health check must be healthy before. Default: 5.
     */
    settle?: number;
  };
  /**
   * How long the registry keeps what nothing needs any more (caskwright clean).
   */
  retention?: {
    /**
     * Age above which builds that no tag, record, image or workload needs are removed: days or hours. Default: 30d.
     */
    landings?: string;
  };
  /**
   * Where disk images are kept (exports of build.yaml).
   */
  exports?: {
    /**
     * A folder (local), a mounted volume of Kubernetes (pvc), or a bucket of anything that speaks S3, with the credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Default: local.
     */
    storage?: {
      /**
       * What it is. Default: local.
       */
      kind?: 'local' | 'pvc' | 's3';
      /**
       * Folder of local, from the repository's root or absolute; where the volume of pvc is mounted. Default: .caskwright/exports.
       */
      path?: string;
      /**
       * URL of the S3 service, without the bucket. Default: none; s3 needs it.
       */
      endpoint?: string;
      /**
       * Bucket of s3. Default: none; s3 needs it.
       */
      bucket?: string;
      /**
       * Region of s3. Default: us-east-1.
       */
      region?: string;
      /**
       * Before the names of all objects of s3. Default: none.
       */
      prefix?: string;
    };
    /**
     * Versions of an image whose disk images stay, the newest first (caskwright clean). Default: 3.
     */
    keep?: number;
    /**
     * Bytes that the layers of an image may have unpacked: a layer that expands beyond is refused. Default: 32G.
     */
    max_size?: string | number;
    /**
     * The image of osbuild's image builder, which makes the disk images of bootc images in a privileged container. Default: quay.io/centos-bootc/bootc-image-builder:latest.
     */
    image_builder?: string;
  };
  /**
   * Builds at one time. Default: twice the processors.
   */
  concurrency?: number;
}
