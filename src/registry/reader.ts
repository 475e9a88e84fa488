import { ok } from '../base/result.ts';
import type { RegistryReader } from '../build/ports/registry.ts';
import { stored } from './manifest.ts';
import type { Store } from './store.ts';

/** What a reader does on any store. */
export function createReader(store: Store): Omit<RegistryReader, 'resolve'> {
  return {
    async manifest(image, tag, signal) {
      const manifest = await store.get(image, tag, { phase: 'plan', signal });
      return manifest.ok ? ok(manifest.value && stored(manifest.value)) : manifest;
    },
    tags: (image, signal) => store.tags(image, { phase: 'plan', signal }),
  };
}
