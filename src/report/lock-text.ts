import { count, type Look, paint, type State, shortDigest, signs } from './style.ts';
import { escapeControls } from './text.ts';

/** What became of one base, as it is shown. */
interface LockRow {
  readonly reference: string;
  readonly change: 'added' | 'updated' | 'kept' | 'removed' | 'unresolved';
  readonly before?: { readonly digests: ReadonlyMap<string, string> };
  readonly after?: { readonly digests: ReadonlyMap<string, string> };
  readonly why?: string;
}

const states = {
  added: 'done',
  updated: 'done',
  kept: 'quiet',
  removed: 'quiet',
  unresolved: 'failed',
} as const satisfies Record<LockRow['change'], State>;

/** The bases that changed, a line each, and one line about all of them. */
export function renderLock(changes: readonly LockRow[], written: boolean, look: Look): string {
  const shown = changes.filter(({ change }) => change !== 'kept');
  const rows = shown.map((row) => {
    const state = states[row.change];
    return `${paint(state, `${signs[state]} ${row.change.padEnd(10)}`, look.colour)}  ${escapeControls(`${row.reference}${details(row)}`)}`;
  });
  const kept = changes.length - shown.length;
  const locked = changes.filter(({ after }) => after).length;
  const rest = kept === 0 ? '' : `, ${kept} as before`;
  const where = written
    ? 'caskwright.lock written'
    : shown.length > 0
      ? 'nothing written'
      : 'caskwright.lock is up to date';
  return `${[...rows, `${count(locked, 'base')} locked${rest}: ${where}`].join('\n')}\n`;
}

function details({ change, before, after, why }: LockRow): string {
  if (change === 'unresolved') return `  ${why ?? ''}${after ? ' (stays as it was locked)' : ''}`;
  const moved = [...(after?.digests ?? [])].flatMap(([platform, digest]) => {
    const old = before?.digests.get(platform);
    return old === digest
      ? []
      : [`${platform} ${old === undefined ? '' : `${shortDigest(old)} → `}${shortDigest(digest)}`];
  });
  return moved.length === 0 ? '' : `  ${moved.join(', ')}`;
}
