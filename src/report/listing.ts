import { age, shortDigest, size } from './style.ts';
import { table } from './table.ts';
import { escapeControls } from './text.ts';

/** A tag as the registry has it. */
interface ListedTag {
  readonly image: string;
  readonly tag: string;
  readonly digest: string;
  readonly fingerprint?: string;
  readonly commit?: string;
  readonly builtAt?: string;
}

/** The registry's tags as a table: image, tag, digest, fingerprint, commit, age at `now` (milliseconds since 1970). */
export function renderListing(tags: readonly ListedTag[], now: number): string {
  if (tags.length === 0) return 'The registry has no published image of this repository.\n';
  const rows = tags.map((row) => [
    row.image,
    escapeControls(row.tag),
    shortDigest(row.digest),
    row.fingerprint === undefined ? 'not by caskwright' : `fp-${row.fingerprint.slice(0, 7)}`,
    row.commit?.slice(0, 7) ?? '',
    row.builtAt === undefined ? '' : age(now - Date.parse(row.builtAt)),
  ]);
  return `${table(['image', 'tag', 'digest', 'fingerprint', 'commit', 'built'], rows).join('\n')}\n`;
}

/** A tag of any registry. */
interface RegistryTag {
  readonly image: string;
  readonly tag: string;
  readonly digest: string;
  readonly size: number;
  readonly createdAt?: string;
}

/** All tags of a registry as a table: image, tag, digest, size, age at `now` (milliseconds since 1970). */
export function renderRegistry(tags: readonly RegistryTag[], place: string, now: number): string {
  if (tags.length === 0) return `${place} has no image that this login may see.\n`;
  const rows = tags.map((row) => [
    row.image,
    escapeControls(row.tag),
    shortDigest(row.digest),
    size(row.size),
    row.createdAt === undefined ? '' : age(now - Date.parse(row.createdAt)),
  ]);
  return `${table(['image', 'tag', 'digest', 'size', 'made'], rows, ['size']).join('\n')}\n`;
}
