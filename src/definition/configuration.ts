import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../names/platform.ts';
import type { Reference } from '../names/reference.ts';
import type { CredentialSource } from './credential-source.ts';
import type { Located, Resources } from './image.ts';
import type { LintPolicy } from './lint/codes.ts';

/** The names that the configuration may have, of which a repository has one at most. */
export const CONFIGURATION_FILES = ['caskwright.yaml', 'caskwright.jsonc'] as const;

/** `caskwright.yaml` with every default filled in. An absent or empty file gives the defaults. */
export interface Configuration {
  /** The file; empty text where the repository has none. */
  readonly file: SourceFile;
  readonly registry: RegistryConfiguration;
  /** Globs of image directories, from the repository's root. */
  readonly images: readonly Located<string>[];
  /** Prefixes (`ghcr.io/acme`, `{registry}` filled in) under which Dockerfiles refer to images of this repository. `''` means bare names. */
  readonly names: readonly string[];
  /** Registry host → `host[/path]` to ask in its place. */
  readonly mirrors: Readonly<Record<string, string>>;
  /** Common build args as they are written; each image fills in the placeholders with its own name and version. */
  readonly args: Readonly<Record<string, string>>;
  readonly platforms: readonly Located<Platform>[];
  /** Untracked files that take part in contexts nevertheless: globs from the root. */
  readonly include: readonly string[];
  readonly branches: BranchConfiguration;
  readonly tags: TagConfiguration;
  readonly policy: Policy;
  readonly control?: ControlConfiguration;
  /** Absent: no image can enrol. */
  readonly flightctl?: FlightctlConfiguration;
  readonly builder: BuilderConfiguration;
  readonly retention: RetentionConfiguration;
  readonly exports: ExportConfiguration;
  /** Whose signature images get before their tags move; absent: none. */
  readonly signing?: 'key' | 'keyless';
  /** Whether a list of what is in each image is attached to it. */
  readonly sbom: boolean;
  /** Images that are used on a machine: name → reference in full. */
  readonly containers: Readonly<Record<string, Reference>>;
  readonly runtime: RuntimeConfiguration;
  /** Builds at one time; absent: twice the processors. */
  readonly concurrency?: number;
}

export interface RegistryConfiguration {
  /** Host and port; absent: nothing can be published or compared, plans need `--registry` or `--since`. */
  readonly host?: string;
  /** Path below the host, `''` for none. */
  readonly namespace: string;
  /** How images are removed there; `auto` goes by the host. */
  readonly kind: 'auto' | 'oci' | 'ghcr' | 'harbor';
  /** Hosts spoken to over HTTP, or HTTPS without verification. */
  readonly insecure: readonly Located<string>[];
  /** Hosts whose certificate is trusted when it is seen first. */
  readonly trustOnFirstUse: readonly string[];
  /** Where the credential of the registry is; absent: in the usual places. */
  readonly credentials?: CredentialSource;
  /** Host → path of a PEM file with the authority to trust, from the repository's root or absolute. */
  readonly ca: Readonly<Record<string, string>>;
}

/** What becomes of disk images. */
export interface ExportConfiguration {
  readonly storage: ExportStorageConfiguration;
  /** The file has `exports`: only then are old ones removed without a server. */
  readonly stated?: true;
  /** Versions of an image whose exports stay. */
  readonly keep: number;
  /** Bytes that the layers of an image may have unpacked. */
  readonly maxSize: number;
  /** The image of osbuild's image builder for bootc images. */
  readonly imageBuilder: string;
}

export type ExportStorageConfiguration =
  /** A folder, or the place where a volume is mounted: from the repository's root, or absolute. */
  | { readonly kind: 'local' | 'pvc'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly endpoint: string;
      readonly bucket: string;
      readonly region: string;
      /** `''` for none. */
      readonly prefix: string;
    };

export interface BranchConfiguration {
  /** Absent: what the remote's HEAD says, else main, else master. */
  readonly default?: string;
  /** Globs of branches whose pushes publish, beside the default branch. */
  readonly publish: readonly string[];
}

export interface TagConfiguration {
  /** Which channel owns `latest`: pushes of the default branch, or releases. */
  readonly latest: 'push' | 'release';
  /** Further moving tags of a push; placeholders {branch} {version} {version.major} {version.minor}. On a publishing branch other than the default one `{branch}` is implied. */
  readonly push: readonly string[];
  /** Fixed tags of a release; placeholders {release} {version} {version.major} {version.minor}. Default `{release}`. */
  readonly release: readonly string[];
}

export interface Policy {
  /** Globs over full references (`docker.io/library/*`) that a base may have; empty: any. */
  readonly bases: readonly string[];
  /** Bases mean what `caskwright.lock` says: one that it does not have is an error. */
  readonly locked: boolean;
  /** What a base with no tag or `latest` is. */
  readonly untaggedBase: 'off' | 'warning' | 'error';
  /** What an unpinned requirement is. */
  readonly unpinned: 'off' | 'warning' | 'error';
  /** What counts as pinned beside `==` and `===`. */
  readonly pins: readonly ('hash' | 'url-digest')[];
  /** What a requirement without `--hash` is. */
  readonly hashes: 'off' | 'warning' | 'error';
  /** Options and sources that requirements files may use. */
  readonly requirementOptions: readonly ('index-url' | 'requirement-file' | 'editable' | 'vcs' | 'url')[];
  /** What may happen to a version that is already published (§7). */
  readonly versions: 'immutable' | 'source' | 'mutable';
  /** Globs of frontends that a `# syntax=` line may name. */
  readonly frontends: readonly string[];
  /** Files of a context that count: all, or those that the Dockerfile can read. */
  readonly context: 'whole' | 'used';
  /** Registries, or namespaces of one, that everybody can read: `host` or `host/path`. */
  readonly publicRegistries: readonly string[];
  /** What a base is that has no digest, neither where it is named nor in the lock. */
  readonly baseDigests: 'off' | 'warning' | 'error';
  /** What breaking a rule of Dockerfiles is, where that is not what the rule says itself. */
  readonly lint: LintPolicy;
  readonly limits: Limits;
  /** Absent: nothing is scanned. */
  readonly scan?: ScanPolicy;
  /** Milliseconds after which an image is too old; absent: never. */
  readonly maxAge?: number;
}

/** What builds may take. */
export interface Limits {
  /** For images that say nothing. */
  readonly default: Partial<Resources>;
  readonly maximum: Partial<Resources>;
}

/** What keeps an image from being published. */
export interface ScanPolicy {
  readonly scanner: 'auto' | 'trivy' | 'grype';
  /** The least severity that does. */
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  /** Whether findings count that nobody has a fix for. */
  readonly unfixed: boolean;
  /** Ids of findings that are accepted. */
  readonly ignore: readonly string[];
  /** What happens where no scanner is there. */
  readonly missing: 'refuse' | 'note';
}

export interface ControlConfiguration {
  readonly url: string;
  readonly method: 'PUT' | 'POST';
  /** Path below the URL; `{name}` is the image's name. */
  readonly path: string;
  /** Name of the environment variable that holds the bearer token. */
  readonly tokenEnv: string;
  /** Whether a failed registration fails the run. */
  readonly required: boolean;
}

/** The FlightCtl service that signs what images enrol with. */
export interface FlightctlConfiguration {
  /** Its API, without `/api/v1`. */
  readonly api: string;
  /** Name of the environment variable that holds the bearer token. */
  readonly tokenEnv: string;
  /** Path of a PEM file with the authority to trust, from the repository's root or absolute. */
  readonly ca?: string;
  /** Milliseconds that a certificate is to be valid. */
  readonly expiration: number;
  /** Milliseconds to wait for the approval. */
  readonly timeout: number;
}

export interface BuilderConfiguration {
  readonly kind: 'auto' | 'buildx' | 'buildah' | 'podman';
  /** Whether BuildKit too stamps the files in layers with the commit's time; the others always do. */
  readonly reproducible: boolean;
}

export interface RetentionConfiguration {
  /** Milliseconds that a landing is kept for although nothing needs it. */
  readonly landings: number;
}

export interface RuntimeConfiguration {
  readonly engine: 'auto' | 'docker' | 'podman' | 'container';
  readonly catalogue?: CatalogueConfiguration;
  readonly sessions: SessionsConfiguration;
  /** Milliseconds that a refreshed container must run to stay. */
  readonly settle: number;
}

/** A Caskwright server whose catalogue names images. */
export interface CatalogueConfiguration {
  readonly url: string;
  /** Name of the environment variable that holds the bearer token. */
  readonly tokenEnv: string;
  readonly category?: string;
  readonly tag?: string;
}

/** How to tell that a container is in use; without either it never is. */
export interface SessionsConfiguration {
  readonly label?: string;
  /** A program and its arguments, with {id} and {name}. */
  readonly command?: readonly string[];
}
