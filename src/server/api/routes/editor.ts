import type { FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import { reading } from '../../edits/edit.ts';
import { definitionOf } from '../../edits/image-files.ts';
import { fetchTip, type GitParts } from '../../edits/tip.ts';
import type { Tables } from '../../store/tables.ts';
import { editProblem } from '../edit-problem.ts';
import { locate } from '../locate.ts';
import { problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { model, object, text } from '../schema.ts';
import { ImageParams } from './images.ts';

/** The link that opens an image's folder in the configured web editor; `template` has placeholders such as `{path}`. */
export function editorRoutes(db: Kysely<Tables>, git: GitParts, template: string | undefined): FastifyPluginAsync {
  return async (app) => {
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/images/:name/editor-url',
      access: 'viewer',
      summary: "The link that opens the image's folder in the web editor",
      tag: 'files',
      params: ImageParams,
      answers: { 200: model('EditorUrl', object({ url: text({ format: 'uri' }) })) },
      async handle({ params }) {
        if (template === undefined) {
          return problem('not-found', 'no web editor is configured', {
            suggestion: "set editor_url in the server's configuration",
          });
        }
        const place = await locate(db, params.name);
        if (!place.ok) return place.error;
        const { repository, name } = place.value;
        const tip = await fetchTip(git, repository);
        if (!tip.ok) return editProblem(tip.error);
        const image = await reading(tip.value, tip.value.commit, async (now) => definitionOf(now, name));
        if (!image.ok) return editProblem(image.error);
        const { id, default_branch: branch, url } = repository;
        const values = { repository: id, image: name, path: image.value.directory, branch, url };
        return answer(200, { url: filled(template, values) });
      },
    });
  };
}

/** Values are encoded for the place that they come to: slashes stay, because paths are folders there. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) =>
    Object.hasOwn(values, key) ? encodeURIComponent(values[key] ?? '').replaceAll('%2F', '/') : whole,
  );
}
