import { join } from 'node:path';
import { LOCK_FILE } from '../definition/lock.ts';
import { readLock } from '../definition/read-lock.ts';
import { type LockChange, makeLock } from '../engine/lock.ts';
import { renderLock } from '../report/lock-text.ts';
import { safeJson } from '../report/text.ts';
import { readIfPresent, writeAtomically } from '../system/storage.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { connectTo, loadHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface LockOptions extends RepositoryOptions {
  /** Without names: every base. */
  readonly update?: true | readonly string[];
  readonly dryRun?: boolean;
  readonly format: 'pretty' | 'json';
}

/** Writes `caskwright.lock` into the work tree. Exit code 1 where a base cannot be resolved. */
export async function lock(context: CommandContext, options: LockOptions): Promise<ExitCode> {
  const here = await loadHere(context, options);
  if (!here.ok) return reportProblem(context, here.error);
  const { repository, loaded } = here.value;
  if (repository.root === undefined) {
    return reportProblem(context, { kind: 'usage', message: 'a bare repository has no work tree to write to' });
  }
  const path = join(repository.root, LOCK_FILE);
  // One that was never added to Git is no part of the repository yet, but it is the one to go on from.
  const present = await readIfPresent(path);
  const before = present && readLock({ path: LOCK_FILE, text: present.toString('utf8') }).lock;
  const { reader } = (await connectTo(context, repository)).registry(loaded.configuration);
  const { clock, signal } = context;
  const update = options.update === true ? 'all' : (options.update ?? []);
  const made = await makeLock({ loaded, ...(before ? { lock: before } : {}), reader, update, clock, signal });
  if (!made.ok) return reportProblem(context, made.error);
  const { text, differs, changes } = made.value;
  const writes = differs && !options.dryRun;
  if (writes) await writeAtomically(path, text);
  if (options.format === 'json') context.stdout.write(`${safeJson(wireOf(changes, writes), 2)}\n`);
  else context.stdout.write(renderLock(changes, writes, lookOf(context, context.stdout)));
  if (!loaded.lock && !options.dryRun) context.stderr.write(`Next: git add ${LOCK_FILE}\n`);
  return changes.some(({ change }) => change === 'unresolved') ? exitCode.findings : exitCode.done;
}

/** `schemas/lock-result.schema.json`. */
function wireOf(changes: readonly LockChange[], written: boolean) {
  const base = (locked: LockChange['after']) =>
    locked
      ? { digests: Object.fromEntries([...locked.digests].sort()), from: locked.from, locked: locked.locked }
      : null;
  return {
    version: 1,
    written,
    bases: changes.map(({ reference, change, before, after, why }) => ({
      reference,
      change,
      before: base(before),
      after: base(after),
      ...(why === undefined ? {} : { why }),
    })),
  };
}
