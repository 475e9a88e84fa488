import type { FastifyPluginAsync } from 'fastify';
import { type FoundTemplate, findTemplates } from '../../../engine/template-files.ts';
import { diagnosticJson } from '../../../report/diagnostics.ts';
import { reading } from '../../edits/edit.ts';
import { fetchTip } from '../../edits/tip.ts';
import { editProblem } from '../edit-problem.ts';
import type { FileParts } from '../image-at-tip.ts';
import { Finding } from '../problem.ts';
import { chooseRepository } from '../repository-choice.ts';
import { addRoute, answer } from '../route.ts';
import { boolean, choice, list, model, object, type Static, text } from '../schema.ts';

const Variable = model(
  'TemplateVariable',
  object(
    {
      name: text(),
      type: choice(['string', 'integer', 'boolean']),
      description: text(),
      required: boolean({ description: 'It has no default.' }),
    },
    {
      default: text({ description: 'As it would be written.' }),
      pattern: text({ description: 'Glob that a value matches as a whole.' }),
      choices: list(text(), { description: 'The values that there are.' }),
    },
  ),
);

const Template = model(
  'Template',
  object({
    name: text({ description: 'For `template` of a new image.' }),
    built_in: boolean({ description: 'Not from the folder templates/ of the repository.' }),
    description: text(),
    variables: list(Variable),
    files: list(text(), { description: 'What an image that is made from it has.' }),
    findings: list(Finding, { description: 'What is wrong with its template.yaml: no image is made from it then.' }),
  }),
);

/** What new images can be made from. */
export function templateRoutes({ db, git }: FileParts): FastifyPluginAsync {
  return async (app) => {
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/templates',
      access: 'viewer',
      summary: 'Templates for new images: those of the repository at the tip of its default branch, and built-in ones',
      tag: 'files',
      query: object(
        {},
        { repository: text({ maxLength: 100, description: 'May be left out while there is only one.' }) },
      ),
      answers: { 200: model('Templates', object({ repository: text(), commit: text(), items: list(Template) })) },
      async handle({ query }) {
        const repository = await chooseRepository(db, query.repository);
        if (!repository.ok) return repository.error;
        const tip = await fetchTip(git, repository.value);
        if (!tip.ok) return editProblem(tip.error);
        const { commit } = tip.value;
        const items = await reading(tip.value, commit, async ({ tree }) =>
          (await findTemplates(tree)).map(showTemplate),
        );
        return answer(200, { repository: repository.value.id, commit, items });
      },
    });
  };
}

function showTemplate({ name, isBuiltIn, template, diagnostics, files }: FoundTemplate): Static<typeof Template> {
  return {
    ...{ name, built_in: isBuiltIn, description: template.description },
    variables: template.variables.map(({ span: _, ...variable }) => {
      return { ...variable, required: variable.default === undefined };
    }),
    files: files.map(({ path }) => path),
    findings: diagnostics.map(diagnosticJson),
  };
}
