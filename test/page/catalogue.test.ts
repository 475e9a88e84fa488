import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Digest } from '../../src/names/digest.ts';
import { register } from '../../src/server/catalogue/register.ts';
import type { RunState } from '../../src/server/store/tables.ts';
import { describeWithBrowser, launchBrowser, openPage, PATIENCE, seriousFaults, signIn } from '../rig/page.ts';
import { type QuietServer, quietServer } from '../rig/quiet-server.ts';
import { temporaryDirectory } from '../rig/repository.ts';

const MAIN = 'refs/heads/main';
const HOUR = 3_600_000;
const DIGEST = `sha256:${'a'.repeat(64)}` as Digest;
const COMMIT = 'c'.repeat(40);

const files = {
  'caskwright.yaml': 'registry: registry.invalid/acme\n',
  'images/web/build.yaml': 'name: web\nversion: 1.0.0\n',
  'images/web/Dockerfile': 'FROM docker.io/library/debian:12\n',
};

describeWithBrowser('what is published and what was run, on the page', () => {
  let server: QuietServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await quietServer(files);
    browser = await launchBrowser();
    await publish('web', 'service', ['http', 'python']);
    await publish('worker', 'service', ['python']);
    await publish('compiler', 'tool', []);
    await run(MAIN, 'failed', planOf('web', 'compiler'));
    await run('refs/heads/next', 'succeeded');
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  }, PATIENCE);

  async function publish(name: string, category: string, tags: readonly string[]): Promise<void> {
    const registration = {
      ...{ name, display_name: name, description: `The ${name}`, category, tags, metadata: {}, version: '1.0.0' },
      ...{ registry_url: `registry.invalid/acme/${name}:1.0.0`, digest: DIGEST, platforms: ['linux/amd64'] },
      ...{ size: 1_500_000, fingerprint: 'f'.repeat(64), built_at: new Date().toISOString() },
      source: { repository: 'https://github.com/acme/shop', commit: COMMIT, ref: MAIN },
    };
    await register(server.store.db, 'shop', registration);
  }

  /** A plan in which an image is kept from being built by its parent. */
  function planOf(image: string, parent: string): string {
    const planned = { image, action: 'blocked', version: '1.0.0', parents: [parent] };
    return JSON.stringify({ images: [{ ...planned, reasons: [{ text: `stands on ${parent}, which is blocked` }] }] });
  }

  async function run(ref: string, state: RunState, plan: string | null = null): Promise<void> {
    const values = {
      ...({ repository_id: 'shop', kind: 'push', trust: 'trusted', ref, state, plan } as const),
      ...{ commit: COMMIT, created_by: 'forge:github:1' },
    };
    await server.store.db.insertInto('runs').values(values).execute();
  }

  const open = (path: string, options = {}) => openPage(browser, `${server.url}${path}`, options);
  const titles = (page: Page) => page.getByRole('listitem').getByRole('heading').allTextContents();
  const choose = (page: Page, filter: string, value: string) =>
    page.getByRole('combobox', { name: filter }).selectOption(value);

  test('the catalogue is filtered by what is there, and its references are copied', async () => {
    const page = await open('/catalogue', { permissions: ['clipboard-read', 'clipboard-write'] });
    await expect.poll(() => titles(page)).toEqual(['compiler', 'web', 'worker']);
    expect(await page.getByRole('combobox', { name: 'category' }).locator('option').allTextContents()).toEqual([
      'Every category',
      'service',
      'tool',
    ]);
    await choose(page, 'category', 'service');
    await expect.poll(() => titles(page)).toEqual(['web', 'worker']);
    await choose(page, 'tag', 'http');
    await expect.poll(() => titles(page)).toEqual(['web']);
    await page.getByRole('button', { name: 'Copy registry.invalid/acme/web:1.0.0' }).click();
    await page.getByText('copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('registry.invalid/acme/web:1.0.0');
    const answer = await page.getByRole('button', { name: /^Copy curl/ }).getAttribute('aria-label');
    const asked = await fetch(/'(.+)'/.exec(answer ?? '')?.[1] ?? '');
    expect(await asked.json()).toMatchObject({ items: [{ name: 'web' }] });
    await choose(page, 'category', 'tool');
    await page.getByText('No published image is like that.').waitFor();
    const shared = await open(new URL(page.url()).pathname + new URL(page.url()).search);
    await shared.getByRole('link', { name: 'Show all' }).click();
    await expect.poll(() => titles(shared)).toEqual(['compiler', 'web', 'worker']);
  });

  test('runs are filtered by state, repository and branch, and the address says how', async () => {
    const page = await open('/runs');
    const rows = () => page.getByRole('rowheader').count();
    await choose(page, 'ref', 'refs/heads/next');
    await expect.poll(rows).toBe(1);
    await page.getByRole('row', { name: /succeeded push next/ }).waitFor();
    await choose(page, 'repository', 'shop');
    await choose(page, 'state', 'failed');
    await page.getByText('No run is like that.').waitFor();
    const shared = await open(`/runs${new URL(page.url()).search}`);
    await shared.getByText('No run is like that.').waitFor();
    await choose(shared, 'ref', MAIN);
    await shared.getByRole('row', { name: /failed push main/ }).waitFor();
  });

  test('an image says why it is not in step, and another one begins as its copy', async () => {
    const page = await signIn(await open('/sign-in'), server, '/images/shop/web');
    await page.getByText('Not in step: stands on compiler, which is blocked').waitFor();
    await page.getByRole('link', { name: 'Copy', exact: true }).click();
    await page.getByLabel('Name').fill('gate');
    expect(await page.getByRole('combobox', { name: 'Image' }).inputValue()).toBe('web');
    const dockerfile = page.getByRole('textbox', { name: 'Dockerfile', exact: true });
    await expect.poll(() => dockerfile.inputValue()).toBe(files['images/web/Dockerfile']);
    const stranger = await open('/images/shop/web');
    await stranger.getByText('docker pull').first().waitFor();
    expect(await stranger.getByRole('link', { name: 'Copy', exact: true }).count()).toBe(0);
  });

  test('a disk image of an image is listed and downloaded', async () => {
    const content = 'all of the disk';
    const file = join(temporaryDirectory(), 'disk');
    writeFileSync(file, content);
    const stored = await server.storage.store(
      {
        ...{ type: 'qcow2', architecture: 'x86_64', bootable: true, notes: [] },
        ...{ file: 'web-1.0.0.qcow2', image: 'shop/web', version: '1.0.0', digest: DIGEST, size: content.length },
        ...{ sha256: createHash('sha256').update(content).digest('hex'), madeAt: new Date().toISOString() },
      },
      file,
      new AbortController().signal,
    );
    expect(stored.ok).toBe(true);
    const page = await open('/images/shop/web');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'web-1.0.0.qcow2' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('web-1.0.0.qcow2');
    expect(readFileSync(await download.path(), 'utf8')).toBe(content);
  });

  test('activity says when drift was looked for, and when it will be again', async () => {
    const checked_at = new Date(Date.now() - 2 * HOUR);
    const values = { repository_id: 'shop', commit: COMMIT, drift: '[]', checked_at };
    await server.store.db.insertInto('drifts').values(values).execute();
    const page = await open('/activity');
    await page.getByText('Checked 2 hours ago at ccccccc: nothing has drifted; next in 4 hours').waitFor();
  });

  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('axe finds nothing serious in the %s, %i wide, and nothing is cut off', async (colorScheme, width) => {
    const page = await open('/', { colorScheme, viewport: { width, height: 800 } });
    for (const path of ['/catalogue?tag=http', '/runs?state=failed', '/images/shop/web', '/activity']) {
      await page.goto(`${server.url}${path}`);
      await page.getByRole('heading').first().waitFor();
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
      expect([path, ...(await seriousFaults(page))]).toEqual([path]);
      expect([path, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([path, 0]);
    }
  });
});
