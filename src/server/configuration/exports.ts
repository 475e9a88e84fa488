import { resolve } from 'node:path';
import type { ExportConfiguration } from '../../definition/configuration.ts';
import { parseMemory } from '../../definition/quantities.ts';
import type { CompleteFile } from './defaults.ts';

/** Where the server keeps disk images, and how many; paths are meant from the data folder. */
export function exportsOf(exports: CompleteFile['exports'], data: string, faults: string[]): ExportConfiguration {
  const { storage, keep, max_size, image_builder } = exports;
  const size = parseMemory(String(max_size));
  if (!size.ok) faults.push(`exports.max_size: ${size.error}`);
  return {
    storage: storageOf(storage, data, faults),
    keep,
    maxSize: size.ok ? size.value : 0,
    imageBuilder: image_builder,
  };
}

function storageOf(
  { kind, path, endpoint, bucket, region, prefix = '' }: CompleteFile['exports']['storage'],
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
