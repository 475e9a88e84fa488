import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { parseReference } from '../../names/reference.ts';
import { Findings } from '../findings.ts';
import { compileGlob } from '../glob.ts';
import type { Adoption, AdoptionInput, ProposedFile } from './adoption.ts';
import { inferArguments } from './arguments.ts';
import { buildFilePaths } from './build-files.ts';
import { candidatesOf } from './candidates.ts';
import { chooseDockerfiles } from './choose.ts';
import { proposeConfiguration } from './configure.ts';
import { isDeclaration, readDeclarations } from './declarations.ts';
import { type Existing, isOwnFile, readExisting } from './existing.ts';
import { Families } from './families.ts';
import { dockerfilePath } from './file-names.ts';
import { type ImageBuilds, isImageBuildFile, readImageBuilds } from './image-build.ts';
import { imageFindings, lacksOnlyArgs } from './image-findings.ts';
import { ImageIndex } from './own.ts';
import { type FoundParent, isOlderVersion, isPublishedAs, namedBy, parentKeys, parentsOf } from './parents.ts';
import { possiblePlatforms } from './platforms.ts';
import { ownPrefixes, publishedPrefixes, type UsedBy } from './prefixes.ts';
import type { ReadImage } from './proposed.ts';
import { readCandidates } from './read-candidates.ts';
import { usesOf } from './uses.ts';
import { versionFiles } from './versions.ts';
import { buildFile, configurationFile, type ProposedConfiguration } from './write.ts';

type Found = ReadonlyMap<ReadImage, readonly FoundParent<ReadImage>[]>;

/** Whether adoption needs the text of a file. */
export function isAdoptionText(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (versionFiles.includes(name) || dockerfilePath(path) !== undefined) return true;
  return isOwnFile(path) || isDeclaration(path) || isImageBuildFile(path);
}

/** Works out what adopting a repository would write. Nothing in it is a guess: what cannot be told is a finding. */
export function proposeAdoption(input: AdoptionInput): Adoption {
  const existing = readExisting(input);
  const declared = readDeclarations(input);
  const chosen = chooseDockerfiles(input, declared.builds, existing);
  const read = readCandidates(candidatesOf(chosen.dockerfiles, declared.builds), input, existing);
  const prefixes = prefixesOf(read, existing);
  const filled = withArguments(read, prefixes);
  const own = { index: new ImageIndex(filled), prefixes, families: new Families(filled, usedBy(filled)) };
  const found: Found = new Map(filled.map((image) => [image, parentsOf(image, image.uses, own)]));
  const images = usable(filled, found);
  const configuration = proposeConfiguration(input, images, prefixes, found);
  const fresh = images.filter(({ candidate }) => !existing.adopted.has(candidate.file.path));
  const imageBuilds = readImageBuilds(input.texts.values(), (path) => input.paths.includes(path));
  const files = [...buildFiles(fresh, images, found, { input, existing, configuration }), ...imageBuilds.files];
  const whole = withImageBuilds(configuration, images.length, imageBuilds);
  return {
    files: existing.configuration || files.length === 0 ? files : [configurationFile(whole), ...files],
    images: fresh.length + imageBuilds.files.length,
    described: existing.adopted.size,
    prefixes,
    diagnostics: [
      ...declared.diagnostics,
      ...imageBuilds.diagnostics,
      ...chosen.diagnostics,
      ...filled
        .filter(({ candidate }) => !existing.adopted.has(candidate.file.path))
        .flatMap((image) => imageFindings(image, images, found.get(image) ?? [])),
      ...(files.length > 0 ? configurationFindings(files, whole.prefixes, existing) : []),
    ],
  };
}

/** Their files lie in `images`; the registry that they name counts where Dockerfiles tell none. */
function withImageBuilds(
  configuration: ProposedConfiguration,
  others: number,
  { files, registry }: ImageBuilds,
): ProposedConfiguration {
  if (files.length === 0) return configuration;
  const images = others === 0 ? ['images/*'] : [...new Set([...configuration.images, 'images/*'])];
  if (configuration.registry !== undefined || registry === undefined) return { ...configuration, images };
  return { ...configuration, images, registry, prefixes: [registry] };
}

/** Prefixes under which the repository refers to its own images; those that it gives itself come first. */
function prefixesOf(images: readonly ReadImage[], existing: Existing): readonly string[] {
  const firm = new Set([...existing.prefixes, ...publishedPrefixes(images)]);
  return [...new Set([...existing.prefixes, ...ownPrefixes(usedBy(images), new ImageIndex(images), firm)])];
}

function usedBy(images: readonly ReadImage[]): readonly UsedBy<ReadImage>[] {
  return images.flatMap((child) =>
    child.uses.flatMap(({ resolved }) => {
      const reference = parseReference(resolved);
      return reference.ok ? [{ reference: reference.value, child }] : [];
    }),
  );
}

/** The images with values for the args that their FROM lines lack, where they can be told. */
function withArguments(images: readonly ReadImage[], [registry]: readonly string[]): readonly ReadImage[] {
  const index = new ImageIndex(images);
  return images.map((image) => {
    if (image.problems.length === 0) return image;
    const args = inferArguments(image.candidate, index, registry === undefined ? 'bare' : 'known');
    const values = Object.entries(args).map(([name, value]) => [name, value.replace('{registry}', registry ?? '')]);
    return { ...image, args, ...usesOf(image.candidate, Object.fromEntries(values)) };
  });
}

/** The images whose Dockerfile can be read, and those that such a one stands on all the same. */
function usable(images: readonly ReadImage[], found: Found): readonly ReadImage[] {
  const stoodOn = new Set(images.flatMap((image) => meantBy(image, found)));
  return images.filter((image) => image.problems.length === 0 || (stoodOn.has(image) && lacksOnlyArgs(image)));
}

function meantBy(image: ReadImage, found: Found): readonly ReadImage[] {
  return (found.get(image) ?? []).flatMap(({ meaning }) => (meaning.kind === 'image' ? [meaning.image] : []));
}

/** What the build files are written for. */
interface Surroundings {
  readonly input: AdoptionInput;
  readonly existing: Existing;
  readonly configuration: ProposedConfiguration;
}

function buildFiles(
  fresh: readonly ReadImage[],
  images: readonly ReadImage[],
  found: Found,
  { input, existing, configuration }: Surroundings,
): readonly ProposedFile[] {
  const names = existing.configuration ? existing.prefixes : configuration.prefixes;
  const platforms = existing.configuration?.platforms.map(({ value }) => value) ?? configuration.platforms;
  const paths = buildFilePaths(fresh, input);
  const built = new Map(images.map((image) => [image, { platforms: image.platforms, parents: meantBy(image, found) }]));
  const possible = possiblePlatforms(built);
  return fresh.flatMap((image) => {
    const path = paths.get(image);
    const parents = hiddenParents(found.get(image) ?? [], names, images);
    const whole = { ...image, parents, platforms: possible.get(image) ?? image.platforms };
    return path === undefined ? [] : [buildFile(path, whole, platforms)];
  });
}

/** The references whose meaning their names alone do not tell. */
function hiddenParents(
  found: readonly FoundParent<ReadImage>[],
  names: readonly string[],
  images: readonly ReadImage[],
): Record<string, string> {
  const known = new Set(images.map(({ name }) => name));
  const hidden = found.flatMap(({ reference, meaning }) => {
    if (meaning.kind !== 'image' || !known.has(meaning.image.name) || isOlderVersion(reference, meaning.image))
      return [];
    const { image } = meaning;
    const exact = namedBy(reference, names, known) === image.name;
    return exact && !isPublishedAs(reference, image) ? [] : [{ reference, name: image.name, exact }];
  });
  return parentKeys(hidden);
}

/** What `caskwright.yaml` lacks for these files, whether it is there already or new. */
function configurationFindings(
  files: readonly ProposedFile[],
  prefixes: readonly string[],
  { configuration }: Existing,
): readonly Diagnostic[] {
  const findings = new Findings(configuration?.file ?? { path: 'caskwright.yaml', text: '' });
  if (!configuration && prefixes.length === 0) {
    const message = 'no Dockerfile refers to an image of this repository by a registry';
    const fix = 'add registry: host/namespace to caskwright.yaml';
    findings.warn({ start: 0, end: 0 }, 'adopt-registry', message, { fix });
  }
  const globs = configuration?.images
    .map(({ value }) => compileGlob(value))
    .flatMap((glob) => (glob.ok ? [glob.value] : []));
  const folders = new Set(files.map(({ path }) => path.split('/').slice(0, -1).join('/') || '.'));
  for (const folder of globs ? folders : []) {
    if (globs?.some((matches) => matches(folder))) continue;
    const span = configuration?.images[0]?.span ?? { start: 0, end: 0 };
    findings.warn(span, 'adopt-unreached', `no image glob reaches ${folder}`, { fix: `add ${folder} to images` });
  }
  return findings.list;
}
