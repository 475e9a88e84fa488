import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bundleAction } from '../../scripts/build.ts';
import { temporaryDirectory } from '../rig/repository.ts';

const committed = fileURLToPath(new URL('../../dist/action', import.meta.url));

/** Path → bytes of every file below a folder. */
function contentOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return new Map(paths.map((path) => [path.slice(folder.length), readFileSync(path, 'latin1')]));
}

test('dist/action, which GitHub runs, is what the sources make: `node scripts/build.ts action` renews it', async () => {
  const fresh = join(temporaryDirectory(), 'action');
  await bundleAction(fresh);
  const [expected, actual] = [contentOf(fresh), contentOf(committed)];
  expect([...actual.keys()]).toEqual([...expected.keys()]);
  expect([...actual].filter(([path, bytes]) => expected.get(path) !== bytes).map(([path]) => path)).toEqual([]);
});
