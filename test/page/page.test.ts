import type { Browser } from 'playwright-core';
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

describeWithBrowser('the page', () => {
  let stage: PageStage;
  let browser: Browser;
  beforeAll(async () => {
    stage = await pageStage();
    browser = await launchBrowser();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, PATIENCE);

  const open = (path: string, colorScheme: 'light' | 'dark' = 'light') =>
    openPage(browser, `${stage.server.url}${path}`, { colorScheme });

  test('a push becomes a run, a log that grows and images, on a page that nobody reloads', async () => {
    const page = await open('/');
    await page.getByText('No images yet.').waitFor();
    stage.push({ 'images/web/notes.md': 'more\n' }, 'Say more');
    await page.getByRole('row', { name: /base building/ }).waitFor();
    await page.getByRole('link', { name: 'building' }).first().click();
    await page.getByRole('log').getByText('STEP 1').waitFor();
    await page.goto(`${stage.server.url}/`);
    await page.getByRole('button', { name: '10 in step' }).waitFor();
    await page.getByRole('button', { name: 'graph' }).click();
    await page.getByRole('link', { name: 'smoke, in step' }).waitFor();
  });

  test('a build that fails says where and what to do, and blocks what stands on it', async () => {
    const page = await open('/');
    const dockerfile = [
      'ARG HARBOR_REGISTRY',
      'FROM ${HARBOR_REGISTRY}/fleet/base:latest',
      'RUN echo "<b>oops</b>" && exit 7',
    ];
    stage.push(
      { 'images/runtime/Dockerfile': dockerfile.join('\n'), 'images/runtime/build.yaml': 'version: 3.1.1\n' },
      'Break <script>alert(1)</script>',
    );
    await page.getByRole('row', { name: /runtime failed/ }).waitFor();
    await page.getByRole('row', { name: /worker blocked/ }).waitFor();
    await page
      .getByRole('row', { name: /runtime failed/ })
      .getByRole('link', { name: 'failed' })
      .click();
    await page.getByRole('log').getByText('<b>oops</b>', { exact: true }).waitFor();
    await page.getByText(/runtime failed in build at line 3/).waitFor();
  });

  test('who may build is offered it, and starts it; who may not is not', async () => {
    const stranger = await open('/images/fleet/log-shipper');
    await stranger.getByText('docker pull').first().waitFor();
    expect(await stranger.getByRole('button', { name: 'Force' }).count()).toBe(0);
    const page = await signIn(await open('/sign-in'), stage.server, '/images/fleet/log-shipper');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Force' }).click();
    await page.waitForURL(/\/runs\/\d+$/);
    await page.getByRole('heading', { name: /^fleet #/ }).waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious in the %s', async (scheme) => {
    for (const path of [
      '/',
      '/?view=graph',
      '/runs',
      '/runs/1',
      '/builds/1',
      '/images/fleet/web',
      '/catalogue',
      '/activity',
      '/sign-in',
    ]) {
      const page = await open(path, scheme);
      await page.getByRole('heading').first().waitFor();
      expect([path, ...(await seriousFaults(page))]).toEqual([path]);
    }
  });
});
