import { S3mini } from 's3mini';
import { err, ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../build/failure.ts';
import type { ExportMetadata, ExportStorage } from '../../build/ports/export-storage.ts';
import { readRange, sizeOfFile } from '../../system/stored-files.ts';
import { exportFailure } from '../tools.ts';
import { newestFirst, parseMetadata } from './metadata.ts';

/** A bucket of anything that speaks S3. */
export interface S3Options {
  /** `https://s3.eu-central-1.amazonaws.com`, without the bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /** Before every key; without a slash at its end, `''` for none. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const MIB = 1024 * 1024;
/** S3 takes ten thousand parts of an object, each but the last of five megabytes at least. */
const PART = 16 * MIB;
const MOST_PARTS = 9_000;
const ATTEMPTS = 4;
/** Milliseconds for one request. */
const TIMEOUT = 120_000;

/** Keeps exports in a bucket. Large files go up in parts; one that was broken off leaves no parts behind. */
export function s3Storage(options: S3Options): ExportStorage {
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = options;
  const base = endpoint.replace(/\/+$/, '');
  const s3 = new S3mini({
    accessKeyId,
    secretAccessKey,
    region,
    endpoint: `${base}/${bucket}`,
    requestAbortTimeout: TIMEOUT,
  });
  const name = `the bucket ${bucket} at ${base}`;
  const root = options.prefix === '' ? '' : `${options.prefix}/`;
  const keyOf = ({ image, file }: Pick<ExportMetadata, 'image' | 'file'>) => `${root}${image}/${file}`;
  const guarded = async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<Result<T, Failure>> => {
    try {
      signal.throwIfAborted();
      return ok(await work());
    } catch (error) {
      if (signal.aborted) return err(exportFailure('cancelled', 'cancelled'));
      return err(failureOf(error as Error, name));
    }
  };
  const keys = async (prefix: string) => ((await s3.listObjects('/', prefix)) ?? []).map(({ Key }) => Key);
  return {
    name,
    store: (metadata, file, signal) =>
      guarded(signal, async () => {
        const key = keyOf(metadata);
        await upload(s3, key, file, signal);
        const arrived = await s3.getContentLength(key);
        if (arrived !== metadata.size) throw new Error(`it holds ${arrived} bytes of ${metadata.size}`);
        await repeated(signal, () => s3.putObject(`${key}.json`, JSON.stringify(metadata), 'application/json'));
      }),
    list: (image, signal) =>
      guarded(signal, async () => {
        const prefix = `${root}${image}/`;
        const own = (await keys(prefix)).filter((key) => /^[^/]+\.json$/.test(key.slice(prefix.length)));
        const texts = await Promise.all(own.map((key) => repeated(signal, () => s3.getObject(key))));
        return newestFirst(texts.flatMap((text) => parseMetadata(text ?? undefined, image)));
      }),
    images: (signal) =>
      guarded(signal, async () => {
        const own = (await keys(root)).filter((key) => key.endsWith('.json')).map((key) => key.slice(root.length));
        return [...new Set(own.map((key) => key.slice(0, Math.max(key.lastIndexOf('/'), 0))))].toSorted();
      }),
    read: (metadata, { start, end }, signal) =>
      guarded(signal, async () => {
        const answer = await s3.getObjectRaw(keyOf(metadata), false, start, end + 1);
        if (!answer.body) throw new Error('it sent nothing');
        return answer.body as AsyncIterable<Uint8Array>;
      }),
    remove: (metadata, signal) =>
      guarded(signal, async () => {
        await repeated(signal, () => s3.deleteObject(`${keyOf(metadata)}.json`));
        await repeated(signal, () => s3.deleteObject(keyOf(metadata)));
      }),
  };
}

async function upload(s3: S3mini, key: string, file: string, signal: AbortSignal): Promise<void> {
  const size = await sizeOfFile(file);
  if (size <= PART) {
    const whole = await bytesOf(file, 0, size);
    await repeated(signal, () => s3.putObject(key, whole));
    return;
  }
  const length = Math.max(PART, Math.ceil(size / MOST_PARTS / MIB) * MIB);
  const id = await repeated(signal, () => s3.getMultipartUploadId(key));
  try {
    const parts: Awaited<ReturnType<typeof s3.uploadPart>>[] = [];
    for (let start = 0, number = 1; start < size; start += length, number += 1) {
      const part = await bytesOf(file, start, Math.min(size, start + length));
      parts.push(await repeated(signal, () => s3.uploadPart(key, id, part, number)));
    }
    await repeated(signal, () => s3.completeMultipartUpload(key, id, parts));
  } catch (error) {
    // Also after an abort: parts that nobody completes are paid for until somebody finds them.
    await s3.abortMultipartUpload(key, id).catch(() => {});
    throw error;
  }
}

async function bytesOf(file: string, start: number, end: number): Promise<Buffer> {
  if (end === start) return Buffer.alloc(0);
  const pieces: Uint8Array[] = [];
  for await (const piece of await readRange(file, start, end - 1)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Asks again where a service is out of breath or the connection broke. */
async function repeated<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      signal.throwIfAborted();
      return await ask();
    } catch (error) {
      const { status = 500 } = error as { status?: number };
      if (signal.aborted || attempt === ATTEMPTS || (status < 500 && status !== 429)) throw error;
    }
  }
}

function failureOf(error: Error & { readonly status?: number }, name: string): Failure {
  const { status, message } = error;
  if (status === 401 || status === 403) {
    const what = `${name} does not let us in (${status})`;
    return exportFailure('denied', what, 'see AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the rights on the bucket');
  }
  if (status === 404)
    return exportFailure('storage-error', `there is no ${name}, or not that in it`, 'create the bucket first');
  if (status === 507) return exportFailure('disk-full', `${name} has no space left`);
  return exportFailure('storage-error', `${name} cannot be used: ${message}`, 'see its endpoint, and whether it is up');
}
