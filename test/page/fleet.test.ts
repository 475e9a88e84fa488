import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  describeWithBrowser,
  launchBrowser,
  openPage,
  PATIENCE,
  type PageStage,
  pageStage,
  seriousFaults,
  signIn,
} from '../rig/page.ts';

const KILOBYTE = 1024;

describeWithBrowser('fleet, runs and images on the page', () => {
  let stage: PageStage;
  let browser: Browser;
  beforeAll(async () => {
    // Drift is looked for each two seconds, while no run is under way.
    stage = await pageStage({ drift: 2 });
    browser = await launchBrowser();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, PATIENCE);

  const open = (path: string, options: BrowserContextOptions = {}) =>
    openPage(browser, `${stage.server.url}${path}`, options);
  const admin = async (path: string) => signIn(await open('/sign-in'), stage.server, path);

  test('all scripts together are below 120 KB as they travel', () => {
    const folder = fileURLToPath(new URL('../../dist/web/assets/', import.meta.url));
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
    const sizes = scripts.map((name) => gzipSync(readFileSync(`${folder}${name}`)).length);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(120 * KILOBYTE);
  });

  test('a fleet is searched, filtered and sorted, and the address says how', async () => {
    const page = await open('/');
    await page.getByText('No images yet.').waitFor();
    stage.push({ 'images/web/notes.md': 'more\n' }, 'Say more');
    // Ten images are built one after the other.
    await page.getByRole('button', { name: '10 in step' }).waitFor({ timeout: PATIENCE });
    await page.getByRole('searchbox').fill('smoke');
    await page.getByText('1 of 10 images').waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Image' }).click();
    await page.getByRole('button', { name: 'Image' }).click();
    expect(page.url()).toContain('sort=name-down');
    const first = page.getByRole('table').getByRole('rowheader').first();
    await expect.poll(() => first.textContent()).toBe('worker');
    const again = await open(new URL(page.url()).search.replace(/^/, '/'));
    await expect.poll(() => again.getByRole('rowheader').first().textContent()).toBe('worker');
  });

  test('the graph shows what belongs to an image, and is moved by keys, wheel and buttons', async () => {
    const page = await open('/?view=graph');
    const base = page.getByRole('link', { name: 'base, in step' });
    await base.focus();
    const sides = () =>
      page
        .locator('[data-image][data-side]')
        .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-side')));
    await expect.poll(async () => (await sides()).filter((side) => side === 'self').length).toBe(1);
    expect((await sides()).filter((side) => side === 'below').length).toBeGreaterThan(2);
    const placeOf = () => page.locator('svg.graph > g').getAttribute('transform');
    for (const act of [
      () => page.keyboard.press('ArrowRight'),
      () => page.keyboard.press('+'),
      () => page.getByRole('button', { name: 'Farther' }).click(),
      async () => {
        await page.locator('svg.graph').hover({ position: { x: 20, y: 60 } });
        await page.mouse.wheel(0, 200);
      },
    ]) {
      const before = await placeOf();
      await act();
      await expect.poll(placeOf).not.toBe(before);
    }
    await base.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'base', exact: true }).waitFor();
  });

  test('an image says what it is made from, what it stands on and what stands on it', async () => {
    const page = await open('/images/fleet/runtime');
    const published = page.getByRole('table').filter({ hasText: 'Built on' });
    await published.getByRole('link', { name: 'base' }).waitFor();
    await published.getByRole('link', { name: 'worker' }).waitFor();
    await page.locator('.token-keyword', { hasText: 'FROM' }).first().waitFor();
    await page.getByText('What goes into the fingerprint').click();
    await page.getByText('images/runtime/Dockerfile', { exact: true }).waitFor();
    await page.getByRole('link', { name: '#1', exact: true }).first().click();
    await page.getByRole('heading', { name: 'fleet #1' }).waitFor();
  });

  test('what failed is retried from its row, and a run stands beside the one before it', async () => {
    const folder = 'images/runtime';
    const [dockerfile, definition] = ['Dockerfile', 'build.yaml'].map((name) =>
      readFileSync(`${stage.fleet.path}/${folder}/${name}`, 'utf8'),
    ) as [string, string];
    const page = await admin('/runs');
    page.on('dialog', (dialog) => void dialog.accept());
    const broken = {
      [`${folder}/Dockerfile`]: `${dockerfile}\nRUN exit 7\n`,
      [`${folder}/build.yaml`]: definition.replace(/^version: .*$/m, 'version: 9.9.9'),
    };
    stage.push(broken, 'Break');
    await page
      .getByRole('row', { name: /fleet #2 failed/ })
      .getByRole('link')
      .first()
      .click();
    await page.getByRole('heading', { name: 'Against run #1' }).waitFor();
    await page.getByText('Only then').waitFor();
    await page.getByRole('link', { name: /^delivery #/ }).waitFor();
    await page.getByRole('button', { name: 'Retry runtime and what it blocked' }).click();
    await page.getByRole('heading', { name: 'fleet #3' }).waitFor();
    await page.getByText('again after').waitFor();
    await page.getByRole('button', { name: 'Retry the failed' }).waitFor();
    stage.push({ [`${folder}/Dockerfile`]: dockerfile, [`${folder}/build.yaml`]: definition }, 'Mend');
    await page.goto(`${stage.server.url}/`);
    await page.getByRole('button', { name: '10 in step' }).waitFor();
  });

  test('a tag that somebody moves shows as drift, on the fleet and with what to do', async () => {
    const page = await open('/');
    const url = `http://${stage.registry.host}/v2/fleet/smoke/manifests/latest`;
    const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
    const now = await fetch(url, { headers: { accept } });
    const other = { ...((await now.json()) as object), annotations: { moved: 'by hand' } };
    const headers = { 'content-type': now.headers.get('content-type') ?? '' };
    expect((await fetch(url, { method: 'PUT', headers, body: JSON.stringify(other) })).status).toBe(201);
    await page.getByRole('row', { name: /smoke drifted the tag latest stands on other bytes/ }).waitFor();
    await page.goto(`${stage.server.url}/activity`);
    await page.getByText('caskwright build --force smoke').waitFor();
  });

  test('activity shows what waits and why, who builds, and what came in', async () => {
    const page = await admin('/activity');
    await page.getByText('Nothing waits, and nothing is built.').waitFor();
    await page.getByText('0 of 1').first().waitFor();
    await page.getByRole('list').filter({ hasText: 'database ok' }).waitFor();
    await page.getByRole('button', { name: 'Redeliver #1', exact: true }).click();
    await page.getByRole('row', { name: /^#1 .*(?:done|ignored)/ }).waitFor();
    const stranger = await open('/activity');
    await stranger.getByRole('rowheader', { name: '#1', exact: true }).waitFor();
    expect(await stranger.getByRole('button', { name: /Redeliver|Drain/ }).count()).toBe(0);
  });

  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('axe finds nothing serious in the %s, %i wide, and nothing is cut off', async (colorScheme, width) => {
    const page = await open('/', { colorScheme, viewport: { width, height: 800 } });
    await signIn(page, stage.server);
    for (const path of ['/', '/?view=graph', '/runs', '/runs/2', '/images/fleet/runtime', '/catalogue', '/activity']) {
      await page.goto(`${stage.server.url}${path}`);
      await page.getByRole('heading').first().waitFor();
      expect([path, ...(await seriousFaults(page))]).toEqual([path]);
      expect([path, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([path, 0]);
    }
  });
});
