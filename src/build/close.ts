import type { ImageName } from '../names/image-name.ts';
import { type ChannelRecord, recordAnnotations } from '../plan/holding.ts';
import { recordTag } from '../plan/tags.ts';
import { closedRecord, movableFixed, moveTags, readRecord } from './publish.ts';
import type { RunInput } from './run-input.ts';

type Open = readonly [image: ImageName, record: ChannelRecord];

/**
 * Ends what an earlier run of the channel left open: its tags are put where its records say, version tags before
 * moving ones, and the records are closed. A release whose records were not all opened has moved no tag; it is taken
 * back. What cannot be closed now stays open, for the image's own publication or the next run.
 */
export async function closeOpenRecords(input: RunInput): Promise<void> {
  const tag = recordTag(input.plan.event);
  const open = input.plan.images.flatMap(({ name, record }): Open[] =>
    record?.state === 'open' ? [[name, record]] : [],
  );
  if (tag === undefined || open.length === 0) return;
  const { whole, partial } = await sortByCompleteness(open, input);
  const signal = new AbortController().signal;
  const write = (image: ImageName, record: ChannelRecord) =>
    input.publisher.writeRecord(image, tag, recordAnnotations(record), signal);
  const moved = await inOrder(whole, [
    ([image, record]) => moveTags(image, record, movableFixed(record), input, signal),
    ([image, record]) => moveTags(image, record, record.tags.moving, input, signal),
  ]);
  if (moved) await Promise.all(whole.map(([image, record]) => write(image, closedRecord(record))));
  await Promise.all(partial.map(([image, record]) => write(image, record.previous ?? withdrawn(record))));
}

async function inOrder(
  records: readonly Open[],
  steps: readonly ((one: Open) => Promise<{ readonly ok: boolean }>)[],
): Promise<boolean> {
  for (const step of steps) {
    const results = await Promise.all(records.map(step));
    if (results.some((result) => !result.ok)) return false;
  }
  return true;
}

/** A push's record is a unit by itself; a release's is whole when every image of its set has a record of it. */
async function sortByCompleteness(open: readonly Open[], input: RunInput): Promise<{ whole: Open[]; partial: Open[] }> {
  const known = new Map(input.plan.images.map(({ name, record }) => [name, record]));
  const belongs = async (image: ImageName, release: string) => {
    const found = known.has(image) ? known.get(image) : await readRecord(image, input);
    const record = found && 'ok' in found ? (found.ok ? found.value : undefined) : found;
    return record?.release === release;
  };
  const whole: Open[] = [];
  const partial: Open[] = [];
  for (const one of open) {
    const { release, set } = one[1];
    const members = Object.keys(set ?? {}) as ImageName[];
    const all = await Promise.all(members.map((image) => release === undefined || belongs(image, release)));
    (all.every(Boolean) ? whole : partial).push(one);
  }
  return { whole, partial };
}

/** A first publication that never happened. */
function withdrawn(record: ChannelRecord): ChannelRecord {
  const { previous: _, release: __, set: ___, ...rest } = record;
  return { ...rest, state: 'closed', tags: { fixed: [], moving: [] } };
}
