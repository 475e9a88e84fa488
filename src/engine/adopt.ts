import type { Adoption } from '../definition/adopt/adoption.ts';
import { isAdoptionText, proposeAdoption } from '../definition/adopt/propose.ts';
import { compareDiagnostics, type SourceFile } from '../diagnostics/diagnostic.ts';
import { readBytes, type Tree } from '../repository/source.ts';

/** What adoption needs to know beside the files. */
export interface AdoptionRequest {
  readonly tree: Tree;
  /** Names an image at the root. */
  readonly repositoryName: string;
  /** Absent where it is not known. */
  readonly defaultBranch?: string;
}

/** Longest text that is looked at. */
const MAX_TEXT = 1024 ** 2;

/** Works out what adopting the repository would write. Nothing is written. */
export async function adoptRepository({ tree, ...rest }: AdoptionRequest): Promise<Adoption> {
  const texts = await textsOf(tree);
  const adoption = proposeAdoption({
    ...rest,
    paths: tree.entries.map(({ path }) => path),
    texts,
  });
  return { ...adoption, diagnostics: adoption.diagnostics.toSorted(compareDiagnostics) };
}

/** The texts that adoption asks for; links are not followed. */
async function textsOf(tree: Tree): Promise<ReadonlyMap<string, SourceFile>> {
  const wanted = tree.entries.filter(
    ({ path, mode }) => (mode === '100644' || mode === '100755') && isAdoptionText(path),
  );
  const bytes = await readBytes(
    tree,
    wanted.map(({ id }) => id),
    MAX_TEXT,
  );
  const decoder = new TextDecoder();
  return new Map(wanted.map(({ path, id }) => [path, { path, text: decoder.decode(bytes.get(id)) }]));
}
