import { type Look, listed, paint, type State, shortDigest, signs } from './style.ts';
import { table } from './table.ts';
import { escapeControls } from './text.ts';

/** A running container as it is shown. */
interface ContainerRow {
  readonly container: {
    readonly name: string;
    readonly image: string;
    readonly imageId: string;
    readonly digests: readonly string[];
    readonly state: string;
  };
  readonly image: { readonly name: string; readonly text: string };
  readonly standing: 'in-step' | 'behind' | 'unknown';
  readonly why?: string;
}

const standings = { 'in-step': 'in step', behind: 'behind', unknown: 'unknown' } as const;
const states = { 'in-step': 'done', behind: 'warned', unknown: 'quiet' } as const satisfies Record<string, State>;

/** The running containers as a table, and what to do about those that are behind. */
export function renderContainers(rows: readonly ContainerRow[], look: Look): string {
  if (rows.length === 0) return 'No container of the images that are named here is running.\n';
  const cells = rows.map(({ container, image, standing }) => [
    `${signs[states[standing]]} ${escapeControls(container.name)}`,
    image.name,
    escapeControls(container.image),
    shortDigest(container.digests[0] ?? container.imageId),
    container.state,
    standings[standing],
  ]);
  const lines = table(['  container', 'image', 'reference', 'digest', 'state', 'registry'], cells);
  const painted = lines.map((line, at) => {
    const row = rows[at - 1];
    return row === undefined ? line : `${paint(states[row.standing], line.slice(0, 1), look.colour)}${line.slice(1)}`;
  });
  const unknown = [
    ...new Set(rows.flatMap(({ why }) => (why === undefined ? [] : [`unknown: ${escapeControls(why)}`]))),
  ];
  const behind = rows.filter(({ standing }) => standing === 'behind').map(({ container }) => container.name);
  const next =
    behind.length === 0
      ? []
      : [`${listed(behind)} ${behind.length === 1 ? 'is' : 'are'} behind: caskwright containers refresh`];
  const notes = [...unknown, ...next];
  return `${[...painted, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`;
}
