import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { ok } from '../../../base/result.ts';
import { record } from '../../auth/audit.ts';
import { remove } from '../../catalogue/remove.ts';
import { edit } from '../../edits/edit.ts';
import { creation, removal } from '../../edits/image-files.ts';
import { editProblem } from '../edit-problem.ts';
import { base, Commit, Creation, showCommit } from '../file-schema.ts';
import { changeFiles, type FileParts } from '../image-at-tip.ts';
import { chooseRepository } from '../repository-choice.ts';
import { addRoute, answer } from '../route.ts';
import { object } from '../schema.ts';
import { ImageParams } from './images.ts';

const tag = 'files';

/** Images that come and go: in the repository first, by a commit that is pushed. */
export function wholeImageRoutes(parts: FileParts): FastifyPluginAsync {
  return async (app) => {
    addCreation(app, parts);
    addRemoval(app, parts);
  };
}

function addCreation(app: FastifyInstance, { db, git }: FileParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/images',
    access: 'builder',
    summary: 'Create an image from a template',
    tag,
    body: Creation,
    answers: { 201: Commit },
    async handle({ body: { name, template, variables, repository: wanted, message }, identity: by }) {
      const repository = await chooseRepository(db, wanted);
      if (!repository.ok) return repository.error;
      const edited = await edit(git, {
        repository: repository.value,
        message: message ?? `Add the image ${name}`,
        by,
        decide: (now) => creation(now, { name, template, variables }),
      });
      if (!edited.ok) return editProblem(edited.error);
      const { id } = repository.value;
      await record(db, by, 'image.create', `${id}/${name}`, { template, ...edited.value });
      return answer(201, showCommit(id, edited.value));
    },
  });
}

function addRemoval(app: FastifyInstance, parts: FileParts): void {
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
      const done = await changeFiles(parts, {
        ...{ id: name, by, action: 'image.remove', message: `Remove the image ${name}`, base: query.base },
        decide: (now, image) => ok(removal(now, image)),
      });
      if (!done.ok) return done.error;
      const { place, edited } = done.value;
      await remove(parts.db, place.repository.id, place.name);
      return answer(200, showCommit(place.repository.id, edited));
    },
  });
}
