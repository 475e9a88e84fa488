import type { Clock } from '../base/clock.ts';
import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Publisher, RegistryReader } from '../build/ports/registry.ts';
import type { Attacher } from '../build/ports/supply-chain.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Environment } from '../system/environment.ts';
import type { Http } from '../system/http.ts';
import { Bases } from './bases.ts';
import { RegistryClient, type Repository } from './client.ts';
import type { NamedCredential } from './credentials.ts';
import type { KnownRegistries } from './known-registries.ts';
import { digestOf } from './manifest.ts';
import { once } from './once.ts';
import { createPublisher } from './publisher.ts';
import { createReader } from './reader.ts';
import { createAttacher } from './referrers.ts';
import type { Store } from './store.ts';
import { Transport } from './transport.ts';

/** Which registry, and how it and those of the bases are reached. */
export interface RegistryOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** Where credentials and their files are looked for. */
  readonly environment: Environment;
  /** Host and port of the registry that holds this repository's images. */
  readonly host: string;
  /** Path below the host, `''` for none. */
  readonly namespace: string;
  /** Hosts spoken to over HTTP, or HTTPS without verification. */
  readonly insecure: readonly string[];
  /** Host → absolute path of a PEM file with an authority to trust. */
  readonly ca: Readonly<Record<string, string>>;
  /** Certificates that are trusted since they were first seen, and the hosts where that may happen. */
  readonly known?: KnownRegistries;
  readonly firstUse?: readonly string[];
  /** Where the credential of `host` comes from, where that is said. */
  readonly named?: NamedCredential;
  /** Host of a base → `host[/path]` to ask in its place. */
  readonly mirrors: Readonly<Record<string, string>>;
  /** Milliseconds for one exchange; 30 seconds where absent. */
  readonly timeout?: number;
}

/** A registry, and what only a registry can tell. */
export interface Registry extends RegistryReader, Publisher {
  readonly attacher: Attacher;
  /** HTTP requests sent so far. */
  requests(): number;
  /** Whether it would take an upload to an image's repository now. */
  mayPush(image: ImageName, signal: AbortSignal): Promise<Result<void, Failure>>;
}

/** Milliseconds. */
export const DEFAULT_TIMEOUT = 30_000;

/** Reads from and publishes to a registry. Nothing is asked before the first call. */
export function createRegistry(options: RegistryOptions): Registry {
  const client = new RegistryClient(new Transport({ timeout: DEFAULT_TIMEOUT, ...options }));
  const bases = new Bases(client, options.mirrors);
  const repositoryOf = (image: ImageName): Repository => ({
    host: options.host,
    path: options.namespace === '' ? image : `${options.namespace}/${image}`,
  });
  const nameOf = (image: ImageName) => `${options.host}/${repositoryOf(image).path}`;
  const store = registryStore(options.host, client, repositoryOf);
  return {
    ...createReader(store),
    resolve: (reference, platform, signal) => bases.resolve(reference, platform, { phase: 'plan', signal }),
    ...createPublisher(store),
    outputFor: (image, tag) => ({ kind: 'registry', repository: nameOf(image), tag: stagingTag(tag) }),
    sourceOf: (image, digest) => ({ kind: 'registry', repository: nameOf(image), digest }),
    attacher: createAttacher(client),
    requests: () => client.requests(),
    mayPush: (image, signal) => client.mayPush(repositoryOf(image), { phase: 'push', signal }),
  };
}

/**
 * Builders push here, not to the node's own tag: that one says *settled*, and a push of the same node by another run
 * must not hide the winner. One tag for each platform of an image; settling goes by digest.
 */
function stagingTag(tag: string): string {
  return tag.replace(/^fp-[0-9a-f]{40}(?=-)/, 'fp-staging');
}

function registryStore(name: string, client: RegistryClient, repositoryOf: (image: ImageName) => Repository): Store {
  const present = new Map<string, Promise<Result<void, Failure>>>();
  return {
    name,
    get: (image, reference, call) => client.manifest(repositoryOf(image), reference, call),
    put: (image, reference, manifest, call) => client.putManifest(repositoryOf(image), reference, manifest, call),
    tags: (image, call) => client.tags(repositoryOf(image), call),
    // Once at a time, too: docker-registry loses a blob that is uploaded to one repository twice at the same moment.
    ensureBlob: (image, bytes, call) =>
      once(present, `${image}@${digestOf(bytes)}`, async () => {
        const has = await client.hasBlob(repositoryOf(image), digestOf(bytes), call);
        if (!has.ok || has.value) return has.ok ? ok(undefined) : has;
        const put = await client.putBlob(repositoryOf(image), bytes, call);
        return put.ok ? ok(undefined) : put;
      }),
  };
}
