import { readTemplate, type Template } from '../definition/template.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readBytes, type Tree } from '../repository/source.ts';
import type { TreeEntry } from '../repository/tree.ts';
import { builtInTemplates } from './templates.ts';

/** A file of a template, by its path in the template's folder. */
export interface TemplateFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable: boolean;
}

/** A template of the repository or a built-in one, its description read. */
export interface FoundTemplate {
  readonly name: string;
  readonly isBuiltIn: boolean;
  readonly template: Template;
  /** What is wrong with its `template.yaml`. */
  readonly diagnostics: readonly Diagnostic[];
  /** What becomes the image's: all but `template.yaml`. */
  readonly files: readonly TemplateFile[];
}

/** Folder of a repository's own templates, one folder each. */
const TEMPLATES = 'templates';
const DESCRIPTION = 'template.yaml';
/** More than this is no template. */
const MAX_FILE = 1024 * 1024;

/** All templates by name: the repository's own first, and in the place of built-in ones of the same name. */
export async function findTemplates(tree: Tree): Promise<readonly FoundTemplate[]> {
  const names = templateNames(tree);
  const found = await Promise.all(names.map((name) => findTemplate(tree, name)));
  return found.filter((template) => template !== undefined);
}

/** A template by its name; undefined where there is none. */
export async function findTemplate(tree: Tree, name: string): Promise<FoundTemplate | undefined> {
  const folder = `${TEMPLATES}/${name}`;
  const own = await filesBelow(tree, folder);
  if (own.length > 0) return described(name, false, folder, own);
  const builtIn = Object.hasOwn(builtInTemplates, name) ? builtInTemplates[name] : undefined;
  if (!builtIn) return undefined;
  const files = Object.entries(builtIn).map(([path, text]) => ({
    path,
    content: Buffer.from(text),
    executable: false,
  }));
  return described(name, true, folder, files);
}

/** Names of all templates, the repository's own first. */
export function templateNames(tree: Tree): readonly string[] {
  const own = below(tree, TEMPLATES).flatMap(({ path }) => path.split('/').slice(1, -1).slice(0, 1));
  return [...new Set([...own, ...Object.keys(builtInTemplates)])];
}

/** What the tree has below a folder, by whole paths. */
export function below({ entries }: Tree, folder: string): readonly TreeEntry[] {
  return entries.filter(({ path }) => path.startsWith(`${folder}/`));
}

function described(name: string, isBuiltIn: boolean, folder: string, files: readonly TemplateFile[]): FoundTemplate {
  const description = files.find(({ path }) => path === DESCRIPTION);
  const text = Buffer.from(description?.content ?? []).toString('utf8');
  const read = readTemplate({ path: `${folder}/${DESCRIPTION}`, text });
  return { name, isBuiltIn, ...read, files: files.filter((file) => file !== description) };
}

async function filesBelow(tree: Tree, folder: string): Promise<readonly TemplateFile[]> {
  const entries = below(tree, folder).filter(({ mode }) => mode === '100644' || mode === '100755');
  if (entries.length === 0) return [];
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
