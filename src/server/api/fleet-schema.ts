import { Run } from './run-schema.ts';
import { choice, integer, list, model, nullable, object, text, time } from './schema.ts';

/** How an image stands against Git. */
const STANDINGS = ['in-step', 'behind', 'building', 'waiting', 'failed', 'blocked', 'drifted', 'unknown'] as const;

/** An image of a repository, as the fleet shows it. */
const FleetImage = model(
  'FleetImage',
  object({
    name: text(),
    state: choice(STANDINGS, { description: 'Against Git, by the newest run that planned it and the last check.' }),
    reason: text({ description: 'Why, in one line; empty where it is in step.' }),
    version: nullable(text()),
    parents: list(text()),
    children: list(text()),
    category: text(),
    tags: list(text()),
    digest: nullable(text({ description: 'What is published of it.' })),
    built_at: nullable(text({ format: 'date-time' })),
    run: nullable(integer({ description: 'The run that planned it last.' })),
    build: nullable(integer({ description: 'The build to look at: the one that runs or failed, else the newest.' })),
  }),
);

/** How a repository's images stand. */
export const Fleet = model(
  'Fleet',
  object({
    repository: text(),
    default_branch: text(),
    run: nullable(Run),
    images: list(FleetImage, { description: 'By name.' }),
  }),
);

const Drift = model(
  'Drift',
  object(
    { kind: text(), text: text(), remedy: text({ description: 'What to do about it.' }) },
    { image: text(), images: list(text()), reference: text({ description: 'A base.' }) },
  ),
);

/** What a check has found. */
export const DriftReport = model(
  'DriftReport',
  object({
    repository: text(),
    commit: nullable(text({ description: 'The commit that was looked at; null: nothing was yet.' })),
    checked_at: nullable(time()),
    every: integer({ description: 'Seconds between two checks; one waits while a run is under way. 0: none is made.' }),
    problem: nullable(text({ description: 'Why the last check came to nothing; `drift` is of the one before.' })),
    drift: list(Drift),
  }),
);
