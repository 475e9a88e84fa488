import { count, type Look, paint, size } from './style.ts';
import { escapeControls } from './text.ts';

/** A disk image that nothing keeps any more; the engine's own type has more. */
interface OutdatedExport {
  readonly metadata: { readonly image: string; readonly file: string; readonly size: number };
  readonly removed: boolean;
}

/** Disk images that went, or would go; nothing where there are none. */
export function renderOutdatedExports(exports: readonly OutdatedExport[], applied: boolean, look: Look): string {
  if (exports.length === 0) return '';
  const rows = exports.map((one) => row(one, applied, look));
  return `disk images\n${rows.join('')}\n${summary(exports, applied)}\n`;
}

function row(
  { metadata: { image, file, size: bytes }, removed }: OutdatedExport,
  applied: boolean,
  look: Look,
): string {
  const stays = applied && !removed;
  const sign = stays ? 'warned' : removed ? 'done' : 'running';
  const why = stays ? 'stays: enough for one time: run it again' : `of an older version, ${size(bytes)}`;
  const glyph = paint(sign, { warned: '!', done: '✓', running: '-' }[sign], look.colour);
  return `  ${glyph} ${escapeControls(`${image}/${file}`)}  ${paint('quiet', why, look.colour)}\n`;
}

function summary(exports: readonly OutdatedExport[], applied: boolean): string {
  const going = applied ? exports.filter(({ removed }) => removed) : exports;
  const freed = size(going.reduce((sum, { metadata }) => sum + metadata.size, 0));
  const what = `${count(going.length, 'disk image')}, ${freed}`;
  if (!applied) return `${what} would go. Nothing was removed: caskwright clean --apply does it.`;
  const left = exports.length - going.length;
  return `${what} removed${left > 0 ? `; ${left} left where they are` : ''}.`;
}
