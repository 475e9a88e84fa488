import { expect, test } from 'vitest';
import { annotation } from '../plan/holding.ts';
import { annotated, parseManifest, stored, writeManifest } from './manifest.ts';
import { ociMediaType } from './media-types.ts';
import { identity, size } from './publisher.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const descriptor = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 };
const image = {
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: descriptor,
  layers: [],
};

test.each([
  ['application/vnd.docker.distribution.manifest.v2+json', 'application/vnd.oci.image.manifest.v1+json'],
  ['application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.index.v1+json'],
  ['application/vnd.docker.container.image.v1+json', 'application/vnd.oci.image.config.v1+json'],
  ['application/vnd.docker.image.rootfs.diff.tar', 'application/vnd.oci.image.layer.v1.tar'],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'application/vnd.oci.image.layer.v1.tar+gzip'],
  ['application/vnd.docker.image.rootfs.diff.tar.zstd', 'application/vnd.oci.image.layer.v1.tar+zstd'],
  [
    'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
    'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
  ],
  ['application/vnd.in-toto+json', 'application/vnd.in-toto+json'],
])('%s is %s', (docker, oci) => {
  expect(ociMediaType(docker)).toBe(oci);
});

test('members that we do not know survive rewriting', () => {
  const before = writeManifest({ ...image, subject: { digest }, 'org.example': [1], annotations: { b: '1' } });
  const after = annotated(before, { a: '2' });
  expect(after.json).toEqual({ ...before.json, annotations: { a: '2', b: '1' } });
  expect(Object.keys(after.annotations)).toEqual(['a', 'b']);
});

test('a document without its own type gets one when it is rewritten, and is not taken for ours before', () => {
  const { mediaType, ...untyped } = image;
  const before = parseManifest(Buffer.from(JSON.stringify(untyped)), mediaType);
  expect(before.ok && annotated(before.value, {}).json.mediaType).toBe(mediaType);
});

test('S19 an annotation named __proto__ is data', () => {
  const text = JSON.stringify({ ...image, annotations: {} }).replace('{}', '{"__proto__":"x"}');
  const parsed = parseManifest(Buffer.from(text));
  if (!parsed.ok) throw new Error(parsed.error);
  const rewritten = annotated(parsed.value, { a: 'b' });
  expect(Object.entries(rewritten.annotations)).toEqual([
    ['__proto__', 'x'],
    ['a', 'b'],
  ]);
  expect(Object.getPrototypeOf(stored(rewritten).annotations)).toBe(Object.prototype);
});

test('the keys are those that the plan reads', () => {
  expect(identity).toEqual([annotation.fingerprint, annotation.parents]);
  expect(size).toBe(annotation.size);
});
