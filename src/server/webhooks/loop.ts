import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import { type Remotes, type Repository, takeBaseline } from './baseline.ts';
import { refOf } from './change.ts';
import { type ClaimedDelivery, claimDeliveries, postpone, setAside } from './claim.ts';
import { type SettleOptions, settle } from './settle.ts';

/** What deliveries are worked off with. */
export interface LoopParts extends Omit<SettleOptions, 'senders'>, Remotes {
  readonly store: Store;
  readonly log: Logger;
  /** The forge's ids of those who may publish, by repository; undefined: all whom the forge lets push. */
  senders(repository: string): readonly string[] | undefined;
}

/** Makes runs of deliveries. */
export interface DeliveryLoop {
  /** Works off what is due now. */
  drain(): Promise<void>;
  /** Works off what comes, until `stop`. */
  start(): Promise<void>;
  /** Takes nothing more and resolves when what was begun is settled. May be called twice. */
  stop(): Promise<void>;
}

/** Repositories at one time: a remote that does not answer holds up its own deliveries alone. */
const ABREAST = 4;
/** How long a repetition may be overdue, in milliseconds. */
const LOOK = 5_000;

export function createDeliveryLoop(parts: LoopParts): DeliveryLoop {
  const { store, log } = parts;
  let stopped = false;
  let draining: Promise<void> | undefined;
  let again = false;
  let ending: Promise<void> | undefined;
  const ends: (() => Promise<void> | void)[] = [];

  const lane = async () => {
    for (let batch = await next(); batch.length > 0; batch = await next()) await workOff(parts, batch);
  };
  const next = async () => (stopped ? [] : claimDeliveries(store.db));
  const drain = async () => {
    const dead = await setAside(store.db);
    if (dead > 0) log.error({ deliveries: dead }, 'deliveries were set aside: each of them ended the server');
    await Promise.all(Array.from({ length: ABREAST }, lane));
  };
  /** One drain at a time; what comes during one makes one more. */
  const wake = () => {
    again = true;
    draining ??= (async () => {
      while (again && !stopped) {
        again = false;
        await drain().catch((error: unknown) => log.warn({ err: error }, 'deliveries wait for the database'));
      }
    })().finally(() => {
      draining = undefined;
    });
  };

  return {
    drain,
    async start() {
      ends.push(await store.listen('deliveries', wake));
      const timer = setInterval(wake, LOOK);
      ends.push(() => clearInterval(timer));
      wake();
    },
    stop() {
      stopped = true;
      ending ??= Promise.all(ends.map((end) => end())).then(() => draining);
      return ending;
    },
  };
}

/** Works off deliveries of one repository. A failure is the repository's, or one delivery's, and never that of others. */
async function workOff(parts: LoopParts, batch: readonly ClaimedDelivery[]): Promise<void> {
  const { store, log, senders } = parts;
  const [{ repository_id: id } = { repository_id: '' }] = batch;
  const tips = await tipsFor(parts, id, batch).catch((error: unknown) => messageOf(error));
  for (const delivery of batch) {
    try {
      if (typeof tips === 'string') throw new Error(tips);
      await settle(store, delivery, tips, { ...parts, senders: senders(id) });
    } catch (error) {
      log.warn({ err: error, delivery: delivery.id, repository: id }, 'a delivery could not be worked off');
      await postpone(store.db, delivery, messageOf(error));
    }
  }
}

/** What the refs of these deliveries are at now, or why nobody knows. */
async function tipsFor(
  parts: LoopParts,
  id: string,
  batch: readonly ClaimedDelivery[],
): Promise<ReadonlyMap<string, string> | string> {
  const { store, list } = parts;
  const repository = await findRepository(store, id);
  if (!repository) return `there is no repository ${id} any more`;
  if (repository.baseline_at === null) {
    const taken = await takeBaseline(store, repository, parts);
    if (!taken.ok) return taken.error;
  }
  const refs = [...new Set(batch.flatMap(({ change }) => refOf(change) ?? []))];
  const listed = await list(repository, refs);
  return listed.ok ? listed.value : listed.error.message;
}

function findRepository(store: Store, id: string): Promise<Repository | undefined> {
  const query = store.db.selectFrom('repositories').selectAll();
  return query.where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst();
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 2000).replaceAll('\0', '').toWellFormed();
}
