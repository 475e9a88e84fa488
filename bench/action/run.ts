import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleAction } from '../../scripts/build.ts';
import { type Measured, measure } from '../measure.ts';
import { print, root, say } from '../peers.ts';
import { formatRatio, median, ratioOf } from '../statistics.ts';
import { markdownTable } from '../table.ts';

// How long the action takes before it has said its first word: `command: validate` on examples/fleet against
// `command: version` of the same bundle, beside an empty Node and the sources as they are. Each start is one on a new
// runner: nothing that Node has compiled before is there. `--smoke` fails where the limits are far off.

const { values: options } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, runs: { type: 'string', default: '15' } },
});
const runs = options.smoke ? 5 : Number(options.runs);
const LIMITS = { ratio: 1.5, megabytes: 1.2 };

/** What is started side by side, in this order, again and again. */
const CONTENDERS = ['empty Node', 'version', 'validate', 'version, sources', 'validate, sources'] as const;
type Contender = (typeof CONTENDERS)[number];

const folder = mkdtempSync(join(tmpdir(), 'caskwright-bench-action-'));
try {
  const workspace = checkout(join(folder, 'workspace'));
  const bundle = join(folder, 'dist/action');
  mkdirSync(bundle, { recursive: true });
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  await bundleAction(bundle);
  const empty = join(folder, 'empty.js');
  writeFileSync(empty, '');
  const samples = await sample(workspace, {
    'empty Node': [empty],
    version: [join(bundle, 'index.js'), 'version'],
    validate: [join(bundle, 'index.js'), 'validate'],
    'version, sources': [join(root, 'src/main/action.ts'), 'version'],
    'validate, sources': [join(root, 'src/main/action.ts'), 'validate'],
  });
  const files = globSync('**/*.js', { cwd: bundle });
  const megabytes = files.reduce((sum, file) => sum + statSync(join(bundle, file)).size, 0) / 1e6;
  const ratio = ratioOf(seconds(samples.validate), seconds(samples.version));
  print(table(samples));
  print(`\nvalidate over version: ${formatRatio(ratio)}, at most ${LIMITS.ratio}`);
  print(`bundle: ${megabytes.toFixed(2)} MB in ${files.length} files, at most ${LIMITS.megabytes}`);
  if (megabytes > LIMITS.megabytes) throw new Error(`the bundle has ${megabytes.toFixed(2)} MB`);
  if (options.smoke && ratio.median > 2 * LIMITS.ratio)
    throw new Error(`validate takes ${formatRatio(ratio)} of version`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** examples/fleet as a job finds it. */
function checkout(workspace: string): string {
  cpSync(join(root, 'examples/fleet'), workspace, { recursive: true });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: workspace, stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git(
    '-c',
    'user.name=Bench',
    '-c',
    'user.email=bench@example.com',
    'commit',
    '--quiet',
    '--no-gpg-sign',
    '--message=fleet',
  );
  return workspace;
}

async function sample(workspace: string, starts: Readonly<Record<Contender, readonly string[]>>) {
  const samples = Object.fromEntries(CONTENDERS.map((name) => [name, [] as Measured[]])) as Record<
    Contender,
    Measured[]
  >;
  for (let run = 0; run < runs; run += 1) {
    for (const name of CONTENDERS) {
      const [script = '', command = ''] = starts[name];
      samples[name].push(await start(workspace, script, command));
    }
    say(`run ${run + 1} of ${runs}`);
  }
  return samples;
}

/** One start on a runner that has never seen the action. */
async function start(workspace: string, script: string, command: string): Promise<Measured> {
  const temporary = mkdtempSync(join(folder, 'runner-'));
  const file = (name: string) => {
    const path = join(temporary, name);
    writeFileSync(path, name === 'event' ? '{}' : '');
    return path;
  };
  return measure({
    command: process.execPath,
    args: [script],
    cwd: workspace,
    env: {
      TMPDIR: temporary,
      RUNNER_TEMP: temporary,
      INPUT_COMMAND: command,
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: file('event'),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STATE: file('state'),
      GITHUB_STEP_SUMMARY: file('summary'),
    },
  });
}

function table(samples: Readonly<Record<Contender, readonly Measured[]>>): string {
  const milliseconds = (values: readonly number[]) => (1000 * median(values)).toFixed(0);
  const rows = CONTENDERS.map((name) => [
    name,
    milliseconds(seconds(samples[name])),
    milliseconds(samples[name].map(({ processor }) => processor)),
    median(samples[name].map(({ megabytes }) => megabytes)).toFixed(0),
    formatRatio(ratioOf(seconds(samples[name]), seconds(samples['empty Node']))),
  ]);
  return markdownTable(['start', 'ms', 'processor ms', 'MB', '× of an empty Node'], rows);
}

function seconds(samples: readonly Measured[]): readonly number[] {
  return samples.map((each) => each.seconds);
}
