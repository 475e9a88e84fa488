import { useEffect, useState } from 'preact/hooks';
import { type EditedFile, keepDraft, keptDraft } from '../edit/files.ts';
import { useFindings } from '../edit/findings.ts';
import { NO_ORIGIN, type Origin, OriginForm, requestOf } from '../edit/origin.tsx';
import { Workspace } from '../edit/workspace.tsx';
import { useAnswer } from '../live.ts';
import { Empty, Refused, Shown } from '../parts/shown.tsx';
import { go, query } from '../router.ts';
import { ask, may } from '../server.ts';
import type { Page } from '../wire.ts';

/** A new image: chosen, written, held against the repository's rules while it is, and created by a commit. */
export function NewImage() {
  const repositories = useAnswer<Page<{ readonly id: string }>>('/api/v1/repositories');
  if (!may('builder')) return <p class="notice">Creating an image needs the role builder.</p>;
  return (
    <Shown answer={repositories}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="This server has no repository to put an image into." />
        ) : (
          <Creation repositories={items.map(({ id }) => id)} />
        )
      }
    </Shown>
  );
}

/** What is on its way to be an image. */
interface NewDraft {
  readonly repository: string;
  readonly name: string;
  readonly origin: Origin;
  readonly directory: string;
  readonly files: readonly EditedFile[];
  /** The files are somebody's own by now: they are not made anew when the form changes. */
  readonly isOwn: boolean;
}

const DRAFT = 'new image';

function Creation({ repositories }: { repositories: readonly string[] }) {
  const [first = ''] = repositories;
  const nothing: NewDraft = {
    ...{ repository: query.peek().get('repository') ?? first, name: '', directory: '', files: [], isOwn: false },
    origin: originOfAddress(),
  };
  const [draft, setDraft] = useState<NewDraft>(() => keptDraft<NewDraft>(DRAFT) ?? nothing);
  const [error, setError] = useState<Error | undefined>();
  const [busy, setBusy] = useState(false);
  const { repository, name, origin, directory, files, isOwn } = draft;
  const set = (some: Partial<NewDraft>) => setDraft((before) => ({ ...before, ...some }));
  useProposal(draft, set, setError);
  useEffect(() => keepDraft(DRAFT, isOwn ? draft : undefined), [draft, isOwn]);

  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const kept = files.flatMap(({ path, content, encoding, executable }) =>
      content === null ? [] : [{ path, content, encoding, executable }],
    );
    await ask('/api/v1/images', { json: { repository, name, files: kept } })
      .then(() => {
        keepDraft(DRAFT, undefined);
        go(`/images/${repository}/${name}`);
      })
      .catch(setError);
    setBusy(false);
  };
  return (
    <section>
      <h1>New image</h1>
      <form onSubmit={(event) => void create(event)}>
        {repositories.length > 1 && (
          <label>
            Repository{' '}
            <select
              value={repository}
              disabled={isOwn}
              onChange={(event) => set({ repository: event.currentTarget.value })}
            >
              {repositories.map((id) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
        )}
        <label>
          Name{' '}
          <input value={name} required readOnly={isOwn} onInput={(event) => set({ name: event.currentTarget.value })} />
        </label>
        {isOwn ? (
          <p class="quiet">
            The files are yours now.{' '}
            <button type="button" class="small" onClick={() => setDraft(nothing)}>
              Start over
            </button>
          </p>
        ) : (
          <OriginForm {...{ repository, origin }} setOrigin={(chosen) => set({ origin: chosen })} />
        )}
        {error && <Refused error={error} />}
        <button type="submit" disabled={busy || name === '' || files.length === 0}>
          Create with a commit
        </button>
      </form>
      {files.length > 0 && <Files draft={draft} set={set} directory={directory} />}
    </section>
  );
}

/** `/new?copy_of=web` and `/new?base=debian:12` begin with that. */
function originOfAddress(): Origin {
  for (const kind of ['copy_of', 'base'] as const) {
    const value = query.peek().get(kind);
    if (value !== null) return { ...NO_ORIGIN, kind, [kind]: value };
  }
  return NO_ORIGIN;
}

/** How long to wait after the last key before the server is asked, in ms. */
const PAUSE = 300;

/** The files that the server proposes for what the form says, as long as nobody has touched them. */
function useProposal(
  { repository, name, origin, isOwn }: NewDraft,
  set: (some: Partial<NewDraft>) => void,
  setError: (error: Error | undefined) => void,
): void {
  useEffect(() => {
    const from = requestOf(origin);
    if (isOwn || name === '' || from === undefined) return;
    const gone = new AbortController();
    const later = setTimeout(() => {
      ask<Pick<NewDraft, 'directory' | 'files'>>('/api/v1/images/proposal', {
        json: { repository, name, ...from },
        signal: gone.signal,
      }).then(
        (proposed) => {
          setError(undefined);
          set({ directory: proposed.directory, files: proposed.files.map((file) => ({ ...file, original: null })) });
        },
        (error) => {
          if (gone.signal.aborted) return;
          setError(error);
          set({ files: [] });
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(later);
      gone.abort();
    };
  }, [repository, name, origin, isOwn]);
}

interface FilesProps {
  readonly draft: NewDraft;
  readonly directory: string;
  readonly set: (some: Partial<NewDraft>) => void;
}

function Files({ draft: { repository, files }, directory, set }: FilesProps) {
  const { findings } = useFindings(repository, directory, files);
  return <Workspace {...{ directory, files, findings }} onChange={(edited) => set({ files: edited, isOwn: true })} />;
}
