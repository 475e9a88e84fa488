import type { SourceFile } from '../../diagnostics/diagnostic.ts';
import type { AdoptionInput } from './adoption.ts';
import type { Candidate } from './candidates.ts';
import { contextOf, FileTree } from './contexts.ts';
import type { Existing } from './existing.ts';
import { nameCandidates, tellingParts } from './names.ts';
import type { ReadImage } from './proposed.ts';
import { platformsOf, usesOf } from './uses.ts';
import { versionOf } from './versions.ts';

/** The candidates with their names and everything that stands in their own files. */
export function readCandidates(
  candidates: readonly Candidate[],
  input: AdoptionInput,
  { adopted }: Existing,
): readonly ReadImage[] {
  const counts = Map.groupBy(candidates, ({ file }) => file.path);
  const given = candidates.map(({ file }) => {
    const names = adopted.get(file.path);
    return names?.length === 1 && counts.get(file.path)?.length === 1 ? names[0] : undefined;
  });
  const names = nameCandidates(candidates, given, input);
  const tree = new FileTree(input.paths);
  return candidates.map((candidate, at) => readCandidate(candidate, names[at] as string, input, tree));
}

function readCandidate(candidate: Candidate, name: string, { texts }: AdoptionInput, tree: FileTree): ReadImage {
  const { builds, directory } = candidate;
  const beside = (file: string): SourceFile | undefined => texts.get(directory === '' ? file : `${directory}/${file}`);
  const version = versionOf(candidate, beside);
  return {
    candidate,
    name,
    path: pathOf(candidate),
    published: builds.flatMap(({ published }) => published),
    declared: builds.map(({ id }) => id),
    contexts: builds[0]?.parents ?? {},
    platforms: platformsOf(candidate),
    ...(version === undefined ? {} : { version }),
    context: contextOf(candidate, tree),
    args: {},
    parents: {},
    ...usesOf(candidate),
  };
}

/** The parts of the path that tell a candidate from others. */
function pathOf({ directory, variant }: Candidate): readonly string[] {
  return [...tellingParts(directory), ...(variant === undefined ? [] : [variant])].map((part) => part.toLowerCase());
}
