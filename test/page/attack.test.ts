import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grant } from '../../src/server/auth/grants.ts';
import { register } from '../../src/server/catalogue/register.ts';
import { describeWithBrowser, launchBrowser, openPage, PATIENCE } from '../rig/page.ts';
import { type QuietServer, quietServer } from '../rig/quiet-server.ts';

/** Turns what follows it around (U+202E), and is never closed. */
const TURN = '\u202e';
/** Markup that would run, load and leave. */
const MARKUP = [
  '<img src=//evil.example/x onerror="document.title=\'owned\'">',
  "<script>document.title='owned'</script>",
  '<a href="javascript:document.title=\'owned\'">here</a>&lt;b&gt;',
].join('');
/** A colour, a link (OSC 8) and a title, as terminals take them; what is to be read of them is `redlink`. */
const TERMINAL = '\u001b[31mred\u001b]8;;https://evil.example/\u0007link\u001b]8;;\u0007\u001b]0;owned\u0007';
const TURNED = `${TURN}\u2066gnp.exe`;
const HOSTILE = `${MARKUP}${TERMINAL}${TURNED}`;
/** What Git lets a branch be called. */
const BRANCH = `refs/heads/<img/src=x/onerror=document.title='owned'>${TURN}x`;

describeWithBrowser('a server full of hostile texts', () => {
  let server: QuietServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await quietServer({
      'caskwright.yaml': 'registry: registry.invalid/acme\n',
      'images/web/build.yaml': `version: 1.0.0\ndescription: ${JSON.stringify(HOSTILE)}\n`,
      'images/web/Dockerfile': `FROM scratch\nLABEL a=${JSON.stringify(HOSTILE.replaceAll('"', "'"))}\n`,
    });
    await fill(server);
    browser = await launchBrowser();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  }, PATIENCE);

  /** Opens an address as a person whose name is hostile too; what the page asks of others is noted. */
  async function open(path: string, expected?: RegExp): Promise<{ page: Page; foreign: string[] }> {
    const page = await openPage(browser, `${server.url}/sign-in`, {}, expected);
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(`${server.url}/`)) foreign.push(request.url());
    });
    const identity = { actor: `oidc:${HOSTILE}`, name: HOSTILE, role: 'builder' };
    const value = await grant(server.store.db, 'session', identity, 600);
    await page.context().addCookies([{ name: 'caskwright_session', value, url: server.url }]);
    await page.goto(`${server.url}${path}`);
    return { page, foreign };
  }

  const pages = [
    '/',
    '/?view=graph',
    '/runs',
    '/runs/1',
    '/builds/1',
    '/images/shop/web',
    '/edit/shop/web',
    '/new?copy_of=web',
    '/catalogue',
    '/activity',
  ];
  describe.each(pages)('S34 %s', (path) => {
    test('shows them as text: no element, no script, no request, and nothing beside them is turned', async () => {
      const { page, foreign } = await open(path);
      await page.locator('header .who').waitFor();
      await page.locator('main :is(h1, h2)').first().waitFor();
      await page.waitForLoadState('load');
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
      expect(await page.title()).toBe('Caskwright');
      expect(
        await page
          .locator('#page :is(img, script, iframe, object, [onerror], [href*=evil], [href^=javascript])')
          .count(),
      ).toBe(0);
      expect(await page.evaluate(turned)).toEqual([]);
      expect(foreign).toEqual([]);
    });
  });

  test('S34 a log shows what is to be read, in its colours', async () => {
    const { page } = await open('/builds/1');
    const line = page.getByRole('log').locator('.line').first();
    await line.waitFor();
    expect(await line.textContent()).toBe(`${MARKUP}redlink${TURNED}`);
    expect(await line.locator('.fg1').count()).toBeGreaterThan(0);
  });

  test('a conflict shows the message of the commit that was faster as text', async () => {
    const { page, foreign } = await open('/edit/shop/web', /409 \(Conflict\)/);
    await page.getByRole('textbox', { name: 'Dockerfile' }).fill('FROM scratch\n');
    server.git('checkout', '--quiet', 'main');
    server.git('rm', '--quiet', 'images/web/Dockerfile');
    server.git('commit', '--quiet', `--message=${HOSTILE}`);
    server.git('checkout', '--quiet', '--detach');
    await page.getByRole('button', { name: 'Save as a commit' }).click();
    await page.getByText('Somebody was faster.').waitFor();
    expect(await page.getByRole('alert').locator('bdi').textContent()).toContain('<script>');
    expect(await page.evaluate(turned)).toEqual([]);
    expect([await page.title(), foreign]).toEqual(['Caskwright', []]);
  });

  test('a script that gets into the page all the same does not run, and the browser says so', async () => {
    const page = await browser.newPage();
    const violated = page.waitForEvent('console', (message) => message.text().includes('Content Security Policy'));
    await page.goto(`${server.url}/sign-in`);
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { text: "document.title = 'owned'" }))`,
    );
    await violated;
    expect(await page.title()).toBe('Caskwright');
    await page.close();
  });
});

/** The texts with a sign that turns which do not stand alone in an element that keeps its direction to itself. */
const turned = `(() => {
  const walker = document.createTreeWalker(document.getElementById('page'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement: parent } = walker.currentNode;
    if (!data.includes('\\u202e') || parent.closest('textarea, svg, option')) continue;
    const isAlone = [...parent.childNodes].every((node) => node === walker.currentNode || node.textContent.trim() === '');
    if (!isAlone || !/isolate|plaintext/.test(getComputedStyle(parent).unicodeBidi)) found.push(parent.outerHTML.slice(0, 200));
  }
  return found;
})()`;

async function fill({ store: { db }, book }: QuietServer): Promise<void> {
  await db
    .insertInto('deliveries')
    .values({
      ...{ forge: 'github', guid: HOSTILE, repository_id: 'shop', event: HOSTILE, action: HOSTILE, effect: 'e' },
      ...{
        change: JSON.stringify({ before: HOSTILE, after: HOSTILE }),
        sender_id: HOSTILE,
        state: 'ignored',
        reason: HOSTILE,
      },
    })
    .execute();
  const run = { repository_id: 'shop', kind: 'push', trust: 'trusted', created_by: `forge:github:${HOSTILE}` } as const;
  const failure = {
    ...{ phase: 'build', reason: 'other', message: HOSTILE, suggestion: HOSTILE, lastLines: [HOSTILE] },
    dockerfileLine: 1,
  };
  const image = {
    image: 'web',
    version: HOSTILE,
    action: 'build',
    parents: [],
    reasons: [{ kind: 'forced', text: HOSTILE }],
  };
  await db
    .insertInto('runs')
    .values({
      ...run,
      ...{ ref: BRANCH, commit: 'c'.repeat(40), state: 'failed', reason: HOSTILE, delivery_id: 1 },
      plan: JSON.stringify({ images: [image], critical_path: [] }),
      summary: JSON.stringify({ images: [{ image: 'web', outcome: 'failed', failure }] }),
    })
    .execute();
  const build = { run_id: 1, image: 'web', platform: 'linux/amd64', fingerprint: HOSTILE, worker_id: HOSTILE } as const;
  const { id } = await db
    .insertInto('builds')
    .values({ ...build, state: 'failed', reason: HOSTILE, failure: JSON.stringify(failure) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await book.append(id, [HOSTILE]);
  await book.end(id);
  await register(db, 'shop', {
    ...{ name: 'web', display_name: HOSTILE, description: HOSTILE, category: HOSTILE, tags: [HOSTILE] },
    ...{ metadata: { [HOSTILE]: HOSTILE }, version: HOSTILE, registry_url: `registry.invalid/acme/web:${HOSTILE}` },
    ...{ digest: `sha256:${'0'.repeat(64)}`, platforms: ['linux/amd64'], size: 1, fingerprint: HOSTILE },
    ...{ source: { repository: HOSTILE, commit: 'c'.repeat(40), ref: BRANCH }, built_at: new Date().toISOString() },
  });
  const worker = { id: crypto.randomUUID(), name: HOSTILE, platforms: [HOSTILE], slots: 1, version: HOSTILE };
  await db.insertInto('workers').values(worker).execute();
}
