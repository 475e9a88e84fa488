import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** Makes the folder that holds what a command remembers, and keeps it out of Git. */
export async function makeStateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await writeFile(join(path, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Files of lines in one folder, opened at their first line. A disk that is full costs the lines, never the caller. */
export interface LineFiles {
  append(name: string, line: string): void;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

/** Line files in a folder that is made when the first line comes. */
export function appendLines(folder: string): LineFiles {
  const streams = new Map<string, WriteStream>();
  const open = (name: string) => {
    mkdirSync(folder, { recursive: true });
    const stream = createWriteStream(join(folder, name), { flags: 'a' });
    stream.on('error', () => stream.destroy());
    streams.set(name, stream);
    return stream;
  };
  return {
    append(name, line) {
      const stream = streams.get(name) ?? open(name);
      if (!stream.destroyed) stream.write(`${line}\n`);
    },
    async close() {
      await Promise.all([...streams.values()].map((stream) => finished(stream.end()).catch(() => {})));
    },
  };
}
