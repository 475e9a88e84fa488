import { err, ok, type Result } from '../base/result.ts';
import { fillTemplate, templateValues } from '../definition/template-values.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import { hasErrors, type LoadedRepository } from './load.ts';
import type { Problem } from './problem.ts';
import { below, findTemplate, type TemplateFile, templateNames } from './template-files.ts';

/** The image that somebody wants. */
export interface NewImage {
  readonly name: string;
  /** `templates/<template>` of the repository, or a built-in one. */
  readonly template: string;
  /** Values for the template's variables, as texts. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/**
 * The files of a new image by their paths from the repository's root, name and variables filled in; nothing is
 * written. What does not fit the template is told as findings in its `template.yaml`.
 */
export async function filesOfNewImage(
  loaded: LoadedRepository,
  { name: image, template, variables = {} }: NewImage,
): Promise<Result<readonly TemplateFile[], Problem>> {
  const directory = placeFor(loaded, image);
  if (!directory.ok) return directory;
  const found = await findTemplate(loaded.tree, template);
  if (!found) {
    const suggestion = `one of ${templateNames(loaded.tree).join(', ')}`;
    return err({ kind: 'usage', message: `there is no template ${template}`, suggestion });
  }
  const given = templateValues(found.template, variables);
  const diagnostics = [...found.diagnostics, ...given.diagnostics];
  if (hasErrors(diagnostics)) return err({ kind: 'findings', diagnostics, images: 1, filesRead: 1 });
  const values = { ...given.values, name: image };
  return ok(
    found.files.map(({ path, content, executable }) => ({
      path: `${directory.value}/${path}`,
      content: filled(content, values),
      executable,
    })),
  );
}

/** The directory of a new image; a problem where there can be none of this name. */
export function placeFor(loaded: LoadedRepository, image: string): Result<string, Problem> {
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
  return ok(directory);
}

function directoryFor({ configuration }: LoadedRepository, name: ImageName): string | undefined {
  const folder = configuration.images.map(({ value }) => /^((?:[^*?[\]{}]+\/)?)\*+$/.exec(value)?.[1]);
  const first = folder.find((candidate) => candidate !== undefined);
  return first === undefined ? undefined : `${first}${name}`;
}

/** Bytes that are no text stay as they are. */
function filled(content: Uint8Array, values: Readonly<Record<string, string>>): Uint8Array {
  const bytes = Buffer.from(content);
  const text = bytes.toString('utf8');
  const isText = !bytes.includes(0) && Buffer.from(text).equals(bytes);
  return isText ? Buffer.from(fillTemplate(text, values)) : content;
}
