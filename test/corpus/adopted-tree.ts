import { createHash } from 'node:crypto';
import type { Adoption, ProposedFile } from '../../src/definition/adopt/adoption.ts';
import { adoptRepository } from '../../src/engine/adopt.ts';
import type { BlobSink } from '../../src/repository/blobs.ts';
import type { GitRepository } from '../../src/repository/open.ts';
import { commitTree, type Tree } from '../../src/repository/source.ts';
import { comparePaths, type TreeEntry } from '../../src/repository/tree.ts';

/** A commit as it would be had `caskwright init` been run and committed there; nothing is written anywhere. */
export interface AdoptedTree {
  readonly tree: Tree;
  readonly adoption: Adoption;
}

/** Adopts a commit in memory. The caller closes the tree. */
export async function adoptedTree(repository: GitRepository, commit: string): Promise<AdoptedTree> {
  const tree = await commitTree(repository, commit);
  const adoption = await adoptRepository(repository, tree);
  return { tree: withFiles(tree, adoption.files), adoption };
}

/** A tree with further files in it. */
function withFiles(tree: Tree, files: readonly ProposedFile[]): Tree {
  const contents = new Map<string, Uint8Array>();
  const added = files.map(({ path, text }): TreeEntry => {
    const bytes = Buffer.from(text);
    const id = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    contents.set(id, bytes);
    return { path, mode: '100644', id };
  });
  const entries = [...tree.entries, ...added].sort((a, b) => comparePaths(a.path, b.path));
  return {
    ...tree,
    entries,
    async read(ids, sink) {
      for (let at = 0; at < ids.length; ) {
        const start = at;
        const content = contents.get(ids[at] as string);
        if (content) {
          sink.begin(at, content.length);
          sink.piece(content);
          sink.end();
          at += 1;
          continue;
        }
        while (at < ids.length && !contents.has(ids[at] as string)) at += 1;
        await tree.read(ids.slice(start, at), shifted(sink, start));
      }
    },
    async sizes(ids) {
      const stored = (await tree.sizes(ids.filter((id) => !contents.has(id)))).values();
      return ids.map((id) => contents.get(id)?.length ?? stored.next().value ?? 0);
    },
    async including() {
      return this;
    },
  };
}

function shifted(sink: BlobSink, by: number): BlobSink {
  return {
    begin: (at, size) => sink.begin(at + by, size),
    piece: (bytes) => sink.piece(bytes),
    end: () => sink.end(),
  };
}
