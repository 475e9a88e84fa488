import type { FastifyPluginAsync } from 'fastify';
import { ok } from '../../../base/result.ts';
import { findImage } from '../../catalogue/find.ts';
import { descentOf } from '../../catalogue/lineage.ts';
import { type FileParts, lookAt } from '../image-at-tip.ts';
import { noImage } from '../no-image.ts';
import { addRoute, answer } from '../route.ts';
import { choice, integer, list, model, nullable, object, text } from '../schema.ts';
import { ImageParams } from './images.ts';

const Relative = object({ name: text(), version: nullable(text()), digest: nullable(text()) });

const Descent = model(
  'Descent',
  object({
    version: text(),
    digest: text(),
    run: integer(),
    source: text({ description: 'SHA-256 of its own files, Dockerfile and args, hex.' }),
    nodes: list(
      object({
        platform: text(),
        fingerprint: nullable(text()),
        bases: list(object({ reference: text(), platform: text(), digest: text() })),
      }),
    ),
    parents: list(Relative, { description: 'What it was built on.' }),
    children: list(Relative, { description: 'What was built on it.' }),
  }),
);

const Inputs = model(
  'Inputs',
  object({
    commit: text(),
    dockerfile: text({ description: 'Its path, from the root of the repository.' }),
    files: list(
      object({
        path: text(),
        mode: choice(['file', 'executable', 'link']),
        id: text({ description: 'The id that Git gives it.' }),
      }),
      {
        description: 'What the context holds.',
      },
    ),
    args: list(object({ name: text(), value: text() }), { description: 'Those that the Dockerfile declares.' }),
    target: nullable(text()),
    secrets: list(text(), { description: 'Names alone: no value counts.' }),
    references: list(text(), { description: 'What it stands on, as its Dockerfile resolves.' }),
  }),
);

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
