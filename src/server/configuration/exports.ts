import { resolve } from 'node:path';
import type { ExportConfiguration } from '../../definition/configuration.ts';
import type { ServerFile } from '../../definition/generated/server-file.ts';
import { parseMemory } from '../../definition/quantities.ts';
import { defaultExports } from '../../definition/read-exports.ts';

/** Where the server keeps disk images, and how many; paths are meant from the data folder. */
export function exportsOf(exports: ServerFile['exports'], data: string, faults: string[]): ExportConfiguration {
  const { storage, keep, max_size, image_builder } = exports ?? {};
  const size = max_size === undefined ? undefined : parseMemory(String(max_size));
  if (size && !size.ok) faults.push(`exports.max_size: ${size.error}`);
  return {
    storage: storageOf(storage ?? {}, data, faults),
    keep: keep ?? defaultExports.keep,
    maxSize: size?.ok ? size.value : defaultExports.maxSize,
    imageBuilder: image_builder ?? defaultExports.imageBuilder,
  };
}

function storageOf(
  {
    kind = 'local',
    path,
    endpoint,
    bucket,
    region = 'us-east-1',
    prefix = '',
  }: NonNullable<NonNullable<ServerFile['exports']>['storage']>,
  data: string,
  faults: string[],
): ExportConfiguration['storage'] {
  if (kind === 's3') {
    if (endpoint === undefined || bucket === undefined)
      faults.push('exports.storage: s3 needs an endpoint and a bucket');
    return { kind, endpoint: endpoint ?? '', bucket: bucket ?? '', region, prefix };
  }
  if (kind === 'pvc' && path === undefined) faults.push('exports.storage: pvc needs the path of its volume');
  return { kind, path: resolve(data, path ?? 'exports') };
}
