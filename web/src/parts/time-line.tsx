import type { Build, Plan } from '../wire.ts';
import { seconds } from './time.tsx';

/** When each build waited and ran, on one scale; builds of the longest chain are marked. */
export function TimeLine({ builds, plan, from }: { builds: readonly Build[]; plan: Plan | null; from: string }) {
  const started = builds.filter((build) => build.started_at !== null);
  if (started.length === 0) return null;
  // A build that was adopted by a later attempt may be older than that.
  const start = Math.min(
    Date.parse(from),
    ...started.map((build) => Date.parse(build.ready_at ?? build.started_at ?? from)),
  );
  const end = Math.max(
    ...started.map(({ finished_at }) => (finished_at === null ? Date.now() : Date.parse(finished_at))),
  );
  const scale = (at: number) => `${((at - start) / Math.max(1, end - start)) * 100}%`;
  const critical = new Set<string>(plan?.critical_path ?? []);
  return (
    <figure class="time-line">
      <figcaption class="quiet">
        Time line, {seconds((end - start) / 1000)} in all; the longest chain is marked
      </figcaption>
      <ol>
        {started.map((build) => {
          const ready = Date.parse(build.ready_at ?? (build.started_at as string));
          const begun = Date.parse(build.started_at as string);
          const ended = build.finished_at === null ? Date.now() : Date.parse(build.finished_at);
          return (
            <li key={build.id} class={critical.has(build.image) ? 'critical' : undefined}>
              <a href={`/builds/${build.id}`} title={build.platform}>
                {build.image}
              </a>
              <span class="track">
                <span class="waited" style={{ left: scale(ready), width: scale(start + begun - ready) }} />
                <span
                  class={`ran ${build.state}`}
                  style={{ left: scale(begun), width: scale(start + ended - begun) }}
                />
              </span>
              <span class="number quiet">{seconds((ended - begun) / 1000)}</span>
            </li>
          );
        })}
      </ol>
    </figure>
  );
}
