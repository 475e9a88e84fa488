import { basename, dirname } from 'node:path';
import type { Adoption, NameBy } from '../definition/adopt/adoption.ts';
import { isAdoptionText, proposeAdoption } from '../definition/adopt/propose.ts';
import { compareDiagnostics, type SourceFile } from '../diagnostics/diagnostic.ts';
import { remoteUrl } from '../repository/history.ts';
import type { GitRepository } from '../repository/open.ts';
import { readBytes, type Tree } from '../repository/source.ts';

/** Longest text that is looked at. */
const MAX_TEXT = 1024 ** 2;

/** Works out what adopting a tree of the repository would write. Nothing is written. */
export async function adoptRepository(
  repository: GitRepository,
  tree: Tree,
  nameBy: NameBy = 'directory',
): Promise<Adoption> {
  const [texts, url] = await Promise.all([textsOf(tree), remoteUrl(repository)]);
  const { branch } = repository;
  const adoption = proposeAdoption({
    paths: tree.entries.map(({ path }) => path),
    texts,
    repositoryName: nameOf(repository, url),
    ...(branch === undefined ? {} : { defaultBranch: branch }),
    nameBy,
  });
  return { ...adoption, diagnostics: adoption.diagnostics.toSorted(compareDiagnostics) };
}

/** What the remote calls the repository; where that is a folder, or there is none, the name of the work tree's. */
function nameOf({ root, gitDirectory }: GitRepository, url: string | undefined): string {
  const remote = url !== undefined && /^(?:https?|ssh|git):|@/.test(url) ? url.replace(/\/+$/, '') : undefined;
  return basename(remote ?? root ?? dirname(gitDirectory), '.git');
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
