// OCI image spec 1.1, "Media Types"; Docker: distribution's "Image Manifest V2, Schema 2".

export const mediaType = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  empty: 'application/vnd.oci.empty.v1+json',
  record: 'application/vnd.caskwright.record.v1',
} as const;

/** Everything that we can read, for `Accept`. */
export const readable = [mediaType.index, mediaType.manifest, mediaType.dockerList, mediaType.dockerManifest].join(
  ', ',
);

const ociNames: Readonly<Record<string, string>> = {
  [mediaType.dockerManifest]: mediaType.manifest,
  [mediaType.dockerList]: mediaType.index,
  'application/vnd.docker.container.image.v1+json': mediaType.config,
  'application/vnd.docker.image.rootfs.diff.tar': mediaType.layer,
  'application/vnd.docker.image.rootfs.diff.tar.gzip': `${mediaType.layer}+gzip`,
  'application/vnd.docker.image.rootfs.diff.tar.zstd': `${mediaType.layer}+zstd`,
  'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip':
    'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
};

/** The OCI name of a Docker media type: the bytes behind both are the same. Any other type is returned as it is. */
export function ociMediaType(type: string): string {
  return ociNames[type] ?? type;
}
