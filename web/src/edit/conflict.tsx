import { diffLines } from './diff.ts';
import type { EditedFile } from './files.ts';

/** A file that somebody else changed while it was edited here. */
export interface Overtaken {
  readonly file: EditedFile;
  /** As it is now; null: it is not there any more. */
  readonly now: string | null;
  /** The commit that did it, where it can be told. */
  readonly commit?: string;
  readonly subject?: string;
}

interface ConflictProps {
  readonly overtaken: readonly Overtaken[];
  /** Goes on from what is there now, with one's own text or with the other one. */
  readonly goOn: (with_: 'mine' | 'theirs') => void;
}

/** Says who was faster and with what, and lets one go on. */
export function Conflict({ overtaken, goOn }: ConflictProps) {
  return (
    <div class="notice todo conflict" role="alert">
      <p>
        <strong>Somebody was faster.</strong> Nothing is lost: your text stands in the editor.
      </p>
      {overtaken.map(({ file: { path, original }, now, commit, subject }) => (
        <details key={path} open>
          <summary>
            <code>{path}</code>
            {commit !== undefined && (
              <>
                {' '}
                was changed by <code>{commit.slice(0, 7)}</code> <bdi>{subject}</bdi>
              </>
            )}
          </summary>
          <pre class="diff">
            {now === null
              ? 'It was removed.'
              : diffLines(original ?? '', now).map(({ side, text }, at) => (
                  <span key={at} class={side}>
                    {`${SIGNS[side]} ${text}\n`}
                  </span>
                ))}
          </pre>
        </details>
      ))}
      <div class="actions">
        <button type="button" onClick={() => goOn('mine')}>
          Go on with my text
        </button>
        <button type="button" onClick={() => goOn('theirs')}>
          Take theirs
        </button>
      </div>
    </div>
  );
}

const SIGNS = { both: ' ', before: '-', after: '+' } as const;
