import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithBrowser, launchBrowser, openPage, PATIENCE, type PageStage, pageStage } from '../rig/page.ts';

/** From the moment in which a build writes a line to the one in which it is on the screen, in ms: at the 95th percentile. */
const AIM = 500;
/** What other work on the machine may add. */
const GENEROUS = 4 * AIM;

/** A build that says ten times a second how long the machine has been up, which is the same clock for all. */
const dockerfile = (ticks: number) => `FROM docker.io/library/busybox:1.36
RUN at=0; while [ $at -lt ${ticks} ]; do read up rest </proc/uptime; echo "tick $at $up"; at=$((at+1)); sleep 0.1; done
`;

describeWithBrowser('a page that stays open', () => {
  let folder: string;
  let stage: PageStage;
  let browser: Browser;
  beforeAll(async () => {
    folder = exampleFolder();
    stage = await pageStage({}, folder);
    browser = await launchBrowser();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
    rmSync(folder, { recursive: true });
  }, PATIENCE);

  const push = (ticks: number) => {
    const description = `version: 1.0.${ticks}\n`;
    const files = { 'images/clock/Dockerfile': dockerfile(ticks), 'images/clock/build.yaml': description };
    stage.push(files, `Tick ${ticks} times`);
  };
  const tick = (page: Page, at: number) => page.getByRole('log').getByText(new RegExp(`^tick ${at} `));
  const follow = async (page: Page) => {
    await page.getByRole('row', { name: /clock building/ }).waitFor();
    await page.getByRole('link', { name: 'building' }).first().click();
    await page.getByRole('log').waitFor();
  };

  test('shows a push as a build, and its lines while they are written', async () => {
    const page = await openPage(browser, `${stage.server.url}/`);
    await page.getByText('No images yet.').waitFor();
    push(100);
    await follow(page);
    await page.evaluate(noteLines);
    await tick(page, 99).waitFor();
    const seen = (await page.evaluate('seen')) as readonly { text: string; at: number }[];
    const delays = seen
      .map(({ text, at }) => at - bootedAt() - 1000 * Number(/^tick \d+ ([\d.]+)$/.exec(text)?.[1]))
      .filter(Number.isFinite)
      .toSorted((a, b) => a - b);
    const [p50, p95] = [0.5, 0.95].map((part) => Math.round(delays[Math.floor(delays.length * part)] ?? Infinity));
    process.stdout.write(`from write to screen: p50 ${p50} ms, p95 ${p95} ms of ${delays.length} lines\n`);
    expect(delays.length).toBeGreaterThan(50);
    expect(p95).toBeLessThan(GENEROUS);
  });

  test('says that the server is gone, comes back by itself, and has every line once', async () => {
    const refused = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;
    const page = await openPage(browser, `${stage.server.url}/`, {}, refused);
    await page.getByRole('row', { name: /clock in step/ }).waitFor();
    push(40);
    await follow(page);
    await tick(page, 10).waitFor();
    await stage.server.kill();
    await page.getByText('The server does not answer.').waitFor();
    await page.getByText(/Not connected: this goes on after line \d+ by itself/).waitFor();
    await stage.server.start();
    await page.getByText('The server does not answer.').waitFor({ state: 'detached' });
    await page.getByText(/lines, running/).waitFor();
    // The build is taken up again when the lease of the server that was killed is over.
    await tick(page, 39).waitFor({ timeout: PATIENCE });
    await page.getByText('landed').waitFor();
    const build = page.url().split('/').at(-1);
    const answered = await fetch(`${stage.server.url}/api/v1/builds/${build}/logs?limit=5000`);
    const { lines } = (await answered.json()) as { lines: { sequence: number; text: string }[] };
    expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, at) => at + 1));
    expect(await page.evaluate(allLines)).toEqual(lines.map(({ sequence, text }) => [String(sequence), text]));
  });
});

/** A repository of one image. */
function exampleFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-clock-'));
  mkdirSync(join(folder, 'images/clock'), { recursive: true });
  const registry = 'registry: { host: localhost:5000, namespace: fleet, insecure: [localhost:5000] }';
  writeFileSync(join(folder, 'caskwright.yaml'), `${registry}\nmirrors: { docker.io: localhost:5000/mirror }\n`);
  writeFileSync(join(folder, 'images/clock/build.yaml'), 'version: 1.0.0\n');
  writeFileSync(join(folder, 'images/clock/Dockerfile'), 'FROM docker.io/library/busybox:1.36\n');
  return folder;
}

/** When this machine started, by its present clock. */
function bootedAt(): number {
  return Date.now() - 1000 * Number.parseFloat(readFileSync('/proc/uptime', 'utf8'));
}

/** Notes in the page when each line has come to be seen, in \`seen\`. */
const noteLines = `
  seen = [];
  new MutationObserver((changes) => {
    const at = Date.now();
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        const line = node.querySelector?.('.line');
        if (line) seen.push({ text: line.textContent, at });
      }
    }
  }).observe(document.querySelector('[role=log]'), { childList: true, subtree: true });
`;

/** Goes through the log from its start to its end; answers with the numbers and texts of its lines. */
const allLines = `(async () => {
  const log = document.querySelector('[role=log]');
  const lines = new Map();
  for (let top = 0; ; top += 200) {
    log.scrollTop = top;
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    for (const line of log.querySelectorAll('li')) {
      lines.set(line.querySelector('a').textContent, line.querySelector('.line').textContent);
    }
    if (top > log.scrollHeight) return [...lines];
  }
})()`;
