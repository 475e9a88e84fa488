import { hash } from 'node:crypto';
import { type Digest, parseDigest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { ImageFingerprint, SourceHash } from './fingerprint.ts';
import type { RepositoryImage } from './image.ts';
import type { Component, Reason } from './reasons.ts';

const OWN: readonly Component[] = ['dockerfile', 'context', 'args', 'settings', 'version', 'platforms', 'test'];

/** Every part and ingredient of an image by name: what a record keeps, so that the next plan can say what changed. */
export function componentsOf(
  image: RepositoryImage,
  source: SourceHash,
  fingerprint: ImageFingerprint | undefined,
): Readonly<Record<string, string>> {
  const own: Record<Component, string> = {
    dockerfile: short(
      sha256([source.components.dockerfile, image.dockerfile.references.map(({ written }) => written)]),
    ),
    context: short(source.components.context),
    args: short(source.components.args),
    settings: short(source.components.settings),
    version: short(source.components.version),
    platforms: image.definition.platforms
      .map(({ value }) => value)
      .sort()
      .join(' '),
    test: short(sha256(image.definition.test?.command ?? null)),
  };
  const all: Record<string, string> = { ...own };
  for (const node of fingerprint?.nodes ?? []) {
    for (const part of node.ingredients) {
      if (part.kind === 'base') all[`base ${part.reference} ${part.platform}`] = part.digest;
      else all[`parent ${part.parent} ${part.platform}`] = short(part.fingerprint);
    }
  }
  return all;
}

/** What differs between two sets of components, own parts first, each parent and base once. */
export function changesSince(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly Reason[] {
  const own = OWN.filter((part) => before[part] !== now[part]).map(
    (component): Reason => ({ kind: 'changed', component }),
  );
  const names = new Set([...Object.keys(now), ...Object.keys(before)]);
  const changed = [...names].sort().filter((name) => before[name] !== now[name]);
  const parents = ingredientNames(changed, 'parent').map(
    (parent): Reason => ({ kind: 'parent', parent: parent as ImageName }),
  );
  const bases = ingredientNames(changed, 'base').map((reference): Reason => {
    const key = changed.find((name) => name.startsWith(`base ${reference} `)) as string;
    const from = asDigest(before[key]);
    const to = asDigest(now[key]);
    return { kind: 'base', reference, ...(from ? { from } : {}), ...(to ? { to } : {}) };
  });
  return [...own, ...bases, ...parents];
}

function ingredientNames(keys: readonly string[], kind: 'base' | 'parent'): readonly string[] {
  return [
    ...new Set(keys.map((key) => key.split(' ')).flatMap(([what, name]) => (what === kind && name ? [name] : []))),
  ];
}

function asDigest(text: string | undefined): Digest | undefined {
  const digest = text === undefined ? undefined : parseDigest(text);
  return digest?.ok ? digest.value : undefined;
}

function sha256(value: unknown): string {
  return hash('sha256', JSON.stringify(value));
}

function short(hash: string): string {
  return hash.slice(0, 16);
}
