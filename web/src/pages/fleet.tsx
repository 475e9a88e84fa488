import './fleet.css';
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FleetGraph } from '../graph/graph.tsx';
import { useAnswer } from '../live.ts';
import { RunMark, StandingMark } from '../parts/mark.tsx';
import { Pick } from '../parts/pick.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { Ago } from '../parts/time.tsx';
import { query, setQuery } from '../router.ts';
import { choiceOf, chosen, STANDINGS } from '../states.ts';
import type { Fleet as FleetAnswer, FleetImage, Page, Run } from '../wire.ts';

/** All images, how they stand against Git, and what stands on what. */
export function Fleet() {
  const repositories = useAnswer<Page<{ readonly id: string }>>('/api/v1/repositories');
  return (
    <Shown answer={repositories}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="No repository yet.">
            <p>Name one under “repositories” in the server’s configuration, or add it:</p>
            <code>POST {location.origin}/api/v1/repositories</code>
          </Empty>
        ) : (
          items.map(({ id }) => <Repository key={id} id={id} />)
        )
      }
    </Shown>
  );
}

function Repository({ id }: { id: string }) {
  const answer = useAnswer<FleetAnswer>(`/api/v1/repositories/${id}/fleet`);
  return (
    <section class="fleet">
      <Shown answer={answer}>{(fleet) => <Images fleet={fleet} />}</Shown>
    </section>
  );
}

function Images({ fleet }: { fleet: FleetAnswer }) {
  const { repository, run, images } = fleet;
  const shown = chosen(images, choiceOf(query.value));
  const view = query.value.get('view') ?? 'table';
  return (
    <>
      <div class="title">
        <h1>{repository}</h1>
        <Counts images={images} />
        {run && <LastRun run={run} />}
      </div>
      {run?.state === 'failed' && run.reason !== null && (
        <div class="notice bad">
          <p>
            The last run failed: <bdi>{run.reason}</bdi>. <a href={`/runs/${run.id}`}>Run #{run.id}</a>
          </p>
        </div>
      )}
      {images.length === 0 ? (
        <Empty title="No images yet.">
          <p>
            Push to {fleet.default_branch}: the webhook of the repository tells this server, and images appear here.
          </p>
        </Empty>
      ) : (
        <>
          <Filters images={images} view={view} shown={shown.length} />
          {shown.length === 0 && (
            <Empty title="No image is like that.">
              <a href="/">Show all</a>
            </Empty>
          )}
          {shown.length > 0 &&
            (view === 'graph' ? (
              <Graph repository={repository} images={shown} />
            ) : (
              <ImageTable repository={repository} images={shown} />
            ))}
        </>
      )}
    </>
  );
}

function LastRun({ run }: { run: Run }) {
  return (
    <a class="last-run" href={`/runs/${run.id}`}>
      <RunMark of={run.state} />
      <span class="quiet">
        run #{run.id}, <Ago at={run.finished_at ?? run.started_at ?? run.created_at} />
      </span>
    </a>
  );
}

/** The graph and its layout come when somebody wants to see them. */
function Graph(props: { repository: string; images: readonly FleetImage[] }) {
  const [View, setView] = useState<FunctionComponent<Parameters<typeof FleetGraph>[0]> | undefined>();
  useEffect(() => {
    void import('../graph/graph.tsx').then((loaded) => setView(() => loaded.FleetGraph));
  }, []);
  return View ? <View {...props} /> : <div class="graph" aria-busy="true" />;
}

function Counts({ images }: { images: readonly FleetImage[] }) {
  const chosenState = query.value.get('state');
  const counts = Map.groupBy(images, ({ state }) => state);
  return (
    <ul class="counts">
      {STANDINGS.filter((state) => counts.has(state) || chosenState === state).map((state) => (
        <li key={state}>
          <button
            type="button"
            class="chip"
            aria-pressed={chosenState === state}
            onClick={() => setQuery('state', chosenState === state ? '' : state)}
          >
            <span class="number">{counts.get(state)?.length ?? 0}</span> <StandingMark of={state} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Filters({ images, view, shown }: { images: readonly FleetImage[]; view: string; shown: number }) {
  return (
    <div class="tools">
      <label class="search">
        <span class="unseen">Search images</span>
        <input
          type="search"
          placeholder="Search by name, version, tag or digest"
          value={query.value.get('q') ?? ''}
          onInput={(event) => setQuery('q', event.currentTarget.value)}
        />
      </label>
      <Pick name="category" every="Every category" values={images.map(({ category }) => category)} />
      <Pick name="tag" every="Every tag" values={images.flatMap(({ tags }) => tags)} />
      <span class="quiet" role="status">
        {shown === images.length ? `${shown} images` : `${shown} of ${images.length} images`}
      </span>
      <fieldset class="switch">
        <legend class="unseen">View</legend>
        {['table', 'graph'].map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={view === one}
            onClick={() => setQuery('view', one === 'table' ? '' : one)}
          >
            {one}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function ImageTable({ repository, images }: { repository: string; images: readonly FleetImage[] }) {
  return (
    <table class="images">
      <thead>
        <tr>
          <Head by="name">Image</Head>
          <Head by="state">State</Head>
          <Head by="version">Version</Head>
          <th scope="col">Digest</th>
          <Head by="age">Built</Head>
          <th scope="col">Stands on</th>
          <th scope="col">Carries</th>
          <Head by="category">Category</Head>
          <th scope="col">Tags</th>
        </tr>
      </thead>
      <tbody>
        {images.map((image) => (
          <ImageRow key={image.name} repository={repository} image={image} />
        ))}
      </tbody>
    </table>
  );
}

function ImageRow({ repository, image }: { repository: string; image: FleetImage }) {
  const { name, state, reason, version, digest, built_at, parents, children, category, tags, build } = image;
  const isTelling = build !== null && (state === 'building' || state === 'failed');
  return (
    <tr>
      <th scope="row">
        <a href={`/images/${repository}/${name}`}>{name}</a>
      </th>
      <td class="state">
        {isTelling ? (
          <a href={`/builds/${build}`}>
            <StandingMark of={state} />
          </a>
        ) : (
          <StandingMark of={state} />
        )}
        {reason !== '' && <span class="why">{reason}</span>}
      </td>
      <td class="number">{version}</td>
      <td class="number quiet digest" title={digest ?? undefined}>
        {digest?.slice(7, 19)}
      </td>
      <td class="age">{built_at !== null && <Ago at={built_at} />}</td>
      <td class="names">
        <Names repository={repository} names={parents} />
      </td>
      <td class="number carries" title={children.join(', ')}>
        {children.length > 0 && children.length}
      </td>
      <td class="category">{category}</td>
      <td class="tags">
        {tags.map((tag) => (
          <span key={tag} class="tag">
            {tag}
          </span>
        ))}
      </td>
    </tr>
  );
}

function Names({ repository, names }: { repository: string; names: readonly string[] }) {
  return (
    <>
      {names.map((name, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <a class="plain" href={`/images/${repository}/${name}`}>
            {name}
          </a>
        </span>
      ))}
    </>
  );
}

function Head({ by, children }: { by: string; children: string }) {
  const sort = query.value.get('sort');
  const next = sort === by ? `${by}-down` : sort === `${by}-down` ? '' : by;
  return (
    <th scope="col" aria-sort={sort === by ? 'ascending' : sort === `${by}-down` ? 'descending' : 'none'}>
      <button type="button" class="sort" onClick={() => setQuery('sort', next)}>
        {children}
      </button>
    </th>
  );
}
