import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { LocalImage, PullProgress, Runtime } from '../build/ports/runtime.ts';
import type { ConsumedImage } from './consumed.ts';

/** What happens while images are fetched. */
export type PullEvent =
  | { readonly type: 'pull.started'; readonly name: string; readonly reference: string }
  | ({ readonly type: 'pull.layer'; readonly name: string } & PullProgress)
  | { readonly type: 'pull.finished'; readonly name: string; readonly id: string; readonly isNew: boolean }
  | { readonly type: 'pull.failed'; readonly name: string; readonly failure: Failure };

/** The folder of an OCI layout, in the commands that are advised. */
const LAYOUT = 'local-images';

/** How images are brought here. */
export interface Pulling {
  readonly runtime: Pick<Runtime, 'pull' | 'image' | 'pullCommand' | 'loadCommand'>;
  /** Development: what is here is what counts, and nothing is fetched. */
  readonly local: boolean;
  readonly signal: AbortSignal;
  onEvent(event: PullEvent): void;
}

/** Fetches images, one after the other, each whatever became of the one before. Returns the failures. */
export async function pullImages(images: readonly ConsumedImage[], pulling: Pulling): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const image of images) {
    if (pulling.signal.aborted) break;
    const pulled = await pullImage(image, pulling);
    if (!pulled.ok) failures.push(pulled.error);
  }
  return failures;
}

/** An image that is here, and the name that it has here. */
export type NamedImage = LocalImage & { readonly text: string };

/** Fetches one image, or finds it where nothing is fetched. */
export async function pullImage(image: ConsumedImage, pulling: Pulling): Promise<Result<NamedImage, Failure>> {
  const { runtime, signal, local, onEvent } = pulling;
  const { name, text } = image;
  onEvent({ type: 'pull.started', name, reference: text });
  const before = await runtime.image(text, signal);
  const pulled = local
    ? await builtHere(image, runtime, signal)
    : await runtime.pull(text, { signal, progress: onLayer });
  function onLayer(progress: PullProgress) {
    onEvent({ type: 'pull.layer', name, ...progress });
  }
  if (!pulled.ok) {
    const failure = local ? pulled.error : withCommand(pulled.error, runtime.pullCommand(text));
    onEvent({ type: 'pull.failed', name, failure });
    return { ok: false, error: failure };
  }
  const isNew = !before.ok || before.value?.id !== pulled.value.id;
  onEvent({ type: 'pull.finished', name, id: pulled.value.id, isNew });
  return ok({ text, ...pulled.value });
}

/** What a person can do to see for themselves. */
function withCommand(failure: Failure, command: string): Failure {
  if (failure.reason === 'cancelled') return failure;
  const advice = failure.suggestion ?? 'check the network';
  return { ...failure, suggestion: `${advice}; by hand: ${command}` };
}

/** The image as it is in this machine's store, by its whole name or as somebody who builds here calls it. */
export async function builtHere(
  { name, text, short }: ConsumedImage,
  runtime: Pick<Runtime, 'image' | 'loadCommand'>,
  signal: AbortSignal,
): Promise<Result<NamedImage, Failure>> {
  for (const spelling of [short, text]) {
    const found = await runtime.image(spelling, signal);
    if (!found.ok) return found;
    if (found.value) return ok({ ...found.value, text: spelling });
  }
  const image = short.replace(/[:@].*/, '');
  const message = `${name}: neither ${short} nor ${text} is on this machine, and nothing is pulled while CASKWRIGHT_DEV=1`;
  const load = runtime.loadCommand(LAYOUT, `${image}:latest`, short);
  const suggestion = `caskwright build ${image} --output oci:${LAYOUT} && ${load}`;
  return { ok: false, error: { phase: 'pull', reason: 'image-missing', message, suggestion, lastLines: [] } };
}
