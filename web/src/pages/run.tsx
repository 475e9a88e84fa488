import { shortRef } from '../refs.ts';
import './run.css';
import { differenceOf } from '../compare.ts';
import { compareLink, type ForgeLinks, type ForgeRepository, forgeLinks } from '../forge.ts';
import { useAnswer } from '../live.ts';
import { Action } from '../parts/action.tsx';
import { FailureNotice } from '../parts/failure.tsx';
import { RunMark } from '../parts/mark.tsx';
import { PlanTable } from '../parts/plan-table.tsx';
import { Shown } from '../parts/shown.tsx';
import { Ago, Span, seconds } from '../parts/time.tsx';
import { TimeLine } from '../parts/time-line.tsx';
import { go } from '../router.ts';
import { ask, may } from '../server.ts';
import type { Build, Failure, Run, RunWithBuilds, Summary } from '../wire.ts';

/** One run: what it means to do, what it does, what came of it. */
export function RunPage({ id }: { id: number }) {
  const answer = useAnswer<RunWithBuilds>(`/api/v1/runs/${id}`);
  return <Shown answer={answer}>{(found) => <Found found={found} />}</Shown>;
}

function Found({ found }: { found: RunWithBuilds }) {
  const { run, builds, plan, before } = found;
  return (
    <section class="run">
      <div class="title">
        <h1>
          {run.repository} #{run.id}
        </h1>
        <RunMark of={run.state} />
        {run.started_at !== null && (
          <span class="quiet">
            <Span from={run.started_at} to={run.finished_at} />
          </span>
        )}
        <Actions run={run} builds={builds} />
      </div>
      <Trigger found={found} />
      {run.reason !== null && <p class="notice">{run.reason}</p>}
      <Findings run={run} />
      <Failures run={run} builds={builds} />
      {plan === null && (run.state === 'queued' || run.state === 'running') && (
        <p class="quiet" aria-busy="true">
          {run.state === 'queued'
            ? 'Waits for a server to take it.'
            : 'Is planned: the commit is read, and compared with the registry.'}
        </p>
      )}
      {plan && <PlanTable run={run} plan={plan} builds={builds} />}
      {run.started_at !== null && <TimeLine builds={builds} plan={plan} from={run.started_at} />}
      {before !== null && <Comparison found={found} before={before} />}
    </section>
  );
}

/** What started it, with the ways to the forge. */
function Trigger({ found: { run, delivery } }: { found: RunWithBuilds }) {
  const repository = useAnswer<ForgeRepository>(`/api/v1/repositories/${run.repository}`);
  const links = repository.value.state === 'here' ? forgeLinks(repository.value.value) : undefined;
  const { before, after, base, head } = (delivery?.change ?? {}) as Readonly<Record<string, unknown>>;
  const compare = compareLink(links, before ?? base, after ?? head);
  return (
    <p class="quiet trigger">
      {run.kind.replace('_', ' ')} of <PullOrRef run={run} links={links} /> at{' '}
      <Outward to={links?.commit(run.commit)}>
        <code>{run.commit.slice(0, 7)}</code>
      </Outward>
      {compare !== undefined && (
        <>
          {' '}
          (<Outward to={compare}>what changed</Outward>)
        </>
      )}
      , <Ago at={run.created_at} /> by <bdi>{run.created_by}</bdi>, {run.trust}
      {delivery !== null && (
        <>
          , from <a href={`/activity#delivery-${delivery.id}`}>delivery #{delivery.id}</a> (<bdi>{delivery.event}</bdi>)
        </>
      )}
      {run.retry_of !== null && (
        <>
          , again after <a href={`/runs/${run.retry_of}`}>#{run.retry_of}</a>
        </>
      )}
    </p>
  );
}

function PullOrRef({ run, links }: { run: Run; links: ForgeLinks | undefined }) {
  const pull = /^refs\/pull\/(\d+)\//.exec(run.ref)?.[1];
  if (pull !== undefined) return <Outward to={links?.pull(Number(pull))}>#{pull}</Outward>;
  return <strong>{shortRef(run.ref)}</strong>;
}

/** A link to another server, where there is one. */
function Outward({ to, children }: { to: string | undefined; children: preact.ComponentChildren }) {
  if (to === undefined) return <>{children}</>;
  return (
    <a href={to} rel="noreferrer">
      {children}
    </a>
  );
}

function Actions({ run, builds }: { run: Run; builds: readonly Build[] }) {
  if (!may('builder')) return null;
  const ended = run.state !== 'queued' && run.state !== 'running';
  const again = async (failed: boolean) => {
    const made = await ask<Run>(`/api/v1/runs/${run.id}/retry${failed ? '?failed=true' : ''}`, { method: 'POST' });
    go(`/runs/${made.id}`);
  };
  const cancel = () => ask(`/api/v1/runs/${run.id}/cancel`, { method: 'POST' });
  return (
    <div class="actions">
      {!ended && (
        <Action
          label="Cancel"
          danger
          sure={`Cancel run ${run.id}? What is built stays in the registry.`}
          run={cancel}
        />
      )}
      {ended && builds.some(({ state }) => state === 'failed') && (
        <Action label="Retry the failed" run={() => again(true)} />
      )}
      {ended && <Action label="Run again" run={() => again(false)} />}
    </div>
  );
}

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly message: string;
}

/** What is wrong in the repository's files, where that is why it failed. */
function Findings({ run }: { run: Run }) {
  const { findings = [] } = (run.summary ?? {}) as { readonly findings?: readonly Finding[] };
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {findings.map(({ file, line, column, severity, message }) => (
        <li key={`${file}:${line}:${column}:${message}`}>
          <code>
            <bdi>{file}</bdi>:{line}:{column}
          </code>{' '}
          <span class={severity === 'error' ? 'bad' : 'todo'}>{severity}</span> <bdi>{message}</bdi>
        </li>
      ))}
    </ul>
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

/** What was built then and not now, and how long it took against then. */
function Comparison({ found, before }: { found: RunWithBuilds; before: number }) {
  const answer = useAnswer<RunWithBuilds>(`/api/v1/runs/${before}`);
  if (answer.value.state !== 'here') return null;
  const { now, before: then, both } = differenceOf(found, answer.value.value);
  const scale = Math.max(1, ...both.flatMap((one) => [one.now, one.before]));
  return (
    <>
      <h2>
        Against <a href={`/runs/${before}`}>run #{before}</a>
      </h2>
      {now.length + then.length + both.length === 0 && <p class="quiet">Neither has built anything.</p>}
      <dl class="difference">
        {now.length > 0 && (
          <div>
            <dt>Only now</dt>
            <dd>{now.join(', ')}</dd>
          </div>
        )}
        {then.length > 0 && (
          <div>
            <dt>Only then</dt>
            <dd>{then.join(', ')}</dd>
          </div>
        )}
      </dl>
      {both.length > 0 && (
        <table class="both">
          <thead>
            <tr>
              {['Built by both', 'Now', 'Then', 'Difference'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {both.map((one) => (
              <tr key={one.image}>
                <th scope="row">{one.image}</th>
                <td class="number">
                  <span class="bar" style={{ width: `${(one.now / scale) * 6}rem` }} /> {seconds(one.now)}
                </td>
                <td class="number">{seconds(one.before)}</td>
                <td class="number">
                  {one.now < one.before ? '−' : '+'}
                  {seconds(Math.abs(one.now - one.before))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
