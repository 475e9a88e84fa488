import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import { hasErrors, loadRepository } from '../engine/load.ts';
import { filesOfNewImage } from '../engine/new-image.ts';
import { treeOf } from '../engine/prepare.ts';
import type { Problem } from '../engine/problem.ts';
import { exists, makeDirectory } from '../system/files.ts';
import { writeNewFile } from '../system/folder-files.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { openHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface NewOptions extends RepositoryOptions {
  readonly template: string;
  /** `key=value`, as often as there are variables. */
  readonly set?: readonly string[];
}

/** Writes a new image's files into the work tree; Git is the person's. */
export async function newImage(context: CommandContext, image: string, options: NewOptions): Promise<ExitCode> {
  const variables = variablesOf(options.set ?? []);
  if (!variables.ok) return reportProblem(context, variables.error);
  const repository = await openHere(context, options);
  if (!repository.ok) return reportProblem(context, repository.error);
  const { root } = repository.value;
  if (root === undefined) {
    return reportProblem(context, { kind: 'usage', message: 'a bare repository has no work tree to write to' });
  }
  const tree = await treeOf({ repository: repository.value });
  if (!tree.ok) return reportProblem(context, tree.error);
  const loaded = await loadRepository(tree.value);
  const files = await filesOfNewImage(loaded, { name: image, template: options.template, variables: variables.value });
  await tree.value.close();
  if (!files.ok) return reportProblem(context, files.error);
  for (const { path, content, executable } of files.value) {
    const target = join(root, path);
    if (await exists(target)) return reportProblem(context, { kind: 'usage', message: `${path} exists already` });
    await makeDirectory(join(target, '..'));
    await writeNewFile(target, content, executable);
    context.stdout.write(`${path}\n`);
  }
  const warning = hasErrors(loaded.diagnostics) ? ' (the repository has findings already)' : '';
  context.stderr.write(
    `Next: git add -- ${files.value.map(({ path }) => path).join(' ')} && caskwright validate${warning}\n`,
  );
  return exitCode.done;
}

function variablesOf(pairs: readonly string[]): Result<Readonly<Record<string, string>>, Problem> {
  const wrong = pairs.find((pair) => !/^[^=]+=/.test(pair));
  if (wrong !== undefined)
    return err({ kind: 'usage', message: `--set takes key=value, not ${JSON.stringify(wrong)}` });
  return ok(
    Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  );
}
