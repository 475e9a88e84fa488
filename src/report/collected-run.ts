import type { EventSink, PlannedImage, RunSummary } from '../build/events.ts';
import type { ImageName } from '../names/image-name.ts';
import { eventLine } from './event-line.ts';
import { type FailedEvent, RunState } from './run-state.ts';
import { Stopwatch, type Stretch } from './timeline.ts';

/** A failure, and how many lines its image's builds had written. */
export interface ReportedFailure extends Pick<FailedEvent, 'image' | 'platform' | 'failure' | 'seconds' | 'blocks'> {
  readonly logLines: number;
}

/** Something that a row should say of an image beside its outcome: what blocked it, why its tags stay. */
export interface ImageNote {
  readonly image: ImageName;
  readonly text: string;
}

/** What a run did, as plain data: it can be written as JSON by one job and read by another. */
export interface RunReport {
  readonly images: readonly PlannedImage[];
  readonly stretches: readonly Stretch[];
  readonly failures: readonly ReportedFailure[];
  readonly notes: readonly ImageNote[];
  /** Absent where the run did not come to its end. */
  readonly summary?: RunSummary;
}

/** Listens to a run; `report` tells what has come of it so far. Keeps no line of output but those of failures. */
export function collectRun(): { readonly sink: EventSink; report(): RunReport } {
  const state = new RunState();
  const watch = new Stopwatch();
  const notes: ImageNote[] = [];
  let summary: RunSummary | undefined;
  return {
    sink(event) {
      state.apply(event, Date.parse(event.time));
      watch.apply(event);
      if (
        event.type === 'image.blocked' ||
        event.type === 'image.held-back' ||
        event.type === 'image.registration-failed' ||
        event.type === 'export.failed'
      )
        notes.push({ image: event.image, text: eventLine(event).text });
      if (event.type === 'run.finished') summary = event.result;
    },
    report: () => ({
      images: state.images,
      stretches: watch.stretches(),
      failures: state.failed.map(({ image, platform, failure, seconds, blocks }) => ({
        image,
        ...(platform === undefined ? {} : { platform }),
        failure,
        seconds,
        blocks,
        logLines: state.logLines(image),
      })),
      notes,
      ...(summary === undefined ? {} : { summary }),
    }),
  };
}
