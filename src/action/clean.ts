import { clean } from '../engine/clean.ts';
import { loadRepository } from '../engine/load.ts';
import { treeOf } from '../engine/prepare.ts';
import type { Retained } from '../engine/retain.ts';
import { noWorkloads } from '../plan/workloads.ts';
import { renderRetention } from '../report/retention-text.ts';
import { type Answer, refusal } from './answer.ts';
import type { Step } from './step.ts';

/** Removals of one step at most: what is left goes with the next. */
const LIMIT = 1000;

/** Removes from the registry what nothing needs any more, or says what would go. */
export async function cleanRegistry({ context, inputs }: Step, apply: boolean): Promise<Answer> {
  const opened = await context.checkout();
  if (!opened.ok) return refusal(opened.error);
  const { repository } = opened.value;
  const tree = await treeOf({ repository });
  if (!tree.ok) return refusal(tree.error);
  const loaded = await loadRepository(tree.value, inputs.registry === undefined ? {} : { registry: inputs.registry });
  await tree.value.close();
  const cleaned = await clean({
    loaded,
    images: inputs.images,
    connect: () => context.connect(context.environment, repository.root ?? inputs.directory),
    workloads: noWorkloads,
    closed: new Set(),
    apply,
    limit: LIMIT,
    clock: context.clock,
    signal: context.signal,
  });
  if (!cleaned.ok) return refusal(cleaned.error);
  context.runner.write(renderRetention(cleaned.value, { width: 120, colour: false }, false));
  return answerOf(cleaned.value);
}

function answerOf({ images, ended, applied }: Retained): Answer {
  if (ended) return refusal({ kind: 'environment', failure: ended });
  const going = images.flatMap(({ manifests }) => manifests.filter(({ action }) => action === 'remove'));
  const failed = images.some(({ unread }) => unread !== undefined);
  const why = `${going.length} manifests ${applied ? 'were to go' : 'would go'}; the log names them`;
  return { result: failed ? 'failed' : going.length === 0 ? 'nothing' : 'succeeded', diagnostics: [], why };
}
