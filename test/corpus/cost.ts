/**
 * What `init` and then `plan --since` cost on public repositories, each command a fresh process of the bundle.
 * `node test/corpus/cost.ts [--program dist/cli.js] <clone>[@<revision>] …`. Each clone is cloned again into a temporary folder, adopted and
 * committed there; the commit without the adoption is what `plan` compares with.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure } from '../../bench/measure.ts';
import { markdownTable } from '../../bench/table.ts';

const { values, positionals } = parseArgs({
  options: { program: { type: 'string', default: fileURLToPath(new URL('../../dist/cli.js', import.meta.url)) } },
  allowPositionals: true,
});
const rows: string[][] = [];
for (const argument of positionals) {
  const [clone = '', revision = 'HEAD'] = argument.split('@');
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-corpus-'));
  try {
    rows.push([basename(clone.replace(/\/repo$/, '')), ...(await costIn(clone, revision, folder))]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const head = ['repository', 'files', 'images', 'init s', 'init MB', 'plan s', 'plan MB'];
process.stdout.write(`${markdownTable(head, rows)}\n`);

async function costIn(clone: string, revision: string, folder: string): Promise<string[]> {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Corpus', '-c', 'user.email=corpus@example.invalid', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    });
  const commit = execFileSync('git', ['rev-parse', revision], { cwd: clone, encoding: 'utf8' }).trim();
  git('clone', '--quiet', '--shared', '--no-checkout', clone, '.');
  git('checkout', '--quiet', '-B', 'adopted', commit);
  const run = (...args: string[]) =>
    measure({ command: process.execPath, args: [values.program, ...args], cwd: folder, exitCodes: [0] });
  const init = await run('init');
  git('add', '--all');
  git('commit', '--quiet', '--message=Adopt');
  const plan = await run('plan', '--since', 'HEAD~1');
  const files = git('ls-files').split('\n').length - 1;
  const images = git('ls-files', '*build.yaml', '*build.*.yaml').split('\n').length - 1;
  return [
    `${files}`,
    `${images}`,
    init.seconds.toFixed(2),
    init.megabytes.toFixed(0),
    plan.seconds.toFixed(2),
    plan.megabytes.toFixed(0),
  ];
}
