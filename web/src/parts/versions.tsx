import type { Descent, ImageVersion } from '../wire.ts';
import { Copyable } from './action.tsx';
import { Columns } from './columns.tsx';
import { Empty } from './shown.tsx';
import { Ago } from './time.tsx';

/** What was published of an image, each with the commit that it is from, what it was built on and what was built on it. */
export function Versions({
  repository,
  versions,
  lineage,
}: {
  repository: string;
  versions: readonly ImageVersion[];
  lineage: readonly Descent[];
}) {
  if (versions.length === 0) return <Empty title="Nothing is published of it yet." />;
  return (
    <table class="versions">
      <Columns names={['Version', 'Digest', 'Commit', 'Run', 'Built on', 'Carries', 'Published']} />
      <tbody>
        {versions.map((version) => {
          const descent = lineage.find(
            ({ digest, version: tag }) => digest === version.digest && tag === version.version,
          );
          return (
            <tr key={`${version.version} ${version.digest}`}>
              <th scope="row">{version.version}</th>
              <td>
                <Copyable text={version.digest} shown={version.digest.slice(7, 19)} />
              </td>
              <td>
                <code title={version.source.commit}>{version.source.commit.slice(0, 7)}</code>
              </td>
              <td>{version.run !== undefined && <a href={`/runs/${version.run}`}>#{version.run}</a>}</td>
              <td>
                <Relatives repository={repository} of={descent?.parents ?? []} />
                {descent?.nodes[0]?.bases.map(({ reference, digest }) => (
                  <span key={reference} class="relative" title={digest}>
                    <bdi>{reference}</bdi> <code>{digest.slice(7, 15)}</code>
                  </span>
                ))}
              </td>
              <td>
                <Relatives repository={repository} of={descent?.children ?? []} />
              </td>
              <td>
                <Ago at={version.registered_at} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Relatives({ repository, of }: { repository: string; of: Descent['parents'] }) {
  return (
    <>
      {of.map(({ name, version, digest }) => (
        <span key={name} class="relative" title={digest ?? undefined}>
          <a href={`/images/${repository}/${name}`}>{name}</a> <bdi>{version}</bdi>
        </span>
      ))}
    </>
  );
}
