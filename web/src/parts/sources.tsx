import { useAnswer } from '../live.ts';
import type { Inputs } from '../wire.ts';
import { highlight } from './highlight.ts';
import { Shown } from './shown.tsx';

interface FileList {
  readonly items: readonly { readonly path: string; readonly size: number }[];
}

/** What an image is described by comes first, and open. */
const FIRST = ['build.yaml', 'Dockerfile'];

/** The files of an image at the tip; `id` is encoded. */
export function Files({ id }: { id: string }) {
  const files = useAnswer<FileList>(`/api/v1/images/${id}/files`);
  return (
    <>
      <h2>Files</h2>
      <Shown answer={files}>
        {({ items }) =>
          items
            .toSorted((one, other) => FIRST.indexOf(other.path) - FIRST.indexOf(one.path))
            .map(({ path, size }) => (
              <details key={path} class="file" open={FIRST.includes(path)}>
                <summary>
                  <bdi>{path}</bdi> <span class="quiet">{size} bytes</span>
                </summary>
                <Content id={id} path={path} />
              </details>
            ))
        }
      </Shown>
    </>
  );
}

function Content({ id, path }: { id: string; path: string }) {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const file = useAnswer<{ content: string; encoding: string }>(`/api/v1/images/${id}/files/${encoded}`);
  return (
    <Shown answer={file}>
      {({ content, encoding }) =>
        encoding === 'utf-8' ? <Source path={path} text={content} /> : <p class="quiet">A binary file.</p>
      }
    </Shown>
  );
}

function Source({ path, text }: { path: string; text: string }) {
  const lines = highlight(path, text.replace(/\n$/, ''));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <pre class="source" tabIndex={0}>
      {lines.map((tokens, at) => (
        <span key={at} class="source-line">
          {tokens.map(({ text: part, kind }) => (kind === '' ? part : <span class={`token-${kind}`}>{part}</span>))}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

/** All that the fingerprint counts, as it would go in now. */
export function FingerprintInputs({ id }: { id: string }) {
  const inputs = useAnswer<Inputs>(`/api/v1/images/${id}/inputs`);
  return (
    <details class="inputs">
      <summary>What goes into the fingerprint</summary>
      <Shown answer={inputs}>
        {({ dockerfile, files, args, target, secrets, references }) => (
          <dl class="facts">
            <Fact name="Dockerfile">{dockerfile}</Fact>
            {target !== null && <Fact name="Target">{target}</Fact>}
            <Fact name="Stands on">{references.join(', ') || 'nothing'}</Fact>
            {args.length > 0 && <Fact name="Args">{args.map(({ name, value }) => `${name}=${value}`).join(', ')}</Fact>}
            {secrets.length > 0 && (
              <Fact name="Secrets">
                <bdi>{secrets.join(', ')}</bdi>, by name alone
              </Fact>
            )}
            <Fact name={`Context, ${files.length}`}>
              <ul class="context">
                {files.map(({ path, mode, id: blob }) => (
                  <li key={path}>
                    <code title={blob}>{blob.slice(0, 8)}</code> <bdi>{path}</bdi>{' '}
                    {mode !== 'file' && <span class="quiet">{mode}</span>}
                  </li>
                ))}
              </ul>
            </Fact>
          </dl>
        )}
      </Shown>
    </details>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
