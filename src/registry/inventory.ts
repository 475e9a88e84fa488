import { ok } from '../base/result.ts';
import type { Inventory, InventoryEntry } from '../build/ports/inventory.ts';
import type { HeldManifest } from '../build/ports/remover.ts';
import { below, listImages } from './catalogue.ts';
import { RegistryClient } from './client.ts';
import { packagesApi } from './ghcr-api.ts';
import { DEFAULT_TIMEOUT, type RegistryOptions } from './registry.ts';
import { kindOf, type RegistryKind } from './remove.ts';
import { creationDate, tagged } from './remove-inventory.ts';
import { Transport } from './transport.ts';

/** What looks at a registry, with a client of its own. Nothing is asked before the first call. */
export function createInventory(options: RegistryOptions & { readonly kind: RegistryKind }): Inventory {
  const { host, namespace } = options;
  const transport = new Transport({ ...options, timeout: options.timeout ?? DEFAULT_TIMEOUT });
  const client = new RegistryClient(transport);
  const kind = options.kind === 'auto' && kindOf(host) === 'ghcr' ? 'ghcr' : options.kind;
  return {
    async images(signal) {
      const call = { phase: 'plan', signal } as const;
      if (kind !== 'ghcr') return listImages(transport, { host, namespace }, kind, call);
      const names = await packagesApi(options).names({ host, path: namespace }, call);
      return names.ok ? ok(below(namespace, names.value)) : names;
    },
    async entries(image, wanted, signal) {
      const call = { phase: 'plan', signal } as const;
      const from = { host, path: image };
      const held = await tagged(client, from, call, wanted);
      if (!held.ok) return held;
      const byDigest = new Map(held.value.map((manifest) => [manifest.digest, manifest]));
      const entries: InventoryEntry[] = [];
      for (const manifest of held.value.filter(({ tags }) => tags.length > 0)) {
        const said = Date.parse(manifest.annotations['org.opencontainers.image.created'] ?? '');
        const created = Number.isNaN(said) ? await creationDate(client, from, manifest, call) : ok(said);
        if (!created.ok) return created;
        const { tags, digest } = manifest;
        const age = created.value === undefined ? {} : { createdAt: created.value };
        entries.push({ tags, digest, size: sizeOf(manifest, byDigest), ...age });
      }
      return ok(entries);
    },
  };
}

/** Bytes of everything but manifests that a manifest or the parts of an index name, each blob once. */
function sizeOf(manifest: HeldManifest, all: ReadonlyMap<string, HeldManifest>): number {
  const parts = [manifest, ...manifest.parts.flatMap((part) => all.get(part) ?? [])];
  const blobs = new Map(
    parts.flatMap((part) => Object.entries(part.blobs).filter(([digest]) => digest !== part.digest)),
  );
  return [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0);
}
