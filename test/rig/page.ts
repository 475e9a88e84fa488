import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { buildPage } from '../../scripts/build.ts';
import { pushBusybox } from '../../scripts/demo/busybox.ts';
import { createFleet, type Fleet } from '../../scripts/demo/fleet.ts';
import { createRemote } from '../../scripts/demo/remote.ts';
import { type DemoServer, prepareServer } from '../../scripts/demo/server.ts';
import { privateStore } from '../../scripts/demo/store.ts';
import { describeWithEngines } from './fleet.ts';
import { startRegistry, type TestRegistry } from './registry.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
/** Milliseconds that a journey or its rig may take. */
export const PATIENCE = 120_000;

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs journeys where Chromium and a build engine are, and says why not elsewhere. */
export function describeWithBrowser(name: string, journeys: () => void): void {
  if (existsSync(CHROMIUM)) describeWithEngines(name, PATIENCE, journeys);
  else test(name, ({ skip }) => skip('no chromium: npm test installs it on Debian as root'));
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** Builds the page unless it is newer than its sources; test files that need it at the same time wait for the first. */
export async function builtPage(): Promise<void> {
  const lock = join(root, 'node_modules', '.page-build');
  while (!taken(lock)) await sleep(100);
  try {
    const index = join(root, 'dist/web/index.html');
    if (!existsSync(index) || newest(join(root, 'web')) > statSync(index).mtimeMs) await buildPage();
  } finally {
    rmSync(lock, { recursive: true });
  }
}

/** Takes a lock that is a folder; one of somebody who was killed is over after a minute. */
function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (since > 0 && Date.now() - since > 60_000) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

/** A server with its database, a registry, a builder and a repository whose pushes it hears of. */
export interface PageStage {
  readonly server: DemoServer;
  readonly registry: TestRegistry;
  readonly fleet: Fleet;
  readonly env: NodeJS.ProcessEnv;
  /** Writes files of the repository (path → text), commits and pushes them. */
  push(files: Readonly<Record<string, string>>, message: string): void;
  close(): Promise<void>;
}

/** `more`: keys of the server's configuration. `example`: the folder that the repository is made from. */
export async function pageStage(more: object = {}, example = 'examples/fleet'): Promise<PageStage> {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-web-'));
  mkdirSync(join(folder, 'tmp'));
  await builtPage();
  const registry = await startRegistry();
  await pushBusybox(`http://${registry.host}`, 'mirror/library/busybox', '1.36', folder);
  const env = { ...process.env, ...privateStore(folder), CASKWRIGHT_TMPDIR: join(folder, 'tmp') };
  const services = { registry: registry.host, mirror: `${registry.host}/mirror` };
  const fleet = createFleet(example, join(folder, 'fleet'), services, env);
  const server = await prepareServer(
    join(folder, 'server'),
    { path: join(folder, 'fleet.git'), builds: true, more },
    env,
  );
  createRemote(join(folder, 'fleet.git'), fleet.path, server, env);
  await server.start();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], { cwd: fleet.path, env });
  return {
    ...{ server, registry, fleet, env },
    push(files, message) {
      for (const [file, text] of Object.entries(files)) writeFileSync(join(fleet.path, file), text);
      git('add', '--all');
      git('commit', '--quiet', `--message=${message}`);
      git('push', '--quiet');
    },
    async close() {
      await server.stop();
      await registry.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens an address; what the browser complains about fails the test, unless it is `expected`. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  expected?: RegExp,
): Promise<Page> {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  onTestFinished(async () => {
    await page.close();
    expect(complaints.filter((complaint) => !expected?.test(complaint))).toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** Signs in with the server's token, and goes to an address. */
export async function signIn(page: Page, { url, token }: Pick<DemoServer, 'url' | 'token'>, path = '/'): Promise<Page> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('With a token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('admin').waitFor();
  if (path !== '/') await page.goto(`${url}${path}`);
  return page;
}

/** What axe finds on a page that is serious or critical, as `rule: element`. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  // The policy of the page lets no script in from outside: this one comes with the debugger.
  const found = await page.evaluate(`${axe.source}; axe.run()`);
  const { violations } = found as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
