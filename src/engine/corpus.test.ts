import { describe, expect, test } from 'vitest';
import { repositoryOf, rows } from '../../test/rig/dockerfiles.ts';
import { memoryTree } from '../../test/rig/memory-tree.ts';
import { positionAt, type SourceFile, type Span } from '../diagnostics/diagnostic.ts';
import type { ImageName } from '../names/image-name.ts';
import { loadRepository } from './load.ts';

describe('constructs of Dockerfiles', () => {
  test.each(Object.entries(rows))('%s', async (_, row) => {
    const { graph, diagnostics } = await loadRepository(memoryTree(repositoryOf(row)));
    const place = (file: SourceFile, { start, end }: Span) => {
      const { line, column } = positionAt(file, start);
      return `${line}:${column}-${positionAt(file, end).column}`;
    };
    const found = diagnostics.map(({ file, span, code }) => {
      const { line, column } = positionAt(file, span.start);
      return `${file.path === 'images/app/Dockerfile' ? '' : `${file.path}:`}${line}:${column} ${code}`;
    });
    const app = graph.byName.get('app' as ImageName);
    const edges = (graph.parents.get('app' as ImageName) ?? []).map(
      ({ file, span, kind, pinned, parent }) =>
        `${place(file, span)} ${kind} ${pinned ? 'pinned' : 'follows'} ${parent}`,
    );
    const bases = (graph.bases.get('app' as ImageName) ?? []).map(
      ({ use, reference: { registry, repository, tag, digest } }) =>
        `${place(app?.dockerfile.file as SourceFile, use.span)} ${registry}/${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`,
    );
    expect({ findings: found, stages: stagesOf(app?.dockerfile.canonical ?? ''), edges, bases }).toEqual({
      findings: row.findings ?? [],
      stages: row.stages,
      edges: row.edges ?? [],
      bases: row.bases ?? [],
    });
    if (row.reads) expect(app?.context.map(({ path }) => path)).toEqual(row.reads);
  });
});

/** What the stages stand on, out of the text that stands for the Dockerfile in the source hash. */
function stagesOf(canonical: string): readonly string[] {
  const lines = canonical.split('\n').filter(Boolean);
  const from = lines
    .map((line) => JSON.parse(line) as [string, string | null, unknown])
    .filter(([keyword]) => keyword === 'FROM');
  return from.map(([, , meaning]) => (meaning === 0 ? 'image' : String(meaning)));
}
