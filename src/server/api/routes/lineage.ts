import type { FastifyPluginAsync } from 'fastify';
import { ok } from '../../../base/result.ts';
import { findImage } from '../../catalogue/find.ts';
import { descentOf } from '../../catalogue/lineage.ts';
import { type FileParts, lookAt } from '../image-at-tip.ts';
import { Descent, Inputs } from '../lineage-schema.ts';
import { noImage } from '../no-image.ts';
import { addRoute, answer } from '../route.ts';
import { list, model, object } from '../schema.ts';
import { ImageParams } from './images.ts';

/** Where what is published comes from, and what would go into it now. */
export function lineageRoutes(parts: FileParts): FastifyPluginAsync {
  return async (app) => {
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/images/:name/lineage',
      access: 'viewer',
      summary: 'What the newest versions of an image were built from, and what was built on them',
      tag: 'images',
      params: ImageParams,
      answers: { 200: model('Lineage', object({ items: list(Descent) })) },
      revalidated: true,
      async handle({ params: { name } }) {
        const found = await findImage(parts.db, name);
        return found.ok ? answer(200, { items: await descentOf(parts.db, found.value) }) : noImage(name, found.error);
      },
    });
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/images/:name/inputs',
      access: 'viewer',
      summary: 'What an image is built from at the tip of the default branch: all that its fingerprint counts',
      tag: 'images',
      params: ImageParams,
      answers: { 200: Inputs },
      revalidated: true,
      async handle({ params }) {
        const inputs = await lookAt(parts, params.name, async ({ graph, tree }, { name: { value: name } }) => {
          const image = graph.byName.get(name);
          if (!image) throw new Error(`${name} has a definition and is not in the graph`);
          return ok({ commit: tree.commit, ...inputsOf(image) });
        });
        return inputs.ok ? answer(200, inputs.value) : inputs.error;
      },
    });
  };
}

type RepositoryImage = Parameters<Parameters<typeof lookAt>[2]>[0]['graph']['images'][number];

function inputsOf({ definition, dockerfile, context }: RepositoryImage) {
  const { args, target, secrets } = definition;
  return {
    dockerfile: dockerfile.file.path,
    files: context.map(({ path, mode, id }) => ({ path, mode, id })),
    args: dockerfile.effectiveArgs.flatMap((name) => {
      const value = args[name];
      return value === undefined ? [] : [{ name, value: String(value) }];
    }),
    target: target?.value ?? null,
    secrets: [...secrets].sort(),
    references: [...new Set(dockerfile.references.map(({ resolved }) => resolved))],
  };
}
