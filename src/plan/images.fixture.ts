import { createHash } from 'node:crypto';
import type { Configuration } from '../definition/configuration.ts';
import type { ImageUse } from '../definition/dockerfile.ts';
import type { ImageDefinition, Located, NamedParent } from '../definition/image.ts';
import { defaultExports } from '../definition/read-exports.ts';
import type { SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { parseReference } from '../names/reference.ts';
import type { ContextFile, RepositoryImage } from './image.ts';

/** What a test says about an image; the rest is filled in. */
export interface ImageSketch {
  /** `FROM` lines, one for each; `x AS final` is not needed: the last one is the final stage. */
  readonly from?: string;
  /** `COPY --from=` lines. */
  readonly copyFrom?: readonly string[];
  /** Platform of the `FROM`. */
  readonly fromPlatform?: ImageUse['platform'];
  /** Text of the Dockerfile beside its references. */
  readonly run?: string;
  readonly effectiveArgs?: readonly string[];
  readonly args?: Readonly<Record<string, string>>;
  readonly context?: readonly ContextFile[];
  readonly dependsOn?: readonly string[];
  /** References without a digest and the images that they mean. */
  readonly parents?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly platforms?: readonly string[];
  readonly target?: string;
  readonly secrets?: readonly string[];
  readonly test?: readonly string[];
  readonly displayName?: string;
  readonly description?: string;
  readonly category?: string;
  readonly catalogueTags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly timeout?: number;
}

export const name = (text: string) => text as ImageName;
export const amd64 = 'linux/amd64' as Platform;
export const arm64 = 'linux/arm64' as Platform;

/** The digest of a text. */
export function digest(text: string): Digest {
  return `sha256:${createHash('sha256').update(text).digest('hex')}` as Digest;
}

/** One context file; equal content gives an equal id, as Git's blob ids do. */
export function file(path: string, content = path, mode: ContextFile['mode'] = 'file'): ContextFile {
  return { path, mode, id: Buffer.from(content).toString('hex').padEnd(40, '0').slice(0, 40) };
}

/** A configuration with every default, for `registry.example/fleet`. */
export function configuration(changes: Partial<Configuration> = {}): Configuration {
  return {
    file: { path: 'caskwright.yaml', text: '' },
    registry: { host: 'registry.example', namespace: 'fleet', kind: 'auto', insecure: [], trustOnFirstUse: [], ca: {} },
    images: [],
    names: ['registry.example/fleet'],
    mirrors: {},
    args: {},
    platforms: [located(amd64)],
    include: [],
    branches: { publish: [] },
    tags: { latest: 'push', push: [], release: ['{release}'] },
    policy: {
      bases: [],
      locked: false,
      untaggedBase: 'warning',
      unpinned: 'error',
      pins: [],
      hashes: 'off',
      requirementOptions: [],
      versions: 'source',
      frontends: [],
      context: 'whole',
      publicRegistries: [],
      baseDigests: 'off',
      lint: {},
      limits: { default: {}, maximum: {} },
    },
    builder: { kind: 'auto', reproducible: false },
    sbom: false,
    retention: { landings: 30 * 24 * 3_600_000 },
    exports: defaultExports,
    containers: {},
    runtime: { engine: 'auto', sessions: {}, settle: 5000 },
    ...changes,
  };
}

/** An image of a repository, as if it had been read from `images/<name>`. */
export function image(imageName: string, sketch: ImageSketch = {}): RepositoryImage {
  const dockerfile = new Dockerfile(`images/${imageName}/Dockerfile`);
  const { from = 'debian:12', copyFrom = [], fromPlatform = 'target', run = 'RUN true' } = sketch;
  const builders = copyFrom.map((reference) => dockerfile.use('COPY --from=', reference, 'builder', 'target'));
  const final = dockerfile.use('FROM ', from, 'final', fromPlatform);
  dockerfile.text += `${run}\n`;
  return {
    definition: definition(imageName, sketch),
    dockerfile: {
      file: dockerfile,
      references: [final, ...builders],
      canonical: dockerfile.text.replaceAll(/(?<=FROM |--from=).*/g, '?'),
      effectiveArgs: sketch.effectiveArgs ?? [],
      reads: [],
      triggers: [],
      lines: [],
    },
    context: sketch.context ?? [file('app.py')],
  };
}

/** Images by name, in the order of the sketches. */
export function images(sketches: Readonly<Record<string, ImageSketch>>): RepositoryImage[] {
  return Object.entries(sketches).map(([imageName, sketch]) => image(imageName, sketch));
}

class Dockerfile implements SourceFile {
  readonly path: string;
  text = '';

  constructor(path: string) {
    this.path = path;
  }

  use(instruction: string, reference: string, kind: ImageUse['kind'], platform: ImageUse['platform']): ImageUse {
    const start = this.text.length + instruction.length;
    this.text += `${instruction}${reference}\n`;
    return { written: reference, resolved: reference, kind, platform, span: { start, end: start + reference.length } };
  }
}

function definition(imageName: string, sketch: ImageSketch): ImageDefinition {
  let text = `name: ${imageName}\n`;
  const dependsOn = (sketch.dependsOn ?? []).map((parent) => {
    const start = text.length + 'depends_on: '.length;
    text += `depends_on: ${parent}\n`;
    return located(name(parent), { start, end: start + parent.length });
  });
  const { target, test, displayName, description, category, version } = sketch;
  return {
    directory: `images/${imageName}`,
    file: { path: `images/${imageName}/build.yaml`, text },
    name: located(name(imageName)),
    ...(version === undefined ? {} : { version: located(version as NonNullable<ImageDefinition['version']>['value']) }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(description === undefined ? {} : { description }),
    ...(category === undefined ? {} : { category }),
    catalogueTags: sketch.catalogueTags ?? [],
    metadata: sketch.metadata ?? {},
    dockerfile: located(`images/${imageName}/Dockerfile`),
    context: located(`images/${imageName}`),
    ...(target === undefined ? {} : { target: located(target) }),
    args: sketch.args ?? {},
    platforms: (sketch.platforms ?? [amd64]).map((platform) => located(platform as Platform)),
    dependsOn,
    ...(sketch.parents ? { parents: Object.entries(sketch.parents).map(namedParent) } : {}),
    requirements: [],
    secrets: sketch.secrets ?? [],
    resources: { timeout: sketch.timeout ?? 60_000 },
    ...(test === undefined ? {} : { test: { command: test } }),
  };
}

function namedParent([written, parent]: [string, string]): NamedParent {
  const reference = parseReference(written);
  if (!reference.ok) throw new Error(reference.error);
  return { reference: reference.value, image: located(name(parent)) };
}

function located<T>(value: T, span: Span = { start: 0, end: 0 }): Located<T> {
  return { value, span };
}
