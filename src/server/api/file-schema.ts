import type { Edited } from '../edits/edit.ts';
import { boolean, choice, integer, list, mapOf, model, nullable, object, type Static, text } from './schema.ts';

/** Bytes of a file that is shown or edited here. */
export const LARGEST_FILE = 512 * 1024;

/** The commit that an edit was made from. */
export const base = text({
  pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$',
  description: 'The commit that the edit was made from.',
});
const message = text({ minLength: 1, maxLength: 5000, description: 'Of the commit.' });

export const FileParams = object({
  name: text({ maxLength: 600 }),
  path: text({ maxLength: 4096, description: "From the image's directory." }),
});

export const Files = model(
  'ImageFiles',
  object({
    commit: text(),
    directory: text(),
    items: list(object({ path: text(), size: integer({ description: 'Bytes.' }), executable: boolean() })),
  }),
);

const ENCODINGS = ['utf-8', 'base64'] as const;

export const FileContent = model(
  'ImageFile',
  object({
    path: text(),
    commit: text({ description: 'Send it as `base` with an edit.' }),
    content: text(),
    encoding: choice(ENCODINGS),
    executable: boolean(),
  }),
);

export const FileEditBody = model(
  'FileEdit',
  object(
    { content: text({ maxLength: LARGEST_FILE * 2 }) },
    { encoding: choice(ENCODINGS, { default: 'utf-8' }), executable: boolean(), base, message },
  ),
);

export const FilesEditBody = model(
  'FilesEdit',
  object(
    {
      files: list(
        object(
          {
            path: text({ maxLength: 4096 }),
            content: nullable(text({ maxLength: LARGEST_FILE * 2, description: 'null: without the file.' })),
          },
          { encoding: choice(ENCODINGS, { default: 'utf-8' }), executable: boolean() },
        ),
        { minItems: 1, maxItems: 200 },
      ),
    },
    { base, message },
  ),
);

/** What a new image is made from: one of these. */
const origin = {
  template: text({ maxLength: 255, description: 'minimal, python, node, jupyter, or one of templates/.' }),
  variables: mapOf(text({ maxLength: 4096 }), {
    maxProperties: 100,
    description: "Values for the template's variables, by name, as they are to be written.",
  }),
  copy_of: text({ maxLength: 255, description: 'An image of the repository whose files it begins with.' }),
  base: text({ minLength: 1, maxLength: 4096, description: 'What it stands on, as in FROM.' }),
} as const;
const repository = text({ maxLength: 100, description: 'May be left out while there is only one.' });

export const Creation = model(
  'ImageCreation',
  object(
    { name: text({ maxLength: 255 }) },
    {
      ...origin,
      files: list(
        object(
          { path: text({ maxLength: 4096 }), content: text({ maxLength: LARGEST_FILE * 2 }) },
          { encoding: choice(ENCODINGS, { default: 'utf-8' }), executable: boolean() },
        ),
        { maxItems: 200, description: "In place of these: all its files, by their paths from the image's directory." },
      ),
      repository,
      message,
    },
  ),
);

export const ProposalRequest = model(
  'ImageProposalRequest',
  object({ name: text({ maxLength: 255 }) }, { ...origin, repository }),
);

export const Proposal = model(
  'ImageProposal',
  object({
    repository: text(),
    commit: text({ description: 'The tip that it was made for.' }),
    directory: text(),
    files: list(
      object({
        path: text({ description: "From the image's directory." }),
        content: text(),
        encoding: choice(ENCODINGS),
        executable: boolean(),
      }),
    ),
  }),
);

export const Commit = model(
  'Commit',
  object({
    repository: text(),
    commit: text({ description: 'Of the default branch, pushed.' }),
    changed: boolean({ description: 'False: the files were like that already, and there is no new commit.' }),
    paths: list(text()),
  }),
);

export function showCommit(repository: string, { commit, changed, paths }: Edited): Static<typeof Commit> {
  return { repository, commit, changed, paths };
}

/** The bytes that a content stands for. */
export function bytesOf(content: string, encoding: (typeof ENCODINGS)[number] = 'utf-8'): Buffer {
  return Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
}

/** Text as text, and everything else so that it survives. */
export function showContent(bytes: Buffer): {
  readonly content: string;
  readonly encoding: (typeof ENCODINGS)[number];
} {
  const content = bytes.toString('utf8');
  const isText = !content.includes('\0') && Buffer.from(content).equals(bytes);
  return isText ? { content, encoding: 'utf-8' } : { content: bytes.toString('base64'), encoding: 'base64' };
}
