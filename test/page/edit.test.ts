import { type MutableToken, OAuth2Server } from 'oauth2-mock-server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithBrowser, launchBrowser, openPage, PATIENCE, seriousFaults, signIn } from '../rig/page.ts';
import { type QuietServer, quietServer } from '../rig/quiet-server.ts';

const files = {
  'caskwright.yaml': 'registry: registry.invalid/acme\n',
  'images/web/build.yaml': 'name: web\nversion: 1.0.0\n',
  'images/web/Dockerfile': 'FROM docker.io/library/debian:12\nCOPY run.sh /run.sh\n',
  'images/web/run.sh': '#!/bin/sh\n',
  'templates/service/template.yaml':
    'description: A service that listens\nvariables:\n  port: { type: integer, description: Where it listens }\n',
  'templates/service/build.yaml': 'name: {name}\nversion: 0.1.0\n',
  'templates/service/Dockerfile': 'FROM docker.io/library/debian:12\nEXPOSE {port}\n',
};

describeWithBrowser('editing and signing in on the page', () => {
  const provider = new OAuth2Server();
  let server: QuietServer;
  let browser: Browser;
  beforeAll(async () => {
    await provider.issuer.keys.generate('RS256');
    await provider.start(0, '127.0.0.1');
    const oidc = { issuer: provider.issuer.url, client_id: 'caskwright' };
    server = await quietServer(files, { oidc, anonymous: false });
    browser = await launchBrowser();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await provider.stop();
  }, PATIENCE);

  const show = (path: string) => server.git('show', `main:${path}`);
  const editor = (page: Page, file: string) => page.getByRole('textbox', { name: file, exact: true });
  const save = (page: Page) => page.getByRole('button', { name: 'Save as a commit' }).click();
  /** A page of somebody who is signed in with the server's token; what the server refuses, the browser's console has too. */
  async function open(path: string, options = {}): Promise<Page> {
    const page = await openPage(browser, 'about:blank', options, /status of (?:401|409|422)/);
    return signIn(page, server, path);
  }

  describe('an image', () => {
    test('is edited in several files, with findings on the lines, and saved as one commit', async () => {
      const page = await open('/edit/shop/web');
      await editor(page, 'Dockerfile').fill('FROM docker.io/library/debian:12\nCOPPY gone.sh /run.sh\n');
      await page.locator('.gutter .error').getByText('2').waitFor();
      await page.locator('#findings').getByText('COPPY').waitFor();
      await page.getByRole('button', { name: 'line 2' }).click();
      expect(await page.evaluate('document.activeElement.selectionStart')).toBeGreaterThan(32);
      await editor(page, 'Dockerfile').fill('FROM docker.io/library/debian:12\nCOPY start.sh /run.sh\n');
      await page.getByPlaceholder('new-file').fill('start.sh');
      await page.getByRole('button', { name: 'Add a file' }).click();
      await editor(page, 'start.sh').fill('#!/bin/sh\nexec true\n');
      await page.getByRole('button', { name: 'run.sh', exact: true }).click();
      await page.getByRole('button', { name: 'Remove run.sh' }).click();
      await page.locator('.findings .error').waitFor({ state: 'detached' });
      await page.getByLabel('Message of the commit').fill('Start, not run');
      const before = server.git('rev-parse', 'main');
      await save(page);
      await page.waitForURL(/\/images\/shop\/web$/);
      expect(server.git('log', '--format=%s', `${before}..main`)).toBe('Start, not run');
      expect(server.git('ls-tree', '-r', '--name-only', 'main', 'images/web').split('\n')).toEqual(
        ['Dockerfile', 'build.yaml', 'start.sh'].map((name) => `images/web/${name}`),
      );
    });

    test('keeps text that was not saved over a reload, until it is thrown away', async () => {
      const page = await open('/edit/shop/web');
      await editor(page, 'Dockerfile').fill('FROM docker.io/library/debian:12\n# half a thought');
      await page.reload();
      await page.getByText('text of yours that was not saved').waitFor();
      expect(await editor(page, 'Dockerfile').inputValue()).toContain('half a thought');
      await page.getByRole('button', { name: 'Throw it away' }).click();
      await page.getByText('nothing is changed').waitFor();
      await page.reload();
      await page.getByText('nothing is changed').waitFor();
    });

    test('that somebody else has changed meanwhile shows how, and lets one go on', async () => {
      const page = await open('/edit/shop/web');
      await editor(page, 'Dockerfile').fill('FROM docker.io/library/debian:12\nLABEL mine=yes\n');
      server.git('checkout', '--quiet', 'main');
      server.write({ 'images/web/Dockerfile': 'FROM docker.io/library/debian:13\n' });
      server.git('commit', '--quiet', '--all', '--message=Raise debian');
      server.git('checkout', '--quiet', '--detach');
      await save(page);
      const notice = page.getByRole('alert');
      await notice.getByText('Raise debian').waitFor();
      expect(await notice.locator('.diff .after').first().textContent()).toBe('+ FROM docker.io/library/debian:13\n');
      await page.getByRole('button', { name: 'Go on with my text' }).click();
      await notice.waitFor({ state: 'detached' });
      await save(page);
      await page.waitForURL(/\/images\/shop\/web$/);
      expect(show('images/web/Dockerfile')).toContain('LABEL mine=yes');
      expect(server.git('log', '-2', '--format=%s', 'main')).toBe('Edit web\nRaise debian');
    });
  });

  describe('a new image', () => {
    const create = (page: Page) => page.getByRole('button', { name: 'Create with a commit' }).click();

    test('is made from a template of the repository, its values asked for and checked', async () => {
      const page = await open('/new');
      await page.getByLabel('Name').fill('gate');
      await page.getByRole('combobox', { name: 'Template' }).selectOption('service');
      await page.getByLabel('port').fill('eighty');
      await page.getByText('{port} is a whole number').waitFor();
      await page.getByLabel('port').fill('8080');
      await expect.poll(() => editor(page, 'Dockerfile').inputValue()).toContain('EXPOSE 8080');
      await create(page);
      await page.waitForURL(/\/images\/shop\/gate$/);
      expect(show('images/gate/Dockerfile')).toContain('EXPOSE 8080');
    });

    test('is made from another one and changed before it is there', async () => {
      const page = await open('/new?copy_of=web');
      await page.getByLabel('Name').fill('web-two');
      await page.getByRole('button', { name: 'build.yaml' }).click();
      await expect.poll(() => editor(page, 'build.yaml').inputValue()).toBe('name: web-two\nversion: 1.0.0\n');
      await editor(page, 'build.yaml').fill('name: web-two\nversion: 1 0\n');
      await page.locator('.notes .error').getByText('a tag').waitFor();
      await page.reload();
      await editor(page, 'Dockerfile').waitFor();
      await page.getByRole('button', { name: 'build.yaml' }).click();
      await editor(page, 'build.yaml').fill('name: web-two\nversion: 2.0.0\n');
      await create(page);
      await page.waitForURL(/\/images\/shop\/web-two$/);
      expect(show('images/web-two/build.yaml')).toContain('version: 2.0.0');
    });

    test('is made on a base, and a name that is taken is told while it is typed', async () => {
      const page = await open('/new');
      await page.getByLabel('Name').fill('web');
      await page.getByText('there is an image web already').waitFor();
      await page.getByLabel('Name').fill('lone');
      await page.getByLabel('A base').check();
      await page.getByLabel('FROM').fill('docker.io/library/alpine:3');
      await expect.poll(() => editor(page, 'Dockerfile').inputValue()).toBe('FROM docker.io/library/alpine:3\n');
      await create(page);
      await page.waitForURL(/\/images\/shop\/lone$/);
      expect(server.git('show', '-s', '--format=%an: %s', 'main')).toMatch(/: Add the image lone$/);
    });
  });

  describe('somebody', () => {
    const withRole = (name: string, role: string) => {
      const claims = { sub: name, aud: 'caskwright', name, roles: [role] };
      provider.service.once('beforeTokenSigning', (access: MutableToken) => {
        Object.assign(access.payload, claims);
        provider.service.once('beforeTokenSigning', (id: MutableToken) => void Object.assign(id.payload, claims));
      });
    };
    const enter = async (name: string, role: string) => {
      const page = await openPage(browser, `${server.url}/runs`, {}, /status of 401/);
      withRole(name, role);
      await page.getByRole('link', { name: 'With your identity provider' }).click();
      await page.getByText(name).waitFor();
      return page;
    };

    test('who signs in at the identity provider comes back to where they wanted to go, and may do what the role says', async () => {
      const page = await enter('Ann', 'builder');
      expect(new URL(page.url()).pathname).toBe('/runs');
      await page.getByRole('heading', { name: 'Runs' }).waitFor();
      await page.getByRole('link', { name: 'New image' }).click();
      await page.getByLabel('Name').waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await page.getByRole('link', { name: 'New image' }).count()).toBe(0);
    });

    test('who may only look is offered nothing else', async () => {
      const page = await enter('Viola', 'viewer');
      expect(await page.getByRole('link', { name: 'New image' }).count()).toBe(0);
      for (const path of ['/new', '/edit/shop/web']) {
        await page.goto(`${server.url}${path}`);
        await page.getByText(/needs the role builder/).waitFor();
        expect(await page.getByRole('textbox').count()).toBe(0);
      }
    });

    test('who has a wrong token is told so', async () => {
      const page = await openPage(browser, `${server.url}/`, {}, /status of 401/);
      await page.getByLabel('With a token').fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    });
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious in the %s', async (colorScheme) => {
    const page = await open('/edit/shop/web', { colorScheme });
    await editor(page, 'Dockerfile').fill('FROM docker.io/library/debian:12\nCOPPY gone.sh /run.sh\n');
    await page.locator('.notes .error').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.goto(`${server.url}/new`);
    await page.getByLabel('Name').fill('fresh');
    await editor(page, 'Dockerfile').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });
});
