import type { AdoptionInput } from './adoption.ts';
import { globsFor } from './globs.ts';
import type { FoundParent } from './parents.ts';
import type { ProposedImage } from './proposed.ts';
import type { ProposedConfiguration } from './write.ts';

/** What `caskwright.yaml` is to say of a repository with these images. */
export function proposeConfiguration<Image extends ProposedImage>(
  { paths, defaultBranch }: AdoptionInput,
  images: readonly Image[],
  prefixes: readonly string[],
  found: ReadonlyMap<Image, readonly FoundParent<Image>[]>,
): ProposedConfiguration {
  const [registry, ...names] = prefixes;
  const parents = images.flatMap((image) => found.get(image) ?? []).filter(({ meaning }) => meaning.kind === 'image');
  const follows = parents.some(({ reference }) => reference.tag !== undefined && reference.tag === defaultBranch);
  return {
    ...(registry === undefined ? {} : { registry }),
    images: globsFor(
      images.map(({ candidate }) => candidate.directory),
      strayDirectories(paths, images),
    ),
    names,
    prefixes,
    platforms: commonPlatforms(images),
    ...(follows && defaultBranch !== undefined && defaultBranch !== 'main'
      ? { branches: { default: defaultBranch } }
      : {}),
    ...(follows ? { tags: { push: ['{branch}'] } } : {}),
  };
}

/** Directories that a glob would take for images without a description. */
function strayDirectories(paths: readonly string[], images: readonly ProposedImage[]): readonly string[] {
  const wanted = new Set(images.map(({ candidate }) => candidate.directory));
  const looksLikeOne = (path: string) =>
    /(?:^|\/)(?:Dockerfile|Containerfile|build\.yaml|build\.[^/]+\.yaml)$/.test(path);
  return paths
    .filter(looksLikeOne)
    .map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))
    .filter((directory) => !wanted.has(directory));
}

/** The platforms that most images are declared for. */
function commonPlatforms(images: readonly ProposedImage[]): readonly string[] {
  const counts = Map.groupBy(images, ({ platforms }) => platforms.join());
  const most = [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0];
  return most?.[0].split(',') ?? ['linux/amd64'];
}
