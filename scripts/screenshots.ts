import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { buildPage } from './build.ts';
import { pushBusybox } from './demo/busybox.ts';
import { createFleet } from './demo/fleet.ts';
import { startRegistry } from './demo/registry.ts';
import { createRemote } from './demo/remote.ts';
import { type DemoServer, prepareServer } from './demo/server.ts';
import { privateStore, privateTemporaryFolder } from './demo/store.ts';
import { quietly } from './demo/terminal.ts';

// `node scripts/screenshots.ts`: takes the pictures of the page in docs/images/ again, light and dark, of a real server
// that has built examples/fleet. Needs Chromium (Debian's package), a builder and docker-registry.

const root = fileURLToPath(new URL('../', import.meta.url));
const pictures = join(root, 'docs/images');
const size = { width: 1280, height: 800 };
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** Name of the picture → its address, and what is done there first. */
const views: Readonly<Record<string, readonly [path: string, prepare?: (page: Page) => Promise<void>]>> = {
  fleet: ['/'],
  graph: ['/?view=graph'],
  runs: ['/runs'],
  run: ['/runs/1'],
  log: ['', (page) => page.getByRole('button', { name: 'Jump to the error' }).click()],
  image: ['/images/fleet/web'],
  edit: ['/edit/fleet/web', misspell],
  new: ['/new', nameIt],
  catalogue: ['/catalogue'],
  activity: ['/activity'],
};

async function misspell(page: Page): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'Dockerfile', exact: true });
  await editor.fill(`${await editor.inputValue()}COPPY site.conf /etc/\n`);
  await page.locator('.notes .error').waitFor();
}

async function nameIt(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('reporter');
  await page.getByRole('combobox', { name: 'Template' }).selectOption('python');
  // The example allows its own bases alone.
  await page.locator('.notes .error').waitFor();
}

/** Changes that are pushed one after the other: the first makes every image, the last one breaks one of them. */
const pushes: readonly (readonly [edits: Parameters<ReturnType<typeof createFleet>['change']>[0], message: string])[] =
  [
    [{ 'images/web/notes.md': { '\n': '\nMore to come.\n' } }, 'Say more'],
    [
      {
        'images/runtime/requirements.txt': { 'redis==5.0.8': 'redis==5.2.0' },
        'images/runtime/build.yaml': { 'version: 3.1.0': 'version: 3.2.0' },
      },
      'Raise redis',
    ],
    [
      {
        'images/toolchain/Dockerfile': {
          'RUN sh -n /out/bundle': 'RUN sh -n /out/bundle && bundle-check --strict /out/bundle',
        },
        'images/toolchain/build.yaml': { 'version: 0.9.2': 'version: 0.9.3' },
      },
      'Check the bundle',
    ],
  ];

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-pictures-'));
  const env = { ...process.env, ...privateStore(folder), ...privateTemporaryFolder(folder) };
  await using cleanups = new AsyncDisposableStack();
  cleanups.defer(() => rmSync(folder, { recursive: true, force: true }));
  await buildPage();
  const registry = await startRegistry(join(folder, 'registry'));
  cleanups.defer(() => registry.stop());
  await pushBusybox(`http://${registry.host}`, 'mirror/library/busybox', '1.36', folder);
  const services = { registry: registry.host, mirror: `${registry.host}/mirror` };
  const fleet = createFleet(join(root, 'examples/fleet'), join(folder, 'fleet'), services, env);
  const remote = join(folder, 'fleet.git');
  const server = await prepareServer(join(folder, 'server'), { path: remote, builds: true }, env);
  createRemote(remote, fleet.path, server, env);
  await server.start();
  cleanups.defer(() => server.stop());
  for (const [at, [edits, message]] of pushes.entries()) {
    fleet.change(edits, message);
    quietly('git', ['push', '--quiet'], { cwd: fleet.path, env });
    await ended(server, at + 1);
  }
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  cleanups.defer(() => browser.close());
  mkdirSync(pictures, { recursive: true });
  for (const scheme of ['light', 'dark'] as const) await photograph(browser, server, scheme);
}

async function ended(server: DemoServer, run: number): Promise<void> {
  for (;;) {
    const answered = await fetch(`${server.url}/api/v1/runs/${run}`);
    const found = answered.ok ? ((await answered.json()) as { run: { finished_at: string | null } }) : undefined;
    if (found && found.run.finished_at !== null) return;
    await delay(200);
  }
}

async function failedBuild(server: DemoServer): Promise<string> {
  const answered = await fetch(`${server.url}/api/v1/builds?state=failed`);
  const { items } = (await answered.json()) as { items: readonly { id: number }[] };
  return `/builds/${items[0]?.id}`;
}

async function photograph(browser: Browser, server: DemoServer, colorScheme: 'light' | 'dark'): Promise<void> {
  const page = await browser.newPage({ viewport: size, colorScheme, reducedMotion: 'reduce' });
  const save = async (name: string) => {
    const file = join(pictures, `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`);
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    await page.screenshot({ path: file });
    process.stdout.write(`${file}\n`);
  };
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await save('sign-in');
  await page.getByLabel('With a token').fill(server.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  for (const [name, [path, prepare]] of Object.entries(views)) {
    await page.goto(`${server.url}${path === '' ? await failedBuild(server) : path}`);
    await page.locator('main :is(h1, h2)').first().waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    await prepare?.(page);
    await save(name);
  }
  await page.close();
}

await main();
