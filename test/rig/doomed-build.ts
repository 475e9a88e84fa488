import { text } from 'node:stream/consumers';
import type { BuildRequest } from '../../src/build/ports/builder.ts';
import { selectBuilder } from '../../src/builders/select.ts';
import type { Environment } from '../../src/system/environment.ts';

// A program that builds what stdin tells and prints its lines, for tests that kill it in the middle.

interface Input {
  readonly kind: 'buildah' | 'podman' | 'buildx';
  readonly environment: Environment;
  readonly folder: string;
  readonly host: string;
  readonly request: BuildRequest;
}

const { kind, environment, folder, host, request } = JSON.parse(await text(process.stdin)) as Input;
const selected = await selectBuilder(kind, { environment, folder, registries: { insecure: [host], authorities: {} } });
if (!selected.ok) throw new Error(selected.error.message);
await selected.value.builder.build(request, {
  signal: new AbortController().signal,
  log: (line) => process.stdout.write(`${line}\n`),
});
