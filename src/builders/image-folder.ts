import { join } from 'node:path';
import type { ImageSource } from '../build/ports/builder.ts';
import { type Digest, parseDigest } from '../names/digest.ts';
import { type Platform, platformParts } from '../names/platform.ts';
import { linkTo, listNames, makePrivate, moveFile, readText, sha256, writePrivate } from '../system/folder-files.ts';

// The `dir:` transport of containers/image: manifest.json, version, and blobs named by their hex digest.
// Unlike its `oci:` transport it keeps Docker's manifests as they are, and a manifest needs no tag to be found.

interface Manifest {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly (Descriptor & { readonly platform?: Record<string, string> })[];
}
interface Descriptor {
  readonly digest: string;
}

/** The path of a blob in an OCI layout (image spec 1.1, "Image Layout"). */
export function blobPath(layout: string, digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return join(layout, 'blobs', algorithm, hex);
}

/** Moves the image of a `dir:` folder into an OCI layout, manifest byte for byte; returns the manifest's digest. */
export async function moveIntoLayout(folder: string, layout: string): Promise<Digest> {
  const manifest = await readText(join(folder, 'manifest.json'));
  if (manifest === undefined) throw new Error(`no manifest in ${folder}`);
  await makePrivate(join(layout, 'blobs', 'sha256'));
  for (const name of await listNames(folder)) {
    if (/^[0-9a-f]{64}$/.test(name)) await moveFile(join(folder, name), blobPath(layout, `sha256:${name}`));
  }
  const digest = parseDigest(sha256(manifest));
  if (!digest.ok) throw new Error(digest.error);
  const draft = join(folder, 'manifest');
  await writePrivate(draft, manifest);
  await moveFile(draft, blobPath(layout, digest.value));
  return digest.value;
}

/** Moves the blobs of one OCI layout into another one; what names them, its index, is left behind. */
export async function moveLayout(from: string, to: string): Promise<void> {
  const blobs = join('blobs', 'sha256');
  await makePrivate(join(to, blobs));
  for (const name of await listNames(join(from, blobs))) await moveFile(join(from, blobs, name), join(to, blobs, name));
}

/** Makes a `dir:` folder out of links into a layout's blobs: one exact image, for one platform where it is an index. */
export async function linkFromLayout(
  source: Extract<ImageSource, { kind: 'layout' }>,
  platform: Platform,
  folder: string,
): Promise<void> {
  const { manifest, text } = await readManifest(source.directory, source.digest, platform);
  await makePrivate(folder);
  await writePrivate(join(folder, 'version'), 'Directory Transport Version: 1.1\n');
  await writePrivate(join(folder, 'manifest.json'), text);
  const blobs = new Set([manifest.config, ...(manifest.layers ?? [])].map((descriptor) => descriptor?.digest));
  for (const digest of blobs) {
    if (digest !== undefined) await linkTo(blobPath(source.directory, digest), join(folder, hexOf(digest)));
  }
}

/**
 * Takes the ONBUILD triggers out of the image of a `dir:` folder. `buildah from` runs them, as if a child were
 * built, where a container of the image itself is wanted.
 */
export async function removeTriggers(folder: string): Promise<void> {
  const manifest = JSON.parse((await readText(join(folder, 'manifest.json'))) ?? '{}') as Manifest;
  const configFile = join(folder, hexOf(manifest.config?.digest ?? ''));
  const image = JSON.parse((await readText(configFile)) ?? '{}') as { config?: { OnBuild?: readonly string[] } };
  if ((image.config?.OnBuild ?? []).length === 0) return;
  const config = JSON.stringify({ ...image, config: { ...image.config, OnBuild: [] } });
  const digest = sha256(config);
  await writePrivate(join(folder, hexOf(digest)), config);
  const described = { ...manifest.config, digest, size: Buffer.byteLength(config) };
  await writePrivate(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, config: described }));
}

function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1);
}

async function readManifest(
  layout: string,
  digest: string,
  platform: Platform,
): Promise<{ manifest: Manifest; text: string }> {
  const text = await readText(blobPath(layout, digest));
  if (text === undefined) throw new Error(`${layout} has no ${digest}`);
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.manifests === undefined) return { manifest, text };
  const wanted = platformParts(platform);
  const found = manifest.manifests.find(
    ({ platform: offered }) =>
      offered?.os === wanted.os && offered.architecture === wanted.architecture && offered.variant === wanted.variant,
  );
  if (found === undefined) throw new Error(`${digest} has nothing for ${platform}`);
  return readManifest(layout, found.digest, platform);
}
