import { digestOf, type Manifest, writeManifest } from './manifest.ts';
import { mediaType } from './media-types.ts';

// A record has nothing but annotations. OCI 1.1 would write it with empty blobs of the type
// application/vnd.oci.empty.v1+json, which registries that list the types they take (older Quay, Artifactory,
// GitLab, ECR) refuse; some also want a layer. So it is an ordinary image whose one layer is an empty tar: any
// registry takes that, a scanner can unpack it, and `artifactType`, which older ones ignore, tells what it is.

/** POSIX: two blocks of zeros end an archive. */
const emptyTar = new Uint8Array(1024);
const config = Buffer.from(
  JSON.stringify({
    architecture: 'unknown',
    os: 'unknown',
    config: {},
    rootfs: { type: 'layers', diff_ids: [digestOf(emptyTar)] },
  }),
);

/** The blobs that every record is made of. */
export const recordBlobs: readonly Uint8Array[] = [config, emptyTar];

/** The manifest of a record. */
export function recordManifest(annotations: Readonly<Record<string, string>>): Manifest {
  return writeManifest({
    schemaVersion: 2,
    mediaType: mediaType.manifest,
    artifactType: mediaType.record,
    config: { mediaType: mediaType.config, digest: digestOf(config), size: config.length },
    layers: [{ mediaType: mediaType.layer, digest: digestOf(emptyTar), size: emptyTar.length }],
    annotations,
  });
}
