import type { Transaction } from 'kysely';
import { err, ok } from '../../base/result.ts';
import type { Registrar, Registration } from '../../build/ports/registrar.ts';
import { register } from '../catalogue/register.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import { holding } from './claim.ts';
import { insist } from './insist.ts';
import type { Claim } from './lease.ts';

/** Called in the transaction that changes the catalogue: for the outbox. */
export type OnRegistered = (
  trx: Transaction<Tables>,
  registration: Registration,
  what: 'new' | 'changed',
) => Promise<void>;

/** Registers in the server's own catalogue, with what others are to be told in the same transaction, under the run's lease. */
export function catalogueRegistrar(
  { db }: Pick<Store, 'db'>,
  repository: string,
  run: Claim,
  onRegistered: OnRegistered,
): Registrar {
  return {
    async register(registration, signal) {
      const done = await insist(
        () =>
          db.transaction().execute(async (trx) => {
            const held = await trx.selectFrom('runs').select('id').where(holding(run)).forShare().executeTakeFirst();
            if (!held) return false;
            const what = await register(trx, repository, registration, run.id);
            if (what !== 'same') await onRegistered(trx, registration, what);
            return true;
          }),
        signal,
      ).catch((error: unknown) => {
        if (signal.aborted) return false;
        throw error;
      });
      return done ? ok(undefined) : err({ ...lost });
    },
  };
}

const lost = {
  phase: 'register',
  reason: 'conflict',
  message: 'another server has taken this run over',
  lastLines: [],
} as const;
