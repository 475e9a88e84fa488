import { useEffect, useState } from 'preact/hooks';
import { ask } from '../server.ts';
import type { Finding } from '../wire.ts';
import { type EditedFile, isChanged } from './files.ts';

/** How long to wait after the last key before the server is asked, in ms. */
const PAUSE = 300;

/** What would be wrong with the repository: held against the same schema and rules as a push, while it is typed. */
export function useFindings(
  repository: string,
  directory: string,
  files: readonly EditedFile[],
): { readonly findings: readonly Finding[]; readonly isCurrent: boolean } {
  const [found, setFound] = useState<{ for: unknown; findings: readonly Finding[] }>({ for: undefined, findings: [] });
  useEffect(() => {
    const changed = files.filter((file) => isChanged(file) && file.encoding === 'utf-8');
    const gone = new AbortController();
    const later = setTimeout(() => {
      const json = {
        repository,
        files: changed.map(({ path, content }) => ({ path: `${directory}/${path}`, content })),
      };
      ask<{ findings: readonly Finding[] }>('/api/v1/validate', { json, signal: gone.signal })
        .then(({ findings }) => setFound({ for: files, findings }))
        .catch(() => {});
    }, PAUSE);
    return () => {
      clearTimeout(later);
      gone.abort();
    };
  }, [repository, directory, files]);
  return { findings: found.findings, isCurrent: found.for === files };
}
