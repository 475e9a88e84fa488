import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { ok } from '../../../base/result.ts';
import { record } from '../../auth/audit.ts';
import { noteAuthor } from '../../catalogue/author.ts';
import { remove } from '../../catalogue/remove.ts';
import { edit, reading } from '../../edits/edit.ts';
import { removal } from '../../edits/image-files.ts';
import { creation, proposal } from '../../edits/new-image.ts';
import { fetchTip } from '../../edits/tip.ts';
import { editProblem } from '../edit-problem.ts';
import { base, bytesOf, Commit, Creation, Proposal, ProposalRequest, showCommit, showContent } from '../file-schema.ts';
import { changeFiles, type FileParts } from '../image-at-tip.ts';
import { chooseRepository } from '../repository-choice.ts';
import { addRoute, answer } from '../route.ts';
import { object } from '../schema.ts';
import { ImageParams } from './images.ts';

const tag = 'files';

/** Images that come and go: in the repository first, by a commit that is pushed. */
export function wholeImageRoutes(parts: FileParts): FastifyPluginAsync {
  return async (app) => {
    addProposal(app, parts);
    addCreation(app, parts);
    addRemoval(app, parts);
  };
}

function addCreation(app: FastifyInstance, { db, git }: FileParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/images',
    access: 'builder',
    summary: 'Create an image from a template, from another image, on a base, or of given files: a commit, pushed',
    tag,
    body: Creation,
    answers: { 201: Commit },
    async handle({ body: { name, repository: wanted, message, copy_of: copyOf, files, ...origin }, identity: by }) {
      const repository = await chooseRepository(db, wanted);
      if (!repository.ok) return repository.error;
      const given = files?.map(({ encoding, content, ...file }) => {
        return { ...file, content: bytesOf(content, encoding) };
      });
      const edited = await edit(git, {
        repository: repository.value,
        message: message ?? `Add the image ${name}`,
        by,
        decide: (now) => creation(now, name, { ...origin, copyOf, files: given }),
      });
      if (!edited.ok) return editProblem(edited.error);
      const { id } = repository.value;
      await noteAuthor(db, id, name, by.actor);
      await record(db, by, 'image.create', `${id}/${name}`, {
        ...origin,
        ...(copyOf === undefined ? {} : { copy_of: copyOf }),
        ...edited.value,
      });
      return answer(201, showCommit(id, edited.value));
    },
  });
}

function addProposal(app: FastifyInstance, { db, git }: FileParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/images/proposal',
    // As validating does, it is asked by who goes on to create the image.
    access: 'builder',
    summary: 'The files that an image would be created with; nothing is written',
    tag,
    body: ProposalRequest,
    answers: { 200: Proposal },
    async handle({ body: { name, repository: wanted, copy_of: copyOf, ...origin } }) {
      const repository = await chooseRepository(db, wanted);
      if (!repository.ok) return repository.error;
      const tip = await fetchTip(git, repository.value);
      if (!tip.ok) return editProblem(tip.error);
      const { commit } = tip.value;
      const made = await reading(tip.value, commit, (now) => proposal(now, name, { ...origin, copyOf }));
      if (!made.ok) return editProblem(made.error);
      const { directory } = made.value;
      const files = made.value.files.map(({ path, content, executable = false }) => {
        return { path, ...showContent(Buffer.from(content)), executable };
      });
      return answer(200, { repository: repository.value.id, commit, directory, files });
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
