import { useAnswer } from '../live.ts';
import { Copyable } from '../parts/action.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { query, setQuery } from '../router.ts';
import type { Image, Page } from '../wire.ts';

/** What services may run: the filters are those of the API. */
export function Catalogue() {
  const wanted = new URLSearchParams({ limit: '1000' });
  for (const name of ['category', 'tag', 'repository']) {
    const value = query.value.get(name);
    if (value !== null) wanted.append(name, value);
  }
  const images = useAnswer<Page<Image>>(`/api/v1/images?${wanted}`);
  return (
    <section>
      <h1>Catalogue</h1>
      <p class="quiet">
        The same answer for programs: <Copyable text={`curl ${location.origin}/api/v1/images?${wanted}`} />
      </p>
      <div class="tools">
        {['category', 'tag', 'repository'].map((name) => (
          <label key={name}>
            {name}{' '}
            <input
              value={query.value.get(name) ?? ''}
              onChange={(event) => setQuery(name, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
      <Shown answer={images}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No published image is like that." />
          ) : (
            <ul class="cards">
              {items.map((image) => (
                <Card key={image.id} image={image} />
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}

function Card({ image }: { image: Image }) {
  return (
    <li class="card">
      <h2>
        <a href={`/images/${image.repository}/${image.name}`}>{image.display_name}</a>
      </h2>
      <p>{image.description}</p>
      <p class="quiet">{[image.category, ...image.tags].filter(Boolean).join(' · ')}</p>
      <Copyable text={image.reference} />
    </li>
  );
}
