import { join } from 'node:path';
import type { GitParts } from '../../src/server/edits/tip.ts';
import { createClones } from '../../src/server/runs/clones.ts';
import type { Store } from '../../src/server/store/store.ts';
import {
  cleanEnvironment,
  type FileContent,
  type TestRepository,
  temporaryDirectory,
  testRepository,
} from './repository.ts';

/** A repository on this disk that a server knows, and that is reached as one of elsewhere is: over Git's own transport. */
export async function testRemote(
  { db }: Pick<Store, 'db'>,
  id: string,
  files: Readonly<Record<string, FileContent>>,
): Promise<TestRepository> {
  const remote = testRepository(files);
  // The branch that is checked out could not be pushed to.
  remote.git('checkout', '--quiet', '--detach');
  const row = { id, url: remote.path, forge: 'git', full_name: `acme/${id}`, default_branch: 'main' } as const;
  await db.insertInto('repositories').values(row).execute();
  return remote;
}

/** What a server without credentials reaches such repositories with; its clones go with the test. */
export function gitParts(): GitParts {
  const access = async () => ({ transports: ['file'] as const, settings: [] });
  const folder = join(temporaryDirectory(), 'git');
  return { clones: createClones(folder, cleanEnvironment, access), access, environment: cleanEnvironment };
}
