import { type FileHandle, open, readdir } from 'node:fs/promises';

/** The names of the entries of a folder; none where there is no folder. */
export async function entriesOf(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

/** At most `length` bytes of a file from an offset; undefined where there is no such file. */
export async function readRange(path: string, offset: number, length: number): Promise<Buffer | undefined> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const buffer = Buffer.allocUnsafe(length);
    const { bytesRead } = await handle.read(buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * A file that only grows. Whatever is appended at one time stays together, whoever else appends. What a full disk does
 * not take ends with the last line that is whole.
 */
export interface AppendedFile {
  /** Bytes, those of others included. */
  size(): Promise<number>;
  append(bytes: Uint8Array): Promise<void>;
  /** Resolves when what was appended would survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file to append to it, made where it is absent; what follows its last line end is what a crash left, and goes. */
export async function openAppended(path: string): Promise<AppendedFile> {
  const handle = await open(path, 'a+', 0o600);
  await cutTornLine(handle);
  return {
    size: async () => (await handle.stat()).size,
    async append(bytes) {
      try {
        for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
      } catch (error) {
        await cutTornLine(handle);
        throw error;
      }
    },
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

const STEP = 64 * 1024;

async function cutTornLine(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  const whole = await endOfLastLine(handle, size);
  if (whole < size) await handle.truncate(whole);
}

async function endOfLastLine(handle: FileHandle, size: number): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(STEP, size));
  for (let end = size; end > 0; ) {
    const from = Math.max(0, end - buffer.length);
    const { bytesRead } = await handle.read(buffer, 0, end - from, from);
    const at = buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (at >= 0) return from + at + 1;
    end = from;
  }
  return 0;
}
