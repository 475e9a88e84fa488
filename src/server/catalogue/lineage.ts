import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { CatalogueImage } from './find.ts';

/** A published version of another image. */
export interface Relative {
  readonly name: string;
  /** Null where what it was built from is not among the versions that are kept. */
  readonly version: string | null;
  readonly digest: string | null;
}

/** What one platform of a version was built from. */
export interface NodeInputs {
  readonly platform: string;
  readonly fingerprint: string | null;
  readonly bases: readonly { readonly reference: string; readonly platform: string; readonly digest: string }[];
}

/** A published version with what it was built from, and what was built on it. */
export interface Descent {
  readonly version: string;
  readonly digest: string;
  readonly run: number;
  /** SHA-256 of its own files, Dockerfile and args, hex. */
  readonly source: string;
  readonly nodes: readonly NodeInputs[];
  readonly parents: readonly Relative[];
  readonly children: readonly Relative[];
}

/** A version that a run registered, with what the run's plan says of its image. */
interface Made {
  readonly run: number;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly source: string;
  /** Fingerprint of the image. */
  readonly fingerprint: string;
  /** Parent → fingerprint that the image was built on. */
  readonly parents: Readonly<Record<string, string>>;
}

/** Runs that are looked into at most: each has a plan of the whole repository. */
const RUNS = 20;

/** Where the newest versions of an image come from and what stands on them, as the runs' plans say it; newest first. */
export async function descentOf(
  db: Kysely<Tables>,
  image: Pick<CatalogueImage, 'repository_id' | 'name'>,
): Promise<readonly Descent[]> {
  const made = await madeBy(db, image);
  const own = made.filter(({ name }) => name === image.name);
  const nodes = await nodesOf(
    db,
    image.name,
    own.map(({ run }) => run),
  );
  return own.map(({ run, version, digest, source, fingerprint, parents }) => ({
    ...{ version, digest, run, source },
    nodes: nodes.get(run) ?? [],
    parents: Object.entries(parents).map(([name, built]) =>
      relative(
        name,
        made.find((other) => other.name === name && other.fingerprint === built),
      ),
    ),
    children: newestOfEach(made.filter((other) => other.parents[image.name] === fingerprint)),
  }));
}

async function madeBy(
  db: Kysely<Tables>,
  { repository_id, name }: Pick<CatalogueImage, 'repository_id' | 'name'>,
): Promise<readonly Made[]> {
  const { rows } = await sql<Made>`
    with telling as (
      select id, plan -> 'images' as images from runs
      where repository_id = ${repository_id} and plan is not null
        and exists (select from image_versions where run_id = runs.id)
      order by id desc limit ${RUNS}
    ), planned as (
      select telling.id as run, image.value ->> 'image' as name, image.value ->> 'fingerprint' as fingerprint,
        image.value ->> 'source' as source, image.value -> 'parents' as parents
      from telling, jsonb_array_elements(images) as image
    )
    select version.run_id as run, version.name, version.version, version.digest, planned.source, planned.fingerprint,
      coalesce((
        select jsonb_object_agg(parent.name, parent.fingerprint) from planned as parent
        where parent.run = planned.run and planned.parents ? parent.name and parent.fingerprint is not null
      ), '{}') as parents
    from image_versions as version
      join planned on planned.run = version.run_id and planned.name = version.name
    where version.repository_id = ${repository_id}
      and (version.name = ${name} or planned.parents ? ${name} or version.name in (
        select parent.value from planned as own, jsonb_array_elements_text(own.parents) as parent where own.name = ${name}
      ))
    order by version.id desc
  `.execute(db);
  return rows;
}

async function nodesOf(
  db: Kysely<Tables>,
  name: string,
  runs: readonly number[],
): Promise<ReadonlyMap<number, readonly NodeInputs[]>> {
  interface PlannedNode {
    readonly platform: string;
    readonly fingerprint: string | null;
    readonly builds_on: readonly ({ readonly kind: string } & NodeInputs['bases'][number])[];
  }
  const { rows } = await sql<{ readonly id: number; readonly nodes: readonly PlannedNode[] }>`
    select id, jsonb_path_query_array(plan, '$.nodes[*] ? (@.image == $name)', ${JSON.stringify({ name })}) as nodes
    from runs where id = any(${[...runs]}::bigint[])
  `.execute(db);
  const inputs = ({ platform, fingerprint, builds_on }: PlannedNode): NodeInputs => ({
    ...{ platform, fingerprint },
    bases: builds_on
      .filter(({ kind }) => kind === 'base')
      .map((base) => ({ reference: base.reference, platform: base.platform, digest: base.digest })),
  });
  return new Map(rows.map(({ id, nodes }) => [id, nodes.map(inputs)]));
}

function relative(name: string, made: Made | undefined): Relative {
  return { name, version: made?.version ?? null, digest: made?.digest ?? null };
}

function newestOfEach(made: readonly Made[]): readonly Relative[] {
  const byName = new Map<string, Made>();
  for (const one of made) if (!byName.has(one.name)) byName.set(one.name, one);
  return [...byName.values()].map((one) => relative(one.name, one)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
