import { useAnswer } from '../live.ts';
import { Action } from '../parts/action.tsx';
import { Columns } from '../parts/columns.tsx';
import { FailureNotice } from '../parts/failure.tsx';
import { BuildMark, RunMark } from '../parts/mark.tsx';
import { Shown } from '../parts/shown.tsx';
import { Ago, Span } from '../parts/time.tsx';
import { TimeLine } from '../parts/time-line.tsx';
import { go } from '../router.ts';
import { ask, may } from '../server.ts';
import type { Build, Failure, Plan, Run, RunWithBuilds, Summary } from '../wire.ts';

/** One run: what it means to do, what it does, what came of it. */
export function RunPage({ id }: { id: number }) {
  const answer = useAnswer<RunWithBuilds>(`/api/v1/runs/${id}`);
  return (
    <Shown answer={answer}>
      {({ run, builds, plan }) => (
        <section>
          <div class="title">
            <h1>
              {run.repository} #{run.id}
            </h1>
            <RunMark of={run.state} />
            <Actions run={run} builds={builds} />
          </div>
          <p class="quiet">
            {run.kind.replace('_', ' ')} of <strong>{run.ref.replace(/^refs\/(?:heads|tags)\//, '')}</strong> at{' '}
            <code>{run.commit.slice(0, 7)}</code>, <Ago at={run.created_at} /> by <bdi>{run.created_by}</bdi>,{' '}
            {run.trust}
            {run.retry_of !== null && (
              <>
                , again after <a href={`/runs/${run.retry_of}`}>#{run.retry_of}</a>
              </>
            )}
          </p>
          {run.reason !== null && <p class="notice">{run.reason}</p>}
          <Failures run={run} builds={builds} />
          {plan && (
            <PlanTable
              repository={run.repository}
              plan={plan}
              builds={builds}
              summary={run.summary as Summary | null}
            />
          )}
          {run.started_at !== null && <TimeLine builds={builds} plan={plan} from={run.started_at} />}
        </section>
      )}
    </Shown>
  );
}

function Actions({ run, builds }: { run: Run; builds: readonly Build[] }) {
  if (!may('builder')) return null;
  const ended = run.state !== 'queued' && run.state !== 'running';
  const again = async (only?: string) => {
    const made = await ask<Run>(`/api/v1/runs/${run.id}/retry`, { json: only === undefined ? {} : { only } });
    go(`/runs/${made.id}`);
  };
  return (
    <div class="actions">
      {!ended && (
        <Action
          label="Cancel"
          danger
          sure={`Cancel run ${run.id}? What is built stays in the registry.`}
          run={() => ask(`/api/v1/runs/${run.id}/cancel`, { method: 'POST' })}
        />
      )}
      {ended && builds.some(({ state }) => state === 'failed') && (
        <Action label="Retry the failed" run={() => again('failed')} />
      )}
      {ended && <Action label="Run again" run={() => again()} />}
    </div>
  );
}

function Failures({ run, builds }: { run: Run; builds: readonly Build[] }) {
  const failed = builds.filter(({ failure }) => failure !== null);
  const images = (run.summary as Summary | null)?.images ?? [];
  const others = images.filter(({ image, failure }) => failure && !failed.some((build) => build.image === image));
  return (
    <>
      {failed.map((build) => (
        <FailureNotice
          key={build.id}
          image={build.image}
          failure={build.failure as unknown as Failure}
          build={build.id}
        />
      ))}
      {others.map(({ image, failure }) => failure && <FailureNotice key={image} image={image} failure={failure} />)}
    </>
  );
}

function PlanTable({
  repository,
  plan,
  builds,
  summary,
}: {
  repository: string;
  plan: Plan;
  builds: readonly Build[];
  summary: Summary | null;
}) {
  const changed = plan.images.filter(({ action }) => action !== 'skip');
  const still = plan.images.length - changed.length;
  const published = new Map(summary?.images.map((image) => [image.image as string, image]));
  return (
    <>
      <h2>Plan</h2>
      {changed.length === 0 ? (
        <p>Everything is in step: nothing to do.</p>
      ) : (
        <table>
          <Columns names={['Image', 'Action', 'Why', 'Version', 'Build', 'Took', 'Digest']} />
          <tbody>
            {changed.map(({ image, action, reasons, version }) => {
              const own = builds.filter((build) => build.image === image);
              const digest = published.get(image)?.digest;
              return (
                <tr key={image}>
                  <th scope="row">
                    <a href={`/images/${repository}/${image}`}>{image}</a>
                  </th>
                  <td>{action}</td>
                  <td class="why">{reasons.map(({ text }) => text).join(' ← ')}</td>
                  <td class="number">{version}</td>
                  <td>
                    {own.map((build) => (
                      <a key={build.id} href={`/builds/${build.id}`} title={build.platform}>
                        <BuildMark of={build.state} />
                      </a>
                    ))}
                  </td>
                  <td>{own[0] && <Span from={own[0].started_at} to={own[0].finished_at} />}</td>
                  <td>{digest && <code title={digest}>{digest.slice(7, 19)}</code>}</td>
                </tr>
              );
            })}
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
