import { type Kysely, sql } from 'kysely';
import type { BuildRow } from '../runs/build-rows.ts';
import type { Claim } from '../runs/lease.ts';
import { wake } from '../runs/requests.ts';
import type { Tables } from '../store/tables.ts';
import { mine } from './claim.ts';

/** What one digest is to count for (I2). */
export interface Node {
  /** `host/namespace`. */
  readonly destination: string;
  readonly image: string;
  readonly platform: string;
  readonly fingerprint: string;
}

/** The digest that counts for a node now; undefined where none does. */
export async function winnerOf(db: Kysely<Tables>, node: Node): Promise<string | undefined> {
  const row = await db.selectFrom('wins').select('digest').where(present(node)).executeTakeFirst();
  return row?.digest;
}

/** A node that a worker has settled. */
export interface Landing extends Node {
  readonly digest: string;
  readonly adopted: boolean;
  readonly seconds: number;
  /** What counted when the worker looked, and does so no more: a forced build, or bytes that are gone. */
  readonly replaces?: string;
}

/**
 * Ends a build as landed and records the win in the same transaction. `lost`: the lease is gone; `overtaken`: another
 * digest counts by now, and the worker has to look at that one first.
 */
export async function landBuild(
  db: Kysely<Tables>,
  claim: Claim,
  worker: string,
  landing: Landing,
): Promise<'landed' | 'lost' | 'overtaken'> {
  const { destination, image, platform, fingerprint, digest, adopted, seconds, replaces } = landing;
  return db
    .transaction()
    .execute(async (trx) => {
      const ended = await trx
        .updateTable('builds')
        .set({
          state: 'landed',
          digest,
          adopted,
          seconds,
          finished_at: sql`now()`,
          lease_owner: null,
          lease_until: null,
        })
        .where(mine(claim, worker))
        .returning('id')
        .executeTakeFirst();
      if (!ended) return (await landedAlready(trx, claim, digest)) ? 'landed' : 'lost';
      if (replaces !== undefined) {
        await trx
          .updateTable('wins')
          .set({ replaced_at: sql`now()` })
          .where(present(landing))
          .where('digest', '=', replaces)
          .execute();
      }
      await trx
        .insertInto('wins')
        .values({ destination, image, platform, fingerprint, digest, build_id: claim.id })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      if ((await winnerOf(trx, landing)) !== digest) throw new Overtaken();
      await wake(trx, 'builds', claim.id);
      return 'landed' as const;
    })
    .catch((error: unknown) => {
      if (error instanceof Overtaken) return 'overtaken' as const;
      throw error;
    });
}

/** Rolls the transaction back. */
class Overtaken extends Error {}

/** The answer to an earlier attempt was lost after its commit. */
async function landedAlready(db: Kysely<Tables>, { id, fence }: Claim, digest: string): Promise<boolean> {
  const row: Pick<BuildRow, 'id'> | undefined = await db
    .selectFrom('builds')
    .select('id')
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('state', '=', 'landed')
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row !== undefined;
}

function present({ destination, image, platform, fingerprint }: Node) {
  return sql<boolean>`(destination = ${destination} and image = ${image} and platform = ${platform}
    and fingerprint = ${fingerprint} and replaced_at is null)`;
}
