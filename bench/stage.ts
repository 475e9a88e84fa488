import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BenchGraph, GraphImage } from './graphs.ts';
import { type Measured, measure } from './measure.ts';

/** Where the images of a run go, and what makes its layers its own: no run finds the layers of another. */
export interface Target {
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly namespace: string;
  /** What images without a parent stand on. */
  readonly base: string;
}

/** Where in the registry the base of real builds is: repository and tag. */
export const BASE = ['base/busybox', '1.36'] as const;

/** A place for one run in a registry that has the base. */
export function targetIn(host: string, namespace: string): Target {
  return { host, namespace, base: `\${REGISTRY}/${BASE.join(':')}` };
}

/** Writes a repository of a graph, with one commit. `command` is what the only RUN of an image does. */
export function writeRepository(
  folder: string,
  { images }: BenchGraph,
  target: Target,
  command: (image: GraphImage) => string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): void {
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const { host, namespace } = target;
  const configuration = { registry: { host, namespace, insecure: [host] }, args: { REGISTRY: '{registry.host}' } };
  write('caskwright.yaml', JSON.stringify(configuration));
  for (const image of images) {
    write(`images/${image.name}/build.yaml`, `name: ${image.name}\nversion: 1.0.0\ndescription: One of many\n`);
    write(`images/${image.name}/Dockerfile`, dockerfile(image, target, command(image)));
    write(`images/${image.name}/settings.json`, `{ "image": "${image.name}" }\n`);
    for (const [path, content] of Object.entries(files)) write(`images/${image.name}/${path}`, content);
  }
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
  const author = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git(...author, 'commit', '--quiet', '--no-gpg-sign', '--message=images');
}

function dockerfile({ name, parents }: GraphImage, { namespace, base }: Target, command: string): string {
  const reference = (parent: string) => `\${REGISTRY}/${namespace}/${parent}:latest`;
  const [first, ...others] = parents;
  return [
    'ARG REGISTRY',
    // No variable may stand in COPY --from: a stage gives the image a name.
    ...others.map((parent) => `FROM ${reference(parent)} AS ${parent}`),
    `FROM ${first === undefined ? base : reference(first)}`,
    ...others.map((parent) => `COPY --from=${parent} /${parent} /from-${name}-${parent}`),
    `COPY . /context-${name}`,
    `RUN ${command} && echo ${namespace} > /${name}`,
    '',
  ].join('\n');
}

/** The same graph for `docker buildx bake`. */
export function bakeFile({ images }: BenchGraph, { host, namespace }: Target): string {
  const repository = (name: string) => `${host}/${namespace}/${name}`;
  const target = Object.fromEntries(
    images.map(({ name, parents }) => [
      name,
      {
        context: `images/${name}`,
        args: { REGISTRY: host },
        tags: [`${repository(name)}:latest`, `${repository(name)}:1.0.0`],
        // BuildKit takes :latest off a reference before it looks for a context of that name.
        contexts: Object.fromEntries(parents.map((parent) => [repository(parent), `target:${parent}`])),
      },
    ]),
  );
  return JSON.stringify({ group: { default: { targets: images.map(({ name }) => name) } }, target });
}

/** A shell script that builds and pushes one image after the other with buildah, in the same isolation as Caskwright's. */
export function loopScript({ images }: BenchGraph, { host, namespace }: Target): string {
  const one = ({ name }: GraphImage) => {
    const reference = `${host}/${namespace}/${name}:latest`;
    return [
      `buildah build ${isolation()} --build-arg REGISTRY=${host} --tls-verify=false --tag ${reference} images/${name}`,
      `buildah push --tls-verify=false ${reference}`,
    ].join('\n');
  };
  return `set -eu\n${images.map(one).join('\n')}\n`;
}

/** runc on the host's network; limits no higher than this machine permits. */
function isolation(): string {
  const limits = readFileSync('/proc/self/limits', 'latin1');
  const ulimit = (name: string, title: string, most: number) => {
    const hard = Number(new RegExp(`^${title} +\\S+ +(\\d+)`, 'm').exec(limits)?.[1] ?? most);
    return hard < most ? [`--ulimit=${name}=${hard}:${hard}`] : [];
  };
  return [
    '--isolation=oci --runtime=runc --network=host --layers',
    ...ulimit('nofile', 'Max open files', 1_048_576),
    ...ulimit('nproc', 'Max processes', 32_768),
  ].join(' ');
}

/** The manifests that a registry holds under `latest` in a namespace. */
export async function published({ images }: BenchGraph, { host, namespace }: Target): Promise<readonly string[]> {
  const accept = [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.v2+json',
  ].join(', ');
  const found: string[] = [];
  for (const { name } of images) {
    const url = `http://${host}/v2/${namespace}/${name}/manifests/latest`;
    const answer = await fetch(url, { method: 'HEAD', headers: { accept } });
    if (answer.ok) found.push(name);
  }
  return found;
}

/** What a run of the command took, and what it says of itself. */
export interface Built extends Measured {
  /** From the run's start to its end, without reading, planning and finding a builder. */
  readonly inRun: number;
  /** How each image ended. */
  readonly outcomes: Readonly<Record<string, string>>;
}

/** Runs `caskwright build` in a repository. */
export async function caskwrightBuild(
  cli: string,
  repository: string,
  builder: string,
  slots: number,
  env: Readonly<Record<string, string | undefined>>,
  exitCodes: readonly number[] = [0],
): Promise<Built> {
  const output = join(repository, '..', 'events.jsonl');
  const args = [cli, 'build', '--builder', builder, '--concurrency', String(slots), '--json'];
  const measured = await measure({ command: process.execPath, args, cwd: repository, env, output, exitCodes });
  const events = readFileSync(output, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RunFinished);
  const { result } = events.at(-1) as RunFinished;
  const outcomes = Object.fromEntries(result.images.map(({ image, outcome }) => [image, outcome]));
  return { ...measured, inRun: result.seconds, outcomes };
}

interface RunFinished {
  readonly result: {
    readonly seconds: number;
    readonly images: { readonly image: string; readonly outcome: string }[];
  };
}
