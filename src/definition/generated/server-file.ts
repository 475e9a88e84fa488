// Generated from schemas/ by scripts/generate.ts.

/**
 * The configuration of `caskwright serve`, named by `--config` or `CASKWRIGHT_CONFIG`. Every key has a default, and a file is not needed: the environment is taken above the file, flags above both. `caskwright serve --print-config` shows what comes of it, secrets masked. A secret is the text itself, `env:NAME` (an environment variable) or `file:/path` (the content of a file); an empty one is refused.
 */
export interface ServerFile {
  /**
   * The address to listen on. Environment: CASKWRIGHT_HOST; flag: --host. Default: 0.0.0.0.
   */
  host?: string;
  /**
   * The port to listen on; 0 takes a free one. Environment: CASKWRIGHT_PORT; flag: --port. Default: 8080.
   */
  port?: number;
  /**
   * The folder for logs, clones and the embedded database, from the folder of the file. Environment: CASKWRIGHT_DATA; flag: --data. Default: .caskwright.
   */
  data?: string;
  /**
   * Where people and forges reach the server: links in statuses begin with it. Environment: CASKWRIGHT_PUBLIC_URL; flag: --public-url. Default: http://localhost:<port>.
   */
  public_url?: string;
  /**
   * A PostgreSQL to use (version 15 or later). A secret. Environment: DATABASE_URL. Default: an embedded one in the data folder.
   */
  database_url?: string;
  /**
   * How much the server says on stdout, as JSON lines. Environment: CASKWRIGHT_LOG_LEVEL. Default: info.
   */
  log_level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /**
   * How GitHub's webhooks are verified, and how the server speaks to GitHub. A repository's own keys count more.
   */
  github?: {
    /**
     * The secret of the webhooks. A secret. Environment: CASKWRIGHT_GITHUB_WEBHOOK_SECRET.
     */
    webhook_secret?: string;
    /**
     * Fetches private repositories and writes statuses. A secret. Environment: CASKWRIGHT_GITHUB_TOKEN.
     */
    token?: string;
    /**
     * A GitHub App to act as: only an App can write checks. Default: none; commit statuses are written then.
     */
    app?: {
      /**
       * The App's id.
       */
      id: string;
      /**
       * The App's private key (PEM). A secret.
       */
      private_key: string;
    };
    /**
     * GitHub's API; another one for GitHub Enterprise. Environment: CASKWRIGHT_GITHUB_API_URL. Default: https://api.github.com.
     */
    api_url?: string;
  };
  /**
   * The same for a Gitea or Forgejo.
   */
  gitea?: {
    /**
     * The secret of the webhooks. A secret. Environment: CASKWRIGHT_GITEA_WEBHOOK_SECRET.
     */
    webhook_secret?: string;
    /**
     * Fetches private repositories and writes statuses. A secret. Environment: CASKWRIGHT_GITEA_TOKEN.
     */
    token?: string;
    /**
     * Where the Gitea is: repositories below it are taken for its own. Environment: CASKWRIGHT_GITEA_URL.
     */
    url?: string;
  };
  /**
   * The repositories to build. Environment: CASKWRIGHT_REPOSITORIES (clone URLs, spaces between them); flag: --repository <url> (repeatable). What their refs point at when they are added is the baseline, not work.
   */
  repositories?: {
    /**
     * The clone URL: https, ssh, or the path of a folder.
     */
    url: string;
    /**
     * Its name in the API and in images' ids: a-z, 0-9 and -. Default: the last part of the URL.
     */
    id?: string;
    /**
     * What speaks for it: github or gitea, or git alone. Default: by the host of the URL.
     */
    forge?: 'github' | 'gitea' | 'git';
    /**
     * owner/name, as the forge spells it. Default: the path of the URL.
     */
    full_name?: string;
    /**
     * Default: what the remote's HEAD names.
     */
    default_branch?: string;
    /**
     * In place of the forge's. A secret.
     */
    webhook_secret?: string;
    /**
     * In place of the forge's. A secret.
     */
    token?: string;
    /**
     * The forge's ids of those whose pushes, tags and releases publish. Default: all who may push.
     */
    senders?: string[];
  }[];
  /**
   * Who may use the API, beside the tokens that administrators make in it.
   */
  auth?: {
    /**
     * Whether everybody may read without a token. Environment: CASKWRIGHT_ANONYMOUS_READ. Default: false.
     */
    anonymous?: boolean;
    /**
     * A token with the role admin, to make the first others with. A secret, 20 characters or more. Environment: CASKWRIGHT_ADMIN_TOKEN.
     */
    admin_token?: string;
    /**
     * Origins of pages, beside the server's own, that may open log streams in a browser. Default: none.
     */
    origins?: string[];
    /**
     * An identity provider whose tokens count. Default: none.
     */
    oidc?: {
      /**
       * Its issuer URL, as it stands in the tokens.
       */
      issuer: string;
      /**
       * What the tokens must be for. Default: the client's id.
       */
      audience?: string;
      /**
       * The client of the browser's login.
       */
      client_id: string;
      /**
       * Its secret, where it has one. A secret.
       */
      client_secret?: string;
      /**
       * The claim that names the roles; dots lead into objects. Default: roles.
       */
      roles_claim?: string;
      /**
       * Value of that claim → viewer, builder or admin. Default: the roles' own names.
       */
      roles?: {
        [k: string]: 'viewer' | 'builder' | 'admin';
      };
    };
  };
  /**
   * The worker within the server. Others are started by `caskwright worker`.
   */
  worker?: {
    /**
     * Builds at one time; 0: none here. Environment: CASKWRIGHT_SLOTS; flag: --slots. Default: half of the processors.
     */
    slots?: number;
    /**
     * The platforms that it builds. Environment: CASKWRIGHT_PLATFORMS; flag: --platforms. Default: the machine's own.
     */
    platforms?: string[];
    /**
     * What builds, as in caskwright.yaml. Environment: CASKWRIGHT_BUILDER. Default: what each repository says.
     */
    builder?: 'auto' | 'buildx' | 'podman' | 'buildah';
  };
  /**
   * Builds that publish nothing: those of pull requests, and of branches that do not publish.
   */
  pull_requests?: {
    /**
     * Registry and namespace that their images go to, so that every worker can build them. Each run has a namespace of its own below, which is emptied when the run is over. Where the images that you publish are protected from whoever may write there, builds of pull requests cannot reach them. Approved builds of forks never go there. Environment: CASKWRIGHT_PULL_REQUEST_REGISTRY. Default: none; they are built where the server's data folder is.
     */
    registry?: string;
  };
  /**
   * How much is done at one time.
   */
  limits?: {
    /**
     * Runs on all servers together. Default: 8.
     */
    runs?: number;
    /**
     * Runs of one repository. Default: 2.
     */
    runs_per_repository?: number;
    /**
     * Builds of one repository. Default: 16.
     */
    builds_per_repository?: number;
  };
  /**
   * For how long things are kept: days or hours.
   */
  retention?: {
    /**
     * Runs that have ended, with their builds. The last of each ref stays. Default: 90d.
     */
    runs?: string;
    /**
     * Logs of builds that have ended. Default: 30d.
     */
    logs?: string;
    /**
     * Deliveries that have ended. Default: 30d.
     */
    deliveries?: string;
  };
  /**
   * Where disk images are kept (exports of build.yaml); what a repository says of it does not count here.
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
       * Folder of local, from the data folder or absolute; where the volume of pvc is mounted. Default: exports in the data folder.
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
     * Versions of an image whose disk images stay, the newest first. Default: 3.
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
   * Megabytes of one build's log; of a longer one the first and the last half are kept. Default: 16.
   */
  log_size?: number;
  /**
   * Seconds between two looks at the refs of each repository, for what no webhook announced. Default: 300.
   */
  reconcile?: number;
  /**
   * Seconds between two checks of what has drifted: registry, tags and bases against the tip of the default branch, as `caskwright drift` looks. 0: none. Default: 21600.
   */
  drift?: number;
  /**
   * Who is told when a run ends.
   */
  notifications?: {
    /**
     * Where the message is posted. A secret where it is a Slack URL.
     */
    url: string;
    /**
     * webhook: signed JSON. slack: a message as Slack and its like take it. Default: webhook.
     */
    kind?: 'webhook' | 'slack';
    /**
     * Signs the messages of a webhook. A secret.
     */
    secret?: string;
    /**
     * Which ends are told. Default: all.
     */
    on?: ('succeeded' | 'failed' | 'cancelled')[];
    /**
     * Ids of repositories. Default: all.
     */
    repositories?: string[];
  }[];
  /**
   * Hosts that the server may call although their addresses are private: control APIs and notifications within the cluster. Environment: CASKWRIGHT_PRIVATE_HOSTS. Default: none.
   */
  private_hosts?: string[];
  /**
   * The web editor's link to an image's folder. {repository}, {image}, {path}, {branch} and {url} are filled in. Default: none.
   */
  editor_url?: string;
}
