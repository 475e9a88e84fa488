import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What a file of a test repository holds. */
export type FileContent = string | Uint8Array | { readonly executable: string } | { readonly link: string };

/** The environment that tests hand to Git and to the command: programs are found, nothing of the user's is. */
export const cleanEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  HOME: '/nonexistent',
};

/** A real Git repository in a temporary folder, which is removed when the test ends. */
export interface TestRepository {
  /** Absolute folder of the work tree, or of the bare repository. */
  readonly path: string;
  /** Runs Git in it and returns its output without the last line end; throws where Git fails. */
  git(...args: string[]): string;
  /** Writes files; folders are made as needed. */
  write(files: Readonly<Record<string, FileContent>>): void;
  remove(...paths: string[]): void;
  /** Writes files, stages everything and commits; returns the commit's id. Time advances a minute at each commit. */
  commit(files?: Readonly<Record<string, FileContent>>, message?: string): string;
  /** Stores an object of exactly these bytes, also one that Git's own commands would not make; returns its id. */
  object(type: 'blob' | 'tree' | 'commit', bytes: Uint8Array): string;
  /** A clone in another folder; `args` go to `git clone`. A file URL is used, so that `--depth` works. */
  clone(...args: string[]): TestRepository;
}

/** A new repository on branch `main` with one commit of these files; without files it has no commit. */
export function testRepository(files?: Readonly<Record<string, FileContent>>, ...initArgs: string[]): TestRepository {
  const path = temporaryDirectory();
  gitIn(path, 'init', '--quiet', '--initial-branch=main', ...initArgs);
  const repository = repositoryAt(path);
  if (files) repository.commit(files);
  return repository;
}

/** An empty folder that is removed when the test ends. */
export function temporaryDirectory(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'caskwright-test-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A folder with these files and no Git, which is removed when the test ends. */
export function folderWith(files: Readonly<Record<string, FileContent>>): string {
  const path = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) writeContent(join(path, name), content);
  return path;
}

function repositoryAt(path: string): TestRepository {
  let minutes = 0;
  const repository: TestRepository = {
    path,
    git: (...args) => gitIn(path, ...args),
    write(files) {
      for (const [name, content] of Object.entries(files)) writeContent(join(path, name), content);
    },
    remove(...paths) {
      for (const name of paths) rmSync(join(path, name), { recursive: true });
    },
    commit(written = {}, message = 'change') {
      repository.write(written);
      gitIn(path, 'add', '--all');
      minutes += 1;
      const date = new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();
      gitWith({ GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }, path, [
        'commit',
        '--quiet',
        '--allow-empty',
        `--message=${message}`,
      ]);
      return gitIn(path, 'rev-parse', 'HEAD');
    },
    object: (type, bytes) => gitWith({}, path, ['hash-object', '-t', type, '-w', '--literally', '--stdin'], bytes),
    clone(...args) {
      const copy = temporaryDirectory();
      gitIn(copy, 'clone', '--quiet', ...args, `file://${path}`, '.');
      return repositoryAt(copy);
    },
  };
  return repository;
}

function writeContent(path: string, content: FileContent): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(path, content);
  else if ('link' in content) symlinkSync(content.link, path);
  else {
    writeFileSync(path, content.executable);
    chmodSync(path, 0o755);
  }
}

export function gitIn(path: string, ...args: string[]): string {
  return gitWith({}, path, args);
}

function gitWith(
  extra: Readonly<Record<string, string>>,
  path: string,
  args: readonly string[],
  input?: Uint8Array,
): string {
  const identity = { name: 'Tester', email: 'tester@example.invalid' };
  return execFileSync('git', args, {
    cwd: path,
    encoding: 'utf8',
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    ...(input ? { input } : {}),
    env: {
      ...cleanEnvironment,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: identity.name,
      GIT_AUTHOR_EMAIL: identity.email,
      GIT_COMMITTER_NAME: identity.name,
      GIT_COMMITTER_EMAIL: identity.email,
      ...extra,
    },
  }).replace(/\n$/, '');
}
