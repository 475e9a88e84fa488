import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

// `npm pack` and `npm publish` run this before and after (prepack, postpack). Everything that the package needs is in
// the bundle, so what it says to npm has no dependencies, above all not the ready-made Node of a checkout.

const manifest = new URL('../package.json', import.meta.url);
const original = new URL('../.package.json.original', import.meta.url);
const leftOut = new Set(['scripts', 'dependencies', 'devDependencies', 'optionalDependencies']);

function restore(): void {
  if (existsSync(original)) renameSync(original, manifest);
}

function strip(): void {
  // Left behind where an earlier pack was killed: what is in package.json then is the stripped one.
  restore();
  const text = readFileSync(manifest, 'utf8');
  const kept = Object.entries(JSON.parse(text) as Record<string, unknown>).filter(([key]) => !leftOut.has(key));
  writeFileSync(original, text);
  writeFileSync(manifest, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}

const [step] = process.argv.slice(2);
if (step === 'strip') strip();
else if (step === 'restore') restore();
else throw new Error('usage: manifest.ts strip | restore');
