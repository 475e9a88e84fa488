import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ghcr, ghcrEnvironment, startGhcr } from '../../test/rig/ghcr.ts';
import { type Harbor, harborLogin, startHarbor } from '../../test/rig/harbor.ts';
import { land, settleAlone, writeRecord } from '../../test/rig/landings.ts';
import { dockerImage, push } from '../../test/rig/pushed-image.ts';
import { startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import { storedRevisions } from '../../test/rig/stored.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { ok } from '../base/result.ts';
import type { Remover } from '../build/ports/remover.ts';
import type { ImageName } from '../names/image-name.ts';
import { buildGraph } from '../plan/graph.ts';
import { configuration, digest, images } from '../plan/images.fixture.ts';
import { noWorkloads } from '../plan/workloads.ts';
import { createRegistry, type Registry } from '../registry/registry.ts';
import { createRemover } from '../registry/remove.ts';
import { createHttp } from '../system/http.ts';
import { type Retained, type RetainRequest, retain } from './retain.ts';

const now = new Date('2026-06-01T00:00:00Z');
const old = new Date('2026-03-01T00:00:00Z');
const young = new Date('2026-05-31T00:00:00Z');
const clock: Clock = { now: () => now.getTime(), sleep: async () => {} };
const http = createHttp({});
const { graph } = buildGraph(images({ base: {}, app: { from: 'registry.example/fleet/base' } }), configuration());

let registry: TestRegistry;
let ghcr: Ghcr;
let harbor: Harbor;
let namespace = '';
let publisher: Registry;
let count = 0;

beforeAll(async () => {
  registry = await startRegistry();
  [ghcr, harbor] = await Promise.all([startGhcr(registry, 'octo'), startHarbor(registry)]);
});
afterAll(async () => {
  http.close();
  await Promise.all([ghcr.stop(), harbor.stop()]);
  await registry.stop();
});
beforeEach(() => {
  count += 1;
  namespace = `octo/t${count}`;
  ghcr.owner = 'Organization';
  ghcr.onDelete = async () => {};
  publisher = createRegistry(options(registry.host));
});

afterEach(() => {
  expect([...ghcr.strays, ...harbor.strays]).toEqual([]);
});

function options(host: string, environment = {}) {
  return { http, clock: systemClock, environment, host, namespace, insecure: [], ca: {}, mirrors: {} };
}

const kinds: Record<string, () => Remover> = {
  oci: () => createRemover({ ...options(registry.host), kind: 'auto' }),
  ghcr: () => createRemover({ ...options(ghcr.host, ghcrEnvironment(ghcr)), clock, kind: 'ghcr' }),
  harbor: () => {
    const { username, password } = harborLogin;
    const environment = { CASKWRIGHT_REGISTRY_USER: username, CASKWRIGHT_REGISTRY_PASSWORD: password };
    return createRemover({ ...options(harbor.host, environment), kind: 'harbor' });
  },
};

async function clean(remover: Remover, more: Partial<RetainRequest> = {}): Promise<Retained> {
  const retained = await retain({
    loaded: { graph, configuration: configuration() },
    images: [],
    remover,
    reader: { resolve: async () => ok({ repository: 'debian', digest: digest('debian') }) },
    workloads: noWorkloads,
    closed: new Set(),
    apply: true,
    limit: 100,
    clock,
    signal: new AbortController().signal,
    ...more,
  });
  if (!retained.ok) throw new Error(JSON.stringify(retained.error));
  return retained.value;
}

const stored = (image: string) => storedRevisions(registry, `${namespace}/${image}`);
const tagsOf = (image: string) =>
  stored(image)
    .flatMap(({ tags }) => tags)
    .toSorted();
const digestsOf = (image: string) =>
  stored(image)
    .map((one) => one.digest)
    .toSorted();
const whyOf = (retained: Retained, digest: string) =>
  retained.images.flatMap(({ manifests }) => manifests).find(({ manifest }) => manifest.digest === digest)?.why;
const outcomeOf = (retained: Retained, digest: string) =>
  retained.images.flatMap(({ manifests }) => manifests).find(({ manifest }) => manifest.digest === digest)?.outcome;

/** Two builds of base of which the first is of no use any more, and an app on the second. */
async function twoGenerations(attested = false) {
  const first = await land(publisher, { image: 'base', name: 'first', built: old, attested });
  const second = await land(publisher, {
    image: 'base',
    name: 'second',
    built: old,
    attested,
    tags: ['latest', '1.1'],
  });
  await writeRecord(publisher, 'base', second);
  const app = await land(publisher, {
    image: 'app',
    name: 'app',
    built: old,
    attested,
    parents: { base: second.digest },
    tags: ['latest'],
  });
  await writeRecord(publisher, 'app', app);
  return { first, second, app };
}

describe.each(Object.keys(kinds))('clean at %s', { timeout: 60_000 }, (kind) => {
  const remover = () => (kinds[kind] as () => Remover)();

  test('old landings go with their nodes and attestations, what is published stays', async () => {
    const { first, second, app } = await twoGenerations(true);
    const retained = await clean(remover());
    expect(retained.ended).toBeUndefined();
    const base = tagsOf('base').filter((tag) => !tag.startsWith('fp-staging-'));
    expect(base).toEqual(['1.1', 'cw-main', 'latest', ...second.tags].toSorted());
    expect(digestsOf('base')).not.toContain(first.digest);
    expect(digestsOf('base')).not.toContain(first.node);
    expect(tagsOf('app')).toEqual(expect.arrayContaining(['cw-main', 'latest', ...app.tags]));
    // Every manifest of what stays can be fetched.
    for (const one of [second, app]) {
      const image = one === app ? 'app' : 'base';
      const manifest = await fetch(`http://${registry.host}/v2/${namespace}/${image}/manifests/${one.digest}`, {
        headers: { accept: 'application/vnd.oci.image.index.v1+json' },
      });
      const parts = ((await manifest.json()) as { manifests: { digest: string }[] }).manifests;
      expect(parts).toHaveLength(2);
      for (const part of parts) expect(digestsOf(image)).toContain(part.digest);
    }
    // The record, the landing, its node, image and attestation. What a builder pushed before it was annotated goes too,
    // except where its tag has moved on and the registry lists nothing without a tag.
    expect(digestsOf('base')).toHaveLength(kind === 'oci' ? 6 : 5);
  });

  test('what a run lands on meanwhile stays: it is looked at again right before it goes', async () => {
    const { first, second } = await twoGenerations();
    const inner = remover();
    let looks = 0;
    const racing: Remover = {
      ...inner,
      async refresh(image, known, tags, signal) {
        // A revert is published between the decision and the removal.
        if (image === 'base' && looks++ === 0) {
          await publisher.tag('base' as ImageName, first.digest, '1.0', signal);
          await writeRecord(publisher, 'base', first);
          await publisher.tag('base' as ImageName, first.digest, 'latest', signal);
        }
        return inner.refresh(image, known, tags, signal);
      },
    };
    const retained = await clean(racing);
    expect(looks).toBeGreaterThan(0);
    expect(outcomeOf(retained, first.digest)).toMatchObject({ removed: false });
    expect(tagsOf('base')).toEqual(expect.arrayContaining(['1.0', 'latest', ...first.tags, ...second.tags]));
  });

  test('scratch tags of a closed pull request go, those of another stay where their age is unknown', async () => {
    const repository = `${registry.host}/${namespace}/app`;
    const closed = await push(dockerImage(), { kind: 'registry', repository, tag: 'fp-pr-12-web' });
    const open = await push(dockerImage(), { kind: 'registry', repository, tag: 'fp-pr-13-web' });
    for (const pushed of [ghcr.pushed, harbor.pushed]) pushed.set(open, young);
    await clean(remover(), { closed: new Set([12]) });
    expect(digestsOf('app')).not.toContain(closed);
    expect(tagsOf('app')).toEqual(['fp-pr-13-web']);
  });
});

describe('clean', { timeout: 60_000 }, () => {
  const remover = () => createRemover({ ...options(registry.host), kind: 'auto' });

  test('a dry run removes nothing and says what would go', async () => {
    const { first, second } = await twoGenerations();
    const before = [digestsOf('base'), tagsOf('base')];
    const retained = await clean(remover(), { apply: false });
    expect([digestsOf('base'), tagsOf('base')]).toEqual(before);
    const going = retained.images.flatMap(({ manifests }) => manifests.filter(({ action }) => action === 'remove'));
    expect(going.map(({ manifest }) => manifest.digest)).toEqual(expect.arrayContaining([first.digest, first.node]));
    expect(whyOf(retained, first.digest)).toBe('nothing needs it, built 92 days ago');
    expect(whyOf(retained, second.digest)).toMatch(/latest stands on it|1\.1 stands on it/);
    expect(retained.images.find(({ image }) => image === 'base')?.freed).toBeGreaterThan(0);
  });

  test('a landing that nothing else names stays where a landing that stays was built on it', async () => {
    const { first } = await twoGenerations();
    const child = await land(publisher, { image: 'app', name: 'kept', built: young, parents: { base: first.digest } });
    const retained = await clean(remover());
    expect(whyOf(retained, first.digest)).toBe(`app ${child.tags[0]} stands on it`);
    expect(tagsOf('base')).toEqual(expect.arrayContaining([...first.tags]));
  });

  test('what a child was built on that has landed meanwhile stays', async () => {
    const { first } = await twoGenerations();
    const inner = remover();
    let looks = 0;
    const racing: Remover = {
      ...inner,
      async refresh(image, known, tags, signal) {
        if (image === 'app' && looks++ === 0) {
          await land(publisher, { image: 'app', name: 'late', built: young, parents: { base: first.digest } });
        }
        return inner.refresh(image, known, tags, signal);
      },
    };
    const retained = await clean(racing, { images: ['base' as ImageName] });
    expect(looks).toBeGreaterThan(0);
    expect(outcomeOf(retained, first.digest)).toMatchObject({
      removed: false,
      why: expect.stringMatching(/^app fp-.* stands on it$/),
    });
    expect(tagsOf('base')).toEqual(expect.arrayContaining([...first.tags]));
  });

  test('a publication that begins meanwhile ends the removals in its repository', async () => {
    const { first, second } = await twoGenerations();
    const inner = remover();
    const racing: Remover = {
      ...inner,
      async refresh(image, known, tags, signal) {
        if (image === 'base') await writeRecord(publisher, 'base', second, { state: 'open' });
        return inner.refresh(image, known, tags, signal);
      },
    };
    const retained = await clean(racing);
    expect(outcomeOf(retained, first.digest)).toEqual({
      removed: false,
      why: 'the record cw-main is open: a publication is under way',
    });
    expect(tagsOf('base')).toEqual(expect.arrayContaining([...first.tags]));
  });

  test('what runs stays, named by its digest under whatever host', async () => {
    const { first } = await twoGenerations();
    const workloads = { digests: new Set([first.node]), tags: new Set<string>() };
    const retained = await clean(remover(), { workloads });
    expect(whyOf(retained, first.digest)).toBe('something that runs uses it');
    expect(digestsOf('base')).toEqual(expect.arrayContaining([first.digest, first.node]));
  });

  test('a limit leaves the rest for the next time', async () => {
    await twoGenerations();
    const retained = await clean(remover(), { limit: 1 });
    const outcomes = retained.images.flatMap(({ manifests }) => manifests.flatMap(({ outcome }) => outcome ?? []));
    expect(outcomes.filter(({ removed }) => removed)).toHaveLength(1);
    expect(outcomes).toContainEqual({ removed: false, why: 'enough for one time: run it again' });
  });

  test('an image that cannot be read keeps everything, and so does what it may stand on', async () => {
    const { first } = await twoGenerations();
    const inner = remover();
    const failing: Remover = {
      ...inner,
      inventory: async (image, signal) =>
        image === 'app'
          ? { ok: false, error: { phase: 'plan', reason: 'registry-error', message: 'no', lastLines: [] } }
          : inner.inventory(image, signal),
    };
    const before = digestsOf('base');
    const retained = await clean(failing);
    expect(retained.images.find(({ image }) => image === 'app')?.unread).toBe('no');
    expect(whyOf(retained, first.digest)).toBe('app could not be read, and may stand on it');
    expect(digestsOf('base')).toEqual(before);
  });

  test('a node whose image did not land goes when it is old, and stays while a run of the checkout would look for it', async () => {
    const orphan = await settleAlone(publisher, { image: 'app', name: 'orphan', built: old });
    const fresh = await settleAlone(publisher, { image: 'app', name: 'fresh', built: young });
    const retained = await clean(remover());
    expect(outcomeOf(retained, orphan.digest)).toEqual({ removed: true });
    expect(whyOf(retained, fresh.digest)).toBe('it is not old enough');
    expect(tagsOf('app')).toContain(fresh.tag);
    // The staging tag was moved on to the second push, which did not land: it may belong to a run.
    expect(tagsOf('app')).toContain('fp-staging-linux-amd64');
  });

  test('a tag of no use on a manifest that stays is left, and said so, where the registry cannot remove it alone', async () => {
    const { second } = await twoGenerations();
    await publisher.tag('base' as ImageName, second.digest, 'fp-pr-7-base', new AbortController().signal);
    const retained = await clean(remover(), { closed: new Set([7]) });
    const untagged = retained.images.flatMap(({ manifests }) => manifests.map((one) => one.untagged['fp-pr-7-base']));
    expect(untagged.find(Boolean)).toMatchObject({
      removed: false,
      why: expect.stringContaining('cannot remove a tag alone'),
    });
    expect(tagsOf('base')).toEqual(expect.arrayContaining(['latest', 'fp-pr-7-base', ...second.tags]));
  });
});
