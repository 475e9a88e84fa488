import { architectureOf, type ExportTarget, platformOf } from '../names/export-target.ts';
import type { Platform } from '../names/platform.ts';
import type { ExportConfiguration } from './configuration.ts';
import type { Findings } from './findings.ts';
import type { BuildFile } from './generated/build-file.ts';
import type { CaskwrightFile } from './generated/caskwright-file.ts';
import type { Located } from './image.ts';
import { locatedItems } from './located.ts';
import { parseMemory } from './quantities.ts';
import type { YamlSource } from './yaml-source.ts';

/** The disk images of an image; those that cannot be made are reported and left out. */
export function readExports(
  source: YamlSource,
  exports: BuildFile['exports'],
  platforms: readonly Located<Platform>[],
  findings: Findings,
): readonly Located<ExportTarget>[] {
  const known: Located<ExportTarget>[] = [];
  for (const { value, span } of locatedItems(source, ['exports'], exports)) {
    const { type, architecture = firstArchitecture(platforms) } = value;

    // Its absence was reported with the schema.
    if (type === undefined) continue;
    const platform = platformOf[architecture];
    if (!platforms.some((one) => one.value === platform)) {
      const message = `a disk image for ${architecture} is made of ${platform}, and the image is not built for that`;
      findings.error(span, 'export-impossible', message, { fix: `add ${platform} to platforms` });
    } else if (known.some((one) => one.value.type === type && one.value.architecture === architecture)) {
      findings.error(span, 'export-impossible', `${type} for ${architecture} stands in exports already`);
    } else known.push({ value: { type, architecture }, span });
  }
  return known;
}

function firstArchitecture(platforms: readonly Located<Platform>[]): ExportTarget['architecture'] {
  return platforms.map(({ value }) => architectureOf(value)).find((one) => one !== undefined) ?? 'x86_64';
}

/** Where disk images of a repository go and how many stay, defaults filled in. */
export function readExportConfiguration(
  source: YamlSource,
  exports: CaskwrightFile['exports'],
  findings: Findings,
): ExportConfiguration {
  const { storage, keep, max_size, image_builder } = exports ?? {};
  const size = max_size === undefined ? undefined : parseMemory(String(max_size));
  if (size && !size.ok) findings.error(source.span(['exports', 'max_size']), 'schema-value', size.error);
  return {
    storage: readStorage(source, storage, findings),
    ...(exports ? { stated: true } : {}),
    keep: keep ?? defaultExports.keep,
    maxSize: size?.ok ? size.value : defaultExports.maxSize,
    imageBuilder: image_builder ?? defaultExports.imageBuilder,
  };
}

type Storage = NonNullable<NonNullable<CaskwrightFile['exports']>['storage']>;

function readStorage(
  source: YamlSource,
  storage: Storage | undefined,
  findings: Findings,
): ExportConfiguration['storage'] {
  if (!storage) return defaultExports.storage;
  const { kind = 'local', path, endpoint, bucket, region = 'us-east-1', prefix = '' } = storage;
  const lack = (key: string) =>
    findings.error(
      source.span(['exports', 'storage']),
      'schema-missing-key',
      `a storage of the kind ${kind} needs "${key}"`,
    );
  switch (kind) {
    case 'local':
      return { kind, path: path ?? defaultExports.storage.path };
    case 'pvc':
      if (path === undefined) lack('path');
      return { kind, path: path ?? defaultExports.storage.path };
    case 's3':
      if (endpoint === undefined) lack('endpoint');
      if (bucket === undefined) lack('bucket');
      return { kind, endpoint: endpoint ?? '', bucket: bucket ?? '', region, prefix };
  }
}

/** What counts where nothing is said. */
export const defaultExports = {
  storage: { kind: 'local', path: '.caskwright/exports' },
  keep: 3,
  maxSize: 32 * 1024 ** 3,
  imageBuilder: 'quay.io/centos-bootc/bootc-image-builder:latest',
} as const satisfies ExportConfiguration;
