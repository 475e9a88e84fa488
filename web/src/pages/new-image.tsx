import { useEffect, useState } from 'preact/hooks';
import { Refused } from '../parts/shown.tsx';
import { go } from '../router.ts';
import { ask } from '../server.ts';

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

interface Commit {
  readonly repository: string;
}

const TEMPLATES = ['minimal', 'python', 'node', 'jupyter'];

/** How long to wait after the last key before the server is asked, in ms. */
const PAUSE = 300;

/** A new image from a template; validated while it is typed against the repository that it goes into. */
export function NewImage() {
  const [name, setName] = useState('');
  const [template, setTemplate] = useState('minimal');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [error, setError] = useState<Error | undefined>();
  useEffect(() => {
    if (name === '') return;
    const gone = new AbortController();
    const later = setTimeout(() => {
      const files = [
        { path: `images/${name}/build.yaml`, content: `name: ${JSON.stringify(name)}\n` },
        { path: `images/${name}/Dockerfile`, content: 'FROM scratch\n' },
      ];
      ask<{ findings: readonly Finding[] }>('/api/v1/validate', { json: { files }, signal: gone.signal })
        .then(({ findings: found }) => setFindings(found.filter(({ file }) => file.startsWith(`images/${name}/`))))
        .catch(() => {});
    }, PAUSE);
    return () => {
      clearTimeout(later);
      gone.abort();
    };
  }, [name]);
  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    await ask<Commit>('/api/v1/images', { json: { name, template } })
      .then(({ repository }) => go(`/images/${repository}/${name}`))
      .catch(setError);
  };
  return (
    <section>
      <h1>New image</h1>
      <form onSubmit={(event) => void create(event)}>
        <label>
          Name{' '}
          <input
            value={name}
            required
            onInput={(event) => setName(event.currentTarget.value)}
            aria-describedby="findings"
          />
        </label>
        <label>
          Template{' '}
          <select value={template} onChange={(event) => setTemplate(event.currentTarget.value)}>
            {TEMPLATES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <ul id="findings" aria-live="polite">
          {findings.map((finding) => (
            <li key={`${finding.file}:${finding.line}:${finding.message}`} class={finding.severity}>
              {finding.file}:{finding.line}:{finding.column} {finding.message}
            </li>
          ))}
        </ul>
        <button type="submit" disabled={name === ''}>
          Create with a commit
        </button>
      </form>
      {error && <Refused error={error} />}
    </section>
  );
}
