import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type OutputChunk, rolldown } from 'rolldown';

// `npm run build`: bundles the command with everything that it needs into dist/, so that the package runs without
// node_modules. Equal sources give equal bytes: chunk names come from their content.

const root = fileURLToPath(new URL('../', import.meta.url));
const dist = `${root}dist/`;

async function bundle(): Promise<readonly OutputChunk[]> {
  const build = await rolldown({ input: { cli: `${root}src/main/cli.ts` }, platform: 'node', cwd: root });
  const { output } = await build.write({
    dir: dist,
    format: 'esm',
    minify: true,
    sourcemap: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await build.close();
  return output.filter((part) => part.type === 'chunk');
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

// dist/action/ is committed and built by itself.
for (const entry of ['cli.js', 'chunks', 'NOTICES.txt']) rmSync(dist + entry, { recursive: true, force: true });
const chunks = await bundle();
writeFileSync(`${dist}NOTICES.txt`, notices(bundledPackages(chunks)));
chmodSync(`${dist}cli.js`, 0o755);
for (const { fileName, code } of chunks)
  process.stdout.write(`dist/${fileName}  ${Math.ceil(code.length / 1024)} KB\n`);
