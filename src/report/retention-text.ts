import { count, type Look, paint, shortDigest } from './style.ts';
import { escapeControls } from './text.ts';

/** How an attempt to remove something ended. */
type Removal = { readonly removed: true } | { readonly removed: false; readonly why: string };

/** What a pass over a registry came to; the engine's own type has more. */
interface Retained {
  readonly applied: boolean;
  readonly images: readonly {
    readonly image: string;
    readonly unread?: string;
    readonly freed: number;
    readonly manifests: readonly {
      readonly manifest: { readonly digest: string; readonly tags: readonly string[] };
      readonly action: 'keep' | 'remove';
      readonly why: string;
      readonly untag: readonly string[];
      readonly outcome?: Removal;
      readonly untagged: Readonly<Record<string, Removal>>;
    }[];
  }[];
}

type RetainedManifest = Retained['images'][number]['manifests'][number];
type Sign = 'done' | 'warned' | 'running' | 'quiet';

/** What went, or would go, image by image; with `verbose` also what stays, and why. */
export function renderRetention(retained: Retained, look: Look, verbose: boolean): string {
  const blocks = retained.images.flatMap(({ image, unread, manifests }) => {
    const rows = manifests.flatMap((manifest) => linesOf(manifest, look, verbose));
    if (unread !== undefined) rows.unshift(line('warned', 'everything stays', `it cannot be read: ${unread}`, look));
    return rows.length > 0 ? [`${image}\n${rows.join('')}`] : [];
  });
  return `${blocks.join('')}${blocks.length > 0 ? '\n' : ''}${summary(retained)}\n`;
}

function linesOf(retained: RetainedManifest, look: Look, verbose: boolean): string[] {
  const { manifest, action, why, untag, outcome, untagged } = retained;
  const name = manifest.tags.length > 0 ? manifest.tags.join(', ') : shortDigest(manifest.digest);
  const own =
    action === 'remove'
      ? [removal(name, why, outcome, look)]
      : verbose
        ? [line('quiet', name, `stays: ${why}`, look)]
        : [];
  const loose = untag.map((tag) => removal(tag, 'a tag of no use on what stays', untagged[tag], look));
  return [...own, ...loose];
}

function removal(name: string, why: string, outcome: Removal | undefined, look: Look): string {
  if (outcome === undefined) return line('running', name, why, look);
  return outcome.removed ? line('done', name, why, look) : line('warned', name, `stays: ${outcome.why}`, look);
}

const glyphs = { done: '✓', warned: '!', running: '-', quiet: '·' } as const satisfies Record<Sign, string>;

function line(sign: Sign, name: string, why: string, look: Look): string {
  return `  ${paint(sign, glyphs[sign], look.colour)} ${escapeControls(name)}  ${paint('quiet', escapeControls(why), look.colour)}\n`;
}

function summary({ applied, images }: Retained): string {
  const all = images.flatMap(({ manifests }) => manifests);
  const removals = all.flatMap(({ action, outcome, untag, untagged }) => [
    ...(action === 'remove' ? [outcome] : []),
    ...untag.map((tag) => untagged[tag]),
  ]);
  const freed = bytes(images.reduce((sum, image) => sum + image.freed, 0));
  const kept = all.filter(({ action }) => action === 'keep').length;
  if (!applied) {
    if (removals.length === 0)
      return `Nothing to remove: ${count(kept, 'manifest')} in ${count(images.length, 'image')}, all needed or young.`;
    return `${count(removals.length, 'removal')}, up to ${freed}; ${count(kept, 'manifest')} would stay. Nothing was removed: caskwright clean --apply does it.`;
  }
  const removed = removals.filter((outcome) => outcome?.removed).length;
  const left = removals.length - removed;
  return `${count(removed, 'removal')}, up to ${freed} for the registry to collect${left > 0 ? `; ${left} left where they are` : ''}.`;
}

/** `1.2 GB`, as registries count. */
function bytes(number: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  let rest = number;
  for (; rest >= 1000 && at < units.length - 1; at += 1) rest /= 1000;
  return `${at === 0 ? rest : rest.toFixed(1)} ${units[at]}`;
}
