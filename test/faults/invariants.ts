import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { LogCursor } from '../../src/server/logs/log-files.ts';
import { CANARY } from '../rig/fleet-server.ts';
import { type Standing, standingOf } from '../rig/fleet-standing.ts';
import type { TestRegistry } from '../rig/registry.ts';
import type { ServerStage } from '../rig/server-stage.ts';
import { illegalTransitions } from './transitions.ts';

/** What must hold when everything has come to rest, in words where it does not; nothing when all is well. */
export async function violations(stage: ServerStage, registry: TestRegistry): Promise<readonly string[]> {
  const standing = await standingOf(registry.host, stage.namespace, stage.images);
  const found = await Promise.all([
    everyDeliveryEnds(stage),
    oneWinner(stage, registry),
    setsAreWhole(standing),
    oneRecordForEachDigest(stage, registry, standing),
    nothingIsHeld(stage),
    illegalTransitions(stage.store),
    logsHaveNoGap(stage),
    canaryIsNowhere(stage, registry),
    tagsStandForTheNewest(stage, standing),
  ]);
  return found.flat();
}

/** I1 */
async function everyDeliveryEnds({ store: { db } }: ServerStage): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string }>`
    select 'delivery ' || id || ' is ' || state as what from deliveries
      where state = 'received' or (state <> 'done' and reason is null)
    union all select 'run ' || id || ' is ' || state from runs where state in ('queued', 'running')
    union all select 'build ' || id || ' is ' || state from builds where state in ('waiting', 'ready', 'claimed')
    union all select 'run ' || id || ' failed without a reason' from runs
      where state not in ('queued', 'running', 'succeeded') and reason is null`.execute(db);
  return rows.map(({ what }) => `I1 ${what}`);
}

/** I2: what the rows say won is what the registry has, and every build that landed has won at some time. */
async function oneWinner(
  { store: { db }, namespace }: ServerStage,
  registry: TestRegistry,
): Promise<readonly string[]> {
  const wins = await db.selectFrom('wins').selectAll().where('replaced_at', 'is', null).execute();
  const nodes = wins.map(({ destination, image, platform, fingerprint }) =>
    [destination, image, platform, fingerprint].join(' '),
  );
  const wrong = nodes.filter((node, at) => nodes.indexOf(node) !== at).map((node) => `I2 two winners for ${node}`);
  for (const { image, platform, fingerprint, digest } of wins) {
    const tag = `fp-${fingerprint.slice(0, 40)}-${platform.replaceAll('/', '-')}`;
    const standing = await digestOf(registry, `${namespace}/${image}`, tag);
    if (standing !== digest) wrong.push(`I2 ${image}:${tag} is ${standing}, and ${digest} has won`);
  }
  const { rows } = await sql<{ id: number }>`
    select b.id from builds b join runs r on r.id = b.run_id where b.state = 'landed' and r.trust = 'trusted'
      and not exists (select from wins w where w.image = b.image and w.digest = b.digest)`.execute(db);
  return [...wrong, ...rows.map(({ id }) => `I2 build ${id} landed what never won`)];
}

/** I3: at rest no record is open, and every tag of a record stands on its digest. */
function setsAreWhole(standing: Standing): readonly string[] {
  return Object.entries(standing).flatMap(([image, { records, tags }]) =>
    Object.entries(records).flatMap(([channel, { state, digest, tags: own }]) => [
      ...(state === 'open' ? [`I3 ${image}:${channel} is open`] : []),
      ...own.moving
        .filter((tag) => tags[tag] !== digest)
        .map((tag) => `I3 ${image}:${tag} is not what ${channel} says`),
    ]),
  );
}

/** I4 */
async function oneRecordForEachDigest(
  { store: { db }, namespace }: ServerStage,
  registry: TestRegistry,
  standing: Standing,
): Promise<readonly string[]> {
  const images = await db.selectFrom('images').select(['name', 'digest']).execute();
  const versions = await db.selectFrom('image_versions').select(['name', 'digest']).execute();
  const missing = await Promise.all(
    versions.map(async ({ name, digest }) => (await digestOf(registry, `${namespace}/${name}`, digest)) === undefined),
  );
  const known = new Map(images.map(({ name, digest }) => [name, digest]));
  return [
    ...versions.filter((_, at) => missing[at]).map(({ name, digest }) => `I4 ${name}@${digest} cannot be pulled`),
    ...Object.entries(standing)
      .filter(([name, { tags }]) => tags.latest !== undefined && known.get(name) !== tags.latest)
      .map(([name, { tags }]) => `I4 ${name} is ${tags.latest}, and the catalogue says ${known.get(name)}`),
  ];
}

/** I5: no lease, no folder of a run, no context, no half-made clone, no lock. */
async function nothingIsHeld({ store: { db }, data }: ServerStage): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string }>`
    select 'run ' || id as what from runs where lease_owner is not null
    union all select 'build ' || id from builds where lease_owner is not null`.execute(db);
  const inside = (folder: string) =>
    existsSync(join(data, folder)) ? readdirSync(join(data, folder), { recursive: true }).map(String) : [];
  const left = [
    ...inside('scratch'),
    ...inside('tmp').filter((path) => /context-[^/]*$/.test(path)),
    // A folder whose maker had no time to put its name in is removed after a minute.
    ...inside('git').filter((path) => path.endsWith('.lock') || /^\.making\/\.?run-\w+\/./.test(path)),
  ];
  return [...rows.map(({ what }) => `I5 ${what} is leased`), ...left.map((path) => `I5 ${path} is left`)];
}

/** I7: every line of every log can be read, numbered from 1 without a gap. */
async function logsHaveNoGap({ data }: ServerStage): Promise<readonly string[]> {
  const folder = join(data, 'logs');
  const wrong: string[] = [];
  for (const build of existsSync(folder) ? readdirSync(folder) : []) {
    const cursor = new LogCursor(join(folder, build));
    let next = 1;
    for (let lines = await cursor.read(); lines.length > 0; lines = await cursor.read()) {
      for (const { sequence } of lines) if (sequence !== next++) wrong.push(`I7 log ${build} has no line ${next - 1}`);
    }
  }
  return wrong;
}

/** I8: not in a file of the server, not in the registry, packed or not, not in a row. */
async function canaryIsNowhere(
  { store: { db }, data }: ServerStage,
  registry: TestRegistry,
): Promise<readonly string[]> {
  const files = [data, registry.storage].flatMap(filesBelow);
  const holding = files.filter((file) => {
    const bytes = orNothing(() => readFileSync(file), Buffer.alloc(0));
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (isPacked ? gunzipSync(bytes) : bytes).includes(CANARY);
  });
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db);
  for (const { name } of tables) {
    const { rows } = await sql`
      select from ${sql.table(name)} t where t::text like ${`%${CANARY}%`}`.execute(db);
    if (rows.length > 0) holding.push(`the table ${name}`);
  }
  return holding.map((place) => `I8 the canary is in ${place}`);
}

function filesBelow(folder: string): readonly string[] {
  return orNothing(() => readdirSync(folder, { withFileTypes: true }), []).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** The registry serves other tests at the same time: what it has removed meanwhile holds nothing. */
function orNothing<T>(read: () => T, nothing: T): T {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothing;
    throw error;
  }
}

/** I9: moving tags stand for the last commit of the branch that published each image. */
async function tagsStandForTheNewest(
  { repository, images }: ServerStage,
  standing: Standing,
): Promise<readonly string[]> {
  const history = repository.git('rev-list', 'main').split('\n');
  return images.flatMap((image) => {
    const record = standing[image]?.records['cw-main'];
    const changed = repository.git('rev-list', '-1', 'main', '--', `images/${image}`);
    if (!record) return [`I9 ${image} is not published`];
    const publishedAt = history.indexOf(record.commit);
    const isOlder = publishedAt < 0 || publishedAt > history.indexOf(changed);
    return isOlder ? [`I9 ${image} is of ${record.commit}, and was changed by ${changed}`] : [];
  });
}

async function digestOf({ host }: TestRegistry, repository: string, reference: string): Promise<string | undefined> {
  const accept = ['image.index.v1', 'image.manifest.v1'].map((kind) => `application/vnd.oci.${kind}+json`).join(', ');
  const answer = await fetch(`http://${host}/v2/${repository}/manifests/${reference}`, {
    method: 'HEAD',
    headers: { accept },
  });
  return answer.ok ? (answer.headers.get('docker-content-digest') ?? undefined) : undefined;
}
