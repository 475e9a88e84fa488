import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { swiftClock } from '../../test/rig/clock.ts';
import { type FaultProxy, startFaultProxy } from '../../test/rig/fault-proxy.ts';
import { type Ghcr, ghcrEnvironment, startGhcr } from '../../test/rig/ghcr.ts';
import { type Harbor, harborLogin, startHarbor } from '../../test/rig/harbor.ts';
import { dockerImage, push } from '../../test/rig/pushed-image.ts';
import { startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import { storedRevisions } from '../../test/rig/stored.ts';
import { startTokenGateway } from '../../test/rig/token-gateway.ts';
import { systemClock } from '../base/clock.ts';
import type { HeldManifest, Remover } from '../build/ports/remover.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { createHttp } from '../system/http.ts';
import { createRemover } from './remove.ts';

const signal = new AbortController().signal;
const web = 'web' as ImageName;
const http = createHttp({});
let registry: TestRegistry;
let namespace = '';
let count = 0;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(async () => {
  http.close();
  await registry.stop();
});
beforeEach(() => {
  count += 1;
  namespace = `octo/t${count}`;
});

const options = (host: string, environment = {}) => ({
  ...{ http, clock: systemClock, environment, host, namespace, insecure: [], ca: {}, mirrors: {} },
});

/** Pushes an image without layers under each list of tags. */
async function stock(...all: (readonly [string, ...string[]])[]): Promise<readonly Digest[]> {
  const digests: Digest[] = [];
  for (const [first, ...others] of all) {
    const image = small();
    digests.push(await push(image, at(first)));
    for (const tag of others) await push({ ...image, blobs: [] }, at(tag));
  }
  return digests;
}

const small = () => dockerImage({ author: randomUUID() }, []);
const at = (tag: string) => ({ kind: 'registry', repository: `${registry.host}/${namespace}/web`, tag }) as const;
const left = () =>
  storedRevisions(registry, `${namespace}/web`)
    .flatMap(({ tags }) => tags)
    .toSorted();

async function held(remover: Remover): Promise<readonly HeldManifest[]> {
  const inventory = await remover.inventory(web, signal);
  if (!inventory.ok) throw new Error(inventory.error.message);
  return inventory.value;
}

async function heldAs(remover: Remover, digest: Digest | undefined): Promise<HeldManifest> {
  const found = (await held(remover)).find((one) => one.digest === digest);
  if (!found) throw new Error(`${digest} is not there`);
  return found;
}

describe('the distribution API', { timeout: 60_000 }, () => {
  let proxy: FaultProxy;
  beforeAll(async () => {
    proxy = await startFaultProxy(registry.host);
  });
  afterEach(() => proxy.use());
  afterAll(() => proxy.stop());
  const remover = () => createRemover({ ...options(proxy.host), kind: 'auto' });

  test('lists what stands under tags, with the sizes of its blobs; an absent repository holds nothing', async () => {
    expect(await held(remover())).toEqual([]);
    const [digest] = await stock(['1.0', 'latest']);
    const [one, ...others] = await held(remover());
    expect(others).toEqual([]);
    expect(one).toMatchObject({ digest, parts: [], config: expect.stringMatching(/^sha256:/) });
    expect(one?.tags.toSorted()).toEqual(['1.0', 'latest']);
    expect(Object.keys(one?.blobs ?? {})).toHaveLength(2);
  });

  test('removes a manifest with all its tags, and counts one that is gone as removed', async () => {
    const [digest] = await stock(['a', 'b'], ['c']);
    const manifest = await heldAs(remover(), digest);
    expect(await remover().remove(web, manifest, signal)).toEqual({ ok: true, value: { removed: true } });
    expect(left()).toEqual(['c']);
    expect(await remover().remove(web, manifest, signal)).toEqual({ ok: true, value: { removed: true } });
  });

  test('says how to switch deletion on where the registry refuses it', async () => {
    const [digest] = await stock(['a']);
    const manifest = await heldAs(remover(), digest);
    proxy.use({ method: 'DELETE', fault: { kind: 'status', status: 405 } });
    const refused = await remover().remove(web, manifest, signal);
    expect(refused).toMatchObject({
      ok: false,
      error: { reason: 'denied', suggestion: expect.stringContaining('storage.delete.enabled') },
    });
  });

  test('removes a tag alone where the registry can, and asks one that cannot only once', async () => {
    const [digest] = await stock(['a', 'b']);
    const one = remover();
    const manifest = await heldAs(one, digest);
    const before = proxy.seen.length;
    expect(await one.untag(web, manifest, 'a', signal)).toMatchObject({
      ok: true,
      value: { removed: false, why: expect.stringContaining('b needs') },
    });
    await one.untag(web, manifest, 'b', signal);
    expect(proxy.seen.slice(before).filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    expect(left()).toEqual(['a', 'b']);
    proxy.use({ method: 'DELETE', path: /manifests\/a$/, fault: { kind: 'status', status: 202 } });
    expect(await remover().untag(web, manifest, 'a', signal)).toEqual({ ok: true, value: { removed: true } });
  });

  test('asks for referrers, once at a registry that does not know the call', async () => {
    const [first, second] = await stock(['a'], ['b']);
    const one = remover();
    for (const digest of [first, second]) {
      const examined = await one.examine(web, await heldAs(one, digest), signal);
      expect(examined).toMatchObject({ ok: true, value: { digest } });
      expect(examined.ok && examined.value.referred).toBeUndefined();
    }
    expect(proxy.seen.filter(({ path }) => path.includes(`${namespace}/web/referrers/`))).toHaveLength(1);
    const body = JSON.stringify({ schemaVersion: 2, manifests: [{ digest: second }] });
    proxy.use({ path: /referrers/, fault: { kind: 'status', status: 200, body } });
    expect(await remover().examine(web, await heldAs(one, first), signal)).toMatchObject({
      ok: true,
      value: { referred: true },
    });
  });

  test('reads the date of an image from its configuration', async () => {
    const image = dockerImage({ created: '2026-02-03T04:05:06Z' });
    await push(image, at('a'));
    const [manifest] = await held(remover());
    const examined = await remover().examine(web, manifest as HeldManifest, signal);
    expect(examined).toMatchObject({ ok: true, value: { createdAt: Date.UTC(2026, 1, 3, 4, 5, 6) } });
  });

  test('sees on a second look which tags came, moved and went', async () => {
    const [first, second] = await stock(['latest'], ['1.0']);
    const one = remover();
    const before = await held(one);
    const [third] = await stock(['latest', '2.0']);
    const after = await one.refresh(web, before, [], signal);
    const tags = Object.fromEntries(
      (after.ok ? after.value : []).map((manifest) => [manifest.digest, manifest.tags.toSorted()]),
    );
    expect(tags).toEqual({ [first as string]: [], [second as string]: ['1.0'], [third as string]: ['2.0', 'latest'] });
  });

  test('a manifest that cannot be read is a failure, not an empty shelf', async () => {
    await stock(['a'], ['b']);
    proxy.use({ path: /manifests\/b$/, fault: { kind: 'corrupt' } });
    expect(await remover().inventory(web, signal)).toMatchObject({ ok: false, error: { reason: 'registry-error' } });
  });

  test('asks the token server for the right to delete, of this repository alone', async () => {
    const gateway = await startTokenGateway(registry.host);
    const [digest] = await stock(['a']);
    const one = createRemover({ ...options(gateway.host), kind: 'auto' });
    await one.remove(web, await heldAs(one, digest), signal);
    expect(gateway.given.flat()).toContain(`repository:${namespace}/web:delete`);
    expect(left()).toEqual([]);
    await gateway.stop();
  });
});

describe('GitHub’s packages', { timeout: 60_000 }, () => {
  let ghcr: Ghcr;
  beforeAll(async () => {
    ghcr = await startGhcr(registry, 'octo');
  });
  beforeEach(() => {
    ghcr.owner = 'Organization';
  });
  afterEach(() => expect(ghcr.strays).toEqual([]));
  afterAll(() => ghcr.stop());
  const remover = (environment = ghcrEnvironment(ghcr), clock = systemClock) =>
    createRemover({ ...options(ghcr.host, environment), clock, kind: 'ghcr' });

  test.each(['Organization', 'User', 'Self'] as const)(
    'lists every version and removes one (owner: %s)',
    async (owner) => {
      ghcr.owner = owner;
      const [first, ...others] = await stock(['a', 'b'], ['c'], ['d'], ['e']);
      const pushedAt = Date.UTC(2026, 0, 1);
      const one = remover();
      const all = await held(one);
      expect(all.map(({ digest }) => digest).toSorted()).toEqual([first, ...others].toSorted());
      expect(all.every((manifest) => manifest.pushedAt === pushedAt)).toBe(true);
      expect(await one.remove(web, await heldAs(one, first), signal)).toEqual({ ok: true, value: { removed: true } });
      expect(left()).toEqual(['c', 'd', 'e']);
    },
  );

  test('the host ghcr.io alone chooses it', () => {
    expect(createRemover({ ...options('ghcr.io'), kind: 'auto' }).kind).toBe('ghcr');
    expect(createRemover({ ...options('registry.example'), kind: 'auto' }).kind).toBe('oci');
    expect(createRemover({ ...options('ghcr.io'), kind: 'oci' }).kind).toBe('oci');
  });

  test('a version that has got another tag meanwhile stays', async () => {
    const image = small();
    const digest = await push(image, at('a'));
    const one = remover();
    const manifest = await heldAs(one, digest);
    await push(image, at('latest'));
    expect(await one.remove(web, manifest, signal)).toEqual({
      ok: true,
      value: { removed: false, why: 'latest stands on it by now' },
    });
    expect(left()).toEqual(['a', 'latest']);
  });

  test('a tag alone is left, without a request', async () => {
    const [digest] = await stock(['a', 'b']);
    const one = remover();
    const manifest = await heldAs(one, digest);
    const before = ghcr.requests.length;
    expect(await one.untag(web, manifest, 'a', signal)).toMatchObject({ ok: true, value: { removed: false } });
    expect(ghcr.requests).toHaveLength(before);
  });

  test('removals keep a second between them', async () => {
    const digests = await stock(['a'], ['b'], ['c']);
    const clock = swiftClock();
    const one = remover(ghcrEnvironment(ghcr), clock);
    const all = await held(one);
    for (const digest of digests)
      await one.remove(web, all.find((each) => each.digest === digest) as HeldManifest, signal);
    expect(clock.pauses).toEqual([1000, 1000]);
    expect(left()).toEqual([]);
  });

  test('a token that is not good is named with the rights that it needs', async () => {
    await stock(['a']);
    const refused = await remover({ ...ghcrEnvironment(ghcr), GITHUB_TOKEN: 'wrong' }).inventory(web, signal);
    expect(refused).toMatchObject({
      ok: false,
      error: { reason: 'unauthenticated', suggestion: expect.stringContaining('delete:packages') },
    });
  });

  test('a package that the API does not show but the registry has is a failure; one that neither has holds nothing', async () => {
    expect(await held(remover())).toEqual([]);
    await stock(['a']);
    const blind = createRemover({
      ...options(ghcr.host, ghcrEnvironment(ghcr)),
      namespace: `octo/t${count}`,
      kind: 'ghcr',
    });
    ghcr.hidden = true;
    const refused = await blind.inventory(web, signal);
    ghcr.hidden = false;
    expect(refused).toMatchObject({ ok: false, error: { reason: 'denied' } });
  });

  test('no token is sent in the clear to another machine', async () => {
    const environment = { ...ghcrEnvironment(ghcr), GITHUB_API_URL: 'http://api.example.invalid' };
    const refused = await createRemover({
      ...options(ghcr.host, environment),
      http: { ...http, request: async ({ url }) => ({ ok: false, error: { kind: 'refused', message: url.origin } }) },
      clock: swiftClock(),
      kind: 'ghcr',
    }).inventory(web, signal);
    expect(refused.ok ? '' : refused.error.message).toContain('https://api.github.com');
  });
});

describe('Harbor', { timeout: 60_000 }, () => {
  let harbor: Harbor;
  beforeAll(async () => {
    harbor = await startHarbor(registry);
  });
  afterEach(() => expect(harbor.strays).toEqual([]));
  afterAll(() => harbor.stop());
  const login = { CASKWRIGHT_REGISTRY_USER: harborLogin.username, CASKWRIGHT_REGISTRY_PASSWORD: harborLogin.password };
  const remover = (environment = login) => createRemover({ ...options(harbor.host, environment), kind: 'harbor' });

  test('lists artifacts and removes one; a slash in a name is encoded twice over', async () => {
    const [first, second] = await stock(['a', 'b'], ['c']);
    const one = remover();
    expect((await held(one)).map(({ digest }) => digest).toSorted()).toEqual([first, second].toSorted());
    expect(harbor.requests).toContain(`GET /projects/octo/repositories/t${count}%252Fweb/artifacts`);
    expect(await one.remove(web, await heldAs(one, first), signal)).toEqual({ ok: true, value: { removed: true } });
    expect(left()).toEqual(['c']);
  });

  test('removes a tag and leaves what it stands on', async () => {
    const [digest] = await stock(['a', 'b']);
    const one = remover();
    expect(await one.untag(web, await heldAs(one, digest), 'a', signal)).toEqual({
      ok: true,
      value: { removed: true },
    });
    expect(left()).toEqual(['b']);
  });

  test('an artifact with a signature, or with another tag by now, stays', async () => {
    const image = small();
    const digest = await push(image, at('a'));
    const one = remover();
    const manifest = await heldAs(one, digest);
    harbor.signed.add(digest);
    expect(await heldAs(one, digest)).toMatchObject({ referred: true });
    expect(await one.remove(web, manifest, signal)).toMatchObject({ ok: true, value: { removed: false } });
    harbor.signed.delete(digest);
    await push(image, at('latest'));
    expect(await one.remove(web, manifest, signal)).toMatchObject({
      value: { removed: false, why: 'latest stands on it by now' },
    });
    expect(left()).toEqual(['a', 'latest']);
  });

  test('another registry in its place, and a wrong login, are named', async () => {
    const other = createRemover({ ...options(registry.host), kind: 'harbor' });
    expect(await other.inventory(web, signal)).toMatchObject({
      ok: false,
      error: {
        message: expect.stringContaining('is not Harbor'),
        suggestion: expect.stringContaining('registry.kind'),
      },
    });
    await stock(['a']);
    const wrong = remover({ ...login, CASKWRIGHT_REGISTRY_PASSWORD: 'wrong' });
    expect(await wrong.inventory(web, signal)).toMatchObject({ ok: false, error: { reason: 'unauthenticated' } });
  });
});
