import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { annotation, type ChannelRecord, recordFrom } from './holding.ts';
import type { HeldManifest, RetentionState } from './retention.ts';
import { buildOf } from './retention-age.ts';
import { kindOfTag, subjectOfTag } from './retention-tags.ts';

/** Why something stays, in words that follow its name. */
export type Need = string;

/** What is needed of every image, and the images of which nothing may go. */
export interface Needs {
  readonly needed: ReadonlyMap<ImageName, ReadonlyMap<Digest, Need>>;
  readonly frozen: ReadonlySet<ImageName>;
}

const REFERRED = 'something refers to it: a signature, or the like';

type Own = (image: ImageName, manifest: HeldManifest) => Need | undefined;

/** Follows every need to its end: a landing needs its parts, its nodes and the parents that it was built on. */
export function needsOf(state: RetentionState, own: Own): Needs {
  const needed = new Map<ImageName, Map<Digest, Need>>([...state.stocks.keys()].map((image) => [image, new Map()]));
  const work: (readonly [ImageName, Digest])[] = [];
  const need = (image: ImageName, digest: Digest, why: Need) => {
    const known = needed.get(image);
    if (!known || known.has(digest)) return;
    known.set(digest, why);
    work.push([image, digest]);
  };
  const frozen = freeze(state);
  for (const [image, stock] of state.stocks) {
    for (const manifest of stock) {
      const used = state.inUse(image, manifest) ? 'something that runs uses it' : undefined;
      const why = frozen.get(image) ?? own(image, manifest) ?? used ?? referral(manifest);
      if (why !== undefined) need(image, manifest.digest, why);
    }
  }
  for (const [image, stock] of state.stocks) {
    for (const manifest of stock) {
      for (const subject of subjectsOf(manifest)) need(image, subject, REFERRED);
      for (const [channel, record] of recordsOn(manifest)) needRecorded(image, channel, record, need);
    }
  }
  const stocks = new Map([...state.stocks].map(([image, stock]) => [image, indexed(stock)]));
  for (let next = work.pop(); next; next = work.pop()) {
    const [image, digest] = next;
    const stock = stocks.get(image);
    const manifest = stock?.byDigest.get(digest);
    if (!stock || !manifest) continue;
    const name = nameOf(manifest);
    for (const part of manifest.parts) {
      need(image, part, `it is part of ${name}`);
      for (const node of stock.nodesWith.get(part) ?? []) need(image, node, `it is a node of ${name}`);
    }
    for (const [parent, on] of Object.entries(buildOf(manifest)?.parents ?? {})) {
      need(parent as ImageName, on, `${image} ${name} stands on it`);
    }
  }
  return { needed, frozen: new Set(frozen.keys()) };
}

function referral({ referred, subject }: HeldManifest): Need | undefined {
  if (referred) return REFERRED;
  return subject === undefined ? undefined : 'it says something about another manifest';
}

/** Images of which everything stays, and why. */
function freeze(state: RetentionState): ReadonlyMap<ImageName, Need> {
  const frozen = new Map<ImageName, Need>();
  for (const [image, stock] of state.stocks) {
    for (const manifest of stock) {
      for (const tag of manifest.tags.filter((tag) => kindOfTag(tag).kind === 'record')) {
        const record = recordFrom(manifest.annotations);
        if (!record)
          frozen.set(image, `the record ${tag} cannot be read: another version of Caskwright may have written it`);
        else if (record.state === 'open') frozen.set(image, `the record ${tag} is open: a publication is under way`);
      }
    }
  }
  for (const [unread] of state.unread) {
    const below = state.ancestors(unread);
    for (const image of state.stocks.keys()) {
      if (below === undefined || below.has(image))
        frozen.set(image, `${unread} could not be read, and may stand on it`);
    }
  }
  return frozen;
}

function recordsOn(manifest: HeldManifest): (readonly [string, ChannelRecord])[] {
  const tags = manifest.tags.filter((tag) => kindOfTag(tag).kind === 'record');
  const record = tags.length > 0 ? recordFrom(manifest.annotations) : undefined;
  return record ? tags.map((tag) => [tag, record] as const) : [];
}

function needRecorded(
  image: ImageName,
  tag: string,
  record: ChannelRecord,
  need: (image: ImageName, digest: Digest, why: Need) => void,
): void {
  need(image, record.digest, `the record ${tag} names it`);
  if (record.previous) need(image, record.previous.digest, `the record ${tag} goes back to it`);
  for (const [member, digest] of Object.entries(record.set ?? {})) {
    need(member as ImageName, digest, `release ${record.release ?? tag} has it`);
  }
}

function subjectsOf(manifest: HeldManifest): Digest[] {
  const tagged = manifest.tags.flatMap((tag) => subjectOfTag(tag) ?? []);
  return manifest.subject ? [manifest.subject, ...tagged] : tagged;
}

/** The manifests of an image by digest, and the nodes that share a part with a landing: BuildKit's are indexes themselves. */
function indexed(stock: readonly HeldManifest[]) {
  const nodesWith = new Map<Digest, Digest[]>();
  for (const { digest, tags, parts } of stock) {
    if (!tags.some((tag) => kindOfTag(tag).kind === 'node')) continue;
    for (const part of parts) nodesWith.set(part, [...(nodesWith.get(part) ?? []), digest]);
  }
  return { byDigest: new Map(stock.map((manifest) => [manifest.digest, manifest])), nodesWith };
}

function nameOf({ digest, tags, annotations }: HeldManifest): string {
  const shown = tags.find((tag) => kindOfTag(tag).kind === 'public') ?? tags[0];
  const fingerprint = annotations[annotation.fingerprint];
  return shown ?? (fingerprint === undefined ? digest : `fp-${fingerprint.slice(0, 40)}`);
}
