import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildPage } from '../../scripts/build.ts';
import { pushBusybox } from '../../scripts/demo/busybox.ts';
import { createFleet, type Fleet } from '../../scripts/demo/fleet.ts';
import { createRemote } from '../../scripts/demo/remote.ts';
import { type DemoServer, prepareServer } from '../../scripts/demo/server.ts';
import { privateStore } from '../../scripts/demo/store.ts';
import { describeWithEngines } from '../rig/fleet.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const PATIENCE = 120_000;

if (!existsSync(CHROMIUM)) test('the page', ({ skip }) => skip('no chromium: npm test installs it on Debian as root'));
else describeWithEngines('the page', PATIENCE, journeys);

function journeys(): void {
  let root: string;
  let registry: TestRegistry;
  let server: DemoServer;
  let fleet: Fleet;
  let browser: Browser;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'caskwright-web-'));
    mkdirSync(join(root, 'tmp'));
    await buildPage();
    registry = await startRegistry();
    await pushBusybox(`http://${registry.host}`, 'mirror/library/busybox', '1.36', root);
    env = { ...process.env, ...privateStore(root), CASKWRIGHT_TMPDIR: join(root, 'tmp') };
    const services = { registry: registry.host, mirror: `${registry.host}/mirror` };
    fleet = createFleet('examples/fleet', join(root, 'fleet'), services, env);
    server = await prepareServer(join(root, 'server'), { path: join(root, 'fleet.git'), builds: true }, env);
    createRemote(join(root, 'fleet.git'), fleet.path, server, env);
    await server.start();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }, PATIENCE);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await registry?.stop();
    rmSync(root, { recursive: true, force: true });
  }, PATIENCE);

  /** A page of the server; what the browser complains about fails the test. */
  async function open(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await browser.newPage({ colorScheme });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    onTestFinished(async () => {
      await page.close();
      expect(complaints).toEqual([]);
    });
    await page.goto(`${server.url}${path}`);
    return page;
  }

  async function signedIn(path = '/'): Promise<Page> {
    const page = await open('/sign-in');
    await page.getByLabel('Or with a token').fill(server.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('admin').waitFor();
    if (path !== '/') await page.goto(`${server.url}${path}`);
    return page;
  }

  const push = (files: Readonly<Record<string, string>>, message: string) => {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(fleet.path, file), text);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], { cwd: fleet.path, env });
    git('commit', '--quiet', '--all', `--message=${message}`);
    git('push', '--quiet');
  };

  test('a push becomes a run, a log that grows and images, on a page that nobody reloads', async () => {
    const page = await open('/');
    await page.getByText('No images yet.').waitFor();
    push({ 'images/web/notes.md': 'more\n' }, 'Say more');
    await page.getByRole('row', { name: /base building/ }).waitFor();
    await page.getByRole('link', { name: 'building' }).first().click();
    await page.getByRole('log').getByText('STEP 1').waitFor();
    await page.goto(`${server.url}/`);
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
    push(
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
    const page = await signedIn('/images/fleet/log-shipper');
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
      // The policy of the page lets no script in from outside: this one comes with the debugger.
      const found = await page.evaluate(`${axe.source}; axe.run()`);
      const { violations } = found as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
    }
  });
}
