import type { Clock } from '../base/clock.ts';
import type { Result } from '../base/result.ts';
import type { Connections } from '../engine/connections.ts';
import type { Problem } from '../engine/problem.ts';
import type { Environment } from '../system/environment.ts';
import type { Checkout } from './checkout.ts';
import type { Runner } from './runner.ts';

/** Everything around a run of the action. */
export interface ActionContext {
  readonly environment: Environment;
  readonly version: string;
  readonly runner: Runner;
  readonly clock: Clock;
  /** Aborted when the workflow run is cancelled. */
  readonly signal: AbortSignal;
  /** The checkout around the input `directory`; opened once. */
  checkout(): Promise<Result<Checkout, Problem>>;
  /** The real registry and builders with this environment; relative paths of the configuration are meant from `root`. */
  connect(environment: Environment, root: string): Promise<Connections>;
}

/** What the runner says about the job, read from the environment once. */
export interface Job {
  readonly workspace: string;
  /** A folder that the runner empties after the job. */
  readonly temporary: string;
  readonly event: string;
  readonly ref: string;
  readonly eventFile: string;
  /** `owner/name`. */
  readonly repository: string;
  /** `https://github.com`, or that of a company's own server. */
  readonly server: string;
  /** The page of this run. */
  readonly page: string;
  /** `[a-z0-9-]+`, different for every job and step of every run. */
  readonly id: string;
}

/** Reads the variables of https://docs.github.com/actions/reference/variables. */
export function readJob(environment: Environment, unique: string): Job {
  const read = (name: string) => environment[name] ?? '';
  const server = read('GITHUB_SERVER_URL') || 'https://github.com';
  const repository = read('GITHUB_REPOSITORY');
  const run = read('GITHUB_RUN_ID') || '0';
  return {
    workspace: read('GITHUB_WORKSPACE') || '.',
    temporary: read('RUNNER_TEMP') || read('TMPDIR') || '/tmp',
    event: read('GITHUB_EVENT_NAME'),
    ref: read('GITHUB_REF'),
    eventFile: read('GITHUB_EVENT_PATH'),
    repository,
    server,
    page: `${server}/${repository}/actions/runs/${run}`,
    id: `${run}-${read('GITHUB_RUN_ATTEMPT') || '1'}-${unique}`.toLowerCase().replace(/[^a-z0-9-]+/g, '-'),
  };
}
