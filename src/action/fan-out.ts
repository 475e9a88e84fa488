import { join } from 'node:path';
import { ok, type Result } from '../base/result.ts';
import type { RunSummary } from '../build/events.ts';
import type { Connections, HandedLayout } from '../engine/connections.ts';
import type { Prepared } from '../engine/prepare.ts';
import type { Problem } from '../engine/problem.ts';
import type { RunRequest } from '../engine/run.ts';
import type { ImageName } from '../names/image-name.ts';
import { partOf } from '../plan/fan-out.ts';
import type { Plan } from '../plan/plan.ts';
import type { Inputs } from './inputs.ts';

/** What jobs of a fan-out tell each other: image, or `image@platform`, → digest. */
export type Digests = Readonly<Record<string, string>>;

/** A job and what is to be carried out. */
export interface FanOutRequest {
  readonly prepared: Prepared;
  /** Those of its matrix entry, none for the last job of a fan-out; undefined where there is no fan-out. */
  readonly images: readonly string[] | undefined;
  readonly inputs: Inputs;
  readonly connections: Connections;
  /** Where this job may keep files. */
  readonly folder: string;
  /** From the jobs before. */
  readonly earlier: Digests;
}

/** What a job carries out of a plan. */
export interface Portion {
  readonly prepared: Prepared;
  readonly part: Pick<RunRequest, 'share' | 'landing' | 'tested'>;
  /** What the job has built itself. */
  digests(summary: RunSummary): Digests;
  /** After the run: the folder of the layout for the jobs that stand on this one; undefined where there is nothing in it. */
  handOn(summary: RunSummary): Promise<string | undefined>;
}

/**
 * The part of a plan that a job carries out. What is published lands in the registry, where the next jobs find it; what
 * is not (of a pull request) goes into a layout that they are handed.
 */
export async function portionOf(request: FanOutRequest): Promise<Result<Portion, Problem>> {
  const { prepared, images, connections } = request;
  if (!images) return ok({ prepared, part: {}, ...alone });
  if (images.length === 0) return ok(lastPortion(request));
  const own = new Set(images as readonly ImageName[]);
  const plan = partOf(prepared.planned.plan, own);
  const publishes = prepared.event.kind !== 'build-only';
  const handed = publishes ? ok(undefined) : await takenIn(request);
  if (!handed.ok) return handed;
  const { platform } = request.inputs;
  // Without layouts of the jobs before, a job builds all that its images stand on.
  const mayBuild = (image: ImageName) => own.has(image) || (!publishes && !handed.value);
  return ok({
    prepared: { ...prepared, planned: { ...prepared.planned, plan }, publish: new Set<ImageName>() },
    part: {
      share: {
        builds: (image, on) => mayBuild(image) && (platform === undefined || on === platform),
        lands: platform === undefined,
      },
      ...(handed.value ? { landing: connections.layout(layoutOf(request), prepared.loaded.configuration) } : {}),
    },
    digests: (summary) => {
      const built = Object.entries(digestsOf(summary)).filter(([image]) => images.includes(image));
      return Object.fromEntries(built.map(([image, digest]) => [platform ? `${image}@${platform}` : image, digest]));
    },
    async handOn(summary) {
      await handed.value?.handOn();
      return handed.value && Object.keys(digestsOf(summary)).length > 0 ? layoutOf(request) : undefined;
    },
  });
}

/** The last job lands what it finds settled, and builds nothing. */
function lastPortion({ prepared, earlier }: FanOutRequest): Portion {
  const tested = new Set(Object.entries(earlier).flatMap(([key, digest]) => (key.includes('@') ? [digest] : [])));
  return {
    prepared,
    part: { share: { builds: () => false, lands: true }, tested },
    ...alone,
  };
}

/** Nobody comes after. */
const alone: Pick<Portion, 'digests' | 'handOn'> = { digests: digestsOf, handOn: async () => undefined };

async function takenIn(request: FanOutRequest): Promise<Result<HandedLayout | undefined, Problem>> {
  const { inputs, connections } = request;
  if (inputs.layouts === undefined) return ok(undefined);
  const taken = await connections.takeIn(layoutOf(request), inputs.layouts);
  return taken.ok ? taken : { ok: false, error: { kind: 'environment', failure: taken.error } };
}

function layoutOf({ folder }: FanOutRequest): string {
  return join(folder, 'layout');
}

/** What a run has built or published; what it left alone is not its digest. */
function digestsOf({ images }: RunSummary): Digests {
  const own = images.filter(({ outcome }) => outcome === 'built' || outcome === 'adopted' || outcome === 'promoted');
  return Object.fromEntries(own.flatMap(({ image, digest }) => (digest === undefined ? [] : [[image, digest]])));
}

/** What the jobs before have told and what this one has built: the digest of an image stands for those of its platforms. */
export function joined(earlier: Digests, built: Digests): Digests {
  const open = Object.entries(earlier).filter(([key]) => !(key.replace(/@.*/, '') in built));
  return { ...Object.fromEntries(open), ...built };
}

/** The images of a plan whose jobs have not told a digest, or not for each platform. */
export function missingFrom(digests: Digests, plan: Plan): readonly ImageName[] {
  const builds = plan.images.filter(({ action }) => action === 'build');
  const isThere = ({ name, image }: (typeof builds)[number]) =>
    name in digests || image.definition.platforms.every(({ value }) => `${name}@${value}` in digests);
  return builds.filter((image) => !isThere(image)).map(({ name }) => name);
}
