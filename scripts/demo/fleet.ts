import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prompt, quietly, type RunOptions } from './terminal.ts';

/** A Git repository made from examples/fleet. */
export interface Fleet {
  /** Its folder. */
  readonly path: string;
  /** Replaces text in files (file → text before → text after) and commits that, as a person would. */
  change(edits: Readonly<Record<string, Readonly<Record<string, string>>>>, message: string): void;
  /** Tags the tip. */
  tag(name: string): void;
}

/** Where the demo's own services are, in place of what the example's caskwright.yaml says. */
export interface Services {
  readonly registry: string;
  /** Absent: nobody is told, because the server that builds is the control API itself. */
  readonly control?: string;
  /** Absent: Docker Hub itself is asked. */
  readonly mirror?: string;
}

/** Copies the example to `path`, points it at the services, and commits it on `main`. */
export function createFleet(example: string, path: string, services: Services, env: NodeJS.ProcessEnv): Fleet {
  cpSync(example, path, { recursive: true });
  const options: RunOptions = { cwd: path, env: { ...env, ...identity } };
  const git = (...args: string[]) => quietly('git', args, options);
  const file = join(path, 'caskwright.yaml');
  writeFileSync(file, configured(readFileSync(file, 'utf8'), services));
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=The fleet');
  return {
    path,
    change: (edits, message) => {
      for (const [name, texts] of Object.entries(edits)) edit(join(path, name), texts);
      prompt(`git commit -am "${message}"`);
      git('commit', '--quiet', '--all', `--message=${message}`);
      process.stdout.write(git('show', '--stat', '--format=%h %s', 'HEAD'));
    },
    tag: (name) => {
      prompt(`git tag ${name}`);
      git('tag', name);
    },
  };
}

/** Git as on a machine where nobody has configured anything. */
const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Demo',
  GIT_AUTHOR_EMAIL: 'demo@localhost',
  GIT_COMMITTER_NAME: 'Demo',
  GIT_COMMITTER_EMAIL: 'demo@localhost',
};

function configured(text: string, services: Services): string {
  const { registry, control, mirror } = services;
  const without = (key: string, from: string) => from.replace(new RegExp(`^${key}:\\n(?: .*\\n)+`, 'm'), '');
  const here = text.replaceAll('localhost:5000', registry);
  const mirrored = mirror === undefined ? without('mirrors', here) : here;
  return control === undefined ? without('control', mirrored) : mirrored.replace(/^( *url: ).*$/m, `$1${control}`);
}

function edit(file: string, edits: Readonly<Record<string, string>>): void {
  let text = readFileSync(file, 'utf8');
  for (const [before, after] of Object.entries(edits)) {
    if (!text.includes(before)) throw new Error(`${file} has no "${before}" to change`);
    text = text.replace(before, after);
  }
  writeFileSync(file, text);
}
