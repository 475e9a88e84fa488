import type { SimpleGit } from 'simple-git';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { type PipedProcess, pipeProcess } from '../system/pipe.ts';
import { captureProcess } from '../system/process.ts';

/** How a Git command ended. */
export interface GitOutput {
  readonly ok: boolean;
  readonly exitCode?: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** What a `Git` works on and with. */
export interface GitOptions {
  /** Where commands run. */
  readonly directory: string;
  readonly environment: Environment;
  /** Transports that may be used; none unless said so (S11). */
  readonly transports?: readonly Transport[];
  /** Filter drivers to switch off. */
  readonly filters?: readonly string[];
  /** Configuration of this Git alone; it travels in the environment, so that it may hold a credential (S27). */
  readonly settings?: readonly Setting[];
}

/** A key of Git's configuration and its value. */
export type Setting = readonly [key: string, value: string];

/** The transports that Git may ever be allowed to use. */
export type Transport = 'https' | 'http' | 'ssh' | 'file';

/**
 * Git without anything that a machine, a user or a repository could slip in: no system or user configuration,
 * attributes, hooks, fsmonitor, filters, templates, replace refs, grafts, lazy fetches, submodules or prompts take
 * part (S12, S13). Arguments are vectors (S10). One instance may run many commands at once.
 */
export class Git {
  readonly directory: string;
  readonly #options: GitOptions;
  readonly #variables: Record<string, string>;
  #simple: Promise<History> | undefined;

  constructor(options: GitOptions) {
    this.directory = options.directory;
    this.#options = options;
    this.#variables = gitVariables(options);
  }

  /** The same Git with these filter drivers (`filter.<name>`) switched off. */
  withoutFilters(filters: readonly string[]): Git {
    return filters.length === 0 ? this : new Git({ ...this.#options, filters });
  }

  /** Runs a command to its end; a failure is a value. For bulk plumbing: output stays bytes. */
  async run(args: readonly string[], input?: Uint8Array | string, signal?: AbortSignal): Promise<GitOutput> {
    const outcome = await captureProcess('git', args, {
      cwd: this.directory,
      env: this.#variables,
      ...(input === undefined ? {} : { input }),
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      ok: outcome.exitCode === 0,
      ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
      stdout: outcome.stdout,
      stderr: outcome.stderr.trim() || (outcome.notStarted ?? ''),
    };
  }

  /** Runs a command that can only fail where the repository is damaged or a caller is wrong: then it throws. */
  async bytes(args: readonly string[], input?: Uint8Array | string): Promise<Uint8Array> {
    const output = await this.run(args, input);
    if (output.ok) return output.stdout;
    throw new Error(`git ${args[0]} failed (exit ${output.exitCode}): ${output.stderr}`);
  }

  /** Starts a command that is talked to while it runs. */
  pipe(args: readonly string[]): PipedProcess {
    return pipeProcess('git', args, { cwd: this.directory, env: this.#variables });
  }

  /** simple-git in the same closed environment, for questions about history. Loaded when first asked for. */
  simple(): Promise<History> {
    this.#simple ??= openSimpleGit(this.directory, this.#variables);
    return this.#simple;
  }
}

/** simple-git, and the way to tell Git's own "no" from a bug. */
export interface History {
  readonly simple: SimpleGit;
  isRefusal(error: unknown): boolean;
}

async function openSimpleGit(directory: string, variables: Record<string, string>): Promise<History> {
  const { simpleGit, GitError, GitPluginError } = await import('simple-git');
  const simple = simpleGit({
    baseDir: directory,
    // It refuses to see these mentioned at all unless told so; the variables are what switches them off.
    allowEnvironment: Object.keys(variables),
    unsafe: {
      allowUnsafeAskPass: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeCredentialHelper: true,
      allowUnsafeEditor: true,
      allowUnsafeFilter: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeGitProxy: true,
      allowUnsafeHooksPath: true,
      allowUnsafePager: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeSshCommand: true,
      allowUnsafeTemplateDir: true,
    },
  }).env(variables);
  return { simple, isRefusal: (error) => error instanceof GitError && !(error instanceof GitPluginError) };
}

/** The whole environment of a Git process. */
function gitVariables({
  environment,
  transports = [],
  filters = [],
  settings: own = [],
}: GitOptions): Record<string, string> {
  const settings = [...neutralSettings, ...filters.flatMap(switchedOff), ...safeDirectories(environment), ...own];
  const variables: Record<string, string> = {
    ...childEnvironment(environment, ['SSH_AUTH_SOCK']),
    ...neutralVariables,
    // An empty list means none. It overrules every protocol.* setting, in any letter case.
    GIT_ALLOW_PROTOCOL: transports.join(':'),
    GIT_CONFIG_COUNT: String(settings.length),
  };
  for (const [at, [key, value]] of settings.entries()) {
    variables[`GIT_CONFIG_KEY_${at}`] = key;
    variables[`GIT_CONFIG_VALUE_${at}`] = value;
  }
  return variables;
}

const neutralVariables = {
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
  GIT_PAGER: 'cat',
  GIT_EDITOR: 'false',
} as const;

/** Settings of the repository itself that could run a command or change what is read; these win over them. */
const neutralSettings: readonly Setting[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['core.excludesFile', '/dev/null'],
  ['core.autocrlf', 'false'],
  ['core.safecrlf', 'false'],
  ['core.alternateRefsCommand', ''],
  ['core.gitProxy', ''],
  ['credential.helper', ''],
  ['log.showSignature', 'false'],
  ['i18n.logOutputEncoding', 'UTF-8'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['init.templateDir', ''],
  ['init.defaultBranch', 'main'],
  ['advice.graftFileDeprecated', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

function switchedOff(filter: string): readonly Setting[] {
  return [
    [`filter.${filter}.clean`, ''],
    [`filter.${filter}.smudge`, ''],
    [`filter.${filter}.process`, ''],
    [`filter.${filter}.required`, 'false'],
  ];
}

/** Git refuses repositories of another owner; this variable of ours lists those (or `*`) that are trusted all the same. */
function safeDirectories(environment: Environment): readonly Setting[] {
  const listed = environment.CASKWRIGHT_SAFE_DIRECTORY?.split(':') ?? [];
  return listed.filter((directory) => directory !== '').map((directory) => ['safe.directory', directory] as const);
}

/** Whether a text may be handed to Git as a revision: nothing that reads as an option, a range or a path (S10). */
export function isRevision(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  return text.length <= 1024 && /^[^-^:\s][^:\s\x00-\x1f\x7f?*[\\]*$/.test(text) && !text.includes('..');
}

/** Whether a text is the name of a branch or tag, as git-check-ref-format has it (S10). */
export function isRefName(text: string): boolean {
  const parts = text.split('/');
  return (
    isRevision(text) &&
    text !== '@' &&
    !/[~^]|@\{|\.$/.test(text) &&
    parts.every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  );
}

/** Whether a text is a full object id, SHA-1 or SHA-256. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
