import { join } from 'node:path';
import type { Result } from '../base/result.ts';
import type { EventSink, RunSummary } from '../build/events.ts';
import type { Connections } from '../engine/connections.ts';
import type { Prepared } from '../engine/prepare.ts';
import type { Problem } from '../engine/problem.ts';
import { carryOut, type RunRequest } from '../engine/run.ts';
import type { ImageName } from '../names/image-name.ts';
import { masked } from '../report/masked.ts';
import { logFiles, tee } from '../report/sinks.ts';
import type { Environment } from '../system/environment.ts';
import { appendLines } from '../system/state-folder.ts';
import type { ActionContext, Job } from './context.ts';
import type { Inputs } from './inputs.ts';

/** How a prepared plan is carried out here. */
export interface BuildRequest {
  readonly context: ActionContext;
  readonly inputs: Inputs;
  readonly job: Job;
  readonly prepared: Prepared;
  readonly connections: Connections;
  /** What is built is what a stranger says. */
  readonly foreign: boolean;
  /** Where secrets of builds come from; empty for foreign code (S29). */
  readonly secrets: Environment;
  /** Where images' logs go. */
  readonly logs: string;
  /** The part of the plan that this job carries out; absent: all of it. */
  readonly part?: Pick<RunRequest, 'share' | 'landing' | 'tested'>;
  /** Told everything, with the values of secrets hidden. */
  readonly sink: EventSink;
}

/** Carries a plan out. */
export async function build(request: BuildRequest): Promise<Result<RunSummary, Problem>> {
  const { context, inputs, job, prepared, connections, logs } = request;
  const secret = (name: string) => request.secrets[name] ?? request.secrets[name.toUpperCase()];
  const files = appendLines(logs);
  const toFiles = logFiles((image, _platform, line) => files.append(logName(image), line));
  try {
    return await carryOut({
      prepared,
      connections,
      run: job.id,
      allowDirty: false,
      keepGoing: true,
      foreign: request.foreign,
      ...request.part,
      layerCache: inputs.layerCache,
      ...(inputs.builder === undefined ? {} : { builder: inputs.builder }),
      ...(inputs.concurrency === undefined ? {} : { concurrency: inputs.concurrency }),
      secret,
      clock: context.clock,
      emit: masked(tee(request.sink, toFiles), secretValues(prepared, secret)),
      signal: context.signal,
      onBuilder: (why, kind) => {
        context.runner.write(`builder: ${why}\n`);
        if (inputs.prune) context.runner.remember('prune', kind);
      },
    });
  } finally {
    await files.close();
    await prepared.loaded.tree.close();
  }
}

/** The file that an image's log is kept in. */
export function logName(image: ImageName): string {
  return `${image.replaceAll('/', '+')}.log`;
}

/** The folder of a step for what later steps of the job may pick up. */
export function stepFolder(job: Job): string {
  return join(job.temporary, `caskwright-${job.id}`);
}

function secretValues({ loaded }: Prepared, secret: (name: string) => string | undefined): readonly string[] {
  return [...loaded.graph.byName.values()].flatMap(({ definition }) =>
    definition.secrets.flatMap((name) => secret(name) ?? []),
  );
}
