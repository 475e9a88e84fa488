import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = path.dirname(import.meta.dirname);

it('what is generated from the schemas is what lies in the repository', async () => {
  const check = promisify(execFile)(process.execPath, ['scripts/generate.ts', '--check'], { cwd: root });
  await expect(check).resolves.toMatchObject({ stderr: '' });
});
