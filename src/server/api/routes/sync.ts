import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { record } from '../../auth/audit.ts';
import { backUp, restore } from '../../edits/sync.ts';
import { editProblem } from '../edit-problem.ts';
import type { FileParts } from '../image-at-tip.ts';
import { chooseRepository } from '../repository-choice.ts';
import { addRoute, answer } from '../route.ts';
import { list, model, object, text } from '../schema.ts';

const tag = 'repositories';
const body = model(
  'SyncRequest',
  object({}, { repository: text({ maxLength: 100, description: 'May be left out while there is only one.' }) }),
);
const refs = (description: string) => list(text(), { description });

const Backup = model(
  'Backup',
  object({
    repository: text(),
    pushed: refs('Refs that the remote lacked, or was behind with.'),
    diverged: refs('Refs of which the remote has another history: they were left alone.'),
  }),
);

const Restored = model(
  'Restored',
  object({
    repository: text(),
    commit: text({ description: 'The tip of the default branch.' }),
    reset: refs("Refs of the server's clone that were moved, added or dropped."),
    removed: list(text(), { description: 'Images that left the catalogue.' }),
    returned: list(text(), { description: 'Images that are back in it.' }),
  }),
);

/** Between the server's clone and the remote, when something went wrong with one of them. */
export function syncRoutes(parts: FileParts): FastifyPluginAsync {
  return async (app) => {
    addBackup(app, parts);
    addRestore(app, parts);
  };
}

function addBackup(app: FastifyInstance, { db, git }: FileParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/sync/backup',
    access: 'admin',
    summary: 'Push what the server has and the remote has not; nothing there is overwritten',
    tag,
    body,
    answers: { 200: Backup },
    async handle({ body: { repository: wanted }, identity }) {
      const repository = await chooseRepository(db, wanted);
      if (!repository.ok) return repository.error;
      const { id } = repository.value;
      const done = await backUp(db, git, repository.value);
      if (!done.ok) return editProblem(done.error);
      await record(db, identity, 'sync.backup', id, { ...done.value });
      return answer(200, { repository: id, ...done.value });
    },
  });
}

function addRestore(app: FastifyInstance, { db, git }: FileParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/sync/restore',
    access: 'admin',
    summary: "Reset the server's clone and the catalogue to what the remote has",
    tag,
    body,
    answers: { 200: Restored },
    async handle({ body: { repository: wanted }, identity }) {
      const repository = await chooseRepository(db, wanted);
      if (!repository.ok) return repository.error;
      const { id } = repository.value;
      const done = await restore(db, git, repository.value);
      if (!done.ok) return editProblem(done.error);
      await record(db, identity, 'sync.restore', id, { ...done.value });
      return answer(200, { repository: id, ...done.value });
    },
  });
}
