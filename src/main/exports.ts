import { join, resolve } from 'node:path';
import { ok, type Result } from '../base/result.ts';
import type { ExportParts } from '../build/exports.ts';
import type { Failure } from '../build/failure.ts';
import type { ExportStorage } from '../build/ports/export-storage.ts';
import type { ExportConfiguration } from '../definition/configuration.ts';
import { createExporter } from '../exporters/exporter.ts';
import { onePlace } from '../exporters/storage/one-place.ts';
import { openStorage } from '../exporters/storage/open.ts';
import { createFetcher } from '../registry/fetcher.ts';
import type { RegistryOptions } from '../registry/registry.ts';
import type { Environment } from '../system/environment.ts';
import { hashFile } from '../system/folder-files.ts';
import { openRunFolder, removeAbandoned } from '../system/run-folder.ts';
import { sizeOfFile } from '../system/stored-files.ts';

/** What the exports of one repository stand on. */
export interface ExportGround {
  readonly environment: Environment;
  /** Where private folders of runs are. */
  readonly folder: string;
  readonly registry: RegistryOptions;
  /** Writes the credentials of the registry to a file, in docker's form. */
  writeCredentials(file: string): Promise<string>;
}

/** The real exporters and a storage. `root`: what relative paths mean; `to`: one place in the storage's stead. */
export function createExports(
  { storage, maxSize, imageBuilder }: ExportConfiguration,
  root: string,
  ground: ExportGround,
  to?: string,
): Result<ExportParts, Failure> {
  const opened = to === undefined ? openExportStorage(storage, root, ground.environment) : ok(onePlace(to));
  if (!opened.ok) return opened;
  const { environment, registry } = ground;
  const fetcher = createFetcher(registry);
  const { insecure } = registry;
  const engine = { environment, imageBuilder, insecure };
  return ok({
    exporter: {
      hindrance: (request) => createExporter(fetcher, engine).hindrance(request),
      async export(request, context) {
        const authFile = await ground.writeCredentials(join(request.folder, 'auth.json'));
        return createExporter(fetcher, { ...engine, authFile }).export(request, context);
      },
    },
    fetcher,
    storage: opened.value,
    prefix: '',
    maxSize,
    async measure(file) {
      const digest = await hashFile(file);
      return { sha256: (digest ?? '').slice('sha256:'.length), size: await sizeOfFile(file) };
    },
    async within(work) {
      const base = join(ground.folder, 'exports');
      await removeAbandoned(base);
      const folder = await openRunFolder(base);
      try {
        return await work(await folder.make('export'));
      } finally {
        await folder.remove();
      }
    },
  });
}

/** The storage alone, for those who list, read and remove. */
export function openExportStorage(
  storage: ExportConfiguration['storage'],
  root: string,
  environment: Environment,
): Result<ExportStorage, Failure> {
  const absolute = storage.kind === 's3' ? storage : { ...storage, path: resolve(root, storage.path) };
  return openStorage(absolute, environment);
}
