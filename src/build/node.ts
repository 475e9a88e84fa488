import { hash } from 'node:crypto';
import { err, ok, type Result } from '../base/result.ts';
import type { ImageUse } from '../definition/dockerfile.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { type Platform, platformSlug } from '../names/platform.ts';
import type { NodeFingerprint } from '../plan/fingerprint.ts';
import { annotation } from '../plan/holding.ts';
import type { ImagePlan } from '../plan/plan.ts';
import { landingTag, layerCacheTag } from '../plan/tags.ts';
import { imageLabels, nodeAnnotations, parentsAnnotation } from './annotations.ts';
import { enrolmentOf, enrols } from './enrolment.ts';
import type { Failure } from './failure.ts';
import type { SettledNode } from './outcome.ts';
import type { BuildRequest, ImageSource, NamedContext } from './ports/builder.ts';
import type { RunInput, WrittenContext } from './run-input.ts';

/** A node with what it stands on settled: all that its build needs to know. */
export interface ReadyNode {
  readonly image: Pick<ImagePlan, 'name' | 'image' | 'source' | 'forced' | 'expectedSeconds'>;
  readonly node: NodeFingerprint;
  /** Settled parents: the exact bytes, by the parent's name and this node's view of its platform. */
  readonly parents: ReadonlyMap<ImageName, { readonly digest: Digest; readonly source: ImageSource }>;
}

/** The part of a run that one node needs. */
export type NodeInput = Pick<
  RunInput,
  | 'run'
  | 'builder'
  | 'reader'
  | 'publisher'
  | 'adopt'
  | 'base'
  | 'materialize'
  | 'secret'
  | 'enroller'
  | 'layerCache'
  | 'commit'
  | 'clock'
  | 'signal'
>;

/** The tag that a node's bytes are pushed under before its image lands. */
export function nodeTag(node: NodeFingerprint): string {
  return `${landingTag(node.fingerprint)}-${platformSlug(node.platform)}`;
}

/** Unique in the run, `[a-z0-9-]+`: a name that cannot stand in it as it is gets a hash behind it. */
export function idOf(run: string, image: ImageName, platform: Platform): string {
  const slug = image.replace(/[^a-z0-9]+/g, '-');
  const mark = slug === image ? '' : `-${hash('sha256', image).slice(0, 8)}`;
  return `${run}-${slug}${mark}-${platformSlug(platform)}`;
}

/** Finds bytes that another run, or an earlier one that was cut off, built from the same inputs on the same parents. */
export async function adoptNode(ready: ReadyNode, input: NodeInput): Promise<Result<SettledNode | undefined, Failure>> {
  if (!input.adopt || ready.image.forced) return ok(undefined);
  const { name } = ready.image;
  const found = await input.reader.manifest(name, nodeTag(ready.node), input.signal);
  if (!found.ok) return found;
  if (!found.value) return ok(undefined);
  const { annotations, digest } = found.value;
  const same =
    annotations[annotation.fingerprint] === ready.node.fingerprint &&
    annotations[annotation.parents] === parentsAnnotation(parentDigests(ready));
  if (!same) return ok(undefined);
  return ok({ digest, source: input.publisher.sourceOf(name, digest), adopted: true, seconds: 0 });
}

/** Writes the context out, builds, and settles the result under the node's tag. */
export async function buildNode(
  ready: ReadyNode,
  input: NodeInput,
  log: (line: string) => void,
): Promise<Result<SettledNode, Failure>> {
  const started = input.clock.now();
  const secrets = readSecrets(ready.image, input);
  if (!secrets.ok) return secrets;
  const enrolment = await enrolmentOf(ready.image, input);
  if (!enrolment.ok) return enrolment;
  const context = await input.materialize(ready.image.image);
  if (!context.ok) return context;
  const { name } = ready.image;
  const tag = nodeTag(ready.node);
  const annotations = nodeAnnotations(ready.image, ready.node.fingerprint, parentDigests(ready), input.commit);
  const { dispose } = context.value;
  const request = buildRequest(ready, input, context.value, annotations, {
    ...secrets.value,
    ...enrolment.value,
  });
  const building = input.builder.build(request, { signal: input.signal, log });
  // The folder goes while the node is settled.
  const gone = building.then(dispose, dispose);
  try {
    const built = await building;
    if (!built.ok) return built;
    const settled = await input.publisher.settle(
      {
        image: name,
        platform: ready.node.platform,
        built: built.value.digest,
        tag,
        annotations,
        // Else the node of the build before would be adopted, and force nothing.
        ...(ready.image.forced ? { replace: true } : {}),
      },
      input.signal,
    );
    if (!settled.ok) return settled;
    const { digest } = settled.value;
    const seconds = (input.clock.now() - started) / 1000;
    return ok({ digest, source: input.publisher.sourceOf(name, digest), adopted: false, seconds });
  } finally {
    await gone;
  }
}

function buildRequest(
  ready: ReadyNode,
  input: NodeInput,
  context: WrittenContext,
  annotations: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
): BuildRequest {
  const { image, node } = ready;
  const { definition } = image.image;
  const output = input.publisher.outputFor(image.name, nodeTag(node));
  return {
    id: idOf(input.run, image.name, node.platform),
    contextDirectory: context.contextDirectory,
    dockerfile: context.dockerfile,
    platform: node.platform,
    ...(definition.target === undefined ? {} : { target: definition.target.value }),
    args: definition.args,
    labels: imageLabels(input.commit),
    annotations,
    secrets,
    namedContexts: namedContexts(ready, input),
    output,
    ...(input.layerCache && output.kind === 'registry' && !enrols(image.image)
      ? { layerCache: { repository: output.repository, tag: layerCacheTag(node.platform) } }
      : {}),
    resources: definition.resources,
    sourceDateEpoch: input.commit.time,
    // Engines tell a layer by its instruction: they would take that of an earlier certificate.
    noCache: image.forced || enrols(image.image),
  };
}

/** What every reference of the Dockerfile, and every `depends_on`, means in this build. */
function namedContexts(ready: ReadyNode, input: NodeInput): readonly NamedContext[] {
  const uses = ready.image.image.dockerfile.references;
  const declared = ready.node.ingredients.slice(uses.length);
  const fromUses = uses.map((use, index): NamedContext => {
    const { written, resolved } = use;
    return { written, resolved, source: sourceOfUse(ready, input, use, index) };
  });
  const fromDeclared = declared.flatMap((part): NamedContext[] => {
    if (part.kind === 'base') return [];
    return [{ written: part.parent, resolved: part.parent, source: parentSource(ready, part.parent) }];
  });
  return [...fromUses, ...fromDeclared];
}

/** Ingredients stand in the order of the references that they come from. */
function sourceOfUse(ready: ReadyNode, input: NodeInput, use: ImageUse, index: number): ImageSource {
  const part = ready.node.ingredients[index];
  if (part?.kind === 'parent') return parentSource(ready, part.parent);
  if (part === undefined) throw new Error(`no ingredient for ${use.resolved}`);
  const { repository } = input.base(part.reference, part.platform);
  return { kind: 'registry', repository, digest: part.digest };
}

function parentSource(ready: ReadyNode, parent: ImageName): ImageSource {
  const settled = ready.parents.get(parent);
  if (!settled) throw new Error(`${parent} is not settled`);
  return settled.source;
}

function parentDigests(ready: ReadyNode): ReadonlyMap<ImageName, Digest> {
  return new Map([...ready.parents].map(([name, parent]) => [name, parent.digest]));
}

function readSecrets({ image }: ReadyNode['image'], input: NodeInput): Result<Record<string, string>, Failure> {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const name of image.definition.secrets) {
    const value = input.secret(name);
    if (value === undefined) missing.push(name);
    else values[name] = value;
  }
  if (missing.length === 0) return ok(values);
  return err({
    phase: 'build',
    reason: 'secret-missing',
    message: `${missing.length === 1 ? 'secret' : 'secrets'} ${missing.join(', ')} not in the environment`,
    suggestion: `set ${missing.map((name) => name.toUpperCase()).join(', ')} where caskwright runs`,
    lastLines: [],
  });
}
