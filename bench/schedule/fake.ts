import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/base/clock.ts';
import { createFakeBuilder } from '../../src/builders/fake.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { carryOut } from '../../src/engine/run.ts';
import { createConnections } from '../../src/main/connections.ts';
import { openRepository } from '../../src/repository/open.ts';
import { createHttp } from '../../src/system/http.ts';
import type { BenchGraph } from '../graphs.ts';
import { environment } from '../measure.ts';
import { writeRepository } from '../stage.ts';

/** Runs a graph in this process into an OCI layout, with a builder that only sleeps. Returns the run's seconds. */
export async function runWithFake(graph: BenchGraph): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-bench-schedule-'));
  try {
    const path = join(folder, 'repository');
    const target = { host: 'registry.example.com', namespace: 'fleet', base: 'scratch' };
    writeRepository(path, graph, target, () => 'true');
    return await run(path, join(folder, 'layout'), graph);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(path: string, layout: string, graph: BenchGraph): Promise<number> {
  const repository = await openRepository(path, environment);
  if (!repository.ok) throw new Error(repository.error.message);
  const seconds = new Map(graph.images.map((image) => [image.name, image.seconds]));
  const http = createHttp(environment);
  const connections = {
    ...createConnections(environment, path),
    builder: async () => {
      const builder = createFakeBuilder(
        { http, insecure: [] },
        {
          async onBuild({ dockerfile }) {
            const [, name = ''] = /\/context-(\S+)/.exec(readFileSync(dockerfile, 'utf8')) ?? [];
            await sleep((seconds.get(name) as number) * 1000);
            return undefined;
          },
        },
      );
      return { ok: true as const, value: { builder, why: 'it only sleeps' } };
    },
  };
  const signal = new AbortController().signal;
  const prepared = await prepare({
    repository: repository.value,
    connections,
    overrides: {},
    hints: {},
    images: [],
    force: false,
    layout,
    signal,
  });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
  const done = await carryOut({
    prepared: prepared.value,
    connections,
    run: 'bench',
    allowDirty: false,
    keepGoing: true,
    concurrency: graph.slots,
    secret: () => undefined,
    clock: systemClock,
    emit: () => {},
    signal,
  });
  await prepared.value.loaded.tree.close();
  http.close();
  if (!done.ok || done.value.outcome !== 'succeeded') throw new Error(JSON.stringify(done));
  return done.value.seconds;
}
