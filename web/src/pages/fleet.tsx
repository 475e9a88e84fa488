import { useAnswer } from '../live.ts';
import { FleetGraph } from '../parts/graph.tsx';
import { StandingMark, wordOf } from '../parts/mark.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { Ago } from '../parts/time.tsx';
import { query, setQuery } from '../router.ts';
import { type FleetImage, fleetOf, type Standing } from '../states.ts';
import type { Image, Page, Run, RunWithBuilds } from '../wire.ts';

/** The newest run that planned the whole of a repository for publication. */
function isOfDefaultBranch({ kind, request }: Run): boolean {
  return (kind === 'push' || kind === 'schedule' || kind === 'manual') && !Array.isArray(request.images);
}

/** All images, how they stand against Git, and what stands on what. */
export function Fleet() {
  const images = useAnswer<Page<Image>>('/api/v1/images?limit=1000');
  const runs = useAnswer<Page<Run>>('/api/v1/runs?limit=100');
  return (
    <Shown answer={images}>
      {(catalogue) => (
        <Shown answer={runs}>{(recent) => <Repositories catalogue={catalogue.items} runs={recent.items} />}</Shown>
      )}
    </Shown>
  );
}

function Repositories({ catalogue, runs }: { catalogue: readonly Image[]; runs: readonly Run[] }) {
  const names = [
    ...new Set([...runs.map((run) => run.repository), ...catalogue.map((image) => image.repository)]),
  ].sort();
  if (names.length === 0) {
    return (
      <Empty title="No images yet.">
        <p>Push to a repository whose webhook points here, or start a run:</p>
        <code>curl -X POST -H "Authorization: Bearer …" {location.origin}/api/v1/runs</code>
      </Empty>
    );
  }
  return (
    <>
      {names.map((name) => (
        <Repository
          key={name}
          name={name}
          catalogue={catalogue}
          last={runs.find((run) => run.repository === name && isOfDefaultBranch(run))}
        />
      ))}
    </>
  );
}

function Repository({ name, catalogue, last }: { name: string; catalogue: readonly Image[]; last: Run | undefined }) {
  const answer = useAnswer<RunWithBuilds>(last && `/api/v1/runs/${last.id}`);
  const found = answer.value.state === 'here' ? answer.value.value : undefined;
  const images = fleetOf(name, catalogue, found);
  const shown = filtered(images);
  const view = query.value.get('view') ?? 'table';
  return (
    <section>
      <div class="title">
        <h1>{name}</h1>
        <Counts images={images} />
        {last && (
          <a class="quiet" href={`/runs/${last.id}`}>
            last run <Ago at={last.created_at} />
          </a>
        )}
      </div>
      <Filters images={images} view={view} />
      {view === 'graph' ? <FleetGraph images={shown} /> : <ImageTable images={shown} />}
      {shown.length === 0 && (
        <Empty title="No image is like that.">
          <a href="/">Show all</a>
        </Empty>
      )}
    </section>
  );
}

function Counts({ images }: { images: readonly FleetImage[] }) {
  const counts = new Map<Standing, number>();
  for (const { standing } of images) counts.set(standing, (counts.get(standing) ?? 0) + 1);
  return (
    <ul class="counts">
      {[...counts].map(([standing, count]) => (
        <li key={standing}>
          <button
            type="button"
            aria-pressed={query.value.get('state') === standing}
            onClick={() => setQuery('state', query.value.get('state') === standing ? '' : standing)}
          >
            {count} <StandingMark of={standing} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Filters({ images, view }: { images: readonly FleetImage[]; view: string }) {
  const categories = [...new Set(images.map(({ category }) => category).filter(Boolean))].sort();
  return (
    <div class="tools">
      <label>
        <span class="unseen">Search images</span>
        <input
          type="search"
          placeholder="Search images"
          value={query.value.get('q') ?? ''}
          onInput={(event) => setQuery('q', event.currentTarget.value)}
        />
      </label>
      {categories.length > 0 && (
        <label>
          <span class="unseen">Category</span>
          <select
            value={query.value.get('category') ?? ''}
            onChange={(event) => setQuery('category', event.currentTarget.value)}
          >
            <option value="">Every category</option>
            {categories.map((category) => (
              <option key={category} value={category}>
                {category}
              </option>
            ))}
          </select>
        </label>
      )}
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

function filtered(images: readonly FleetImage[]): readonly FleetImage[] {
  const search = (query.value.get('q') ?? '').toLowerCase();
  const state = query.value.get('state');
  const category = query.value.get('category');
  const chosen = images.filter(
    (image) =>
      (search === '' ||
        [image.name, image.category, ...image.tags].some((text) => text.toLowerCase().includes(search))) &&
      (state === null || image.standing === state) &&
      (category === null || image.category === category),
  );
  const [by, order] = (query.value.get('sort') ?? '').split('-');
  if (by === undefined || by === '') return chosen;
  const sign = order === 'down' ? -1 : 1;
  return chosen.toSorted((a, b) => sign * sortValue(a, by).localeCompare(sortValue(b, by), 'en', { numeric: true }));
}

function sortValue(image: FleetImage, by: string): string {
  switch (by) {
    case 'state':
      return wordOf(image.standing);
    case 'version':
      return image.version;
    case 'age':
      return image.builtAt ?? '';
    default:
      return image.name;
  }
}

function ImageTable({ images }: { images: readonly FleetImage[] }) {
  return (
    <table>
      <thead>
        <tr>
          <Head by="name">Image</Head>
          <Head by="state">State</Head>
          <th scope="col">Why</th>
          <Head by="version">Version</Head>
          <th scope="col">Stands on</th>
          <th scope="col">Category</th>
          <Head by="age">Built</Head>
        </tr>
      </thead>
      <tbody>
        {images.map((image) => (
          <tr key={image.name}>
            <th scope="row">
              <a href={`/images/${image.repository}/${image.name}`}>{image.name}</a>
            </th>
            <td>
              {image.build && (image.standing === 'building' || image.standing === 'failed') ? (
                <a href={`/builds/${image.build.id}`}>
                  <StandingMark of={image.standing} />
                </a>
              ) : (
                <StandingMark of={image.standing} />
              )}
            </td>
            <td class="why">{image.standing === 'in-step' ? '' : image.reason}</td>
            <td class="number">{image.version}</td>
            <td>{image.parents.join(', ')}</td>
            <td>{image.category}</td>
            <td>
              <Ago at={image.builtAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
