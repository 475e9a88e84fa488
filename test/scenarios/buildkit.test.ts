import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadRepository } from '../../src/engine/load.ts';
import type { ImageName } from '../../src/names/image-name.ts';
import { formatReference, parseReference } from '../../src/names/reference.ts';
import { own, type Row, repositoryOf, rows } from '../rig/dockerfiles.ts';
import { buildxRig } from '../rig/engines.ts';
import { memoryTree } from '../rig/memory-tree.ts';
import { dockerImage, push } from '../rig/pushed-image.ts';
import { startRegistry } from '../rig/registry.ts';
import { temporaryDirectory } from '../rig/repository.ts';

const rig = await buildxRig();
const run = promisify(execFile);

/** What BuildKit refuses and buildah takes: `ADD --from`, and variables in a `--from`. */
const refused = /^add .*--from|--from=\$|\n {2}--from=\$/im;

/** Rows that a BuildKit for one platform reads whole: sound ones, whose digests are not made up. */
const comparable = Object.entries(rows).filter(
  ([name, { stages, dockerfile }]) =>
    stages.length > 0 &&
    !/@sha256|TARGETARCH|https:/.test(dockerfile) &&
    !refused.test(dockerfile) &&
    // Its outline leaves triggers of the same file out; its builds carry them out.
    name !== 'ONBUILD of a stage in the same file',
);

/** A row with the images of a registry of this machine in place of those that are nowhere. */
function pointedAt(row: Row, namespace: string): Row {
  const text = (before: string) =>
    before
      .replaceAll(own, namespace)
      .replaceAll('debian:12', `${namespace}/debian:12`)
      .replaceAll('other.example:5000', namespace);
  return { ...row, dockerfile: text(row.dockerfile) };
}

if ('reason' in rig) test('BuildKit reads Dockerfiles the same', ({ skip }) => skip(rig.reason));
else {
  describe('BuildKit reads Dockerfiles the same', { timeout: 120_000 }, () => {
    test('asks for the same images', async () => {
      const registry = await startRegistry();
      try {
        const namespace = `${registry.host}/n`;
        const triggers = ['ARG V=a', 'COPY src/$V /src/', `COPY --from=${namespace}/tool /t /t`];
        for (const [name, tags, config] of [
          ['base', ['latest', '1.0', '0.9'], {}],
          ['tool', ['latest'], {}],
          ['kit', ['latest'], { config: { OnBuild: triggers } }],
          ['debian', ['12'], {}],
        ] as const) {
          for (const tag of tags)
            await push(dockerImage(config), { kind: 'registry', repository: `${namespace}/${name}`, tag });
        }
        const [theirs, ours]: Record<string, unknown>[] = [{}, {}];
        for (const [name, row] of comparable) {
          const pointed = pointedAt(row, namespace);
          Object.assign(ours as object, { [name]: await askedByUs(pointed, namespace) });
          const asked = askedByBuildKit(pointed, namespace, rig.environment).catch(String);
          Object.assign(theirs as object, { [name]: await asked });
        }
        expect(ours).toEqual(theirs);
        expect(comparable.length).toBeGreaterThan(35);
      } finally {
        await registry.stop();
        await rig.close();
      }
    });
  });
}

async function askedByUs(row: Row, namespace: string): Promise<readonly string[]> {
  const files: Readonly<Record<string, string>> = {
    ...repositoryOf(row),
    'caskwright.yaml': `registry: ${namespace}\nargs: {COMMON: "{registry}"}\n`,
  };
  const triggers = files['images/kit/Dockerfile']?.replaceAll(own, namespace) ?? '';
  const { graph } = await loadRepository(memoryTree({ ...files, 'images/kit/Dockerfile': triggers }));
  const references = graph.byName.get('app' as ImageName)?.dockerfile.references ?? [];
  return sorted(references.map(({ resolved }) => resolved));
}

/** The images whose metadata BuildKit loads for a Dockerfile: what its stages stand on and copy from. */
async function askedByBuildKit(
  row: Row,
  registry: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const folder = temporaryDirectory();
  for (const [path, text] of Object.entries(repositoryOf(row))) {
    if (!path.startsWith('images/app/')) continue;
    const target = join(folder, path.slice('images/app/'.length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  const args = [
    '--build-arg',
    `COMMON=${registry}`,
    ...(row.build?.includes('args') ? ['--build-arg', `R=${registry}`] : []),
  ];
  const target = /target: (\w+)/.exec(row.build ?? '')?.[1];
  const command = [
    'build',
    '--call=outline,format=json',
    '--progress=plain',
    ...args,
    ...(target ? ['--target', target] : []),
    folder,
  ];
  const { stderr } = await run(buildx, command, { env: environment as NodeJS.ProcessEnv });
  const loaded = [...stderr.matchAll(/load metadata for (\S+)/g)].map(([, reference = '']) => reference);
  return sorted(loaded);
}

const buildx = join(
  process.env.CASKWRIGHT_TEST_CACHE ?? '/var/cache/caskwright-test',
  'docker/usr/libexec/docker/cli-plugins/docker-buildx',
);

function sorted(references: readonly string[]): readonly string[] {
  const full = references.map((text) => {
    const reference = parseReference(text);
    if (!reference.ok) throw new Error(`${text}: ${reference.error}`);
    return formatReference(reference.value.tag ? reference.value : { ...reference.value, tag: 'latest' as never });
  });
  return [...new Set(full)].sort();
}
