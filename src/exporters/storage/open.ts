import { err, ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../build/failure.ts';
import type { ExportStorage } from '../../build/ports/export-storage.ts';
import type { Environment } from '../../system/environment.ts';
import { exportFailure } from '../tools.ts';
import { localStorage, volumeStorage } from './folder.ts';
import { s3Storage } from './s3.ts';

/** Where disk images are to be kept. */
export type StorageOptions =
  | { readonly kind: 'local' | 'pvc' /** Absolute. */; readonly path: string }
  | {
      readonly kind: 's3';
      readonly endpoint: string;
      readonly bucket: string;
      readonly region: string;
      readonly prefix: string;
    };

/** The storage of a configuration; credentials come from the environment, under the names that AWS gave them. */
export function openStorage(options: StorageOptions, environment: Environment): Result<ExportStorage, Failure> {
  if (options.kind !== 's3') {
    return ok(options.kind === 'local' ? localStorage(options.path) : volumeStorage(options.path));
  }
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return ok(s3Storage({ ...options, accessKeyId, secretAccessKey }));
  }
  const message = `the bucket ${options.bucket} needs credentials, and the environment has none`;
  return err(exportFailure('unauthenticated', message, 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'));
}
