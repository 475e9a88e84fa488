import type { Clock } from '../base/clock.ts';
import type { EventSink, RunEventBody } from './events.ts';

/** Numbers and dates what happens; the only way that events come about. */
export function createEmitter(clock: Clock, sink: EventSink): (body: RunEventBody) => void {
  let sequence = 0;
  return (body) => {
    sequence += 1;
    sink({ ...body, sequence, time: new Date(clock.now()).toISOString() });
  };
}
