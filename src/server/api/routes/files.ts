import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { err, ok } from '../../../base/result.ts';
import { readBytes } from '../../../repository/source.ts';
import { deletion, fileOf, filesOf, replacement } from '../../edits/image-files.ts';
import {
  base,
  bytesOf,
  Commit,
  FileContent,
  FileEditBody,
  FileParams,
  Files,
  FilesEditBody,
  LARGEST_FILE,
  showCommit,
  showContent,
} from '../file-schema.ts';
import { changeFiles, type FileParts, lookAt } from '../image-at-tip.ts';
import { problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { object } from '../schema.ts';
import { ImageParams } from './images.ts';

const tag = 'files';

/** The files of images: each change is a commit of its own, validated before and pushed after it is made. */
export function fileRoutes(parts: FileParts): FastifyPluginAsync {
  return async (app) => {
    addList(app, parts);
    addFile(app, parts);
    addWriting(app, parts);
    addWritingMany(app, parts);
    addRemoval(app, parts);
  };
}

function addList(app: FastifyInstance, parts: FileParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/images/:name/files',
    access: 'viewer',
    summary: 'The files of an image at the tip of the default branch',
    tag,
    params: ImageParams,
    answers: { 200: Files },
    async handle({ params: { name } }) {
      const found = await lookAt(parts, name, async (now, image) => {
        const files = filesOf(now, image);
        const sizes = await now.tree.sizes(files.map(({ entry }) => entry.id));
        const items = files.map(({ path, entry: { mode } }, at) => {
          return { path, size: sizes[at] ?? 0, executable: mode === '100755' };
        });
        return ok({ commit: now.tree.commit, directory: image.directory, items });
      });
      return found.ok ? answer(200, found.value) : found.error;
    },
  });
}

function addFile(app: FastifyInstance, parts: FileParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/images/:name/files/*path',
    access: 'viewer',
    summary: 'A file of an image at the tip of the default branch',
    tag,
    params: FileParams,
    answers: { 200: FileContent },
    revalidated: true,
    async handle({ params: { name, path } }) {
      const found = await lookAt(parts, name, async (now, image) => {
        const file = fileOf(now, image, path);
        if (!file.ok) return file;
        const { id, mode } = file.value.entry;
        const bytes = Buffer.from((await readBytes(now.tree, [id], LARGEST_FILE + 1)).get(id) ?? []);
        if (bytes.length > LARGEST_FILE) return err({ kind: 'unusable', message: `${path} is too large` });
        return ok({ path, commit: now.tree.commit, ...showContent(bytes), executable: mode === '100755' });
      });
      return found.ok ? answer(200, found.value) : found.error;
    },
  });
}

function addWriting(app: FastifyInstance, parts: FileParts): void {
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
      const content = bytesOf(body.content, body.encoding);
      if (content.length > LARGEST_FILE) return problem('too-large', `a file has at most ${LARGEST_FILE} bytes here`);
      const done = await changeFiles(parts, {
        ...{ id: name, by, action: 'file.write', message: body.message ?? `Edit ${path} of ${name}`, base: body.base },
        decide: (now, image) => replacement(now, image, path, content, body.executable),
      });
      return done.ok ? answer(200, showCommit(done.value.place.repository.id, done.value.edited)) : done.error;
    },
  });
}

function addWritingMany(app: FastifyInstance, parts: FileParts): void {
  addRoute(app, {
    method: 'PATCH',
    url: '/api/v1/images/:name/files',
    access: 'builder',
    summary: 'Write and remove files of an image together: one commit, pushed',
    tag,
    params: ImageParams,
    body: FilesEditBody,
    answers: { 200: Commit },
    async handle({ params: { name }, body: { files, base: begun, message = `Edit ${name}` }, identity: by }) {
      const done = await changeFiles(parts, {
        ...{ id: name, by, action: 'file.write', message, base: begun },
        decide: (now, image) => {
          const changes = files.map(({ path, content, encoding, executable }) =>
            content === null
              ? deletion(now, image, path)
              : replacement(now, image, path, bytesOf(content, encoding), executable),
          );
          const refused = changes.find((change) => !change.ok);
          return refused ?? ok(changes.flatMap((change) => (change.ok ? change.value : [])));
        },
      });
      return done.ok ? answer(200, showCommit(done.value.place.repository.id, done.value.edited)) : done.error;
    },
  });
}

function addRemoval(app: FastifyInstance, parts: FileParts): void {
  addRoute(app, {
    method: 'DELETE',
    url: '/api/v1/images/:name/files/*path',
    access: 'builder',
    summary: 'Remove a file of an image: a commit, pushed',
    tag,
    params: FileParams,
    query: object({}, { base }),
    answers: { 200: Commit },
    async handle({ params: { name, path }, query, identity: by }) {
      const done = await changeFiles(parts, {
        ...{ id: name, by, action: 'file.remove', message: `Remove ${path} of ${name}`, base: query.base },
        decide: (now, image) => deletion(now, image, path),
      });
      return done.ok ? answer(200, showCommit(done.value.place.repository.id, done.value.edited)) : done.error;
    },
  });
}
