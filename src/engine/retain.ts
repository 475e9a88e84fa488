import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { Semaphore } from '../base/semaphore.ts';
import type { Failure } from '../build/failure.ts';
import type { RegistryReader } from '../build/ports/registry.ts';
import type { HeldManifest, Removal, Remover } from '../build/ports/remover.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { ancestorsOf } from '../plan/order.ts';
import { decideRetention, freedBytes, type RetentionState, type Verdict } from '../plan/retention.ts';
import { UNKNOWN_AGE } from '../plan/retention-age.ts';
import { isInUse, type Workloads } from '../plan/workloads.ts';
import type { LoadedRepository } from './load.ts';
import { wantedTags } from './wanted.ts';

/** What is cleaned, and what counts as needed beside what the registry itself tells. */
export interface RetainRequest {
  readonly loaded: Pick<LoadedRepository, 'graph' | 'configuration' | 'lock'>;
  /** Images to clean, also such as Git does not have any more; empty: all that Git has. */
  readonly images: readonly ImageName[];
  readonly remover: Remover;
  readonly reader: Pick<RegistryReader, 'resolve'>;
  readonly workloads: Workloads;
  /** Pull requests that are closed: their scratch tags go whatever their age. */
  readonly closed: ReadonlySet<number>;
  /** Remove; otherwise only decide. */
  readonly apply: boolean;
  /** Removals at most; the rest waits for the next time. */
  readonly limit: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What became of a manifest. */
export interface RetainedManifest extends Verdict {
  /** Absent where nothing was to be done, or nothing was done yet. */
  readonly outcome?: Removal;
  /** Tags that were to go alone, and how that ended. */
  readonly untagged: Readonly<Record<string, Removal>>;
}

export interface RetainedImage {
  readonly image: ImageName;
  /** Why everything of it stays: it could not be read completely. */
  readonly unread?: string;
  readonly manifests: readonly RetainedManifest[];
  /** Bytes that nothing else of the image needs: removed, or to be removed in a dry run. */
  readonly freed: number;
}

export interface Retained {
  readonly applied: boolean;
  readonly images: readonly RetainedImage[];
  /** What ended the work before its end. */
  readonly ended?: Failure;
}

/** Images read at a time. */
const AT_ONCE = 4;

/**
 * Decides what of the registry goes, and with `apply` removes it. All images are read first, because one may need what
 * another one has. Right before each removal the image is looked at again and decided again, so that what a run has
 * published or landed meanwhile stays.
 */
export async function retain(request: RetainRequest): Promise<Result<Retained, Failure>> {
  const cleaning = await Cleaning.begin(request);
  if (!cleaning.ok) return cleaning;
  const chosen = request.images.length > 0 ? request.images : [...request.loaded.graph.byName.keys()];
  const images: RetainedImage[] = [];
  let ended: Failure | undefined;
  for (const image of chosen.toSorted()) {
    const cleaned = ended || !request.apply ? cleaning.value.decided(image) : await cleaning.value.clean(image);
    ended ??= cleaned.ended;
    images.push(cleaned.result);
  }
  return ok({ applied: request.apply, images, ...(ended ? { ended } : {}) });
}

interface CleanedImage {
  readonly result: RetainedImage;
  readonly ended?: Failure;
}

/** One pass over a registry: what is known of it so far, and what has been removed. */
class Cleaning {
  readonly #request: RetainRequest;
  readonly #stocks: Map<ImageName, readonly HeldManifest[]>;
  readonly #unread: ReadonlyMap<ImageName, string>;
  readonly #wanted: RetentionState['wanted'];
  readonly #released = new Set<Digest>();
  readonly #verdicts: ReadonlyMap<ImageName, readonly Verdict[]>;
  #left: number;

  static async begin(request: RetainRequest): Promise<Result<Cleaning, Failure>> {
    const { stocks, unread, failure } = await readStocks(request);
    if (failure && (failure.reason === 'cancelled' || stocks.size === 0)) return err(failure);
    const wanted = await wantedTags(request.loaded, request.reader, request.signal);
    if (!wanted.ok) return wanted;
    const first = new Cleaning(request, stocks, unread, wanted.value);
    const examined = await first.#examine();
    return examined.ok ? ok(new Cleaning(request, examined.value, unread, wanted.value)) : examined;
  }

  constructor(
    request: RetainRequest,
    stocks: ReadonlyMap<ImageName, readonly HeldManifest[]>,
    unread: ReadonlyMap<ImageName, string>,
    wanted: RetentionState['wanted'],
  ) {
    this.#request = request;
    this.#stocks = new Map(stocks);
    this.#unread = unread;
    this.#wanted = wanted;
    this.#left = request.limit;
    this.#verdicts = this.#decide();
  }

  /** What is to become of an image. */
  decided(image: ImageName): CleanedImage {
    const verdicts = this.#verdicts.get(image) ?? [];
    const unread = this.#unread.get(image);
    const manifests = verdicts.map((verdict) => ({ ...verdict, untagged: {} }));
    return { result: { image, manifests, freed: freedBytes(verdicts), ...(unread === undefined ? {} : { unread }) } };
  }

  /** Carries out what is to become of an image. */
  async clean(image: ImageName): Promise<CleanedImage> {
    const { result } = this.decided(image);
    if (result.manifests.some(({ action }) => action === 'remove')) {
      const seen = await this.#lookAtChildren(image);
      if (!seen.ok) return { result, ended: seen.error };
    }
    const manifests: RetainedManifest[] = [];
    let ended: Failure | undefined;
    for (const manifest of result.manifests) {
      const done = ended ? ok(manifest) : await this.#carryOut(image, manifest);
      if (!done.ok) ended = done.error;
      manifests.push(done.ok ? done.value : manifest);
    }
    const gone = manifests.map((one) => (one.outcome?.removed ? one : { ...one, action: 'keep' as const }));
    return { result: { ...result, manifests, freed: freedBytes(gone) }, ...(ended ? { ended } : {}) };
  }

  async #carryOut(image: ImageName, verdict: RetainedManifest): Promise<Result<RetainedManifest, Failure>> {
    if (verdict.action === 'remove') {
      const outcome = await this.#remove(image, verdict);
      return outcome.ok ? ok({ ...verdict, outcome: outcome.value }) : outcome;
    }
    const untagged: Record<string, Removal> = {};
    for (const tag of verdict.untag) {
      const outcome = await this.#untag(image, verdict, tag);
      if (!outcome.ok) return outcome;
      untagged[tag] = outcome.value;
    }
    return ok({ ...verdict, untagged });
  }

  async #remove(image: ImageName, { manifest }: Verdict): Promise<Result<Removal, Failure>> {
    const now = await this.#again(image, manifest);
    if (!now.ok || !now.value.verdict) return now.ok ? ok(now.value.outcome) : now;
    if (now.value.verdict.action === 'keep') return ok({ removed: false, why: now.value.verdict.why });
    const current = now.value.verdict.manifest;
    const outcome = await this.#request.remover.remove(image, current, this.#request.signal);
    if (outcome.ok && outcome.value.removed) this.#forget(image, current);
    return outcome;
  }

  async #untag(image: ImageName, { manifest }: Verdict, tag: string): Promise<Result<Removal, Failure>> {
    const now = await this.#again(image, manifest);
    if (!now.ok || !now.value.verdict) return now.ok ? ok(now.value.outcome) : now;
    if (!now.value.verdict.untag.includes(tag)) return ok({ removed: false, why: 'it is in use again' });
    return this.#request.remover.untag(image, now.value.verdict.manifest, tag, this.#request.signal);
  }

  /** What becomes of a manifest as the registry is now; without a verdict the outcome is known already. */
  async #again(
    image: ImageName,
    manifest: HeldManifest,
  ): Promise<Result<{ readonly verdict?: Verdict; readonly outcome: Removal }, Failure>> {
    if (this.#left <= 0) return ok({ outcome: { removed: false, why: 'enough for one time: run it again' } });
    this.#left -= 1;
    const { remover, signal } = this.#request;
    const fresh = await remover.refresh(image, this.#stocks.get(image) ?? [], manifest.tags, signal);
    if (!fresh.ok) return fresh;
    this.#stocks.set(image, fresh.value);
    const verdict = this.#decide()
      .get(image)
      ?.find(({ manifest: { digest } }) => digest === manifest.digest);
    return ok({ ...(verdict ? { verdict } : {}), outcome: { removed: true } });
  }

  /** What stands on an image may have landed since it was read, and with it a need of what is to go here. */
  async #lookAtChildren(image: ImageName): Promise<Result<void, Failure>> {
    const { loaded, remover, signal } = this.#request;
    const children = new Set(loaded.graph.edges.flatMap(({ parent, child }) => (parent === image ? [child] : [])));
    for (const child of children) {
      const stock = this.#stocks.get(child);
      const fresh = stock && (await remover.refresh(child, stock, [], signal));
      if (fresh && !fresh.ok) return fresh;
      if (fresh) this.#stocks.set(child, fresh.value);
    }
    return ok(undefined);
  }

  #forget(image: ImageName, manifest: HeldManifest): void {
    const rest = (this.#stocks.get(image) ?? []).filter(({ digest }) => digest !== manifest.digest);
    this.#stocks.set(image, rest);
    for (const digest of [...manifest.parts, manifest.config ?? []].flat()) this.#released.add(digest);
  }

  #decide(): ReadonlyMap<ImageName, readonly Verdict[]> {
    const { loaded, workloads, closed, clock } = this.#request;
    const { graph, configuration } = loaded;
    return decideRetention({
      stocks: this.#stocks,
      unread: this.#unread,
      ancestors: (image) => (graph.byName.has(image) ? ancestorsOf({ graph }, image) : undefined),
      wanted: this.#wanted,
      inUse: (image, manifest) => isInUse(workloads, image, manifest),
      closed,
      released: this.#released,
      now: clock.now(),
      keepFor: configuration.retention.landings,
    });
  }

  /** Asks what is asked only of those that may go, or that stay for no other reason than that nobody asked. */
  async #examine(): Promise<Result<ReadonlyMap<ImageName, readonly HeldManifest[]>, Failure>> {
    const { remover, signal } = this.#request;
    const stocks = new Map(this.#stocks);
    for (const [image, verdicts] of this.#verdicts) {
      const doubtful = verdicts.filter(({ action, why }) => action === 'remove' || why === UNKNOWN_AGE);
      const learned = new Map<Digest, HeldManifest>();
      for (const { manifest } of doubtful) {
        const answer = await remover.examine(image, manifest, signal);
        if (!answer.ok) return answer;
        learned.set(manifest.digest, answer.value);
      }
      stocks.set(
        image,
        (stocks.get(image) ?? []).map((manifest) => learned.get(manifest.digest) ?? manifest),
      );
    }
    return ok(stocks);
  }
}

async function readStocks({ loaded, images, remover, signal }: RetainRequest) {
  const stocks = new Map<ImageName, readonly HeldManifest[]>();
  const unread = new Map<ImageName, string>();
  let failure: Failure | undefined;
  const slots = new Semaphore(AT_ONCE);
  const all = new Set([...loaded.graph.byName.keys(), ...images]);
  await Promise.all(
    [...all].map((image) =>
      slots.run(async () => {
        const stock = await remover.inventory(image, signal);
        if (stock.ok) stocks.set(image, stock.value);
        else unread.set(image, stock.error.message);
        if (!stock.ok) failure ??= stock.error;
      }),
    ),
  );
  return { stocks, unread, failure };
}
