import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { parseReference } from '../../names/reference.ts';
import { Findings } from '../findings.ts';
import type { Adoption, AdoptionInput } from './adoption.ts';
import { inferArguments } from './arguments.ts';
import { buildFilePaths } from './build-files.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import { chooseDockerfiles } from './choose.ts';
import { proposeConfiguration } from './configure.ts';
import { contextOf, FileTree } from './contexts.ts';
import { isDeclaration, readDeclarations } from './declarations.ts';
import { isOwnFile, readExisting } from './existing.ts';
import { dockerfilePath } from './file-names.ts';
import { nameCandidates } from './names.ts';
import { ImageIndex } from './own.ts';
import { type FoundParent, namedBy, parentKeys, parentsOf } from './parents.ts';
import { ownPrefixes, publishedPrefixes } from './prefixes.ts';
import type { ProposedImage } from './proposed.ts';
import { type Uses, usesOf } from './uses.ts';
import { versionFiles, versionOf } from './versions.ts';
import { buildFile, configurationFile } from './write.ts';

/** Whether adoption needs the text of a file. */
export function isAdoptionText(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return versionFiles.includes(name) || dockerfilePath(path) !== undefined || isOwnFile(path) || isDeclaration(path);
}

/** A proposed image and what its Dockerfile names. */
interface ReadImage extends ProposedImage, Uses {}

/** Works out what adopting a repository would write. Nothing in it is a guess: what cannot be told is a finding. */
export function proposeAdoption(input: AdoptionInput): Adoption {
  const existing = readExisting(input);
  const declared = readDeclarations(input);
  const chosen = chooseDockerfiles(input, declared.builds);
  const candidates = candidatesOf(chosen.dockerfiles, declared.builds);
  const named = readAll(candidates, input);
  const known = new ImageIndex(named);
  const declaredPrefixes = publishedPrefixes(named);
  const configured = (existing.configuration?.names ?? []).filter((prefix) => prefix !== '');
  const firm = new Set([...configured, ...declaredPrefixes]);
  const inferred = ownPrefixes(usedBy(named), known, firm);
  const prefixes = configured.length > 0 ? [...new Set([...configured, ...inferred])] : inferred;
  const filled = named.map((image) => withArguments(image, known, prefixes));
  const index = new ImageIndex(filled);
  const found = new Map(filled.map((image) => [image, parentsOf(image, image.uses, index, prefixes)]));
  const images = usable(filled, found);
  const configuration = proposeConfiguration(input, images, prefixes, found);
  const names = existing.configuration?.names ?? [
    ...(configuration.registry ? [configuration.registry] : []),
    ...configuration.names,
  ];
  const whole = images.map((image) => ({ ...image, parents: parentsToWrite(found.get(image) ?? [], names, images) }));
  const platforms = existing.configuration?.platforms.map(({ value }) => value) ?? configuration.platforms;
  const fresh = whole.filter(({ candidate }) => !existing.adopted.has(candidate.file.path));
  const paths = buildFilePaths(fresh, input);
  return {
    files: [
      ...(existing.configuration || fresh.length === 0 ? [] : [configurationFile(configuration)]),
      ...fresh.flatMap((image) => {
        const path = paths.get(image);
        return path === undefined ? [] : [buildFile(path, image, platforms)];
      }),
    ],
    images: fresh.length,
    prefixes,
    diagnostics: [
      ...declared.diagnostics,
      ...chosen.diagnostics,
      ...filled.flatMap((image) => findingsOf(image, images.includes(image), found.get(image) ?? [])),
    ],
  };
}

/** The candidates with their names and everything that stands in their own files. */
function readAll(candidates: readonly Candidate[], input: AdoptionInput): readonly ReadImage[] {
  const names = nameCandidates(candidates, input.repositoryName);
  const tree = new FileTree(input.paths);
  return candidates.map((candidate, at) => {
    const beside = (name: string): SourceFile | undefined =>
      input.texts.get(candidate.directory === '' ? name : `${candidate.directory}/${name}`);
    const version = versionOf(candidate, beside);
    return {
      candidate,
      name: names[at] as string,
      path: pathOf(candidate),
      published: candidate.builds.flatMap(({ published }) => published),
      ...(version === undefined ? {} : { version }),
      context: contextOf(candidate, tree),
      args: {},
      parents: {},
      ...usesOf(candidate),
    };
  });
}

/** The parts of the path that tell a candidate from others. */
function pathOf({ directory, variant }: Candidate): readonly string[] {
  const parts = directory === '' ? [] : directory.split('/');
  return [...parts, ...(variant === undefined ? [] : [variant])].map((part) => part.toLowerCase());
}

function usedBy(images: readonly ReadImage[]) {
  return images.flatMap((child) =>
    child.uses.flatMap(({ resolved }) => {
      const reference = parseReference(resolved);
      return reference.ok ? [{ reference: reference.value, child }] : [];
    }),
  );
}

/** The image with values for the args that its FROM lines lack, where they can be told. */
function withArguments(image: ReadImage, index: ImageIndex<ReadImage>, prefixes: readonly string[]): ReadImage {
  if (image.problems.length === 0) return image;
  const [registry] = prefixes;
  const args = inferArguments(image.candidate, index, registry === undefined ? 'bare' : 'known');
  const values = Object.entries(args).map(([name, value]) => [name, value.replace('{registry}', registry ?? '')]);
  return { ...image, args, ...usesOf(image.candidate, Object.fromEntries(values)) };
}

/** The images whose Dockerfile can be read, and those that such a one stands on all the same. */
function usable(
  images: readonly ReadImage[],
  found: ReadonlyMap<ReadImage, readonly FoundParent<ReadImage>[]>,
): readonly ReadImage[] {
  const meant = [...found.values()].flat().flatMap(({ meaning }) => (meaning.kind === 'image' ? [meaning.image] : []));
  const stoodOn = new Set(meant);
  return images.filter((image) => image.problems.length === 0 || (stoodOn.has(image) && !isUnreadable(image)));
}

function isUnreadable({ problems }: ReadImage): boolean {
  return problems.some(({ code }) => code !== 'dockerfile-argument-undefined' && code !== 'dockerfile-reference');
}

/** What `parents` is to say: the references whose meaning their names alone do not tell. */
function parentsToWrite(
  found: readonly FoundParent<ReadImage>[],
  names: readonly string[],
  images: readonly ReadImage[],
): Record<string, string> {
  const known = new Set(images.map(({ name }) => name));
  const hidden = found.flatMap(({ reference, meaning }) => {
    if (meaning.kind !== 'image' || !images.some((image) => image.name === meaning.image.name)) return [];
    if (isOlder(reference.tag, reference.digest, meaning.image)) return [];
    return namedBy(reference, names, known) === meaning.image.name ? [] : [{ reference, name: meaning.image.name }];
  });
  return parentKeys(hidden);
}

/** Whether a tag names a version of the image that is not the one it has now. */
function isOlder(tag: string | undefined, digest: string | undefined, { version }: ReadImage): boolean {
  if (tag === undefined || digest !== undefined || version === undefined || tag === version) return false;
  return /\d+\.\d+\.\d+/.test(tag) && /\d+\.\d+\.\d+/.test(version);
}

/** What could not be told of an image. */
function findingsOf(
  { candidate, problems, context, name }: ReadImage,
  isAdopted: boolean,
  found: readonly FoundParent<ReadImage>[],
): readonly Diagnostic[] {
  const findings = new Findings(candidate.file);
  for (const { span, message, code } of problems) {
    const isArgument = code === 'dockerfile-argument-undefined' || code === 'dockerfile-reference';
    const rest = isAdopted ? '' : ': the Dockerfile is left alone';
    findings.warn(span, isArgument ? 'adopt-argument' : 'adopt-unreadable', `${message}${rest}`, {
      fix: isArgument ? `give it a value under args in the build.yaml of ${name}` : undefined,
    });
  }
  if (!isAdopted) return findings.list;
  for (const { source, span } of context.missing) {
    const where = context.directory === '' ? 'the root' : context.directory;
    findings.warn(span, 'adopt-context', `${source} is not in ${where}, nor in any folder above it`, {
      fix: 'set context in build.yaml where it is another folder; what the build makes first is no part of Git',
    });
  }
  for (const { use, reference, meaning } of found) {
    if (meaning.kind === 'several') {
      const names = meaning.images.map((image) => image.name);
      const listed =
        names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
      findings.warn(use.span, 'adopt-ambiguous', `${use.resolved} may be any of ${listed}`, {
        fix: `name the one that it means under parents in the build.yaml of ${name}`,
      });
    } else if (meaning.kind === 'official') {
      findings.warn(
        use.span,
        'adopt-ambiguous',
        `${use.resolved} is taken for Docker Hub’s, although there is an image ${meaning.image.name} here`,
        { fix: `where it means the one here, say so under parents in the build.yaml of ${name}` },
      );
    } else if (isOlder(reference.tag, reference.digest, meaning.image as ReadImage)) {
      const now = (meaning.image as ReadImage).version;
      findings.warn(
        use.span,
        'adopt-ambiguous',
        `${use.resolved} is an older version of ${meaning.image.name} (${now})`,
        {
          fix: 'name the present version, or leave it as a base',
        },
      );
    }
  }
  return findings.list;
}
