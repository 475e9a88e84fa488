import { hasErrors, loadRepository } from '../engine/load.ts';
import { findingsOf } from '../engine/plan.ts';
import { treeOf } from '../engine/prepare.ts';
import { type Retained, retain } from '../engine/retain.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import { noWorkloads } from '../plan/workloads.ts';
import { renderRetention } from '../report/retention-text.ts';
import { type Answer, refusal } from './answer.ts';
import { openCheckout } from './checkout.ts';
import type { Step } from './step.ts';

/** Removals of one step at most: what is left goes with the next. */
const LIMIT = 1000;

/** Removes from the registry what nothing needs any more, or says what would go. */
export async function cleanRegistry({ context, inputs, job }: Step, apply: boolean): Promise<Answer> {
  const images = namesOf(inputs.images);
  if (typeof images === 'string') return refusal({ kind: 'usage', message: images });
  const opened = await openCheckout(inputs.directory, job, context.environment, inputs.token);
  if (!opened.ok) return refusal(opened.error);
  const { repository } = opened.value;
  const tree = await treeOf({ repository });
  if (!tree.ok) return refusal(tree.error);
  const loaded = await loadRepository(tree.value, inputs.registry === undefined ? {} : { registry: inputs.registry });
  await tree.value.close();
  // What Git says is half of what is known to be needed.
  if (hasErrors(loaded.diagnostics)) return refusal(findingsOf(loaded));
  const { configuration } = loaded;
  if (configuration.registry.host === undefined) {
    return refusal({ kind: 'usage', message: 'no registry is configured', suggestion: 'registry: host/namespace' });
  }
  const connections = await context.connect(context.environment, repository.root ?? inputs.directory);
  const retained = await retain({
    loaded,
    images,
    remover: connections.remover(configuration),
    reader: connections.registry(configuration).reader,
    workloads: noWorkloads,
    closed: new Set(),
    apply,
    limit: LIMIT,
    clock: context.clock,
    signal: context.signal,
  });
  if (!retained.ok) return refusal({ kind: 'environment', failure: retained.error });
  context.runner.write(renderRetention(retained.value, { width: 120, colour: false }, false));
  return answerOf(retained.value);
}

function answerOf(retained: Retained): Answer {
  const { images, ended, applied } = retained;
  if (ended) return refusal({ kind: 'environment', failure: ended });
  const going = images.flatMap(({ manifests }) => manifests.filter(({ action }) => action === 'remove'));
  const failed = images.some(({ unread }) => unread !== undefined);
  const why = `${going.length} manifests ${applied ? 'were to go' : 'would go'}; the log names them`;
  return { result: failed ? 'failed' : going.length === 0 ? 'nothing' : 'succeeded', diagnostics: [], why };
}

/** The names, or what is wrong with one. */
function namesOf(images: readonly string[]): readonly ImageName[] | string {
  const parsed = images.map(parseImageName);
  const at = parsed.findIndex((name) => !name.ok);
  const wrong = parsed[at];
  if (wrong && !wrong.ok) return `"${images[at]}": ${wrong.error}`;
  return parsed.flatMap((name) => (name.ok ? [name.value] : []));
}
