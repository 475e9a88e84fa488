import { useAnswer } from '../live.ts';
import { Action, Copyable } from '../parts/action.tsx';
import { Columns } from '../parts/columns.tsx';
import { BuildMark } from '../parts/mark.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { Ago, Span } from '../parts/time.tsx';
import { go } from '../router.ts';
import { ask, may } from '../server.ts';
import type { Build, Image, ImageVersion, Page, Run } from '../wire.ts';

/** One image: what it is, what was published of it, and what can be done with it. */
export function ImagePage({ repository, name }: { repository: string; name: string }) {
  const id = encodeURIComponent(`${repository}/${name}`);
  const image = useAnswer<Image>(`/api/v1/images/${id}`);
  const versions = useAnswer<Page<ImageVersion>>(`/api/v1/images/${id}/versions`);
  const builds = useAnswer<Page<Build>>(`/api/v1/builds?image=${encodeURIComponent(name)}&limit=10`);
  return (
    <section>
      <div class="title">
        <h1>{name}</h1>
        <Actions repository={repository} name={name} />
      </div>
      <Shown answer={image}>{(found) => <Description image={found} />}</Shown>
      <Files id={id} />
      <h2>Published</h2>
      <Shown answer={versions}>{({ items }) => <Versions versions={items} />}</Shown>
      <h2>Last builds</h2>
      <Shown answer={builds}>{({ items }) => <Builds builds={items} />}</Shown>
    </section>
  );
}

function Actions({ repository, name }: { repository: string; name: string }) {
  if (!may('builder')) return null;
  const start = async (force: boolean) => {
    const run = await ask<Run>('/api/v1/runs', { json: { repository, images: [name], ...(force ? { force } : {}) } });
    go(`/runs/${run.id}`);
  };
  const remove = async () => {
    await ask(`/api/v1/images/${encodeURIComponent(`${repository}/${name}`)}`, { method: 'DELETE' });
    go('/');
  };
  const edit = async () => {
    const { url } = await ask<{ url: string }>(
      `/api/v1/images/${encodeURIComponent(`${repository}/${name}`)}/editor-url`,
    );
    location.assign(url);
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
      <Action label="Web editor" run={edit} />
      <a class="button" href={`/new?copy_of=${encodeURIComponent(name)}&repository=${encodeURIComponent(repository)}`}>
        Copy
      </a>
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
    ['Fingerprint', image.fingerprint.slice(0, 16)],
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

interface FileList {
  readonly items: readonly { readonly path: string; readonly size: number }[];
}

function Files({ id }: { id: string }) {
  const files = useAnswer<FileList>(`/api/v1/images/${id}/files`);
  if (files.value.state !== 'here') return null;
  return (
    <>
      <h2>Files</h2>
      {files.value.value.items.map(({ path, size }) => (
        <File key={path} id={id} path={path} size={size} />
      ))}
    </>
  );
}

function File({ id, path, size }: { id: string; path: string; size: number }) {
  return (
    <details class="file">
      <summary>
        {path} <span class="quiet">{size} bytes</span>
      </summary>
      <Content id={id} path={path} />
    </details>
  );
}

function Content({ id, path }: { id: string; path: string }) {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const file = useAnswer<{ content: string; encoding: string }>(`/api/v1/images/${id}/files/${encoded}`);
  return (
    <Shown answer={file}>
      {({ content, encoding }) => <pre>{encoding === 'utf-8' ? content : 'a binary file'}</pre>}
    </Shown>
  );
}

function Versions({ versions }: { versions: readonly ImageVersion[] }) {
  if (versions.length === 0) return <Empty title="Nothing is published of it yet." />;
  return (
    <table>
      <Columns names={['Version', 'Digest', 'Commit', 'Published']} />
      <tbody>
        {versions.map((version) => (
          <tr key={`${version.version} ${version.digest} ${version.registered_at}`}>
            <th scope="row">{version.version}</th>
            <td>
              <Copyable text={version.digest} />
            </td>
            <td>
              <code>{version.source.commit.slice(0, 7)}</code>
            </td>
            <td>
              <Ago at={version.registered_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
