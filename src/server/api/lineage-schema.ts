import { choice, integer, list, model, nullable, object, text } from './schema.ts';

const Relative = object({ name: text(), version: nullable(text()), digest: nullable(text()) });

/** A version with what it was built from, and what was built on it. */
export const Descent = model(
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

/** All that the fingerprint of an image counts beside its parents' and bases' bytes. */
export const Inputs = model(
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
