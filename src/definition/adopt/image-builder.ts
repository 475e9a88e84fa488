import type { SourceFile } from '../../diagnostics/diagnostic.ts';
import { Findings } from '../findings.ts';
import { repositoryPath } from '../paths.ts';
import type { Declarations, DeclaredBuild } from './declared.ts';
import { dockerfilePath } from './file-names.ts';
import { isMap, listOf, type Plain, textOf, textsOf } from './plain.ts';

const manifestFile = /(?:^|\/)manifest(?:\.[^/]+)?\.json$/;
const MAX_DEPTH = 16;

/** Whether a path may be that of a manifest of .NET's image builder, or of a file that one includes. */
export function isImageBuilderManifest(path: string): boolean {
  return manifestFile.test(path);
}

/**
 * Reads the manifests of .NET's image builder (dotnet/docker-tools, Manifest.cs): repositories, their images, and the
 * Dockerfile of each platform. What a manifest includes is a part of it; other files of that name declare nothing.
 * `textAt` reads what one includes, `has` tells which files there are.
 */
export function readImageBuilderManifests(
  files: readonly SourceFile[],
  textAt: (path: string) => string | undefined,
  has: (path: string) => boolean,
): Declarations {
  const manifests = files.flatMap((file) => {
    const content = parse(file.text);
    return isMap(content) ? [{ file, content, folder: file.path.split('/').slice(0, -1).join('/') }] : [];
  });
  const included = new Set(manifests.flatMap(({ content, folder }) => includesOf(content, folder)));
  const read = manifests
    .filter(({ file }) => !included.has(file.path))
    .map(({ file, content, folder }) => {
      const parts = includesOf(content, folder).map((path) => ({ path, text: textAt(path) ?? '' }));
      return readManifest([file, ...parts], folder, has);
    });
  return { builds: read.flatMap(({ builds }) => builds), diagnostics: read.flatMap(({ diagnostics }) => diagnostics) };
}

function includesOf({ includes }: Readonly<Record<string, Plain>>, folder: string): readonly string[] {
  return listOf(includes).flatMap((written) => {
    const path = repositoryPath(folder, written);
    return path.ok ? [path.value] : [];
  });
}

/** A manifest and the files that it includes; paths in all of them start from the manifest's folder. */
function readManifest(files: readonly SourceFile[], folder: string, has: (path: string) => boolean): Declarations {
  const parts = files.flatMap((file) => {
    const content = parse(file.text);
    return isMap(content) ? [{ file, content, repos: Array.isArray(content.repos) ? content.repos : [] }] : [];
  });
  const host = parts.map(({ content }) => textOf(content.registry)).find((registry) => registry !== undefined);
  const variables = Object.assign(
    repositoryVariables(
      parts.flatMap(({ repos }) => repos),
      host,
    ),
    ...parts.toReversed().map(({ content }) => textsOf(content.variables)),
  ) as Record<string, string>;
  const read = parts.map(({ file, repos }) => {
    const findings = new Findings(file);
    const reader = new ManifestReader(file, folder, variables, has, findings);
    return { builds: repos.flatMap((repo) => reader.repository(repo, host)), diagnostics: findings.list };
  });
  return { builds: read.flatMap(({ builds }) => builds), diagnostics: read.flatMap(({ diagnostics }) => diagnostics) };
}

/** `$(Repo:<id>)`: what each repository is called in full. */
function repositoryVariables(repos: readonly Plain[], host: string | undefined): Record<string, string> {
  return Object.fromEntries(
    repos.filter(isMap).flatMap(({ id, name }) => {
      const full = host === undefined ? textOf(name) : `${host}/${textOf(name)}`;
      return full === undefined ? [] : [[`Repo:${textOf(id) ?? textOf(name)}`, full]];
    }),
  );
}

class ManifestReader {
  readonly #file: SourceFile;
  readonly #folder: string;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #has: (path: string) => boolean;
  readonly #findings: Findings;

  constructor(
    file: SourceFile,
    folder: string,
    variables: Readonly<Record<string, string>>,
    has: (path: string) => boolean,
    findings: Findings,
  ) {
    this.#file = file;
    this.#folder = folder;
    this.#variables = variables;
    this.#has = has;
    this.#findings = findings;
  }

  repository(repo: Plain, host: string | undefined): readonly DeclaredBuild[] {
    if (!isMap(repo)) return [];
    const name = this.#filled(textOf(repo.name) ?? '');
    const full = host === undefined ? name : `${host}/${name}`;
    const images = Array.isArray(repo.images) ? repo.images.filter(isMap) : [];
    return images.flatMap((image) => {
      const platforms = Array.isArray(image.platforms) ? image.platforms.filter(isMap) : [];
      const shared = Object.keys(isMap(image.sharedTags) ? image.sharedTags : {});
      return platforms.flatMap((platform) => this.#platform(platform, full, shared));
    });
  }

  #platform(
    platform: Readonly<Record<string, Plain>>,
    repository: string,
    shared: readonly string[],
  ): readonly DeclaredBuild[] {
    const written = this.#filled(textOf(platform.dockerfile) ?? '');
    const path = repositoryPath(this.#folder, written);
    const dockerfile = path.ok ? [path.value, `${path.value}/Dockerfile`].find(this.#has) : undefined;
    const start = Math.max(0, this.#file.text.indexOf(JSON.stringify(written)));
    const span = { start, end: start + JSON.stringify(written).length };
    if (dockerfile === undefined) {
      this.#findings.warn(span, 'adopt-declaration', `the Dockerfile ${written} is not here`);
      return [];
    }
    const tags = [...Object.keys(isMap(platform.tags) ? platform.tags : {}), ...shared].map((tag) => this.#filled(tag));
    const machine = platformOf(platform);
    const id = `${this.#file.path}#${repository} ${dockerfile} ${machine}`;
    const args = Object.entries(textsOf(platform.buildArgs)).flatMap(([key, value]) => {
      const filled = this.#filled(value);
      if (!filled.includes('$(')) return [[key, filled]];
      this.#findings.warn(span, 'adopt-declaration', `the arg ${key}, ${filled}, has no value`);
      return [];
    });
    return [
      {
        id,
        name: [dockerfilePath(dockerfile)?.variant, machine.split('/').slice(1).join('')].filter(Boolean).join('-'),
        dockerfile,
        context: dockerfile.split('/').slice(0, -1).join('/'),
        args: Object.fromEntries(args),
        platforms: [machine],
        published: tags.map((tag) => `${repository}:${tag}`),
        parents: {},
        perPlatform: true,
        abstract: false,
        file: this.#file,
        span,
      },
    ];
  }

  /** `$(name)` filled in, through variables that mention others. */
  #filled(text: string, depth = 0): string {
    if (depth > MAX_DEPTH) return text;
    return text.replaceAll(/\$\(([^()]+)\)/g, (whole, name: string) =>
      Object.hasOwn(this.#variables, name) ? this.#filled(this.#variables[name] as string, depth + 1) : whole,
    );
  }
}

function platformOf({ os, architecture, variant }: Readonly<Record<string, Plain>>): string {
  const parts = [textOf(os) ?? 'linux', textOf(architecture) ?? 'amd64', textOf(variant)];
  return parts.filter((part) => part !== undefined).join('/');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
