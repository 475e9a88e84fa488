import { err, ok } from '../../base/result.ts';
import type { Send } from '../outbox/outbox.ts';
import { readRunFacts } from '../outbox/run-facts.ts';
import type { Store } from '../store/store.ts';
import { statusOf } from './commit-status.ts';
import type { Forge } from './forge.ts';

/** How often a run that changes while it is told is told again before the message is left to a repetition. */
const ROUNDS = 5;

/**
 * The sender of `status` messages. It tells what the run is now and looks again afterwards, so that messages that
 * overtake each other, at any number of servers, end with the last state.
 */
export function statusSender(
  { db }: Store,
  forgeOf: (repository: string) => Forge | undefined,
  publicUrl: string | undefined,
): Send {
  return async (message, signal) => {
    const { run: id } = message.payload as { readonly run: number };
    const forge = forgeOf(message.target);
    if (!forge) return err({ message: 'there is no credential for its forge any more', final: true });
    let run = await readRunFacts(db, id, publicUrl);
    for (let round = 0; run && round < ROUNDS; round += 1) {
      const { state } = run;
      const told = await forge.tell(statusOf(run), signal);
      if (!told.ok) return told;
      run = await readRunFacts(db, id, publicUrl);
      if (run?.state === state) return ok(undefined);
    }
    return run ? err({ message: 'the run changes faster than it can be told', final: false }) : ok(undefined);
  };
}
