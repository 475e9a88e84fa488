import { join } from 'node:path';
import { listNames, readText } from '../system/folder-files.ts';

/** The digests that earlier jobs left in a folder: `*.json` files of image → digest, each an output `digests`. */
export async function readDigests(folder: string): Promise<Readonly<Record<string, string>>> {
  const files = (await listNames(folder)).filter((name) => name.endsWith('.json')).toSorted();
  const read = await Promise.all(files.map((name) => digestsIn(join(folder, name))));
  return Object.fromEntries(read.flat());
}

async function digestsIn(path: string): Promise<readonly (readonly [string, string])[]> {
  try {
    const value: unknown = JSON.parse((await readText(path)) ?? 'null');
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).filter((entry): entry is [string, string] => /^sha256:[0-9a-f]{64}$/.test(entry[1]));
  } catch {
    return [];
  }
}
