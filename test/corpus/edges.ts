/**
 * Adopts public repositories in memory and holds the edges that are found against the truth that each holds in another
 * form. `node test/corpus/edges.ts <clone>[@<revision>] …`; the clones may be bare. Nothing is written.
 */
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { markdownTable } from '../../bench/table.ts';
import { loadRepository } from '../../src/engine/load.ts';
import { resolveCommit } from '../../src/repository/history.ts';
import { type GitRepository, openRepository } from '../../src/repository/open.ts';
import { adoptedTree } from './adopted-tree.ts';
import { type Texts, type Truth, truthOf } from './truth.ts';

/** What was found in one repository. */
interface Compared {
  readonly name: string;
  readonly images: number;
  /** `parent > child` of Dockerfile paths. */
  readonly edges: ReadonlySet<string>;
  readonly errors: readonly string[];
  readonly truth: Truth | undefined;
}

const compared = await Promise.all(process.argv.slice(2).map(compare));
const rows = compared.map(({ name, images, edges, errors, truth }) => {
  const known = [...edges].filter((edge) => isOf(truth, edge));
  const right = known.filter((edge) => truth?.edges.has(edge)).length;
  const share = (part: number, whole: number) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
  const wanted = truth?.edges.size ?? 0;
  const shares = truth ? [`${wanted}`, share(right, known.length), share(right, wanted)] : ['', '', ''];
  return [name, truth?.source ?? 'none', `${images}`, `${edges.size}`, ...shares, `${errors.length}`];
});
const head = ['repository', 'truth', 'images', 'edges', 'edges in truth', 'precision', 'recall', 'errors'];
process.stdout.write(`${markdownTable(head, rows)}\n`);
for (const { name, edges, errors, truth } of compared) {
  const missed = [...(truth?.edges ?? [])].filter((edge) => !edges.has(edge));
  const wrong = [...edges].filter((edge) => isOf(truth, edge) && !truth?.edges.has(edge));
  for (const edge of missed) process.stdout.write(`${name}: missed ${edge}\n`);
  for (const edge of wrong) process.stdout.write(`${name}: not in the truth ${edge}\n`);
  for (const error of errors.slice(0, 10)) process.stdout.write(`${name}: ${error}\n`);
}

/** Whether the truth speaks of both ends of an edge. */
function isOf(truth: Truth | undefined, edge: string): boolean {
  return truth !== undefined && edge.split(' > ').every((path) => truth.images.has(path));
}

async function compare(argument: string): Promise<Compared> {
  const [folder = '', revision = 'HEAD'] = argument.split('@');
  const opened = await openRepository(folder, process.env);
  if (!opened.ok) throw new Error(opened.error.message);
  const commit = await resolveCommit(opened.value, revision);
  if (!commit.ok) throw new Error(commit.error.message);
  const { tree } = await adoptedTree(opened.value, commit.value);
  const { graph, diagnostics } = await loadRepository(tree);
  const paths = tree.entries.map(({ path }) => path);
  await tree.close();
  const dockerfile = new Map([...graph.byName].map(([name, image]) => [name, image.definition.dockerfile.value]));
  const edges = graph.edges.map(({ parent, child }) => `${dockerfile.get(parent)} > ${dockerfile.get(child)}`);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return {
    name: basename(folder.replace(/\/repo$/, '')),
    images: graph.images.length,
    edges: new Set(edges),
    errors: errors.map(({ file, code, message }) => `${file.path}: ${code}: ${message}`),
    truth: truthOf(textsOf(opened.value, commit.value, paths)),
  };
}

function textsOf({ git }: GitRepository, commit: string, paths: readonly string[]): Texts {
  const run = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: git.directory,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const text = (path: string) => (paths.includes(path) ? run('show', `${commit}:${path}`) : undefined);
  return {
    paths,
    text,
    history(path) {
      const commits = run('log', '--format=%H', commit, '--', path).split('\n').filter(Boolean);
      return commits.flatMap((each) => {
        try {
          return [run('show', `${each}:${path}`)];
        } catch {
          return [];
        }
      });
    },
  };
}
