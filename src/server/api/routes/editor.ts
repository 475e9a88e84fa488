import type { FastifyPluginAsync } from 'fastify';
import { ok } from '../../../base/result.ts';
import { type FileParts, lookAt } from '../image-at-tip.ts';
import { problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { model, object, text } from '../schema.ts';
import { ImageParams } from './images.ts';

/** The link that opens an image's folder in the configured web editor; `template` has placeholders such as `{path}`. */
export function editorRoutes(parts: FileParts, template: string | undefined): FastifyPluginAsync {
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
        const values = await lookAt(parts, params.name, async (_, image, { repository, name }) => {
          const { id, default_branch: branch, url } = repository;
          return ok({ repository: id, image: name, path: image.directory, branch, url });
        });
        return values.ok ? answer(200, { url: filled(template, values.value) }) : values.error;
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
