import { stringify } from 'yaml';
import type { ProposedFile } from './adoption.ts';
import type { ProposedImage } from './proposed.ts';

/** What `caskwright.yaml` is to say; absent parts have their defaults. */
export interface ProposedConfiguration {
  readonly registry?: string;
  readonly images: readonly string[];
  readonly names: readonly string[];
  /** Registry and names together. */
  readonly prefixes: readonly string[];
  readonly platforms: readonly string[];
  readonly branches?: { readonly default: string };
  readonly tags?: { readonly push: readonly string[] };
}

/** Where editors find the schemas. */
export const SCHEMAS = 'https://caskwright.dev/schemas';
const DEFAULT_GLOBS = 'images/*';
const DEFAULT_PLATFORMS = 'linux/amd64';

/** `caskwright.yaml`; what has its default is left out. */
export function configurationFile(proposed: ProposedConfiguration): ProposedFile {
  const { registry, images, names, platforms, branches, tags } = proposed;
  const content = {
    ...(registry === undefined ? {} : { registry }),
    ...(images.join() === DEFAULT_GLOBS ? {} : { images }),
    ...(names.length === 0 ? {} : { names }),
    ...(platforms.join() === DEFAULT_PLATFORMS ? {} : { platforms }),
    ...(branches ? { branches } : {}),
    ...(tags ? { tags } : {}),
  };
  return { path: 'caskwright.yaml', text: text('caskwright', content) };
}

/** The `build.yaml` of an image at its path; what has its default is left out. */
export function buildFile(path: string, image: ProposedImage, platforms: readonly string[]): ProposedFile {
  const { candidate, name, version, context, args, parents, platforms: own } = image;
  const { directory, file, target } = candidate;
  const dockerfile = relative(directory, file.path);
  const allArgs = { ...mapped(candidate.args, (value) => value.replaceAll('{', '{{')), ...args };
  const content = {
    name,
    ...(version === undefined ? {} : { version }),
    ...(dockerfile === 'Dockerfile' ? {} : { dockerfile }),
    ...(context.directory === directory ? {} : { context: relative(directory, context.directory) }),
    ...(target === undefined ? {} : { target }),
    ...(isEmpty(allArgs) ? {} : { args: allArgs }),
    ...(own.join() === platforms.join() ? {} : { platforms: own }),
    ...(isEmpty(parents) ? {} : { parents }),
  };
  return { path, text: text('build', content) };
}

function text(schema: string, content: Readonly<Record<string, unknown>>): string {
  const body = isEmpty(content) ? '' : stringify(content, { lineWidth: 0 });
  return `# yaml-language-server: $schema=${SCHEMAS}/${schema}.schema.json\n${body}`;
}

/** The way from one folder of the repository to a path; `.` for the folder itself. */
function relative(from: string, to: string): string {
  const start = from === '' ? [] : from.split('/');
  const end = to === '' ? [] : to.split('/');
  let same = 0;
  while (same < start.length && start[same] === end[same]) same += 1;
  return [...start.slice(same).map(() => '..'), ...end.slice(same)].join('/') || '.';
}

function mapped<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}
