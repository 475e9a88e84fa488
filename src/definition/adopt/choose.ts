import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { Findings } from '../findings.ts';
import type { AdoptionInput } from './adoption.ts';
import type { DeclaredBuild } from './declared.ts';
import type { Existing } from './existing.ts';
import { dockerfilePath, isSetAside } from './file-names.ts';

/** The Dockerfiles that become images, and what is said of the others. */
export interface ChosenDockerfiles {
  /** Sorted by path. */
  readonly dockerfiles: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Leaves out what lies among tests, documentation and examples, unless a declaration builds it or nothing is left. */
export function chooseDockerfiles(
  { paths, texts }: AdoptionInput,
  declared: readonly DeclaredBuild[],
  { adopted }: Existing,
): ChosenDockerfiles {
  const built = new Set(declared.map(({ dockerfile }) => dockerfile));
  const found = paths.filter((path) => texts.has(path) && (built.has(path) || dockerfilePath(path) !== undefined));
  const kept = found.filter((path) => built.has(path) || !isSetAside(path));
  const chosen = kept.length > 0 ? kept : found;
  const taken = new Set(chosen);
  const left = found.filter((path) => !taken.has(path) && !adopted.has(path));
  return {
    dockerfiles: chosen.map((path) => texts.get(path) as SourceFile),
    diagnostics: [...Map.groupBy(left, folderOf)].map(([folder, group]) => setAside(folder, group, texts)),
  };
}

function setAside(folder: string, group: readonly string[], texts: AdoptionInput['texts']): Diagnostic {
  const [first] = group as [string, ...string[]];
  const findings = new Findings(texts.get(first) as SourceFile);
  const what = group.length === 1 ? 'a Dockerfile' : `${group.length} Dockerfiles`;
  findings.warn(
    { start: 0, end: 0 },
    'adopt-set-aside',
    `${what} below ${folder} left alone: they look like tests, documentation or examples`,
    {
      fix: 'add a build.yaml beside one that is an image',
    },
  );
  return findings.list[0] as Diagnostic;
}

/** The folder down to the first part that sets the file aside. */
function folderOf(path: string): string {
  const parts = path.split('/').slice(0, -1);
  const end = parts.findIndex((_, at) => isSetAside(`${parts.slice(0, at + 1).join('/')}/x`));
  return parts.slice(0, end + 1).join('/');
}
