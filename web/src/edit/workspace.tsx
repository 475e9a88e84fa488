import './edit.css';
import { useState } from 'preact/hooks';
import type { Finding } from '../wire.ts';
import { Editor } from './editor.tsx';
import { type EditedFile, isChanged, withFile } from './files.ts';

interface WorkspaceProps {
  /** Of the image, from the repository's root. */
  readonly directory: string;
  readonly files: readonly EditedFile[];
  readonly findings: readonly Finding[];
  readonly onChange: (files: readonly EditedFile[]) => void;
}

/** The files of an image, one of them in the editor. */
export function Workspace({ directory, files, findings, onChange }: WorkspaceProps) {
  const [chosen, choose] = useState('Dockerfile');
  const file = files.find(({ path }) => path === chosen) ?? files[0];
  const findingsOf = (path: string) => findings.filter((finding) => finding.file === `${directory}/${path}`);
  const elsewhere = findings.filter(({ file: at }) => !files.some(({ path }) => at === `${directory}/${path}`));
  return (
    <div class="workspace">
      <nav aria-label="Files" class="files">
        {files.map((each) => (
          <FileTab
            key={each.path}
            file={each}
            findings={findingsOf(each.path)}
            isChosen={each === file}
            choose={() => choose(each.path)}
          />
        ))}
        <AddFile
          add={(path) => {
            const known = files.find((each) => each.path === path);
            const empty = { path, original: null, encoding: 'utf-8', executable: false } as const;
            onChange(withFile(files, { ...(known ?? empty), content: known?.content ?? '' }));
            choose(path);
          }}
        />
      </nav>
      {file && <Chosen file={file} findings={findingsOf(file.path)} change={(to) => onChange(withFile(files, to))} />}
      {elsewhere.length > 0 && (
        <details>
          <summary>{elsewhere.length} elsewhere in the repository</summary>
          <ul class="findings">
            {elsewhere.map((finding) => (
              <li key={JSON.stringify(finding)} class={finding.severity}>
                <code>
                  {finding.file}:{finding.line}
                </code>{' '}
                {finding.message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface FileTabProps {
  readonly file: EditedFile;
  readonly findings: readonly Finding[];
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function FileTab({ file, findings, isChosen, choose }: FileTabProps) {
  const state = file.content === null ? 'to be removed' : isChanged(file) && file.original !== null ? 'changed' : '';
  return (
    <button type="button" aria-pressed={isChosen} onClick={choose}>
      {file.path}
      {state !== '' && <span class="quiet"> {state}</span>}
      {findings.length > 0 && <span class="bad"> {findings.length}</span>}
    </button>
  );
}

function AddFile({ add }: { add: (path: string) => void }) {
  const [path, setPath] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    add(path);
    setPath('');
  };
  return (
    <form class="add" onSubmit={submit}>
      <label>
        <span class="unseen">New file</span>
        <input placeholder="new-file" required value={path} onInput={(event) => setPath(event.currentTarget.value)} />
      </label>
      <button type="submit">Add a file</button>
    </form>
  );
}

interface ChosenProps {
  readonly file: EditedFile;
  readonly findings: readonly Finding[];
  readonly change: (file: EditedFile) => void;
}

function Chosen({ file, findings, change }: ChosenProps) {
  if (file.content === null) {
    return (
      <p>
        {file.path} is to be removed.{' '}
        <button type="button" onClick={() => change({ ...file, content: file.original ?? '' })}>
          Keep it
        </button>
      </p>
    );
  }
  if (file.encoding === 'base64') return <p class="quiet">{file.path} is no text and stays as it is.</p>;
  return (
    <>
      <Editor
        key={file.path}
        path={file.path}
        text={file.content}
        findings={findings}
        onInput={(content) => change({ ...file, content })}
      />
      <p>
        <button type="button" class="danger" onClick={() => change({ ...file, content: null })}>
          Remove {file.path}
        </button>
      </p>
    </>
  );
}
