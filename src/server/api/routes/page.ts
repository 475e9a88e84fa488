import { join } from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import { listNames, readText } from '../../../system/folder-files.ts';
import { problem, sendProblem } from '../problem.ts';

/** The page as it was built: small, and so held in memory. */
export interface PageFiles {
  readonly index: string;
  /** Name → content; the names have a hash of it. */
  readonly assets: ReadonlyMap<string, string>;
}

/** Reads what `npm run build` has put into the first of these folders that has a page; undefined where none has. */
export async function readPage([folder, ...others]: readonly string[]): Promise<PageFiles | undefined> {
  if (folder === undefined) return undefined;
  const index = await readText(join(folder, 'index.html'));
  if (index === undefined) return readPage(others);
  const names = await listNames(join(folder, 'assets'));
  const assets = await Promise.all(
    names.map(async (name) => [name, (await readText(join(folder, 'assets', name))) ?? ''] as const),
  );
  return { index, assets: new Map(assets) };
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Scripts, styles and requests of this server alone; no frame around it, no form to elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The first parts of addresses that the page itself knows what to do with. */
const PLACES = ['runs', 'builds', 'images', 'catalogue', 'activity', 'new', 'edit', 'sign-in'];

/** The page at every address that it knows, and what it is made of. It holds nothing: what it shows, the API answers. */
export function pageRoutes(files: PageFiles | undefined): FastifyPluginAsync {
  const config = { access: 'public' } as const;
  const schema = { hide: true };
  return async (app) => {
    for (const url of ['/', ...PLACES.flatMap((place) => [`/${place}`, `/${place}/*`])]) {
      app.get(url, { config, schema, logLevel: 'warn' }, async (_, reply) => {
        if (!files) return reply.code(503).type('text/plain').send('The page is not built: npm run build\n');
        return reply
          .headers({ 'content-security-policy': POLICY, 'cache-control': 'no-cache' })
          .type('text/html; charset=utf-8')
          .send(files.index);
      });
    }
    app.get<{ Params: { name: string } }>(
      '/assets/:name',
      { config, schema, logLevel: 'warn' },
      async ({ params: { name } }, reply) => {
        const content = files?.assets.get(name);
        if (content === undefined) return sendProblem(reply, problem('not-found', `the page has no file ${name}`));
        return reply
          .header('cache-control', 'public, max-age=31536000, immutable')
          .type(TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
          .send(content);
      },
    );
  };
}
