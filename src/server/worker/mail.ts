import { sql } from 'kysely';
import type { BuildRow } from '../runs/build-rows.ts';
import { insist } from '../runs/insist.ts';
import type { Claim } from '../runs/lease.ts';
import type { Store } from '../store/store.ts';
import { mine } from './claim.ts';
import type { BuildLog } from './lines.ts';

/** Bytes of one build that may be on their way: a server that is away for long shall not fill the database. */
const MOST_WAITING = 1024 * 1024;

export interface MailParts {
  readonly db: Store['db'];
  readonly claim: Claim;
  readonly worker: string;
  /** Aborted when the lease is lost. */
  readonly lost: AbortSignal;
}

/**
 * The log of a claimed build for a worker that does not share the server's folder: the lines go through the database.
 * `append` rejects with what has no room there; a bundle whose answer was lost is not put in twice (I7).
 */
export function mailLog({ logged }: Pick<BuildRow, 'logged'>, parts: MailParts): BuildLog {
  let last = logged;
  return {
    async append(_, lines, urgent = false) {
      const bundle = Buffer.from(lines.join('\n'));
      const time = Math.max(Date.now(), last + 1);
      if (!(await insist(() => send(parts, bundle, time, urgent), parts.lost))) throw new Error(FULL);
      last = time;
    },
    // The server ends it when the build is over and all lines are there.
    end: () => Promise.resolve(),
  };
}

const FULL = 'too many lines wait for a server to take them, or the build is lost to another worker';

/** Puts a bundle in under the lease, once; `false` where there is no room, or no lease. */
async function send({ db, claim, worker }: MailParts, bundle: Buffer, time: number, urgent: boolean): Promise<boolean> {
  const most = urgent ? 2 * MOST_WAITING : MOST_WAITING;
  const { rows } = await sql<{ sent: boolean }>`
    with room as (
      select coalesce(sum(octet_length(lines)), 0) + ${bundle.length}::bigint <= ${most} as left
      from log_bundles where build_id = ${claim.id}
    ), noted as (
      update builds set logged = ${time}
      where ${mine(claim, worker)} and logged < ${time} and (select room.left from room) returning id
    ), put as (
      insert into log_bundles (build_id, time, lines) select id, ${time}::bigint, ${bundle}::bytea from noted
      returning build_id
    ), told as (select pg_notify('lines', build_id::text) from put)
    select (select count(*) from told) > 0 or logged >= ${time} as sent from builds where id = ${claim.id}`.execute(db);
  return rows[0]?.sent === true;
}
