import { join, resolve } from 'node:path';
import type { Adoption, NameBy, ProposedFile } from '../definition/adopt/adoption.ts';
import { adoptRepository } from '../engine/adopt.ts';
import { treeOf } from '../engine/prepare.ts';
import { renderDiagnostics } from '../report/diagnostics.ts';
import { count } from '../report/style.ts';
import { escapeControls } from '../report/text.ts';
import type { GitRepository } from '../repository/open.ts';
import { exists, makeDirectory } from '../system/files.ts';
import { writeNewFile } from '../system/folder-files.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { openHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';
import { pullAhead } from './pull.ts';

export interface InitOptions extends RepositoryOptions {
  readonly dryRun?: boolean;
  readonly names: NameBy;
  /** Commander's spelling of `--no-pull`. */
  readonly pull: boolean;
}

/** Adopts a repository: writes the files that are missing into the work tree; Git is the person's. */
export async function init(
  context: CommandContext,
  directory: string | undefined,
  options: InitOptions,
): Promise<ExitCode> {
  const around = resolve(context.directory, options.directory ?? '.', directory ?? '.');
  const repository = await openHere(context, { directory: around });
  if (!repository.ok) return reportProblem(context, repository.error);
  const { root } = repository.value;
  if (root === undefined) {
    return reportProblem(context, { kind: 'usage', message: 'a bare repository has no work tree to write to' });
  }
  const adoption = await adopt(repository.value, options.names);
  const missing: ProposedFile[] = [];
  for (const file of adoption.files) if (!(await exists(join(root, file.path)))) missing.push(file);
  const write = options.dryRun ? showFile : writeFile;
  for (const file of missing) await write(context, root, file);
  context.stderr.write(renderDiagnostics(adoption.diagnostics, 'pretty', lookOf(context, context.stderr)));
  context.stderr.write(`${adoption.diagnostics.length > 0 ? '\n' : ''}${summary(adoption, missing, options)}\n`);
  if (options.pull && !options.dryRun) await pullAhead(context, root);
  return context.signal.aborted ? exitCode.cancelled : exitCode.done;
}

async function adopt(repository: GitRepository, nameBy: NameBy): Promise<Adoption> {
  const tree = await treeOf({ repository });
  if (!tree.ok) throw new Error('the work tree of an open repository can be read');
  const adoption = await adoptRepository(repository, tree.value, nameBy);
  await tree.value.close();
  return adoption;
}

async function showFile({ stdout }: CommandContext, _root: string, { path, text }: ProposedFile): Promise<void> {
  stdout.write(`── ${escapeControls(path)}\n${text}\n`);
}

async function writeFile({ stdout }: CommandContext, root: string, { path, text }: ProposedFile): Promise<void> {
  const target = join(root, path);
  await makeDirectory(join(target, '..'));
  await writeNewFile(target, text, false);
  stdout.write(`${escapeControls(path)}\n`);
}

/** What was found and what comes next. */
function summary(
  { images, described, prefixes }: Adoption,
  missing: readonly ProposedFile[],
  { dryRun }: InitOptions,
): string {
  if (missing.length === 0) {
    if (images + described === 0) return 'Nothing to adopt: there is no Dockerfile here that is an image.';
    return 'Nothing to write: every image that was found is described already.';
  }
  const known = prefixes[0] === undefined ? '' : `; they call each other ${prefixes[0]}/…`;
  const next = dryRun ? 'Nothing was written' : 'Next: git add --all && caskwright validate && caskwright graph';
  return `${count(images, 'image')} in ${count(missing.length, 'file')}${known}.\n${next}`;
}
