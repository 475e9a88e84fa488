import { err, ok, type Result } from '../base/result.ts';
import { type ContainerRow, surveyContainers } from '../engine/containers.ts';
import { mendInterrupted } from '../engine/mend.ts';
import type { Problem } from '../engine/problem.ts';
import { type RefreshEvent, type RefreshOutcome, refreshContainer } from '../engine/refresh.ts';
import { renderContainers } from '../report/containers.ts';
import { createRefreshReport } from '../report/refresh.ts';
import { count } from '../report/style.ts';
import { safeJson } from '../report/text.ts';
import { type ConsumerHere, type ConsumerOptions, consumerHere } from './consumer-here.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { reportProblem, say } from './problem.ts';
import { pullReport } from './pull.ts';

export interface RefreshOptions extends ConsumerOptions {
  readonly force?: boolean;
}

export interface StopOptions extends ConsumerOptions {
  readonly all?: boolean;
}

/** The running containers of the images that are used here, and which are behind their registry. */
export async function listContainers(context: CommandContext, options: ConsumerOptions): Promise<ExitCode> {
  const here = await rowsHere(context, options);
  if (!here.ok) return reportProblem(context, here.error);
  const { rows } = here.value;
  if (options.json) context.stdout.write(`${safeJson(rows.map(rowToJson), 2)}\n`);
  else context.stdout.write(renderContainers(rows, lookOf(context, context.stdout)));
  return exitCode.done;
}

/** Puts one container, or all that run, on the images as they are now. */
export async function refreshContainers(
  context: CommandContext,
  name: string | undefined,
  options: RefreshOptions,
): Promise<ExitCode> {
  const found = await rowsHere(context, options);
  if (!found.ok) return reportProblem(context, found.error);
  const chosen = choose(found.value.rows, name);
  if (!chosen.ok) return reportProblem(context, chosen.error);
  const { here } = found.value;
  const report = createRefreshReport((text) => context.stdout.write(text), lookOf(context, context.stdout));
  const pulls = pullReport(context, context.stdout, options);
  const onEvent = (event: RefreshEvent) => {
    if (options.json) context.stdout.write(`${safeJson(event)}\n`);
    else if (event.type.startsWith('pull.')) pulls.take(event as Parameters<typeof pulls.take>[0]);
    else report(event as Parameters<typeof report>[0]);
  };
  const outcomes: RefreshOutcome[] = [];
  for (const row of chosen.value) {
    if (context.signal.aborted) break;
    outcomes.push(
      await refreshContainer(row, { ...refreshing(context, here), force: options.force ?? false, onEvent }),
    );
  }
  pulls.close();
  if (context.signal.aborted) return exitCode.cancelled;
  if (!options.json) context.stdout.write(summary(outcomes));
  return outcomes.some(({ state }) => state === 'failed' || state === 'held') ? exitCode.findings : exitCode.done;
}

/** Ends one container, or all of the images that are used here. */
export async function stopContainers(
  context: CommandContext,
  name: string | undefined,
  options: StopOptions,
): Promise<ExitCode> {
  if ((name === undefined) === !options.all) {
    say(context, 'a container or --all is needed', 'caskwright containers list shows them');
    return exitCode.usage;
  }
  const found = await rowsHere(context, options);
  if (!found.ok) return reportProblem(context, found.error);
  const chosen = choose(found.value.rows, name);
  if (!chosen.ok) return reportProblem(context, chosen.error);
  const { runtime } = found.value.here.consumer;
  let code: ExitCode = exitCode.done;
  for (const { container } of chosen.value) {
    const stopped = await runtime.stop(container.id, context.signal);
    if (!stopped.ok) code = reportProblem(context, { kind: 'environment', failure: stopped.error });
    else if (options.json)
      context.stdout.write(`${safeJson({ type: 'container.stopped', container: container.name })}\n`);
    else context.stdout.write(`${container.name} is stopped\n`);
    if (context.signal.aborted) break;
  }
  return code;
}

/** The containers as they are, once refreshes that somebody was killed in are ended. */
async function rowsHere(
  context: CommandContext,
  options: ConsumerOptions,
): Promise<Result<{ readonly here: ConsumerHere; readonly rows: readonly ContainerRow[] }, Problem>> {
  const here = await consumerHere(context, [], options);
  if (!here.ok) return here;
  const mended = await mendInterrupted(refreshing(context, here.value));
  if (!mended.ok) return err({ kind: 'environment', failure: mended.error });
  for (const { container, how } of mended.value) {
    const what = how === 'finished' ? 'it runs on the new image' : 'it is as it was before';
    context.stderr.write(`${container}: a refresh that was killed is ${how}: ${what}\n`);
  }
  const { images, consumer, local } = here.value;
  const rows = await surveyContainers(images, consumer, { local, signal: context.signal });
  return rows.ok ? ok({ here: here.value, rows: rows.value }) : err({ kind: 'environment', failure: rows.error });
}

function refreshing(context: CommandContext, { consumer, local, configuration }: ConsumerHere) {
  return { consumer, local, clock: context.clock, settle: configuration.runtime.settle, signal: context.signal };
}

/** All, or those that are called so: a container by its name, or every one of an image. */
function choose(rows: readonly ContainerRow[], name: string | undefined): Result<readonly ContainerRow[], Problem> {
  if (name === undefined) return ok(rows);
  const exact = rows.filter(({ container }) => container.name === name || container.id.startsWith(name));
  const chosen = exact.length > 0 ? exact : rows.filter(({ image }) => image.name === name);
  if (chosen.length > 0) return ok(chosen);
  const message = `no container ${name} of the images that are named here is running`;
  return err({ kind: 'usage', message, suggestion: 'caskwright containers list shows those that are' });
}

function rowToJson({ container, image, standing, why }: ContainerRow) {
  const { id, name, state, image: reference, imageId, digests } = container;
  return { container: name, id, image: image.name, reference, image_id: imageId, digests, state, standing, why };
}

function summary(outcomes: readonly RefreshOutcome[]): string {
  if (outcomes.length === 0) return 'No container of the images that are named here is running.\n';
  const words = { refreshed: 'refreshed', 'in-step': 'in step before', held: 'in use', failed: 'as before' } as const;
  const parts = Object.entries(words).flatMap(([state, word]) => {
    const number = outcomes.filter((outcome) => outcome.state === state).length;
    return number === 0 ? [] : [`${number} ${word}`];
  });
  return `${count(outcomes.length, 'container')}: ${parts.join(', ')}.\n`;
}
