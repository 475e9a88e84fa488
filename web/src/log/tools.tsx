import type { LiveLog } from './lines.ts';

interface SearchProps {
  readonly search: string;
  readonly look: (search: string) => void;
  /** Places of the lines that hold it. */
  readonly hits: readonly number[];
  /** The hit that was gone to last. */
  readonly current: number | undefined;
  /** The uppermost line in sight: there the search begins. */
  readonly from: number;
  readonly visit: (line: number) => void;
}

/** Searching: Enter goes to the next line that holds the text, with Shift to the one before. */
export function Search({ search, look, hits, current, from, visit }: SearchProps) {
  const next = () => hits.find((line) => line > (current ?? from - 1)) ?? hits[0];
  const previous = () => hits.findLast((line) => line < (current ?? from)) ?? hits.at(-1);
  const move = (to: number | undefined) => to !== undefined && visit(to);
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') move(event.shiftKey ? previous() : next());
    else if (event.key === 'Escape') look('');
    else return;
    event.preventDefault();
  };
  const at = current === undefined ? 0 : hits.indexOf(current) + 1;
  return (
    <span class="log-search">
      <label>
        <span class="unseen">Search in the log</span>
        <input
          type="search"
          placeholder="Search"
          value={search}
          onInput={(event) => look(event.currentTarget.value)}
          onKeyDown={keys}
        />
      </label>
      {search !== '' && (
        <>
          <button
            type="button"
            class="small"
            aria-label="Previous"
            disabled={hits.length === 0}
            onClick={() => move(previous())}
          >
            ↑
          </button>
          <button
            type="button"
            class="small"
            aria-label="Next"
            disabled={hits.length === 0}
            onClick={() => move(next())}
          >
            ↓
          </button>
          <span class="quiet" role="status">
            {at > 0 ? `${at} of ` : ''}
            {hits.length} lines
          </span>
        </>
      )}
    </span>
  );
}

interface FoldAllProps {
  readonly log: LiveLog;
  readonly folded: ReadonlySet<number>;
  readonly setFolded: (folded: ReadonlySet<number>) => void;
}

/** Folds every step, or none. */
export function FoldAll({ log, folded, setFolded }: FoldAllProps) {
  return (
    <button type="button" onClick={() => setFolded(new Set(folded.size > 0 ? [] : log.steps))}>
      {folded.size > 0 ? 'Unfold all' : 'Fold the steps'}
    </button>
  );
}
