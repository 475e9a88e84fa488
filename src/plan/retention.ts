import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { buildOf, type Finished, finishedBuilds, staysByItself } from './retention-age.ts';
import { type Need, needsOf } from './retention-needs.ts';
import { kindOfTag } from './retention-tags.ts';

/** A manifest or index that a registry holds of an image. */
export interface HeldManifest {
  readonly digest: Digest;
  /** The tags that stand on it. */
  readonly tags: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  /** What an index is made of, attestations included. */
  readonly parts: readonly Digest[];
  /** What a referrer is about (OCI image spec 1.1, `subject`). */
  readonly subject?: Digest;
  /** Something that cannot be seen among the manifests refers to it: a signature, an attestation. */
  readonly referred?: boolean;
  /** The image's configuration: the same for one build, whatever was annotated later. */
  readonly config?: Digest;
  /** Blob → bytes, the manifest itself included. */
  readonly blobs: Readonly<Record<string, number>>;
  /** When the registry took it, milliseconds since 1970; absent where the registry does not tell. */
  readonly pushedAt?: number;
  /** What the image says of its own making: never later than its push. */
  readonly createdAt?: number;
}

/** What a decision about every image of a repository is made from. */
export interface RetentionState {
  /** Image → everything that the registry holds of it. */
  readonly stocks: ReadonlyMap<ImageName, readonly HeldManifest[]>;
  /** Image → why it could not be read completely. */
  readonly unread: ReadonlyMap<ImageName, string>;
  /** The images that an image stands on, directly or not, as Git has them; `undefined` where Git does not know it. */
  readonly ancestors: (image: ImageName) => ReadonlySet<ImageName> | undefined;
  /** The hidden tags that a run of what is checked out would look for or write; `undefined` where that cannot be told. */
  readonly wanted: (image: ImageName) => ReadonlySet<string> | undefined;
  /** Whether something that runs uses this. */
  readonly inUse: (image: ImageName, manifest: HeldManifest) => boolean;
  /** Pull requests whose scratch tags nobody needs any more. */
  readonly closed: ReadonlySet<number>;
  /** Parts and configurations of what is removed already: nothing else tells what they were. */
  readonly released: ReadonlySet<Digest>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds that what nothing needs is kept for. */
  readonly keepFor: number;
}

/** What becomes of a manifest, and why, in words that follow its name. */
export interface Verdict {
  readonly manifest: HeldManifest;
  readonly action: 'keep' | 'remove';
  readonly why: string;
  /** Tags of no use on a manifest that stays. */
  readonly untag: readonly string[];
}

/**
 * Decides what of every image goes (§7). Whatever a public tag, a record, a recorded parent, an index, a referrer, a
 * workload or what is checked out needs stays, and so does what is young or of unknown age. An image that was not
 * read completely, or has an open record, keeps everything.
 */
export function decideRetention(state: RetentionState): ReadonlyMap<ImageName, readonly Verdict[]> {
  const finished = new Map([...state.stocks].map(([image, stock]) => [image, finishedBuilds(stock, state.released)]));
  const needs = needsOf(state, (image, manifest) =>
    staysByItself(image, manifest, finished.get(image) as Finished, state),
  );
  return new Map(
    [...state.stocks].map(([image, stock]) => {
      const needed = needs.needed.get(image) ?? new Map<Digest, Need>();
      const frozen = needs.frozen.has(image);
      const verdicts = stock.map((manifest): Verdict => {
        const why = needed.get(manifest.digest);
        if (why === undefined) return { manifest, action: 'remove', why: whyItGoes(manifest, state), untag: [] };
        const idle = (tag: string) =>
          ['staging', 'scratch'].includes(kindOfTag(tag).kind) &&
          staysByItself(image, { ...manifest, tags: [tag] }, finished.get(image) as Finished, state) === undefined;
        return { manifest, action: 'keep', why, untag: frozen ? [] : manifest.tags.filter(idle) };
      });
      return [image, wholesFirst(verdicts)];
    }),
  );
}

/** An index goes before its parts: cut off in between, nothing is left that names what is gone. */
function wholesFirst(verdicts: readonly Verdict[]): readonly Verdict[] {
  const parts = new Set(verdicts.flatMap(({ manifest }) => manifest.parts));
  const rank = ({ manifest }: Verdict) => Number(parts.has(manifest.digest));
  return verdicts.toSorted((a, b) => rank(a) - rank(b));
}

function whyItGoes(manifest: HeldManifest, state: RetentionState): string {
  const kinds = manifest.tags.map(kindOfTag);
  const scratch = kinds.find(({ kind }) => kind === 'scratch');
  if (scratch?.pullRequest !== undefined) return `pull request ${scratch.pullRequest} is closed`;
  if (kinds.some(({ kind }) => kind === 'staging')) return 'what it was pushed for has landed';
  const built = Date.parse(buildOf(manifest)?.builtAt ?? '');
  const days = Math.floor((state.now - built) / 86_400_000);
  if (!Number.isNaN(built)) return `nothing needs it, built ${days} ${days === 1 ? 'day' : 'days'} ago`;
  return manifest.tags.length > 0 ? 'nothing needs it' : 'nothing names it any more';
}

/** Bytes that are stored for nothing else of the image when the verdicts are carried out. */
export function freedBytes(verdicts: readonly Verdict[]): number {
  const kept = new Set(
    verdicts.flatMap(({ action, manifest }) => (action === 'keep' ? Object.keys(manifest.blobs) : [])),
  );
  const gone = new Map(
    verdicts.flatMap(({ action, manifest }) => (action === 'remove' ? Object.entries(manifest.blobs) : [])),
  );
  return [...gone].reduce((sum, [digest, bytes]) => sum + (kept.has(digest) ? 0 : bytes), 0);
}
