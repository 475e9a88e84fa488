import type { ImageUse } from '../definition/dockerfile.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { type Edge, type Graph, parentPlatform, usePlatform } from './graph.ts';
import type { RepositoryImage } from './image.ts';
import { type SourceComponents, sha256, sourceComponents } from './source-components.ts';

/**
 * The version of the canonical encoding. Raise it with any change of what is hashed or how: hashes are compared
 * only within one version, and a change rebuilds everything.
 */
export const ENCODING = 1;

/** What an image is by its own files alone, and together with the images that it stands on. */
export interface SourceHash {
  readonly components: SourceComponents;
  /** SHA-256, hex. */
  readonly source: string;
  /**
   * SHA-256 over the sources of the image and all its ancestors, and the references to bases as they resolve, hex:
   * finds bytes whatever those references meant at the time.
   */
  readonly closure: string;
}

/** What a node is built from, beside its source: in the order of the Dockerfile, `depends_on` last. */
export type Ingredient =
  | { readonly kind: 'base'; readonly reference: string; readonly platform: Platform; readonly digest: Digest }
  | { readonly kind: 'parent'; readonly parent: ImageName; readonly platform: Platform; readonly fingerprint: string };

/** One node's identity. */
export interface NodeFingerprint {
  readonly platform: Platform;
  /** SHA-256, hex. */
  readonly fingerprint: string;
  readonly ingredients: readonly Ingredient[];
}

/** One image's identity: its nodes and its test. */
export interface ImageFingerprint {
  /** SHA-256, hex. */
  readonly fingerprint: string;
  readonly nodes: readonly NodeFingerprint[];
}

/** The digest of a base for one platform; undefined where it could not be resolved. */
export type ResolveBase = (reference: string, platform: Platform) => Digest | undefined;

/** Source hashes of all images; needs no registry. */
export function hashSources(graph: Graph): ReadonlyMap<ImageName, SourceHash> {
  const hashes = new Map<ImageName, SourceHash>();
  for (const image of graph.images) {
    const name = image.definition.name.value;
    const components = sourceComponents(image);
    const source = sha256(['caskwright.source', ENCODING, components]);
    const platforms = image.definition.platforms.map(({ value }) => value).sort();
    const closure = sha256([
      'caskwright.closure',
      ENCODING,
      source,
      platforms,
      image.definition.test?.command ?? null,
      standsOn(graph, image).map(({ edge, use }) =>
        edge ? { parent: hashes.get(edge.parent)?.closure } : use?.resolved,
      ),
    ]);
    hashes.set(name, { components, source, closure });
  }
  return hashes;
}

/**
 * Fingerprints of all images whose bases `resolve` knows; an image with an unresolved base, and all that stands on
 * it, is absent from the result.
 */
export function fingerprintImages(
  graph: Graph,
  sources: ReadonlyMap<ImageName, SourceHash>,
  resolve: ResolveBase,
): ReadonlyMap<ImageName, ImageFingerprint> {
  const known = new Map<ImageName, ImageFingerprint>();
  for (const image of graph.images) {
    const source = sources.get(image.definition.name.value) as SourceHash;
    const nodes: NodeFingerprint[] = [];
    for (const { value: platform } of image.definition.platforms) {
      const ingredients = ingredientsOf(graph, image, platform, known, resolve);
      if (!ingredients) break;
      const ids = ingredients.map((part) => (part.kind === 'base' ? part.digest : part.fingerprint));
      nodes.push({
        platform,
        ingredients,
        fingerprint: sha256(['caskwright.node', ENCODING, source.source, platform, ids]),
      });
    }
    if (nodes.length < image.definition.platforms.length) continue;
    nodes.sort((a, b) => (a.platform < b.platform ? -1 : 1));
    const parts = nodes.map((node) => [node.platform, node.fingerprint]);
    const fingerprint = sha256(['caskwright.image', ENCODING, parts, image.definition.test?.command ?? null]);
    known.set(image.definition.name.value, { fingerprint, nodes });
  }
  return known;
}

/** One thing that an image stands on: a live parent where there is an edge, else the base that `use` names. */
interface Support {
  readonly edge?: Edge | undefined;
  readonly use?: ImageUse | undefined;
}

/** What an image's references and `depends_on` name, in their order. */
function standsOn(graph: Graph, image: RepositoryImage): readonly Support[] {
  const edges = (graph.parents.get(image.definition.name.value) ?? []).filter((edge) => edge.live);
  if (edges.length === 0) return image.dockerfile.references.map((use) => ({ use }));
  const byUse = new Map(edges.map((edge) => [edge.use, edge]));
  const uses = image.dockerfile.references.map((use): Support => ({ use, edge: byUse.get(use) }));
  return [...uses, ...edges.flatMap((edge): Support[] => (edge.use ? [] : [{ edge }]))];
}

/** Live edges to an image, one for each parent. */
export function liveParents(graph: Graph, name: ImageName): readonly Edge[] {
  const edges = graph.parents.get(name) ?? [];
  if (edges.length <= 1) return edges[0]?.live === false ? [] : edges;
  const seen = new Set<ImageName>();
  return edges.filter((edge) => edge.live && !seen.has(edge.parent) && seen.add(edge.parent));
}

function ingredientsOf(
  graph: Graph,
  image: RepositoryImage,
  platform: Platform,
  known: ReadonlyMap<ImageName, ImageFingerprint>,
  resolve: ResolveBase,
): readonly Ingredient[] | undefined {
  const ingredients: Ingredient[] = [];
  for (const { edge, use } of standsOn(graph, image)) {
    const part = edge
      ? parentIngredient(edge, graph, image, platform, known)
      : baseIngredient(use?.resolved as string, usePlatform(use, image, platform), resolve);
    if (!part) return undefined;
    ingredients.push(part);
  }
  return ingredients;
}

function parentIngredient(
  edge: Edge,
  graph: Graph,
  image: RepositoryImage,
  platform: Platform,
  known: ReadonlyMap<ImageName, ImageFingerprint>,
): Ingredient | undefined {
  const parent = graph.byName.get(edge.parent) as RepositoryImage;
  const on = parentPlatform(edge, image, parent, platform);
  const node = known.get(edge.parent)?.nodes.find((candidate) => candidate.platform === on);
  return node && { kind: 'parent', parent: edge.parent, platform: on, fingerprint: node.fingerprint };
}

function baseIngredient(reference: string, platform: Platform, resolve: ResolveBase): Ingredient | undefined {
  const digest = resolve(reference, platform);
  return digest && { kind: 'base', reference, platform, digest };
}
