import { useAnswer } from '../live.ts';
import type { Page } from '../wire.ts';
import { Columns } from './columns.tsx';
import { Ago } from './time.tsx';

interface Export {
  readonly file: string;
  readonly version: string | null;
  readonly type: string;
  readonly architecture: string;
  readonly size: number;
  readonly sha256: string;
  readonly made_at: string;
  readonly notes: readonly string[];
  readonly download: string;
}

/** The disk images that were made of an image; nothing where there are none. `id` is encoded. */
export function Exports({ id }: { id: string }) {
  const answer = useAnswer<Page<Export>>(`/api/v1/images/${id}/exports`);
  if (answer.value.state !== 'here' || answer.value.value.items.length === 0) return null;
  return (
    <>
      <h2>Disk images</h2>
      <table>
        <Columns names={['File', 'Of', 'Type', 'Architecture', 'Size', 'SHA-256', 'Made']} />
        <tbody>
          {answer.value.value.items.map((one) => (
            <tr key={one.file} title={one.notes.join('\n')}>
              <th scope="row">
                <a href={one.download} download>
                  {one.file}
                </a>
              </th>
              <td>{one.version}</td>
              <td>{one.type}</td>
              <td>{one.architecture}</td>
              <td class="number">{(one.size / 1e6).toFixed(1)} MB</td>
              <td class="number" title={one.sha256}>
                {one.sha256.slice(0, 12)}
              </td>
              <td>
                <Ago at={one.made_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
