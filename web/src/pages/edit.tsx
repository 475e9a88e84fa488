import { useEffect, useState } from 'preact/hooks';
import { Conflict, type Overtaken } from '../edit/conflict.tsx';
import { type Draft, type EditedFile, isChanged, keepDraft, keptDraft } from '../edit/files.ts';
import { useFindings } from '../edit/findings.ts';
import { Workspace } from '../edit/workspace.tsx';
import { Refused } from '../parts/shown.tsx';
import { go } from '../router.ts';
import { ask, may, Refusal } from '../server.ts';

interface FileList {
  readonly commit: string;
  readonly directory: string;
  readonly items: readonly { readonly path: string }[];
}

interface FileContent {
  readonly commit: string;
  readonly content: string;
  readonly encoding: EditedFile['encoding'];
  readonly executable: boolean;
}

/** The files of an image, edited here and saved as one commit. */
export function EditPage({ repository, name }: { repository: string; name: string }) {
  const id = `${repository}/${name}`;
  const [found, setFound] = useState<(Draft & { readonly directory: string }) | undefined>();
  const [error, setError] = useState<Error | undefined>();
  const [kept] = useState(() => keptDraft<Draft>(id));
  useEffect(() => {
    filesOf(id).then(setFound, setError);
  }, [id]);
  if (!may('builder')) return <p class="notice">Editing needs the role builder.</p>;
  if (error) return <Refused error={error} />;
  if (!found) return <p class="quiet">Asking the server…</p>;
  return <Edit {...{ repository, name }} directory={found.directory} now={found} kept={kept} />;
}

/** The files of an image as they are now. */
async function filesOf(id: string): Promise<Draft & { readonly directory: string }> {
  const { commit, directory, items } = await ask<FileList>(`/api/v1/images/${encodeURIComponent(id)}/files`);
  const files = await Promise.all(items.map(({ path }) => fileOf(id, path)));
  return { base: commit, directory, files };
}

async function fileOf(id: string, path: string): Promise<EditedFile> {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const { content, encoding, executable } = await ask<FileContent>(
    `/api/v1/images/${encodeURIComponent(id)}/files/${encoded}`,
  );
  return { path, content, original: content, encoding, executable };
}

interface EditProps {
  readonly repository: string;
  readonly name: string;
  readonly directory: string;
  /** As the files are now. */
  readonly now: Draft;
  /** What was written here before and not saved. */
  readonly kept: Draft | undefined;
}

function Edit({ repository, name, directory, now, kept }: EditProps) {
  const id = `${repository}/${name}`;
  const [{ base, files }, setDraft] = useState<Draft>(kept ?? now);
  const [message, setMessage] = useState('');
  const [overtaken, setOvertaken] = useState<readonly Overtaken[]>([]);
  const [error, setError] = useState<Error | undefined>();
  const [busy, setBusy] = useState(false);
  const { findings } = useFindings(repository, directory, files);
  const changed = files.filter(isChanged);

  const change = (draft: Draft) => {
    setDraft(draft);
    keepDraft(id, draft.files.some(isChanged) ? draft : undefined);
  };
  const throwAway = async () => change(await filesOf(id));
  const save = async () => {
    setBusy(true);
    setError(undefined);
    const json = {
      files: changed.map(({ path, content, executable }) => ({ path, content, executable })),
      base,
      message: message === '' ? `Edit ${name}` : message,
    };
    try {
      await ask(`/api/v1/images/${encodeURIComponent(id)}/files`, { method: 'PATCH', json });
      keepDraft(id, undefined);
      go(`/images/${id}`);
    } catch (refused) {
      if (refused instanceof Refusal && refused.problem.changes) setOvertaken(await whatCameBetween(refused));
      else setError(refused as Error);
    }
    setBusy(false);
  };
  const whatCameBetween = async ({ problem: { changes = [] } }: Refusal): Promise<readonly Overtaken[]> => {
    const latest = await filesOf(id);
    return changed.flatMap((file) => {
      const other = changes.find(({ path }) => path === `${directory}/${file.path}`);
      if (!other) return [];
      const { path: _, ...by } = other;
      return [{ file, now: latest.files.find(({ path }) => path === file.path)?.content ?? null, ...by }];
    });
  };
  const goOn = async (with_: 'mine' | 'theirs') => {
    const latest = await filesOf(id);
    const own = new Map(changed.map((file) => [file.path, file]));
    const isOvertaken = (path: string) => overtaken.some(({ file }) => file.path === path);
    const isKept = (path: string) => own.has(path) && (with_ === 'mine' || !isOvertaken(path));
    const rest = latest.files.map((file) =>
      isKept(file.path) ? { ...file, content: own.get(file.path)?.content ?? null } : file,
    );
    const added = changed
      .filter(({ path }) => isKept(path) && !latest.files.some((file) => file.path === path))
      .map((file) => ({ ...file, original: null }));
    setOvertaken([]);
    change({ base: latest.base, files: [...rest, ...added] });
  };

  return (
    <section>
      <div class="title">
        <h1>Edit {name}</h1>
        <a href={`/images/${id}`}>back to the image</a>
      </div>
      {kept && changed.length > 0 && (
        <p class="notice" role="status">
          This has text of yours that was not saved.{' '}
          <button type="button" class="small" onClick={() => void throwAway()}>
            Throw it away
          </button>
        </p>
      )}
      {overtaken.length > 0 && <Conflict overtaken={overtaken} goOn={(with_) => void goOn(with_)} />}
      <Workspace {...{ directory, files, findings }} onChange={(edited) => change({ base, files: edited })} />
      <div class="tools">
        <label class="wide">
          Message of the commit{' '}
          <input
            value={message}
            placeholder={`Edit ${name}`}
            onInput={(event) => setMessage(event.currentTarget.value)}
          />
        </label>
        <button type="button" disabled={busy || changed.length === 0} onClick={() => void save()}>
          Save as a commit
        </button>
        <span class="quiet">
          {changed.length === 0 ? 'nothing is changed' : `${changed.length} changed`}, at {base.slice(0, 7)}
        </span>
      </div>
      {error && <Refused error={error} />}
    </section>
  );
}
