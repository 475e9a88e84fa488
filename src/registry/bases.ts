import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { ResolvedBase } from '../build/ports/registry.ts';
import { placeOf } from '../names/mirror.ts';
import type { Platform } from '../names/platform.ts';
import { formatReference, type Reference } from '../names/reference.ts';
import type { RegistryClient, Repository } from './client.ts';
import { type Call, failure } from './failures.ts';
import { type ImageManifest, type Manifest, parseObject, platformOf, platformsOf } from './manifest.ts';
import { once } from './once.ts';

/** An image's config is small; this is far above the largest that builders write. */
const MAX_CONFIG = 8 * 1024 * 1024;

/** What references mean right now. Each is asked once in a run, however many images stand on it. */
export class Bases {
  readonly #client: RegistryClient;
  readonly #mirrors: Readonly<Record<string, string>>;
  readonly #manifests = new Map<string, Promise<Result<Manifest | undefined, Failure>>>();
  readonly #platforms = new Map<string, Promise<Result<Platform | undefined, Failure>>>();

  constructor(client: RegistryClient, mirrors: Readonly<Record<string, string>>) {
    this.#client = client;
    this.#mirrors = mirrors;
  }

  /** The digest of the reference's manifest for one platform, and the repository that has it. */
  async resolve(reference: Reference, platform: Platform, call: Call): Promise<Result<ResolvedBase, Failure>> {
    const from = placeOf(reference, this.#mirrors);
    const wanted = reference.digest ?? reference.tag ?? 'latest';
    const subject = formatReference(reference);
    const where = from.host === reference.registry ? subject : `${subject} (asked at ${from.host}/${from.path})`;
    const manifest = await once(this.#manifests, `${from.host}/${from.path} ${wanted}`, () =>
      this.#client.manifest(from, wanted, call),
    );
    if (!manifest.ok) return manifest;
    if (manifest.value === undefined) {
      const suggestion = 'check its name and tag; where it is private, docker login to its host';
      return err(failure(call.phase, 'image-missing', `there is no ${where}`, suggestion));
    }
    const found = await this.#platformsOf(from, manifest.value, call);
    if (!found.ok) return found;
    const digest = found.value[platform];
    if (digest !== undefined) return ok({ repository: `${from.host}/${from.path}`, digest });
    const has = Object.keys(found.value).join(', ') || 'no platform that is known';
    const suggestion = `build without ${platform}, or choose a base that has it`;
    return err(
      failure(call.phase, 'platform-missing', `${where} is not there for ${platform}: it has ${has}`, suggestion),
    );
  }

  async #platformsOf(
    from: Repository,
    manifest: Manifest,
    call: Call,
  ): Promise<Result<Partial<ReturnType<typeof platformsOf>>, Failure>> {
    if (manifest.kind === 'index') return ok(platformsOf(manifest));
    const platform = await once(this.#platforms, manifest.digest, () => this.#platformOf(from, manifest, call));
    if (!platform.ok) return platform;
    return ok(platform.value === undefined ? {} : { [platform.value]: manifest.digest });
  }

  async #platformOf(
    from: Repository,
    manifest: ImageManifest,
    call: Call,
  ): Promise<Result<Platform | undefined, Failure>> {
    const config = await this.#client.blob(from, manifest.config.digest, MAX_CONFIG, call);
    return config.ok ? ok(platformOf(parseObject(config.value) ?? {})) : config;
  }
}
