// `node bench/page/run.ts [--images 300] [--runs 5]`: how soon the page shows a large fleet, and how fluid its graph is,
// in Debian's Chromium without a graphics card, on the loopback interface.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { buildPage } from '../../scripts/build.ts';
import { createConnections } from '../../src/main/connections.ts';
import { readServerConfiguration } from '../../src/server/configuration/read.ts';
import { type RunningServer, startServer } from '../../src/server/start.ts';
import { openStore } from '../../src/server/store/store.ts';
import { insertFleet } from '../../test/rig/large-fleet.ts';
import { launchBrowser } from '../../test/rig/page.ts';
import { median } from '../statistics.ts';
import { markdownTable } from '../table.ts';

const { values } = parseArgs({
  options: { images: { type: 'string', default: '300' }, runs: { type: 'string', default: '5' } },
});
const images = Number(values.images);
const log = pino({ level: 'silent' });
/** Moves of the pointer, or turns of the wheel. */
const MOVES = 120;

/** A server with a fleet in its database. */
async function serverWithFleet(data: string): Promise<RunningServer> {
  const environment = {
    ...process.env,
    CASKWRIGHT_GITHUB_WEBHOOK_SECRET: 'secret',
    CASKWRIGHT_DATA: data,
    CASKWRIGHT_HOST: '127.0.0.1',
    CASKWRIGHT_PORT: '0',
  };
  const read = await readServerConfiguration({
    flags: {},
    environment,
    directory: data,
    processors: 1,
    receives: true,
  });
  if (!read.ok) throw new Error(read.error.faults.join());
  const store = await openStore({ data, log });
  await insertFleet(store, { repository: 'fleet', images });
  await store.close();
  const { auth, ...configuration } = read.value.configuration;
  return startServer({
    configuration: { ...configuration, auth: { ...auth, anonymous: true }, worker: { slots: 0 } },
    environment,
    version: '0.0.0',
    connect: (root) => createConnections(environment, root),
    pages: ['dist/web'],
    log,
  });
}

/** Milliseconds from the request to the last row of the table being there and painted, in a browser without a cache. */
async function untilUsable(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  const painted = await page.evaluate<number>(`new Promise((resolve) => {
    const look = () => document.querySelectorAll('.images tbody tr').length === ${images}
      ? requestAnimationFrame(() => resolve(performance.now()))
      : requestAnimationFrame(look);
    look();
  })`);
  await context.close();
  return painted;
}

/** Milliseconds of each frame while `act` goes on. */
async function framesOf(page: Page, act: (at: number) => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(`(() => {
    window.frames_ = []; window.watching = true; let last = performance.now();
    const tick = (now) => { window.frames_.push(now - last); last = now; if (window.watching) requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
  })()`);
  for (let at = 0; at < MOVES; at += 1) await act(at);
  return page.evaluate<number[]>('(() => { window.watching = false; return window.frames_.slice(1); })()');
}

function quantile(numbers: readonly number[], part: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * part)] ?? 0;
}

const data = mkdtempSync(join(tmpdir(), 'cw-page-'));
await buildPage();
const server = await serverWithFleet(data);
const browser = await launchBrowser();
const usable: number[] = [];
for (let at = 0; at < Number(values.runs); at += 1) usable.push(await untilUsable(browser, server.url));

const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.goto(`${server.url}/?view=graph`);
await page.locator('[data-image]').first().waitFor();
const layout = await page.evaluate<number>(`performance.getEntriesByName('graph layout')[0].duration`);
await page.mouse.move(640, 500);
await page.mouse.down();
const panning = await framesOf(page, (at) =>
  page.mouse.move(640 + 200 * Math.sin(at / 8), 500 + 150 * Math.cos(at / 8)),
);
await page.mouse.up();
const zooming = await framesOf(page, (at) => page.mouse.wheel(0, at % 40 < 20 ? -120 : 120));

const milliseconds = (value: number) => value.toFixed(0);
const frames = (name: string, all: readonly number[]) => [
  name,
  `${milliseconds(quantile(all, 0.5))} / ${milliseconds(quantile(all, 0.95))} (${all.length} frames)`,
];
process.stdout.write(
  `${markdownTable(
    [`${images} images`, 'ms'],
    [
      ['page usable, median', milliseconds(median(usable))],
      ['page usable, slowest', milliseconds(Math.max(...usable))],
      ['layout of the graph', milliseconds(layout)],
      frames('frame while moving it, p50 / p95', panning),
      frames('frame while zooming it, p50 / p95', zooming),
    ],
  )}\n`,
);
await browser.close();
await server.stop();
rmSync(data, { recursive: true });
