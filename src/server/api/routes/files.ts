import type { FastifyPluginAsync } from 'fastify';
import { type Kysely, sql } from 'kysely';
import type { Result } from '../../../base/result.ts';
import type { ImageDefinition } from '../../../definition/image.ts';
import type { LoadedRepository } from '../../../engine/load.ts';
import type { FileEdit } from '../../../repository/commit.ts';
import { readBytes } from '../../../repository/source.ts';
import { record } from '../../auth/audit.ts';
import type { Identity } from '../../auth/identity.ts';
import { type Edited, edit, reading } from '../../edits/edit.ts';
import type { EditFault } from '../../edits/fault.ts';
import { creation, definitionOf, deletion, fileOf, filesOf, removal, replacement } from '../../edits/image-files.ts';
import { fetchTip, type GitParts } from '../../edits/tip.ts';
import type { Tables } from '../../store/tables.ts';
import { editProblem } from '../edit-problem.ts';
import { locate } from '../locate.ts';
import { problem } from '../problem.ts';
import { chooseRepository } from '../repository-choice.ts';
import { addRoute, answer } from '../route.ts';
import { boolean, choice, integer, list, model, object, type Static, text } from '../schema.ts';
import { ImageParams } from './images.ts';

const tag = 'files';
/** Bytes of a file that is shown or edited here. */
const LARGEST = 512 * 1024;

const base = text({ pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$', description: 'The commit that the edit was made from.' });
const message = text({ minLength: 1, maxLength: 5000, description: 'Of the commit.' });
const FileParams = object({
  name: text({ maxLength: 600 }),
  path: text({ maxLength: 4096, description: "From the image's directory." }),
});

const Files = model(
  'ImageFiles',
  object({
    commit: text(),
    directory: text(),
    items: list(object({ path: text(), size: integer({ description: 'Bytes.' }), executable: boolean() })),
  }),
);

const ENCODINGS = ['utf-8', 'base64'] as const;
const FileContent = model(
  'ImageFile',
  object({
    path: text(),
    commit: text({ description: 'Send it as `base` with an edit.' }),
    content: text(),
    encoding: choice(ENCODINGS),
    executable: boolean(),
  }),
);

const FileEditBody = model(
  'FileEdit',
  object(
    { content: text({ maxLength: LARGEST * 2 }) },
    { encoding: choice(ENCODINGS, { default: 'utf-8' }), executable: boolean(), base, message },
  ),
);

const Creation = model(
  'ImageCreation',
  object(
    {
      name: text({ maxLength: 255 }),
      template: text({ maxLength: 255, description: 'minimal, python, node, jupyter, or one of templates/.' }),
    },
    { repository: text({ maxLength: 100 }), message },
  ),
);

const Commit = model(
  'Commit',
  object({
    repository: text(),
    commit: text({ description: 'Of the default branch, pushed.' }),
    changed: boolean({ description: 'False: the files were like that already, and there is no new commit.' }),
    paths: list(text()),
  }),
);

/** What an edit needs to know. */
interface Wish {
  readonly id: string;
  readonly by: Identity;
  readonly action: string;
  readonly message: string;
  readonly base?: string | undefined;
  readonly decide: (image: ImageDefinition, now: LoadedRepository) => Result<readonly FileEdit[], EditFault>;
}

/** The files of images: each change is a commit of its own, validated before and pushed after it is made. */
export function fileRoutes(db: Kysely<Tables>, git: GitParts): FastifyPluginAsync {
  /** Reads something of an image as it is at the tip of the default branch. */
  const look = async <T>(
    id: string,
    use: (now: LoadedRepository, image: ImageDefinition) => Promise<Result<T, EditFault>>,
  ) => {
    const place = await locate(db, id);
    if (!place.ok) return place.error;
    const tip = await fetchTip(git, place.value.repository);
    if (!tip.ok) return editProblem(tip.error);
    const found = await reading(tip.value, tip.value.commit, async (now) => {
      const image = definitionOf(now, place.value.name);
      return image.ok ? use(now, image.value) : image;
    });
    return found.ok ? answer(200, found.value) : editProblem(found.error);
  };

  const change = async ({ id, by, action, message, base, decide }: Wish) => {
    const place = await locate(db, id);
    if (!place.ok) return place.error;
    const { repository, name } = place.value;
    const edited = await edit(git, {
      ...{ repository, message, by, base },
      decide: async (now) => {
        const image = definitionOf(now, name);
        return image.ok ? decide(image.value, now) : image;
      },
    });
    if (!edited.ok) return editProblem(edited.error);
    await record(db, by, action, `${repository.id}/${name}`, { ...edited.value });
    return answer(200, shown(repository.id, edited.value));
  };

  return async (app) => {
    addRoute(app, {
      method: 'POST',
      url: '/api/v1/images',
      access: 'builder',
      summary: 'Create an image from a template',
      tag,
      body: Creation,
      answers: { 201: Commit },
      async handle({ body: { name, template, repository: wanted, message }, identity }) {
        const repository = await chooseRepository(db, wanted);
        if (!repository.ok) return repository.error;
        const { id } = repository.value;
        const edited = await edit(git, {
          repository: repository.value,
          message: message ?? `Add the image ${name}`,
          by: identity,
          decide: (now) => creation(now, name, template),
        });
        if (!edited.ok) return editProblem(edited.error);
        await record(db, identity, 'image.create', `${id}/${name}`, { template, ...edited.value });
        return answer(201, shown(id, edited.value));
      },
    });
    addRoute(app, {
      method: 'DELETE',
      url: '/api/v1/images/:name',
      access: 'builder',
      summary: 'Remove an image from the repository and the catalogue; what is published stays in the registry',
      tag,
      params: ImageParams,
      query: object({}, { base }),
      answers: { 200: Commit },
      async handle({ params: { name }, query, identity: by }) {
        const place = await locate(db, name);
        if (!place.ok) return place.error;
        const removed = await change({
          ...{ id: name, by, action: 'image.remove', message: `Remove the image ${place.value.name}` },
          base: query.base,
          decide: (image, now) => ({ ok: true, value: removal(now, image) }),
        });
        if ('problem' in removed) return removed;
        await db
          .updateTable('images')
          .set({ removed_at: sql`now()` })
          .where('repository_id', '=', place.value.repository.id)
          .where('name', '=', place.value.name)
          .execute();
        return removed;
      },
    });
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/images/:name/files',
      access: 'viewer',
      summary: 'The files of an image at the tip of the default branch',
      tag,
      params: ImageParams,
      answers: { 200: Files },
      handle: ({ params }) =>
        look(params.name, async (now, image) => {
          const files = filesOf(now, image);
          const sizes = await now.tree.sizes(files.map(({ entry }) => entry.id));
          const items = files.map(({ path, entry }, at) => ({
            ...{ path, size: sizes[at] ?? 0, executable: entry.mode === '100755' },
          }));
          return { ok: true, value: { commit: now.tree.commit, directory: image.directory, items } };
        }),
    });
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/images/:name/files/*path',
      access: 'viewer',
      summary: 'A file of an image at the tip of the default branch',
      tag,
      params: FileParams,
      answers: { 200: FileContent },
      revalidated: true,
      handle: ({ params: { name, path } }) =>
        look(name, async (now, image) => {
          const file = fileOf(now, image, path);
          if (!file.ok) return file;
          const { id, mode } = file.value.entry;
          const bytes = Buffer.from((await readBytes(now.tree, [id], LARGEST + 1)).get(id) ?? []);
          if (bytes.length > LARGEST)
            return { ok: false, error: { kind: 'unusable', message: `${path} is too large` } };
          const shownAs = contentOf(bytes);
          return { ok: true, value: { path, commit: now.tree.commit, ...shownAs, executable: mode === '100755' } };
        }),
    });
    addRoute(app, {
      method: 'PUT',
      url: '/api/v1/images/:name/files/*path',
      access: 'builder',
      summary: 'Write a file of an image: a commit, pushed',
      tag,
      params: FileParams,
      body: FileEditBody,
      answers: { 200: Commit },
      async handle({ params: { name, path }, body, identity: by }) {
        const content = Buffer.from(body.content, body.encoding === 'base64' ? 'base64' : 'utf8');
        if (content.length > LARGEST) return problem('too-large', `a file has at most ${LARGEST} bytes here`);
        return change({
          ...{
            id: name,
            by,
            action: 'file.write',
            message: body.message ?? `Edit ${path} of ${name}`,
            base: body.base,
          },
          decide: (image, now) => replacement(now, image, path, content, body.executable),
        });
      },
    });
    addRoute(app, {
      method: 'DELETE',
      url: '/api/v1/images/:name/files/*path',
      access: 'builder',
      summary: 'Remove a file of an image: a commit, pushed',
      tag,
      params: FileParams,
      query: object({}, { base }),
      answers: { 200: Commit },
      handle: ({ params: { name, path }, query, identity: by }) =>
        change({
          ...{ id: name, by, action: 'file.remove', message: `Remove ${path} of ${name}`, base: query.base },
          decide: (image, now) => deletion(now, image, path),
        }),
    });
  };
}

function shown(repository: string, { commit, changed, paths }: Edited): Static<typeof Commit> {
  return { repository, commit, changed, paths };
}

/** Text as text, and everything else so that it survives. */
function contentOf(bytes: Buffer): { readonly content: string; readonly encoding: (typeof ENCODINGS)[number] } {
  const content = bytes.toString('utf8');
  const isText = !content.includes('\0') && Buffer.from(content).equals(bytes);
  return isText ? { content, encoding: 'utf-8' } : { content: bytes.toString('base64'), encoding: 'base64' };
}
