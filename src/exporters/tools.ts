import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure, FailureReason } from '../build/failure.ts';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { findProgram } from '../system/folder-files.ts';
import { captureProcess, type ProcessOutcome, runProcess } from '../system/process.ts';

/** The programs that disk images are made with, and Debian's packages that have them. */
export const PACKAGES = {
  'mkfs.ext4': 'e2fsprogs',
  'mkfs.vfat': 'dosfstools',
  mmd: 'mtools',
  mcopy: 'mtools',
  sfdisk: 'fdisk',
  'qemu-img': 'qemu-utils',
  xorriso: 'xorriso',
  setfattr: 'attr',
  tar: 'tar',
} as const;

export type Tool = keyof typeof PACKAGES;

/** How the programs of one export are run. */
export interface Toolbox {
  readonly environment: Environment;
  /** Where they work and put what is temporary. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** As `performance.now()`. */
  readonly deadline: number;
  log(line: string): void;
}

/** Where Debian has programs that ordinary users have not on their PATH. */
const ADMINISTRATION = '/usr/sbin:/sbin';
const KEPT_LINES = 20;
/** How the system says that a disk is full; tar and xorriso have words of their own for it. */
const FULL = /no space left on device|disk quota exceeded|wrote only \d+ of \d+ bytes|exceeds free space on media/i;

/** The programs among `tools` that are not here. */
export async function missingTools(tools: readonly Tool[], environment: Environment): Promise<readonly Tool[]> {
  const found = await Promise.all(tools.map((tool) => findProgram(tool, withAdministration(environment))));
  return tools.filter((_, index) => found[index] === undefined);
}

/** What to install, as the failure of an export. */
export function toolFailure(tools: readonly Tool[]): Failure {
  const packages = [...new Set(tools.map((tool) => PACKAGES[tool]))].join(' ');
  const suggestion = `apt-get install --no-install-recommends ${packages}`;
  return exportFailure('tool-missing', `${tools.join(', ')} is not installed here`, suggestion);
}

/** Runs a program to its end; `input` is written to its stdin. */
export async function runTool(
  box: Toolbox,
  tool: string,
  args: readonly string[],
  input?: string,
): Promise<Result<void, Failure>> {
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    box.log(line);
  };
  const options = {
    cwd: box.folder,
    env: { ...childEnvironment(withAdministration(box.environment)), TMPDIR: box.folder, LC_ALL: 'C.UTF-8' },
    signal: box.signal,
    timeout: Math.max(1, Math.ceil(box.deadline - performance.now())),
  };
  const outcome =
    input === undefined
      ? await runProcess(tool, args, { ...options, onLine })
      : await withInput(tool, args, { ...options, input }, onLine);
  if (outcome.ended === 'by-itself' && outcome.exitCode === 0) return ok(undefined);
  const told = { lastLines: lines, ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }) };
  return err({ ...failureOf(tool, outcome, lines), ...told });
}

async function withInput(
  tool: string,
  args: readonly string[],
  options: Parameters<typeof captureProcess>[2],
  onLine: (line: string) => void,
): Promise<ProcessOutcome> {
  const { stdout, stderr, ...outcome } = await captureProcess(tool, args, options);
  const said = `${Buffer.from(stdout).toString()}\n${stderr}`.split('\n');
  for (const line of said.filter((each) => each.trim() !== '')) onLine(line);
  return outcome;
}

/** A failure of an export. */
export function exportFailure(reason: FailureReason, message: string, suggestion?: string): Failure {
  return { phase: 'export', reason, message, ...(suggestion === undefined ? {} : { suggestion }), lastLines: [] };
}

/** What a full disk means for an export. */
export function diskFull(where: string): Failure {
  return exportFailure(
    'disk-full',
    `no space left in ${where}`,
    `make room there: an export needs about three times its image's size`,
  );
}

function failureOf(tool: string, { ended, notStarted, signal }: ProcessOutcome, lines: readonly string[]): Failure {
  if (ended === 'aborted') return exportFailure('cancelled', 'cancelled');
  if (ended === 'timed-out') return exportFailure('timeout', `${tool} took longer than the export may take`);
  if (notStarted !== undefined) return exportFailure('tool-missing', `${tool} cannot be started: ${notStarted}`);
  if (lines.some((line) => FULL.test(line))) return diskFull('the temporary folder');
  if (signal !== undefined) return exportFailure('unknown', `${tool} was ended by ${signal}`);
  return exportFailure(
    'unknown',
    `${tool} failed: ${lines.findLast((line) => line.trim() !== '')?.trim() ?? 'it says nothing'}`,
  );
}

function withAdministration(environment: Environment): Environment {
  return { ...environment, PATH: [environment.PATH, ADMINISTRATION].filter(Boolean).join(':') };
}

/** A path in the export's folder. */
export function inFolder(box: Toolbox, name: string): string {
  return join(box.folder, name);
}
