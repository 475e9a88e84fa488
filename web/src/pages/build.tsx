import { useEffect, useState } from 'preact/hooks';
import { useAnswer } from '../live.ts';
import { followLog, type LiveLog } from '../log/lines.ts';
import { LogView } from '../log/view.tsx';
import { Action } from '../parts/action.tsx';
import { FailureNotice } from '../parts/failure.tsx';
import { BuildMark } from '../parts/mark.tsx';
import { Shown } from '../parts/shown.tsx';
import { Span } from '../parts/time.tsx';
import { go } from '../router.ts';
import { ask, may } from '../server.ts';
import type { Build, Failure, Run } from '../wire.ts';

/** One build and its log, while it runs and afterwards. */
export function BuildPage({ id }: { id: number }) {
  const answer = useAnswer<Build>(`/api/v1/builds/${id}`);
  return (
    <Shown answer={answer}>
      {(build) => (
        <section class="build">
          <div class="title">
            <h1>{build.image}</h1>
            <BuildMark of={build.state} />
            <span class="quiet">
              {build.platform}, <Span from={build.started_at} to={build.finished_at} />,{' '}
              <a href={`/runs/${build.run}`}>run #{build.run}</a>
              {build.attempts > 1 && <>, attempt {build.attempts}</>}
            </span>
            <Actions build={build} />
          </div>
          {build.failure !== null && (
            <FailureNotice image={build.image} failure={build.failure as unknown as Failure} />
          )}
          {build.reason !== null && <p class="notice">{build.reason}</p>}
          <Log id={id} failed={build.state === 'failed'} />
        </section>
      )}
    </Shown>
  );
}

function Log({ id, failed }: { id: number; failed: boolean }) {
  const [log, setLog] = useState<LiveLog | undefined>();
  useEffect(() => {
    const opened = followLog(id);
    setLog(opened);
    return () => opened.close();
  }, [id]);
  return log && <LogView log={log} failed={failed} />;
}

function Actions({ build }: { build: Build }) {
  const live = build.state === 'waiting' || build.state === 'ready' || build.state === 'claimed';
  const retry = async () => {
    const run = await ask<Run>(`/api/v1/builds/${build.id}/retry`, { method: 'POST' });
    go(`/runs/${run.id}`);
  };
  return (
    <div class="actions">
      {may('builder') && live && (
        <Action
          label="Cancel"
          danger
          sure={`Cancel the build of ${build.image}?`}
          run={() => ask(`/api/v1/builds/${build.id}/cancel`, { method: 'POST' })}
        />
      )}
      {may('builder') && !live && <Action label="Retry with what it blocked" run={retry} />}
      <a class="button" href={`${build.log}?format=text`} download={`${build.image.replaceAll('/', '-')}.log`}>
        Download the log
      </a>
    </div>
  );
}
