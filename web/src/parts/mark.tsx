import type { Standing } from '../states.ts';
import type { Build, Run } from '../wire.ts';

/** States that the page shows, each with a colour, a shape of its own, and a word. */
type Look = 'good' | 'todo' | 'live' | 'wait' | 'bad' | 'stopped' | 'drift';

const SHAPES: Readonly<Record<Look, string>> = {
  good: 'M3 8.5 6.5 12 13 4.5',
  todo: 'M8 2 14.5 13.5 1.5 13.5Z',
  live: 'M8 2a6 6 0 1 1-6 6',
  wait: 'M8 2.5v5.5l3.5 2M8 14.5a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13Z',
  bad: 'M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5',
  stopped: 'M3 3h10v10H3Z',
  drift: 'M1.5 6.5c2.2-3 4.3-3 6.5 0s4.3 3 6.5 0M1.5 11.5c2.2-3 4.3-3 6.5 0s4.3 3 6.5 0',
};

const standings: Readonly<Record<Standing, readonly [Look, string]>> = {
  'in-step': ['good', 'in step'],
  behind: ['todo', 'behind'],
  building: ['live', 'building'],
  waiting: ['wait', 'waiting'],
  failed: ['bad', 'failed'],
  blocked: ['stopped', 'blocked'],
  drifted: ['drift', 'drifted'],
  unknown: ['wait', 'not planned'],
};

const runs: Readonly<Record<Run['state'], readonly [Look, string]>> = {
  queued: ['wait', 'queued'],
  running: ['live', 'running'],
  succeeded: ['good', 'succeeded'],
  failed: ['bad', 'failed'],
  cancelled: ['stopped', 'cancelled'],
  superseded: ['stopped', 'superseded'],
};

const builds: Readonly<Record<Build['state'], readonly [Look, string]>> = {
  waiting: ['wait', 'waiting'],
  ready: ['wait', 'ready'],
  claimed: ['live', 'building'],
  landed: ['good', 'landed'],
  failed: ['bad', 'failed'],
  blocked: ['stopped', 'blocked'],
  cancelled: ['stopped', 'cancelled'],
};

function Mark({ look: [look, word], bare }: { look: readonly [Look, string]; bare?: boolean | undefined }) {
  return (
    <span class={`mark ${look}`} title={word}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={SHAPES[look]} />
      </svg>
      <span class={bare ? 'unseen' : undefined}>{word}</span>
    </span>
  );
}

/** How an image stands against Git; `bare` shows the shape alone and keeps the word for who cannot see it. */
export const StandingMark = ({ of, bare }: { of: Standing; bare?: boolean }) => (
  <Mark look={standings[of]} bare={bare} />
);

export const RunMark = ({ of }: { of: Run['state'] }) => <Mark look={runs[of]} />;

export const BuildMark = ({ of, bare }: { of: Build['state']; bare?: boolean }) => (
  <Mark look={builds[of]} bare={bare} />
);

/** The colour class of a standing, for shapes that are drawn elsewhere. */
export const lookOf = (standing: Standing): Look => standings[standing][0];
export const wordOf = (standing: Standing): string => standings[standing][1];
/** The shape of a standing, in a square of 16. */
export const shapeOf = (standing: Standing): string => SHAPES[lookOf(standing)];
