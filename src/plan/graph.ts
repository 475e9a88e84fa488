import type { Configuration } from '../definition/configuration.ts';
import type { ImageUse } from '../definition/dockerfile.ts';
import type { ImageDefinition, Located } from '../definition/image.ts';
import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { parseReference, type Reference } from '../names/reference.ts';
import { walkGraph } from './cycle.ts';
import type { RepositoryImage } from './image.ts';
import { type InRepositoryNames, inRepositoryNames, nearestName } from './in-repository.ts';
import { movingTags } from './tags.ts';

/** Parent → child, with the place that makes it one. */
export interface Edge {
  readonly parent: ImageName;
  readonly child: ImageName;
  /** `final`: the parent's layers are part of the child. `builder`: they only serve its build. */
  readonly kind: 'final' | 'builder';
  /** The reference names a fixed version or digest. */
  readonly pinned: boolean;
  /**
   * The child is built on the parent of this commit: every following edge, and a pinned one that names the version
   * which the parent has now. Any other pinned edge is a base: the digest that it resolves to.
   */
  readonly live: boolean;
  /** Absent for `depends_on`. */
  readonly use?: ImageUse;
  readonly reference: string;
  readonly file: SourceFile;
  readonly span: Span;
}

/** A reference to an image that this commit does not build: from outside, or a fixed older one of this repository. */
export interface BaseUse {
  readonly use: ImageUse;
  readonly reference: Reference;
  /** The reference names this repository's registry, but no image of it. */
  readonly looksInRepository: boolean;
}

/** The images of a repository and what they stand on. */
export interface Graph {
  /** Parents before children; alphabetical where the graph leaves it open. */
  readonly images: readonly RepositoryImage[];
  readonly byName: ReadonlyMap<ImageName, RepositoryImage>;
  readonly edges: readonly Edge[];
  /** Edges by child, in the order of the child's Dockerfile, `depends_on` last. */
  readonly parents: ReadonlyMap<ImageName, readonly Edge[]>;
  /** Edges by parent. */
  readonly children: ReadonlyMap<ImageName, readonly Edge[]>;
  readonly bases: ReadonlyMap<ImageName, readonly BaseUse[]>;
}

/**
 * Joins images into a graph; the order in which they are given makes no difference. A graph comes back even with
 * errors, without the edges that cannot be.
 */
export function buildGraph(
  images: readonly RepositoryImage[],
  configuration: Configuration,
): { readonly graph: Graph; readonly diagnostics: readonly Diagnostic[] } {
  const byName = new Map(images.map((image) => [image.definition.name.value, image]));
  const names = [...byName.keys()].sort();
  const links = new Links(byName, configuration);
  for (const name of names) links.read(byName.get(name) as RepositoryImage);
  const walk = walkGraph(names, links.parents);
  links.diagnostics.push(...walk.circles.map(circleDiagnostic));
  links.drop(walk.closing);
  return {
    graph: {
      images: walk.order.map((name) => byName.get(name) as RepositoryImage),
      byName,
      edges: links.edges,
      parents: links.parents,
      children: links.children,
      bases: links.bases,
    },
    diagnostics: links.diagnostics,
  };
}

/** The platform that stands for `$BUILDPLATFORM`: the same on every machine, so that fingerprints are too. */
function buildPlatform(image: RepositoryImage): Platform {
  return (image.definition.platforms[0] as Located<Platform>).value;
}

/** The platform of `parent` that a node of `child` on `platform` builds on over `edge`. */
export function parentPlatform(
  edge: Edge,
  child: RepositoryImage,
  parent: RepositoryImage,
  platform: Platform,
): Platform {
  const wanted = usePlatform(edge.use, child, platform);
  const has = parent.definition.platforms.some((candidate) => candidate.value === wanted);
  return has || edge.use?.platform !== 'build' ? wanted : buildPlatform(parent);
}

/** The platform that a reference is wanted for by a node on `platform`. */
export function usePlatform(use: ImageUse | undefined, image: RepositoryImage, platform: Platform): Platform {
  if (use === undefined || use.platform === 'target') return platform;
  return use.platform === 'build' ? buildPlatform(image) : (use.platform.literal as Platform);
}

/** Distinct wrong names that get a hint: who has more has another problem than spelling. */
const MOST_HINTS = 20;

class Links {
  edges: Edge[] = [];
  readonly parents = new Map<ImageName, Edge[]>();
  readonly children = new Map<ImageName, Edge[]>();
  readonly bases = new Map<ImageName, BaseUse[]>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #byName: ReadonlyMap<ImageName, RepositoryImage>;
  readonly #configuration: Configuration;
  /** The names that a reference can have here, and those of them that are more than bare names. */
  readonly #names: InRepositoryNames;
  readonly #claims: InRepositoryNames;
  readonly #moving = new Map<ImageName, ReadonlySet<string>>();
  readonly #hints = new Map<string, string | undefined>();

  constructor(byName: ReadonlyMap<ImageName, RepositoryImage>, configuration: Configuration) {
    this.#byName = byName;
    this.#configuration = configuration;
    this.#names = inRepositoryNames(configuration.names);
    this.#claims = inRepositoryNames(configuration.names.filter((prefix) => prefix !== ''));
  }

  read(image: RepositoryImage): void {
    for (const use of image.dockerfile.references) this.#readUse(image, use);
    for (const parent of image.definition.dependsOn) this.#readDependency(image, parent);
  }

  drop(edges: ReadonlySet<Edge>): void {
    if (edges.size === 0) return;
    const keep = (list: readonly Edge[]) => list.filter((edge) => !edges.has(edge));
    this.edges = keep(this.edges);
    for (const lists of [this.parents, this.children]) {
      for (const [name, list] of lists) lists.set(name, keep(list));
    }
  }

  #readUse(image: RepositoryImage, use: ImageUse): void {
    const reference = parseReference(use.resolved);
    if (!reference.ok) return;
    const where = this.#names(reference.value);
    const named = namedParent(image.definition, reference.value);
    if (named && !this.#byName.has(named.value)) this.#reportUnknown(image, named);
    const names = named ? [named.value] : where;
    const parent = names.map((name) => this.#byName.get(name)).find((found) => found !== undefined);
    const follows = parent && this.#follows(reference.value, parent, named !== undefined);
    if (parent) {
      this.#add(image, parent, {
        use,
        kind: use.kind,
        pinned: follows !== 'following',
        live: follows !== undefined,
        reference: use.resolved,
        file: image.dockerfile.file,
        span: use.span,
      });
      if (follows !== undefined) return;
    }
    // A bare name that is no image here is Docker Hub's: only a prefix claims what is below it.
    const claimed = parent ? [] : this.#claims(reference.value);
    const looksInRepository = claimed.length > 0;
    push(this.bases, image.definition.name.value, { use, reference: reference.value, looksInRepository });
    if (looksInRepository) this.diagnostics.push(this.#looksInRepository(image, use, claimed));
  }

  #readDependency(image: RepositoryImage, dependency: Located<ImageName>): void {
    const { file } = image.definition;
    const parent = this.#byName.get(dependency.value);
    if (!parent) {
      this.#reportUnknown(image, dependency);
      return;
    }
    this.#add(image, parent, {
      kind: 'builder',
      pinned: false,
      live: true,
      reference: dependency.value,
      file,
      span: dependency.span,
    });
  }

  #reportUnknown({ definition: { file } }: RepositoryImage, dependency: Located<ImageName>): void {
    const nearest = this.#nearest(dependency.value);
    this.diagnostics.push({
      severity: 'error',
      code: 'parent-unknown',
      message: `this repository has no image ${dependency.value}`,
      ...(nearest === undefined ? {} : { fix: `did you mean ${nearest}?` }),
      file,
      span: dependency.span,
    });
  }

  #add(child: RepositoryImage, parent: RepositoryImage, rest: Omit<Edge, 'parent' | 'child'>): void {
    const edge: Edge = { parent: parent.definition.name.value, child: child.definition.name.value, ...rest };
    const missing = edge.live ? this.#missingPlatforms(edge, child, parent) : [];
    if (missing.length > 0) {
      this.diagnostics.push({
        severity: 'error',
        code: 'parent-platform',
        message: `${edge.parent} is not built for ${missing.join(', ')}, which ${edge.child} needs`,
        fix: `add ${missing.join(', ')} to platforms in ${parent.definition.file.path}`,
        file: edge.file,
        span: edge.span,
      });
      return;
    }
    this.edges.push(edge);
    push(this.parents, edge.child, edge);
    push(this.children, edge.parent, edge);
  }

  #missingPlatforms(edge: Edge, child: RepositoryImage, parent: RepositoryImage): readonly Platform[] {
    const has = new Set(parent.definition.platforms.map((platform) => platform.value));
    const wanted = child.definition.platforms.map(({ value }) => parentPlatform(edge, child, parent, value));
    return [...new Set(wanted)].filter((platform) => !has.has(platform));
  }

  /**
   * `following` for no tag or a moving one, `version` for the parent's present version; undefined for a fixed other.
   * A reference that `parents` of build.yaml names follows with every tag.
   */
  #follows(reference: Reference, parent: RepositoryImage, named: boolean): 'following' | 'version' | undefined {
    if (reference.digest !== undefined) return undefined;
    if (reference.tag === undefined) return 'following';
    if (named && reference.tag !== parent.definition.version?.value) return 'following';
    const name = parent.definition.name.value;
    const moving = this.#moving.get(name) ?? movingTags(parent.definition, this.#configuration);
    this.#moving.set(name, moving);
    if (moving.has(reference.tag)) return 'following';
    return reference.tag === parent.definition.version?.value ? 'version' : undefined;
  }

  /** A search through all names for every wrong one would be quadratic where all are wrong. */
  #nearest(wanted: string): string | undefined {
    if (!this.#hints.has(wanted) && this.#hints.size < MOST_HINTS) {
      this.#hints.set(wanted, nearestName(wanted, [...this.#byName.keys()].sort()));
    }
    return this.#hints.get(wanted);
  }

  #looksInRepository(image: RepositoryImage, use: ImageUse, where: readonly ImageName[]): Diagnostic {
    const nearest = where.map((name) => this.#nearest(name)).find((found) => found !== undefined);
    return {
      severity: 'warning',
      code: 'reference-looks-in-repository',
      message: `${use.resolved} names this repository’s registry, but no image here is called ${where[0]}`,
      ...(nearest === undefined ? {} : { fix: `did you mean ${nearest}?` }),
      file: image.dockerfile.file,
      span: use.span,
    };
  }
}

/** The image that `parents` of build.yaml gives for a reference: with this tag, else for any. */
function namedParent({ parents = [] }: ImageDefinition, reference: Reference): Located<ImageName> | undefined {
  const sameRepository = parents.filter(
    ({ reference: { registry, repository } }) => registry === reference.registry && repository === reference.repository,
  );
  const withTag = sameRepository.find(({ reference: { tag } }) => tag !== undefined && tag === reference.tag);
  return (withTag ?? sameRepository.find(({ reference: { tag } }) => tag === undefined))?.image;
}

function circleDiagnostic(cycle: readonly Edge[]): Diagnostic {
  const [first] = cycle as readonly [Edge, ...Edge[]];
  const names = [first.child, ...cycle.map((edge) => edge.parent)];
  return {
    severity: 'error',
    code: 'graph-cycle',
    message: `images build on each other in a circle: ${names.join(' → ')}`,
    file: first.file,
    span: first.span,
    related: cycle.map((edge) => ({
      file: edge.file,
      span: edge.span,
      message: `${edge.child} builds on ${edge.parent}`,
    })),
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
