import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { build } from 'vite';

// `npm run build`: bundles the command, the action and the page, each with everything that it needs, into dist/,
// dist/action/ and dist/web/, so that they run without node_modules. `node scripts/build.ts action` bundles the action alone, which is committed.
// Equal sources give equal bytes: chunk names come from their content.

const root = fileURLToPath(new URL('../', import.meta.url));

/** Packages that only define things and do not say so: what is not used of them stays out, an HTTP client above all. */
const withoutSideEffects = /node_modules\/(?:@actions|tunnel|undici)\//;

/** Of Octokit's table of GitHub's whole REST API only what the action calls. */
const calledEndpoints: Plugin = {
  name: 'called-endpoints',
  transform: {
    filter: { id: /plugin-rest-endpoint-methods\/dist-src\/generated\/endpoints\.js$/ },
    async handler(_, id) {
      const { default: whole } = (await import(id)) as { default: Record<string, Record<string, unknown>> };
      const calls = readFileSync(`${root}src/action/github.ts`, 'utf8').matchAll(/\brest\.(\w+)\.(\w+)/g);
      const called: Record<string, Record<string, unknown>> = {};
      for (const [, scope = '', method = ''] of calls) {
        called[scope] = { ...called[scope], [method]: whole[scope]?.[method] };
      }
      return `export default ${JSON.stringify(called)};`;
    },
  },
};

/** Bundles the action into a folder. Returns its size in bytes. */
export function bundleAction(folder: string): Promise<number> {
  return bundle(`${root}src/main/action.ts`, 'index', folder);
}

/** Builds the page into dist/web/. */
export async function buildPage(): Promise<void> {
  await build({ configFile: `${root}web/vite.config.ts`, logLevel: 'warn' });
}

async function bundle(source: string, name: string, folder: string): Promise<number> {
  // dist/action/ is built by itself: what else lies in dist/ goes.
  for (const entry of [`${name}.js`, 'chunks', 'NOTICES.txt'])
    rmSync(`${folder}/${entry}`, { recursive: true, force: true });
  const bundled = await rolldown({
    input: { [name]: source },
    platform: 'node',
    cwd: root,
    resolve: {
      alias: {
        undici$: `${root}scripts/undici.cjs`,
        // The HTTP parser for machines without SIMD, which Node 24 does not run on, is the other one once more.
        '../llhttp/llhttp-wasm.js$': `${root}node_modules/undici/lib/llhttp/llhttp_simd-wasm.js`,
        // Its CommonJS form loads its parts in a way that no bundler follows.
        'jsonc-parser$': `${root}node_modules/jsonc-parser/lib/esm/main.js`,
      },
    },
    plugins: [calledEndpoints],
    treeshake: { moduleSideEffects: (path) => !withoutSideEffects.test(path) },
  });
  const { output } = await bundled.write({
    dir: folder,
    format: 'esm',
    minify: true,
    sourcemap: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await bundled.close();
  const chunks = output.filter((part) => part.type === 'chunk');
  writeFileSync(`${folder}/NOTICES.txt`, notices(bundledPackages(chunks)));
  return chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
}

/** The names of the packages whose code is in the bundle. */
function bundledPackages(chunks: readonly OutputChunk[]): string[] {
  const names = chunks
    .flatMap((chunk) => Object.keys(chunk.modules))
    .flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].toSorted();
}

/** What the licences of the bundled packages ask for: their notices travel along. */
function notices(packages: readonly string[]): string {
  return packages
    .map((name) => {
      const folder = `${root}node_modules/${name}/`;
      const manifest = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as {
        version: string;
        license: string;
      };
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file ? readFileSync(folder + file, 'utf8').trim() : '';
      return `${name} ${manifest.version} (${manifest.license})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

if (import.meta.main) {
  const say = (name: string, bytes: number) => process.stdout.write(`${name}  ${Math.ceil(bytes / 1024)} KB\n`);
  if (process.argv[2] !== 'action') {
    say('dist/', await bundle(`${root}src/main/cli.ts`, 'cli', `${root}dist`));
    chmodSync(`${root}dist/cli.js`, 0o755);
    await buildPage();
  }
  say('dist/action/', await bundleAction(`${root}dist/action`));
}
