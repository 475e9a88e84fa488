import { err, ok, type Result } from '../base/result.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import { readBytes, type Tree } from '../repository/source.ts';
import type { TreeEntry } from '../repository/tree.ts';
import type { LoadedRepository } from './load.ts';
import type { Problem } from './problem.ts';
import { builtInTemplates } from './templates.ts';

/** A file of a new image: path from the repository's root. */
export interface NewFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable: boolean;
}

/** Folder of a repository's own templates, one folder each. */
const TEMPLATES = 'templates';

/** More than this is no template. */
const MAX_FILE = 1024 * 1024;

/** The files of a new image, `{name}` filled in; nothing is written. The repository's own templates come first. */
export async function filesOfNewImage(
  loaded: LoadedRepository,
  image: string,
  template: string,
): Promise<Result<readonly NewFile[], Problem>> {
  const name = parseImageName(image);
  if (!name.ok) return err({ kind: 'usage', message: `"${image}": ${name.error}` });
  if (loaded.graph.byName.has(name.value)) return err({ kind: 'usage', message: `there is an image ${image} already` });
  const directory = directoryFor(loaded, name.value);
  if (directory === undefined) {
    return err({
      kind: 'usage',
      message: 'no image glob ends in /*, so there is no place for a new image',
      suggestion: 'add images/* to images in caskwright.yaml',
    });
  }
  if (below(loaded.tree, directory).length > 0) return err({ kind: 'usage', message: `${directory} exists already` });
  const files = (await ownTemplate(loaded.tree, template)) ?? builtIn(template);
  if (files)
    return ok(
      files.map((file) => ({ ...file, path: `${directory}/${file.path}`, content: fill(file.content, image) })),
    );
  return err({
    kind: 'usage',
    message: `there is no template ${template}`,
    suggestion: `one of ${templateNames(loaded.tree).join(', ')}`,
  });
}

/** Names of all templates, the repository's own first. */
function templateNames(tree: Tree): readonly string[] {
  const own = below(tree, TEMPLATES).flatMap(({ path }) => path.split('/').slice(1, -1).slice(0, 1));
  return [...new Set([...own, ...Object.keys(builtInTemplates)])];
}

function directoryFor({ configuration }: LoadedRepository, name: ImageName): string | undefined {
  const folder = configuration.images.map(({ value }) => /^((?:[^*?[\]{}]+\/)?)\*+$/.exec(value)?.[1]);
  const first = folder.find((candidate) => candidate !== undefined);
  return first === undefined ? undefined : `${first}${name}`;
}

async function ownTemplate(tree: Tree, template: string): Promise<readonly NewFile[] | undefined> {
  const folder = `${TEMPLATES}/${template}`;
  const entries = below(tree, folder).filter(({ mode }) => mode === '100644' || mode === '100755');
  if (entries.length === 0) return undefined;
  const bytes = await readBytes(
    tree,
    entries.map(({ id }) => id),
    MAX_FILE,
  );
  return entries.map(({ path, mode, id }) => ({
    path: path.slice(folder.length + 1),
    content: bytes.get(id) as Uint8Array,
    executable: mode === '100755',
  }));
}

function below({ entries }: Tree, folder: string): readonly TreeEntry[] {
  return entries.filter(({ path }) => path.startsWith(`${folder}/`));
}

function builtIn(template: string): readonly NewFile[] | undefined {
  const files = Object.hasOwn(builtInTemplates, template) ? builtInTemplates[template] : undefined;
  return (
    files && Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text), executable: false }))
  );
}

function fill(content: Uint8Array, name: string): Uint8Array {
  const bytes = Buffer.from(content);
  return bytes.includes(0) ? content : Buffer.from(bytes.toString('utf8').replaceAll('{name}', name));
}
