import { err, ok, type Result } from '../base/result.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { type Landing, landingFrom } from '../plan/holding.ts';
import type { ImagePlan } from '../plan/plan.ts';
import { landingTag, sourceTag } from '../plan/tags.ts';
import { landingAnnotations, parentsAnnotation } from './annotations.ts';
import type { Failure } from './failure.ts';
import { idOf } from './node.ts';
import type { SettledNode } from './outcome.ts';
import type { RunInput } from './run-input.ts';

/** An image with every platform settled and every parent landed. */
export interface SettledImage {
  readonly image: ImagePlan;
  readonly nodes: ReadonlyMap<Platform, SettledNode>;
  readonly parents: ReadonlyMap<ImageName, Digest>;
}

/** What a test needs to know of an image. */
export interface TestedImage {
  readonly image: Pick<ImagePlan, 'name' | 'image'>;
  readonly nodes: ReadonlyMap<Platform, Pick<SettledNode, 'source'>>;
}

/** The outcome of landing: the landing that counts, and whether another run's had been there first. */
export interface LandResult {
  readonly landing: Landing;
  readonly adopted: boolean;
}

/**
 * Runs the image's test, joins the nodes, and writes the landing tag: that tag alone means *landed*. A landing on
 * the same parents that is there already is adopted.
 */
export async function landImage(
  settled: SettledImage,
  input: RunInput,
  log: (platform: Platform, line: string) => void,
): Promise<Result<LandResult, Failure>> {
  const { image } = settled;
  const fingerprint = image.fingerprint?.fingerprint as string;
  const tested = await testUnlessPresent(settled, input, fingerprint, log);
  if (!tested.ok) return tested;
  // The test took its time: another run may have landed meanwhile, and its children stand on that by now.
  const present = tested.value ? ok(tested.value) : await presentLanding(settled, input, fingerprint);
  if (!present.ok) return present;
  if (present.value) return ok({ landing: present.value, adopted: true });
  const seconds = [...settled.nodes.values()].reduce((sum, node) => sum + node.seconds, 0);
  const annotations = landingAnnotations(image, settled.parents, input.commit, { at: input.clock.now(), seconds });
  const nodes = [...settled.nodes].map(([platform, { digest }]) => ({ platform, digest }));
  const tags = [landingTag(fingerprint), sourceTag(image.source.closure)];
  const joined = await input.publisher.join({ image: image.name, nodes, annotations, tags }, input.signal);
  if (!joined.ok) return joined;
  const { digest, size } = joined.value;
  // Of two runs that found no landing and wrote at once, the later one counts for both.
  const standing = await findLanding(settled, input, fingerprint);
  if (!standing.ok) return standing;
  if (standing.value) return ok({ landing: standing.value, adopted: standing.value.digest !== digest });
  const platforms = Object.fromEntries(nodes.map((node) => [node.platform, node.digest]));
  const landing = landingFrom({ digest, annotations, platforms });
  if (!landing) throw new Error('a landing of ours cannot be read back');
  return ok({ landing: { ...landing, size }, adopted: false });
}

/** Runs the image's test, where it has one; the landing that made it needless, where there is one. */
async function testUnlessPresent(
  settled: SettledImage,
  input: RunInput,
  fingerprint: string,
  log: (platform: Platform, line: string) => void,
): Promise<Result<Landing | undefined, Failure>> {
  if (!settled.image.image.definition.test) return ok(undefined);
  const present = await presentLanding(settled, input, fingerprint);
  if (!present.ok || present.value) return present;
  const tested = await (input.nodes?.test(settled, log) ?? testImage(settled, input, log));
  return tested.ok ? ok(undefined) : tested;
}

async function presentLanding(
  settled: SettledImage,
  input: RunInput,
  fingerprint: string,
): Promise<Result<Landing | undefined, Failure>> {
  return !input.adopt || settled.image.forced ? ok(undefined) : findLanding(settled, input, fingerprint);
}

/** The landing that stands under the image's tag, if it is of the same inputs on the same parents. */
async function findLanding(
  { image, parents }: SettledImage,
  input: RunInput,
  fingerprint: string,
): Promise<Result<Landing | undefined, Failure>> {
  const found = await input.reader.manifest(image.name, landingTag(fingerprint), input.signal);
  if (!found.ok) return found;
  const landing = found.value && landingFrom(found.value);
  const same = landing?.fingerprint === fingerprint && sameParents(landing, parents);
  return ok(same ? landing : undefined);
}

function sameParents(landing: Landing, parents: ReadonlyMap<ImageName, Digest>): boolean {
  const recorded = Object.entries(landing.parents) as [ImageName, Digest][];
  return parentsAnnotation(new Map(recorded)) === parentsAnnotation(parents);
}

/** Runs the image's test, where it has one, on these nodes. */
export async function testImage(
  { image, nodes }: TestedImage,
  input: Pick<RunInput, 'run' | 'builder' | 'signal'>,
  log: (platform: Platform, line: string) => void,
): Promise<Result<void, Failure>> {
  const { test, resources } = image.image.definition;
  if (!test) return ok(undefined);
  for (const [platform, node] of nodes) {
    const result = await input.builder.test(
      {
        id: `${idOf(input.run, image.name, platform)}-test`,
        image: node.source,
        platform,
        command: test.command,
        timeout: resources.timeout,
      },
      { signal: input.signal, log: (line) => log(platform, line) },
    );
    if (!result.ok) return err(result.error);
  }
  return ok(undefined);
}
