import type { SourceFile } from '../../diagnostics/diagnostic.ts';
import type { DeclaredBuild } from './declared.ts';
import { type DockerfilePath, dockerfilePath } from './file-names.ts';
import { slug } from './slug.ts';

/** An image to be: a Dockerfile, and how it is built where the repository says so. */
export interface Candidate extends DockerfilePath {
  readonly file: SourceFile;
  /** Declarations of the same build; empty where only the Dockerfile speaks. */
  readonly builds: readonly DeclaredBuild[];
  readonly context?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
}

/** One candidate for each Dockerfile, or for each different way in which declarations build it. */
export function candidatesOf(
  dockerfiles: readonly SourceFile[],
  declared: readonly DeclaredBuild[],
): readonly Candidate[] {
  const builds = Map.groupBy(
    declared.filter(({ abstract }) => !abstract),
    ({ dockerfile }) => dockerfile,
  );
  return dockerfiles.flatMap((file) => candidatesFor(file, builds.get(file.path) ?? []));
}

function candidatesFor(file: SourceFile, builds: readonly DeclaredBuild[]): readonly Candidate[] {
  const path = dockerfilePath(file.path) ?? { directory: file.path.split('/').slice(0, -1).join('/') };
  if (builds.length === 0) return [{ ...path, file, builds, args: {}, platforms: [] }];
  const ways = [...Map.groupBy(builds, wayOf).values()];
  const variants = ways.length > 1 ? variantsOf(ways, path) : [path.variant];
  return ways.map((same, at) => {
    const [first] = same as [DeclaredBuild, ...DeclaredBuild[]];
    const variant = variants[at];
    return {
      directory: path.directory,
      ...(variant === undefined ? {} : { variant }),
      file,
      builds: same,
      ...(first.context === undefined ? {} : { context: first.context }),
      ...(first.target === undefined ? {} : { target: first.target }),
      args: first.args,
      platforms: [...new Set(same.flatMap(({ platforms }) => platforms))],
    };
  });
}

/** What tells the ways apart: the names of their declarations, or numbers where those are the same. */
function variantsOf(
  ways: readonly (readonly DeclaredBuild[])[],
  path: DockerfilePath,
): readonly (string | undefined)[] {
  const names = ways.map(([first]) => withoutFolder(first?.name ?? '', path.directory));
  return names.map((name, at) => {
    if (name !== '' && names.indexOf(name) === at) return name;
    return at === 0 ? path.variant : [name || path.variant, at + 1].filter(Boolean).join('-');
  });
}

/** What a name adds to that of its folder: `3.12` of `python-3.12` in `python`; nothing where it is the same. */
function withoutFolder(name: string, directory: string): string | undefined {
  const folder = directory.split('/').at(-1) ?? '';
  // `node-chrome` is the `NodeChrome` of another spelling.
  if (slug(name).replaceAll('-', '') === slug(folder).replaceAll('-', '')) return undefined;
  if (folder === '' || !name.startsWith(folder)) return name;
  const rest = name.slice(folder.length);
  return /^[-_.]./.test(rest) ? rest.slice(1) : name;
}

/** Declarations that differ only in platforms, tags and outputs make the same image. */
function wayOf({ context = '', target = '', args, parents, perPlatform, platforms }: DeclaredBuild): string {
  const sorted = (entries: Readonly<Record<string, string>>) => Object.entries(entries).toSorted();
  return JSON.stringify([context, target, sorted(args), sorted(parents), perPlatform && platforms]);
}
