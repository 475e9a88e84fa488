import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the images of a repository stand on each other. */
export type Shape = 'tree' | 'flat' | 'star' | 'chain';

export const shapes: readonly Shape[] = ['tree', 'flat', 'star', 'chain'];

/** A generated repository and what its peers are given. */
export interface Generated {
  /** A clone with one commit in one pack, its files checked out. */
  readonly repository: string;
  /** The same graph for `docker buildx bake`. */
  readonly bakeFile: string;
  /** The object ids of the build files, one a line, for `git cat-file --batch`. */
  readonly blobList: string;
}

/** Files that planning reads the text of. */
const READ = /\/(?:build\.yaml|Dockerfile|requirements\.txt)$/;

/** The number of the image that image `at` stands on; undefined for one that stands on nothing. */
export function parentOf(shape: Shape, at: number): number | undefined {
  if (at === 0 || shape === 'flat') return undefined;
  switch (shape) {
    case 'tree':
      return Math.floor((at - 1) / 4);
    case 'star':
      return 0;
    case 'chain':
      return at - 1;
  }
}

/** Makes a repository of `count` images in `folder`, and the peers' input beside it. No two files are the same. */
export async function generate(folder: string, shape: Shape, count: number): Promise<Generated> {
  const repository = join(folder, 'repository');
  mkdirSync(repository, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: repository, encoding: 'utf8', maxBuffer: 1024 ** 3 });
  git('init', '--quiet', '--initial-branch=main');
  await importCommit(repository, filesOf(shape, count));
  git('reset', '--quiet', '--hard');
  git('repack', '-a', '-d', '-q');
  const blobList = join(folder, 'blobs.txt');
  const listing = git('ls-tree', '-r', 'HEAD').split('\n');
  const blobs = listing.filter((line) => READ.test(line)).map((line) => line.split(/[ \t]/)[2]);
  writeFileSync(blobList, `${blobs.join('\n')}\n`);
  const bakeFile = join(folder, 'docker-bake.json');
  writeFileSync(bakeFile, JSON.stringify(bakeDefinition(shape, count)));
  return { repository, bakeFile, blobList };
}

/** One commit of the files, straight into a pack (git-fast-import(1)). */
async function importCommit(repository: string, files: Iterable<readonly [path: string, text: string]>): Promise<void> {
  const child = spawn('git', ['fast-import', '--quiet'], { cwd: repository, stdio: ['pipe', 'inherit', 'inherit'] });
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  child.stdin.write(`commit refs/heads/main\ncommitter Bench <bench@example.com> 1700000000 +0000\n${data('images')}`);
  for (const [path, text] of files) {
    if (!child.stdin.write(`M 100644 inline ${path}\n${data(text)}`)) await once(child.stdin, 'drain');
  }
  child.stdin.end('done\n');
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}

function nameOf(at: number): string {
  return `image-${String(at).padStart(5, '0')}`;
}

function* filesOf(shape: Shape, count: number): Generator<readonly [path: string, text: string]> {
  yield ['caskwright.yaml', 'registry: registry.example.com/fleet\nargs:\n  HARBOR_REGISTRY: "{registry.host}"\n'];
  for (let at = 0; at < count; at += 1) {
    const name = nameOf(at);
    const parent = parentOf(shape, at);
    for (const [path, text] of Object.entries(
      imageFiles(name, parent === undefined ? undefined : nameOf(parent), at),
    )) {
      yield [`images/${name}/${path}`, text];
    }
  }
}

function imageFiles(name: string, parent: string | undefined, at: number): Readonly<Record<string, string>> {
  return {
    'build.yaml': [
      `name: ${name}`,
      `version: 1.${at % 40}.${at % 7}`,
      `display_name: Image ${at}`,
      `description: What team ${at % 25} runs its jobs in, number ${at}`,
      `category: ${['jupyter', 'service', 'batch'][at % 3]}`,
      'tags: [python, internal]',
      `metadata: { owner: team-${at % 25}, cpu_limit: 4, mem_limit: 8G }`,
      'requirements: [requirements.txt]',
      '',
    ].join('\n'),
    Dockerfile: [
      'ARG HARBOR_REGISTRY',
      `FROM ${parent === undefined ? 'scratch' : `\${HARBOR_REGISTRY}/fleet/${parent}:latest`}`,
      `ENV IMAGE_NAME=${name}`,
      `COPY requirements.txt /opt/${name}/requirements.txt`,
      `COPY app /opt/${name}/app`,
      `RUN sh /opt/${name}/app/install.sh /opt/${name}/requirements.txt`,
      '',
    ].join('\n'),
    'requirements.txt': `numpy==1.26.${at % 5}\nrequests==2.32.${at % 4}\nteam-${at}-tools==${at % 90}.1.0\n`,
    'app/install.sh': `#!/bin/sh\n# ${name}\nset -eu\necho "installing from $1"\n`,
    'app/settings.json': `${JSON.stringify({ name, port: 8000 + (at % 1000), workers: (at % 8) + 1 }, undefined, 2)}\n`,
    'README.md': `# Image ${at}\n\nWhat team ${at % 25} runs its jobs in.\n`,
  };
}

function bakeDefinition(shape: Shape, count: number) {
  const targets = Array.from({ length: count }, (_, at) => {
    const parent = parentOf(shape, at);
    const name = nameOf(at);
    const reference = parent === undefined ? undefined : `registry.example.com/fleet/${nameOf(parent)}`;
    return [
      name,
      {
        context: `images/${name}`,
        args: { HARBOR_REGISTRY: 'registry.example.com' },
        tags: [
          `registry.example.com/fleet/${name}:1.${at % 40}.${at % 7}`,
          `registry.example.com/fleet/${name}:latest`,
        ],
        ...(reference === undefined ? {} : { contexts: { [reference]: `target:${nameOf(parent as number)}` } }),
      },
    ] as const;
  });
  return { group: { default: { targets: targets.map(([name]) => name) } }, target: Object.fromEntries(targets) };
}
