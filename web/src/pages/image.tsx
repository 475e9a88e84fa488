import './image.css';
import { useAnswer } from '../live.ts';
import { Action, Copyable } from '../parts/action.tsx';
import { Columns } from '../parts/columns.tsx';
import { Exports } from '../parts/exports.tsx';
import { BuildMark, StandingMark } from '../parts/mark.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { Files, FingerprintInputs } from '../parts/sources.tsx';
import { Ago, Span } from '../parts/time.tsx';
import { Versions } from '../parts/versions.tsx';
import { go } from '../router.ts';
import { ask, may, me } from '../server.ts';
import type { Build, Descent, Fleet, FleetImage, Image, ImageVersion, Page, Run } from '../wire.ts';

/** One image: what it is, how it stands, what was published of it, and what can be done with it. */
export function ImagePage({ repository, name }: { repository: string; name: string }) {
  const id = encodeURIComponent(`${repository}/${name}`);
  const fleet = useAnswer<Fleet>(`/api/v1/repositories/${repository}/fleet`);
  const builds = useAnswer<Page<Build>>(
    `/api/v1/builds?repository=${encodeURIComponent(repository)}&image=${encodeURIComponent(name)}&limit=10`,
  );
  const standing = fleet.value.state === 'here' ? fleet.value.value.images.find((one) => one.name === name) : undefined;
  return (
    <section class="image">
      <div class="title">
        <h1>{name}</h1>
        {standing && <StandingMark of={standing.state} />}
        <span class="quiet number">{standing?.version}</span>
        <Actions repository={repository} name={name} />
      </div>
      {standing && <Relations repository={repository} image={standing} />}
      {fleet.value.state !== 'loading' &&
        (standing?.digest === null ? (
          <Empty title="Nothing is published of it yet." />
        ) : (
          <Published repository={repository} id={id} />
        ))}
      <h2>Last builds</h2>
      <Shown answer={builds}>{({ items }) => <Builds builds={items} />}</Shown>
      <Files id={id} />
      <FingerprintInputs id={id} />
    </section>
  );
}

/** What the catalogue knows of it; `id` is encoded. */
function Published({ repository, id }: { repository: string; id: string }) {
  const image = useAnswer<Image>(`/api/v1/images/${id}`);
  const versions = useAnswer<Page<ImageVersion>>(`/api/v1/images/${id}/versions`);
  const lineage = useAnswer<Page<Descent>>(`/api/v1/images/${id}/lineage`);
  const descent = lineage.value.state === 'here' ? lineage.value.value.items : [];
  return (
    <>
      <Shown answer={image}>{(found) => <Description image={found} />}</Shown>
      <h2>Published</h2>
      <Shown answer={versions}>
        {({ items }) => <Versions repository={repository} versions={items} lineage={descent} />}
      </Shown>
      <Exports id={id} />
    </>
  );
}

/** What it stands on and what stands on it, and why it is not in step where it is not. */
function Relations({ repository, image }: { repository: string; image: FleetImage }) {
  const names = (label: string, of: readonly string[]) =>
    of.length > 0 && (
      <span>
        <span class="quiet">{label}</span>{' '}
        {of.map((name, at) => (
          <span key={name}>
            {at > 0 && ', '}
            <a href={`/images/${repository}/${name}`}>{name}</a>
          </span>
        ))}
      </span>
    );
  return (
    <p class="relations">
      {image.reason !== '' && (
        <span class="why">
          <strong>Not in step:</strong> {image.reason}
        </span>
      )}
      {names('parents', image.parents)}
      {names('children', image.children)}
    </p>
  );
}

function Actions({ repository, name }: { repository: string; name: string }) {
  const path = `/api/v1/images/${encodeURIComponent(`${repository}/${name}`)}`;
  if (!may('builder')) return null;
  const start = async (force: boolean) => {
    const run = await ask<Run>('/api/v1/runs', { json: { repository, images: [name], ...(force ? { force } : {}) } });
    go(`/runs/${run.id}`);
  };
  const remove = async () => {
    await ask(path, { method: 'DELETE' });
    go('/');
  };
  return (
    <div class="actions">
      <Action label="Build" run={() => start(false)} />
      <Action
        label="Force"
        sure={`Build ${name} and what stands on it again, although the registry has it?`}
        run={() => start(true)}
      />
      <a class="button" href={`/edit/${repository}/${name}`}>
        Edit
      </a>
      <a class="button" href={`/new?${new URLSearchParams({ copy_of: name, repository })}`}>
        Copy
      </a>
      {me.value?.web_editor && (
        <Action
          label="Web editor"
          run={() => ask<{ url: string }>(`${path}/editor-url`).then(({ url }) => location.assign(url))}
        />
      )}
      <Action
        label="Delete"
        danger
        sure={`Remove ${name} from ${repository} with a commit? What is published stays in the registry.`}
        run={remove}
      />
    </div>
  );
}

function Description({ image }: { image: Image }) {
  const facts: readonly (readonly [string, string])[] = [
    ['Category', image.category],
    ['Tags', image.tags.join(', ')],
    ['Platforms', image.platforms.join(', ')],
    ['Size', `${(image.size / 1e6).toFixed(1)} MB`],
    ['Commit', image.source.commit.slice(0, 12)],
    ['Fingerprint', image.fingerprint.slice(0, 12)],
    ...Object.entries(image.metadata).map(([key, value]) => [key, String(value)] as const),
  ];
  return (
    <>
      <p class="lead">
        {image.display_name !== image.name && <strong>{image.display_name}</strong>} <bdi>{image.description}</bdi>
      </p>
      <p>
        <Copyable text={`docker pull ${image.reference}`} /> <Copyable text={`docker pull ${image.pinned}`} />
      </p>
      <dl>
        {facts
          .filter(([, value]) => value !== '')
          .map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function Builds({ builds }: { builds: readonly Build[] }) {
  if (builds.length === 0) return <Empty title="It was not built here yet." />;
  return (
    <table>
      <Columns names={['Build', 'State', 'Platform', 'Took', 'When']} />
      <tbody>
        {builds.map((build) => (
          <tr key={build.id}>
            <th scope="row">
              <a href={`/builds/${build.id}`}>#{build.id}</a>
            </th>
            <td>
              <BuildMark of={build.state} />
            </td>
            <td>{build.platform}</td>
            <td>
              <Span from={build.started_at} to={build.finished_at} />
            </td>
            <td>
              <Ago at={build.created_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
