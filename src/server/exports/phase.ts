import type { BuildState, RunState } from '../store/tables.ts';

export const PHASES = [
  'Pending',
  'Building',
  'Pushing',
  'GeneratingImages',
  'Completed',
  'Failed',
  'Cancelled',
] as const;

/** Where a build or a run is on its way to disk images, in the words of those who wait for them. */
export type BuildPhase = (typeof PHASES)[number];

/** What the phase of a run follows from. */
export interface RunFacts {
  readonly state: RunState;
  /** When it came to its disk images. */
  readonly exporting_at: Date | null;
}

/** The phase of a run; `builds` are the states of what it builds. */
export function phaseOfRun({ state, exporting_at }: RunFacts, builds: readonly BuildState[] = []): BuildPhase {
  switch (state) {
    case 'queued':
      return 'Pending';
    case 'running':
      if (exporting_at !== null) return 'GeneratingImages';
      return builds.length > 0 && builds.every((one) => one === 'landed') ? 'Pushing' : 'Building';
    case 'succeeded':
      return 'Completed';
    case 'failed':
      return 'Failed';
    case 'cancelled':
    case 'superseded':
      return 'Cancelled';
  }
}

/** The phase of one build: what is built is on its way with its run until that is over. */
export function phaseOfBuild(state: BuildState, run: RunFacts): BuildPhase {
  switch (state) {
    case 'waiting':
    case 'ready':
      return 'Pending';
    case 'claimed':
      return 'Building';
    case 'failed':
    case 'blocked':
      return 'Failed';
    case 'cancelled':
      return 'Cancelled';
    case 'landed':
      return run.state === 'running' || run.state === 'queued'
        ? phaseOfRun({ ...run, state: 'running' }, [state])
        : endOf(run.state);
  }
}

/** What became of something that was built: a run that failed elsewhere has it all the same. */
function endOf(state: RunState): BuildPhase {
  return state === 'cancelled' || state === 'superseded' ? 'Cancelled' : 'Completed';
}

const MESSAGES: Readonly<Record<BuildPhase, string>> = {
  Pending: 'Waits to be built',
  Building: 'Is being built',
  Pushing: 'Is built, and being published',
  GeneratingImages: 'Is published; its disk images are being made',
  Completed: 'Completed',
  Failed: 'Failed',
  Cancelled: 'Cancelled',
};

/** A phase in words; `reason` says more where somebody knows more. */
export function messageOf(phase: BuildPhase, reason: string | null | undefined): string {
  return reason == null || reason === '' ? MESSAGES[phase] : `${MESSAGES[phase]}: ${reason}`;
}
