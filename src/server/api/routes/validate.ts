import type { FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import { diagnosticJson } from '../../../report/diagnostics.ts';
import { isFilePath } from '../../../repository/commit.ts';
import { rehearse } from '../../edits/edit.ts';
import type { GitParts } from '../../edits/tip.ts';
import type { Tables } from '../../store/tables.ts';
import { editProblem } from '../edit-problem.ts';
import { Finding, problem } from '../problem.ts';
import { chooseRepository } from '../repository-choice.ts';
import { addRoute, answer } from '../route.ts';
import { boolean, list, model, nullable, object, text } from '../schema.ts';

const ValidateRequest = model(
  'ValidateRequest',
  object(
    {},
    {
      repository: text({ maxLength: 100, description: 'May be left out while there is only one.' }),
      files: list(
        object({
          path: text({ maxLength: 4096 }),
          content: nullable(text({ description: 'null: without the file.' })),
        }),
        { maxItems: 1000, description: 'What would be different from the tip of the default branch.' },
      ),
    },
  ),
);

const Validation = model(
  'Validation',
  object({
    commit: text({ description: 'The tip that it was held against.' }),
    valid: boolean({ description: 'No finding is an error.' }),
    findings: list(Finding),
  }),
);

/** All findings, as `caskwright validate` has them, also for files that are not committed yet. */
export function validateRoutes(db: Kysely<Tables>, git: GitParts): FastifyPluginAsync {
  return async (app) => {
    addRoute(app, {
      method: 'POST',
      url: '/api/v1/validate',
      // It writes objects into the server's clone.
      access: 'builder',
      summary: 'What is, or would be, wrong with a repository',
      tag: 'files',
      body: ValidateRequest,
      answers: { 200: Validation },
      async handle({ body: { repository: wanted, files = [] } }) {
        const wrong = files.find(({ path }) => !isFilePath(path));
        if (wrong) return problem('unusable', `${JSON.stringify(wrong.path)} is no path of a repository`);
        const repository = await chooseRepository(db, wanted);
        if (!repository.ok) return repository.error;
        const edits = files.map(({ path, content }) =>
          content === null ? { path } : { path, content: Buffer.from(content) },
        );
        const rehearsed = await rehearse(git, repository.value, edits);
        if (!rehearsed.ok) return editProblem(rehearsed.error);
        const findings = rehearsed.value.diagnostics.map(diagnosticJson);
        const valid = findings.every(({ severity }) => severity !== 'error');
        return answer(200, { commit: rehearsed.value.commit, valid, findings });
      },
    });
  };
}
