import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import type { Tag } from '../names/tag.ts';
import type { PlanEvent } from './event.ts';
import { ENCODING, fingerprintImages, hashSources, liveParents } from './fingerprint.ts';
import { buildGraph } from './graph.ts';
import type { Holding, Landing } from './holding.ts';
import { configuration, digest, type ImageSketch, images, name } from './images.fixture.ts';
import { makePlan, type Plan, type PlanInput } from './plan.ts';
import { registrationFor, registrationHash } from './registration.ts';

export type Fleet = Readonly<Record<string, ImageSketch>>;

export const main: PlanEvent = { kind: 'push', branch: 'main', isDefaultBranch: true };
export const pull: PlanEvent = { kind: 'build-only', why: 'a pull request' };
export const release = (tag: string): PlanEvent => ({ kind: 'release', tag: tag as Tag });

/** What a test says about a plan; the rest is a push to an empty registry. */
export interface PlanSketch extends Partial<Omit<PlanInput, 'forced' | 'selection'>> {
  readonly forced?: readonly string[];
  readonly selection?: readonly string[];
  /** What bases mean; undefined: unresolved. */
  readonly base?: (reference: string) => string | undefined;
}

/** The input of a plan for a fleet. */
export function planInput(fleet: Fleet, sketch: PlanSketch = {}): PlanInput {
  const { base = (reference) => reference, forced = [], selection, ...rest } = sketch;
  const config = sketch.configuration ?? configuration();
  const { graph } = buildGraph(images(fleet), config);
  const sources = hashSources(graph);
  const resolve = (reference: string) => {
    const text = base(reference);
    return text === undefined ? undefined : digest(text);
  };
  const references = [...graph.bases.values()].flat().map(({ use }) => use.resolved);
  const unresolved = references.filter((reference) => resolve(reference) === undefined);
  return {
    event: main,
    commit: 'c'.repeat(40),
    dirty: false,
    destination: 'registry.example/fleet',
    configuration: config,
    graph,
    sources,
    fingerprints: fingerprintImages(graph, sources, resolve),
    holdings: new Map(),
    unresolved: new Map(unresolved.map((reference) => [reference, 'no such image'])),
    movement: () => ({ move: true }),
    forced: new Set(forced.map(name)),
    ...(selection ? { selection: new Set(selection.map(name)) } : {}),
    ...rest,
  };
}

export function plan(fleet: Fleet, sketch: PlanSketch = {}): Plan {
  return makePlan(planInput(fleet, sketch));
}

/** What the registry holds after a successful run of a plan: every image landed and published. */
export function published(fleet: Fleet, sketch: PlanSketch = {}): ReadonlyMap<ImageName, Holding> {
  const input = planInput(fleet, sketch);
  const landings = new Map<ImageName, Landing>();
  const holdings = new Map<ImageName, Holding>();
  for (const { name: each, image, source, fingerprint, tags, components } of makePlan(input).images) {
    if (!fingerprint) continue;
    const parents = liveParents(input.graph, each).map(({ parent }) => [parent, landings.get(parent)?.digest]);
    const landing: Landing = {
      digest: digest(JSON.stringify([fingerprint.fingerprint, parents])),
      fingerprint: fingerprint.fingerprint,
      source: source.source,
      parents: Object.fromEntries(parents) as Record<ImageName, Digest>,
      platforms: Object.fromEntries(
        fingerprint.nodes.map((node) => [node.platform, digest(node.fingerprint)]),
      ) as Record<Platform, Digest>,
      size: 1000,
      seconds: 10,
      commit: input.commit,
      builtAt: '2026-11-20T00:00:00Z',
    };
    landings.set(each, landing);
    const tag = tags.fixed[0] ?? tags.moving[0];
    const payload = input.registration && tag && registrationFor(image.definition, landing, tag, input.registration);
    const { digest: bytes, seconds } = landing;
    holdings.set(each, {
      landing,
      ...(image.definition.version
        ? { version: { digest: bytes, ours: true, fingerprint: landing.fingerprint, source: source.source } }
        : {}),
      record: {
        state: 'closed',
        commit: input.commit,
        digest: bytes,
        fingerprint: landing.fingerprint,
        tags,
        ...(payload ? { registration: registrationHash(payload) } : {}),
        components,
        seconds,
        encoding: ENCODING,
        ...(input.event.kind === 'release' ? { release: input.event.tag } : {}),
      },
    });
  }
  return holdings;
}

/** `holdings` with one image's changed. */
export function changed(
  holdings: ReadonlyMap<ImageName, Holding>,
  image: string,
  change: (holding: Required<Pick<Holding, 'landing' | 'record'>> & Holding) => Holding,
): ReadonlyMap<ImageName, Holding> {
  const holding = holdings.get(name(image)) as Parameters<typeof change>[0];
  return new Map([...holdings, [name(image), change(holding)]]);
}
