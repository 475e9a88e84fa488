import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { removeFolder } from '../../src/system/run-folder.ts';
import { type CliResult, type RunningCli, startProgram } from './cli.ts';
import { leftoversIn, storageConfiguration } from './fleet.ts';
import type { GitHubEvent, GitHubRepository } from './github-repository.ts';
import { cleanEnvironment, gitIn } from './repository.ts';
import { masked, type ReadLog, readLog, readValues } from './workflow-commands.ts';

/** A runner: a machine with folders and an engine's store of its own. */
export interface Machine {
  readonly folder: string;
  /** What actions left behind on it, in words; nothing when all is well. */
  leftovers(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** What a job of a workflow starts with. */
export interface JobOptions {
  /** The folder that has `action.yml`. */
  readonly action: string;
  readonly repository: GitHubRepository;
  readonly event: GitHubEvent;
  /** `GITHUB_API_URL`, and the token that is `${{ github.token }}`. */
  readonly api: { readonly url: string; readonly token: string };
  /** `fetch-depth` of actions/checkout: 1 unless said otherwise, 0 for everything. */
  readonly depth?: number;
  /** `env:` of the job. */
  readonly env?: Readonly<Record<string, string>>;
  /** What earlier steps of the job have put on its PATH. */
  readonly path?: readonly string[];
  /** The values of `secrets` that the job can see: masked in its log. */
  readonly secrets?: readonly string[];
  /** `github.run_attempt`, from 1. */
  readonly attempt?: number;
  /** `with:` inputs that every step of this job gets. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** A job on a machine: a checkout, and the steps that use the action. */
export interface Job {
  readonly workspace: string;
  readonly temp: string;
  /** Runs the action's `main` with these inputs. */
  run(inputs: Readonly<Record<string, string>>): Promise<StepResult>;
  start(inputs: Readonly<Record<string, string>>): RunningStep;
  /** Runs the `post` of each step, the last first, as the runner does also after a failure or a cancel. */
  end(): Promise<readonly StepResult[]>;
}

/** A step that runs. */
export interface RunningStep extends Pick<RunningCli, 'pid' | 'line'> {
  /** Cancels as the runner does: SIGINT, 7.5 s later SIGTERM, 2.5 s later the end. Resolves to the step's result. */
  cancel(): Promise<StepResult>;
  readonly result: Promise<StepResult>;
}

/** How a step ended, and what it left in the runner's files. */
export interface StepResult extends Pick<ReadLog, 'annotations' | 'hidden' | 'groups' | 'masks' | 'refused'> {
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** As the page shows it: masked, and empty where it is over 1 MiB. */
  readonly summary: string;
  /** As the page shows it. */
  readonly log: string;
  /** Everything that left the process but the masks themselves, before anything is masked: where a leak is looked for. */
  readonly raw: string;
}

const NODE_24 = 'node24';
const SUMMARY_LIMIT = 1024 * 1024;
const FILES = ['OUTPUT', 'ENV', 'STATE', 'PATH', 'STEP_SUMMARY'] as const;
/** A hung step ends its test. */
const TIMEOUT = 150_000;

/** A new machine. */
export function startMachine(): Machine {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'caskwright-runner-')));
  for (const name of ['home', 'tmp', 'work']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'storage.conf'), storageConfiguration(folder));
  return { folder, leftovers: () => leftoversIn(folder), remove: () => removeFolder(folder) };
}

/** Checks the event's commit out on a machine, as actions/checkout does without persisting credentials. */
export function startJob(machine: Machine, options: JobOptions): Job {
  const id = randomUUID();
  const workspace = join(machine.folder, 'work', id, 'fleet');
  const temp = join(machine.folder, 'work', id, '_temp');
  for (const folder of [workspace, join(temp, '_runner_file_commands')]) mkdirSync(folder, { recursive: true });
  const event = join(temp, 'event.json');
  writeFileSync(event, JSON.stringify(options.event.payload));
  checkOut(workspace, options);
  const action = readAction(options.action);
  const base = { ...runnerVariables(machine, options, { workspace, temp, event }), ...options.env };
  const added: Record<string, string> = {};
  const path = [...(options.path ?? [])];
  const posts: (() => Promise<StepResult>)[] = [];

  const start = (script: string, variables: Readonly<Record<string, string>>): RunningStep => {
    const suffix = randomUUID();
    const files = Object.fromEntries(
      FILES.map((name) => [`GITHUB_${name}`, join(temp, '_runner_file_commands', `${name.toLowerCase()}_${suffix}`)]),
    );
    for (const file of Object.values(files)) writeFileSync(file, '');
    const PATH = [...path.toReversed(), cleanEnvironment.PATH].join(':');
    const env = { ...base, ...added, PATH, ...variables, ...files };
    const running = startProgram(process.execPath, [join(options.action, script)], {
      cwd: workspace,
      env,
      timeout: TIMEOUT,
    });
    const result = running.result.then((ended) => {
      const step = stepResult(ended, files, [options.api.token, ...(options.secrets ?? [])]);
      Object.assign(added, readValues(read(files.GITHUB_ENV)));
      path.push(...read(files.GITHUB_PATH).split('\n').filter(Boolean));
      return step;
    });
    return { pid: running.pid, line: running.line, result, cancel: () => cancelled(running, result) };
  };

  const job: Job = {
    workspace,
    temp,
    run: (inputs) => job.start(inputs).result,
    start(inputs) {
      const variables = inputVariables(action.inputs, { ...options.inputs, ...inputs }, options.api.token);
      const step = start(action.main, variables);
      if (action.post === undefined) return step;
      const { post } = action;
      posts.push(async () => {
        const { state } = await step.result;
        const saved = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]);
        return start(post, { ...variables, ...Object.fromEntries(saved) }).result;
      });
      return step;
    },
    async end() {
      const results: StepResult[] = [];
      for (const post of posts.splice(0).toReversed()) results.push(await post());
      rmSync(temp, { recursive: true, force: true });
      return results;
    },
  };
  return job;
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string | number | boolean }>>;
  readonly main: string;
  readonly post?: string;
}

function readAction(folder: string): ActionFile {
  const { inputs, runs } = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as {
    readonly inputs?: ActionFile['inputs'];
    readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
  };
  if (runs.using !== NODE_24) throw new Error(`action.yml wants ${runs.using}, and only ${NODE_24} is played here`);
  return { inputs: inputs ?? {}, main: runs.main, ...(runs.post === undefined ? {} : { post: runs.post }) };
}

/** `INPUT_*`: upper case, spaces to underscores, everything else as it is; each declared input is there. */
function inputVariables(declared: ActionFile['inputs'], given: Readonly<Record<string, string>>, token: string) {
  const strangers = Object.keys(given).filter((name) => !(name in declared));
  if (strangers.length > 0) throw new Error(`action.yml has no input ${strangers.join(', ')}`);
  const variables: Record<string, string> = {};
  for (const [name, { default: standard = '' }] of Object.entries(declared)) {
    const value = given[name] ?? String(standard).replace(/\$\{\{ *github\.token *\}\}/, token);
    variables[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value;
  }
  return variables;
}

function checkOut(workspace: string, { repository, event, depth = 1 }: JobOptions): void {
  const git = (...args: string[]) =>
    gitIn(workspace, '-c', 'protocol.version=2', '-c', 'advice.detachedHead=false', ...args);
  const { ref, sha } = event;
  const local = ref.replace(/^refs\/heads\//, 'refs/remotes/origin/').replace(/^refs\/pull\//, 'refs/remotes/pull/');
  const wanted = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'] : [];
  const exact = depth === 0 && !ref.startsWith('refs/pull/') ? [] : [`+${sha}:${local}`];
  git('init', '--quiet', '--initial-branch=master');
  git('remote', 'add', 'origin', `file://${repository.origin.path}`);
  git('config', '--local', 'gc.auto', '0');
  const shallow = depth === 0 ? [] : [`--depth=${depth}`];
  git('fetch', '--quiet', '--no-tags', '--prune', '--no-recurse-submodules', ...shallow, 'origin', ...wanted, ...exact);
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  git('checkout', '--quiet', '--force', ...(branch === undefined ? [] : ['-B', branch]), local);
}

function runnerVariables(
  { folder }: Machine,
  { repository, event, api, attempt = 1 }: JobOptions,
  at: { readonly workspace: string; readonly temp: string; readonly event: string },
): Record<string, string> {
  const [owner = '', name = ''] = repository.name.split('/');
  const short = event.ref.replace(/^refs\/(?:heads|tags|pull)\//, '');
  const workflow = `${repository.name}/.github/workflows/images.yml`;
  return {
    // Colours are as the job says: nothing here forbids them.
    NO_COLOR: '',
    HOME: join(folder, 'home'),
    TMPDIR: join(folder, 'tmp'),
    CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
    CI: 'true',
    GITHUB_ACTION: '__octo-org_caskwright',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_ACTION_REPOSITORY: 'octo-org/caskwright',
    GITHUB_ACTOR: event.actor,
    GITHUB_ACTOR_ID: '583231',
    GITHUB_API_URL: api.url,
    GITHUB_BASE_REF: event.baseRef ?? '',
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: at.event,
    GITHUB_GRAPHQL_URL: `${api.url}/graphql`,
    GITHUB_HEAD_REF: event.headRef ?? '',
    GITHUB_JOB: 'images',
    GITHUB_REF: event.ref,
    GITHUB_REF_NAME: short,
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_REF_TYPE: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REPOSITORY: repository.name,
    GITHUB_REPOSITORY_ID: '1',
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_REPOSITORY_OWNER_ID: '2',
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_RUN_ID: '7001',
    GITHUB_RUN_NUMBER: '12',
    // This GitHub is a folder: only so may the action fetch from it.
    GITHUB_SERVER_URL: repository.server,
    GITHUB_SHA: event.sha,
    GITHUB_TRIGGERING_ACTOR: event.actor,
    GITHUB_WORKFLOW: 'images',
    GITHUB_WORKFLOW_REF: `${workflow}@${event.ref}`,
    GITHUB_WORKFLOW_SHA: event.sha,
    GITHUB_WORKSPACE: at.workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: `runner of ${name}`,
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: at.temp,
    RUNNER_TOOL_CACHE: join(folder, 'home'),
    RUNNER_WORKSPACE: join(at.workspace, '..'),
  };
}

async function cancelled(running: RunningCli, result: Promise<StepResult>): Promise<StepResult> {
  running.kill('SIGINT');
  const later = [setTimeout(() => running.kill('SIGTERM'), 7_500), setTimeout(() => running.kill('SIGKILL'), 10_000)];
  try {
    return await result;
  } finally {
    for (const timer of later) clearTimeout(timer);
  }
}

function stepResult(ended: CliResult, files: Readonly<Record<string, string>>, secrets: readonly string[]): StepResult {
  const { exitCode, signal, log } = ended;
  const lines = log.split('\n').slice(1, -1);
  const { text, ...told } = readLog(lines, secrets);
  const summary = read(files.GITHUB_STEP_SUMMARY);
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
    ...told,
    log: text,
    raw: [...lines.filter((line) => !line.startsWith('::add-mask::')), ...Object.values(files).map(read)].join('\n'),
    outputs: readValues(read(files.GITHUB_OUTPUT)),
    state: readValues(read(files.GITHUB_STATE)),
    summary: Buffer.byteLength(summary) > SUMMARY_LIMIT ? '' : masked(summary, told.masks),
  };
}

function read(file: string | undefined): string {
  return file === undefined ? '' : readFileSync(file, 'utf8');
}
