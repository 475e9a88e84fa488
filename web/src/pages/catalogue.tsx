import { useAnswer } from '../live.ts';
import { Copyable } from '../parts/action.tsx';
import { Pick } from '../parts/pick.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { filtered } from '../router.ts';
import type { Image, Page } from '../wire.ts';

const EVERYTHING = '/api/v1/images?limit=1000';

/** What services may run: the filters are those of the API, and offer what is there. */
export function Catalogue() {
  const wanted = filtered(EVERYTHING, ['category', 'tag', 'repository']);
  const everything = useAnswer<Page<Image>>(EVERYTHING);
  const images = useAnswer<Page<Image>>(wanted);
  const known = everything.value.state === 'here' ? everything.value.value.items : [];
  return (
    <section>
      <h1>Catalogue</h1>
      <p class="quiet">
        The same answer for programs: <Copyable text={`curl '${location.origin}${wanted}'`} />
      </p>
      <div class="tools">
        <Pick name="category" every="Every category" values={known.map(({ category }) => category)} />
        <Pick name="tag" every="Every tag" values={known.flatMap(({ tags }) => tags)} />
        <Pick name="repository" every="Every repository" values={known.map(({ repository }) => repository)} />
      </div>
      <Shown answer={images}>
        {({ items }) =>
          items.length > 0 ? (
            <ul class="cards">
              {items.map((image) => (
                <Card key={image.id} image={image} />
              ))}
            </ul>
          ) : wanted === EVERYTHING ? (
            <Empty title="Nothing is published yet." />
          ) : (
            <Empty title="No published image is like that.">
              <a href="/catalogue">Show all</a>
            </Empty>
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
