import type { RepositoryImage } from '../plan/image.ts';
import type { DefinedImage } from './definitions.ts';
import { reportProblems } from './findings.ts';
import { findPointers, pointerProblem } from './pointers.ts';
import type { Reading } from './reading.ts';

/**
 * Reads what the definitions name, where it is not remembered. An image whose files are missing is there without them,
 * so that its children can be judged all the same.
 */
export async function readImages(
  reading: Reading,
  defined: readonly DefinedImage[],
): Promise<readonly RepositoryImage[]> {
  const images = await allImages(reading, defined);
  const pointers = await findPointers(reading.tree, images);
  for (const { definition, context } of pointers.size > 0 ? images : []) {
    const files = context.filter(({ id }) => pointers.has(id));
    reportProblems(
      reading,
      definition,
      files.map(({ path }) => pointerProblem(path)),
    );
  }
  return images;
}

async function allImages(reading: Reading, defined: readonly DefinedImage[]): Promise<readonly RepositoryImage[]> {
  const remembered = defined.flatMap((image) => (image.remembered?.isWhole ? [image.remembered.image] : []));
  if (remembered.length === defined.length) return remembered;
  // What reads Dockerfiles and requirements is not loaded where there is nothing to read.
  const { readUnknown } = await import('./read-image.ts');
  return readUnknown(reading, defined);
}
