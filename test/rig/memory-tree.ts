import { createHash } from 'node:crypto';
import type { Tree } from '../../src/repository/source.ts';
import { comparePaths, type TreeEntry } from '../../src/repository/tree.ts';
import type { FileContent } from './repository.ts';

const modes = { file: '100644', executable: '100755', link: '120000' } as const;

/** A commit's tree without a repository: for tests that read thousands of them. */
export function memoryTree(files: Readonly<Record<string, FileContent>>): Tree {
  const blobs = new Map<string, Uint8Array>();
  const entries = Object.entries(files).map(([path, content]): TreeEntry => {
    const { kind, bytes } = plain(content);
    const id = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    blobs.set(id, bytes);
    return { path, mode: modes[kind], id };
  });
  const tree: Tree = {
    commit: '0'.repeat(40),
    objectFormat: 'sha1',
    entries: entries.sort((a, b) => comparePaths(a.path, b.path)),
    dirty: [],
    notUtf8: new Set(),
    conflicts: [],
    read: async (ids, sink) => {
      for (const [at, id] of ids.entries()) {
        const bytes = blobs.get(id);
        if (!bytes) throw new Error(`${id} is not in the tree`);
        sink.begin(at, bytes.length);
        sink.piece(bytes);
        sink.end();
      }
    },
    sizes: async (ids) => ids.map((id) => blobs.get(id)?.length ?? 0),
    including: async () => tree,
    close: async () => {},
  };
  return tree;
}

function plain(content: FileContent): { kind: keyof typeof modes; bytes: Uint8Array } {
  if (typeof content === 'string') return { kind: 'file', bytes: Buffer.from(content) };
  if (content instanceof Uint8Array) return { kind: 'file', bytes: content };
  if ('link' in content) return { kind: 'link', bytes: Buffer.from(content.link) };
  return { kind: 'executable', bytes: Buffer.from(content.executable) };
}
