import { go } from '../router.ts';
import { ask, may } from '../server.ts';
import type { Build, Plan, Run, Summary } from '../wire.ts';
import { Action } from './action.tsx';
import { Columns } from './columns.tsx';
import { BuildMark } from './mark.tsx';
import { Span } from './time.tsx';

type PlannedImage = Plan['images'][number];

/** What a run means to do and why, with what became of it and what can be done about each image. */
export function PlanTable({ run, plan, builds }: { run: Run; plan: Plan; builds: readonly Build[] }) {
  const changed = plan.images.filter(({ action }) => action !== 'skip');
  const still = plan.images.length - changed.length;
  const results = new Map((run.summary as Summary | null)?.images?.map((image) => [image.image as string, image]));
  return (
    <>
      <h2>Plan</h2>
      {changed.length === 0 ? (
        <p>Everything is in step: nothing to do.</p>
      ) : (
        <table class="plan">
          <Columns
            names={['Image', 'Action', 'Why', 'Version', 'Build', 'Took', 'Digest', ...(may('builder') ? ['Do'] : [])]}
          />
          <tbody>
            {changed.map((image) => (
              <Row
                key={image.image}
                run={run}
                image={image}
                builds={builds.filter((build) => build.image === image.image)}
                digest={results.get(image.image)?.digest}
              />
            ))}
          </tbody>
        </table>
      )}
      {still > 0 && (
        <p class="quiet">
          {still} more {still === 1 ? 'image is' : 'images are'} in step.
        </p>
      )}
    </>
  );
}

function Row({
  run,
  image: { image, action, reasons, version },
  builds,
  digest,
}: {
  run: Run;
  image: PlannedImage;
  builds: readonly Build[];
  digest: string | undefined;
}) {
  const [first] = builds;
  return (
    <tr>
      <th scope="row">
        <a href={`/images/${run.repository}/${image}`}>{image}</a>
      </th>
      <td>{action}</td>
      <td class="why">{reasons.map(({ text }) => text).join(' ← ')}</td>
      <td class="number">{version}</td>
      <td>
        {builds.map((build) => (
          <a key={build.id} href={`/builds/${build.id}`} title={build.reason ?? build.platform}>
            <BuildMark of={build.state} />
          </a>
        ))}
      </td>
      <td>{first && <Span from={first.started_at} to={first.finished_at} />}</td>
      <td class="number">{digest && <span title={digest}>{digest.slice(7, 19)}</span>}</td>
      {may('builder') && (
        <td>
          <RowActions run={run} image={image} builds={builds} />
        </td>
      )}
    </tr>
  );
}

const OPEN: readonly Build['state'][] = ['waiting', 'ready', 'claimed'];

/** Cancel while it is under way; afterwards what failed again with what that blocked, or a subtree anew. */
function RowActions({ run, image, builds }: { run: Run; image: string; builds: readonly Build[] }) {
  const open = builds.find(({ state }) => OPEN.includes(state));
  if (open) {
    return (
      <Action
        label="Cancel"
        name={`Cancel ${image}`}
        sure={`Cancel the build of ${image}? What stands on it is blocked.`}
        run={() => ask(`/api/v1/builds/${open.id}/cancel`, { method: 'POST' })}
      />
    );
  }
  if (run.state === 'queued' || run.state === 'running') return null;
  const broken = builds.find(({ state }) => state === 'failed' || state === 'cancelled');
  const goTo = ({ id }: Run) => go(`/runs/${id}`);
  if (broken) {
    return (
      <Action
        label="Retry"
        name={`Retry ${image} and what it blocked`}
        run={() => ask<Run>(`/api/v1/builds/${broken.id}/retry`, { method: 'POST' }).then(goTo)}
      />
    );
  }
  if (!builds.some(({ state }) => state === 'landed')) return null;
  const again = { repository: run.repository, images: [image], force: true };
  return (
    <Action
      label="Rebuild"
      name={`Rebuild ${image} and what stands on it`}
      sure={`Build ${image} and all that stands on it again, as ${run.repository} is now?`}
      run={() => ask<Run>('/api/v1/runs', { json: again }).then(goTo)}
    />
  );
}
