import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journeys, type StagedFleet } from '../rig/action-stage.ts';
import { layersOf, openRecords, parentsOutOfStep } from '../rig/fleet-standing.ts';
import type { GitHubEvent, GitHubRepository } from '../rig/github-repository.ts';
import { temporaryDirectory } from '../rig/repository.ts';
import { type Machine, type StepResult, startMachine } from '../rig/runner.ts';

interface MatrixJob {
  readonly name: string;
  readonly image: string;
}

/** What the jobs of a workflow run hand on: artifacts, nothing else. */
interface Artifacts {
  readonly plan: string;
  readonly digests: string;
}

journeys('levels over runners', (stage) => {
  const machines: Machine[] = [];
  beforeAll(() => void machines.push(startMachine(), startMachine(), startMachine()));
  afterAll(async () => void (await Promise.all(machines.map((machine) => machine.remove()))));

  test('three runners with one registry end in the same set and tags as one', async () => {
    const one = fleetOf();
    const alone = await stage.run(one.repository, one.event);
    expect(alone.exitCode, alone.log).toBe(0);
    const expected = await comparable();

    const { repository, event } = fleetOf();
    expect(await stage.fleet.standing()).toEqual({});
    const artifacts = { plan: join(temporaryDirectory(), 'plan.json'), digests: temporaryDirectory() };
    const { levels } = await planned(repository, event, artifacts);
    expect(levels.map((jobs) => jobs.flatMap(({ image }) => image.split(' ')).toSorted())).toEqual([
      ['base'],
      ['log-shipper', 'runtime', 'toolchain'],
      ['fleetctl', 'site', 'web', 'worker'],
      ['cron', 'smoke'],
    ]);
    for (const jobs of levels) await wholeLevel(repository, event, jobs, artifacts);
    expect(Object.values(await stage.fleet.standing()).flatMap(({ tags }) => Object.keys(tags))).toEqual([]);
    const last = await step(repository, event, machines[0], { plan: artifacts.plan, digests: artifacts.digests });
    expect([last.exitCode, last.outputs.result], last.log).toEqual([0, 'succeeded']);
    expect(await comparable()).toEqual(expected);
    for (const machine of machines) expect(await machine.leftovers()).toEqual([]);
    expect(stage.api.strays).toEqual([]);
  });

  test('a level that fails stops its descendants, not the others, and the last job is red', async () => {
    const { fleet, repository } = fleetOf();
    fleet.change('images/toolchain/Dockerfile', 'RUN sh -n', 'RUN false && sh -n');
    const event = repository.push();
    const artifacts = { plan: join(temporaryDirectory(), 'plan.json'), digests: temporaryDirectory() };
    const { levels } = await planned(repository, event, artifacts);
    const results = new Map<string, StepResult>();
    for (const jobs of levels) {
      for (const [image, result] of await wholeLevel(repository, event, jobs, artifacts, 'any'))
        results.set(image, result);
    }
    const failed = [...results].filter(([, { exitCode }]) => exitCode !== 0).map(([image]) => image);
    expect(failed.toSorted()).toEqual(['fleetctl', 'site', 'smoke', 'toolchain', 'web']);
    const last = await step(repository, event, machines[0], { plan: artifacts.plan, digests: artifacts.digests });
    expect([last.exitCode, last.outputs.result], last.log).toEqual([1, 'failed']);
    const published = Object.entries(await stage.fleet.standing()).filter(([, { tags }]) => tags.latest !== undefined);
    expect(published.map(([image]) => image)).toEqual(['base', 'cron', 'log-shipper', 'runtime', 'worker']);
  });

  /** A fleet of which nothing is published, pushed. */
  function fleetOf(): StagedFleet & { readonly event: GitHubEvent } {
    const staged = stage.empty();
    return { ...staged, event: staged.repository.push() };
  }

  async function planned(repository: GitHubRepository, event: GitHubEvent, { plan }: Artifacts) {
    const job = stage.job(repository, event, { machine: machines[0] as Machine });
    const made = await job.run({ command: 'plan' });
    expect(made.exitCode, made.log).toBe(0);
    for (const output of Object.values(made.outputs)) expect(output.length * 2).toBeLessThan(1_000_000);
    copyFileSync(made.outputs.plan ?? '', plan);
    await job.end();
    const levels = JSON.parse(made.outputs.levels ?? '') as readonly (readonly MatrixJob[])[];
    expect(JSON.parse(made.outputs.matrix ?? '')).toEqual({ include: levels[0] });
    return { levels };
  }

  /** All jobs of a level at once, dealt out to the runners; each hands its digests on. */
  async function wholeLevel(
    repository: GitHubRepository,
    event: GitHubEvent,
    jobs: readonly MatrixJob[],
    { plan, digests }: Artifacts,
    wanted: 'all' | 'any' = 'all',
  ): Promise<readonly (readonly [string, StepResult])[]> {
    const queues = machines.map((machine, at) => ({
      machine,
      jobs: jobs.filter((_, index) => index % machines.length === at),
    }));
    const results = await Promise.all(
      queues.map(async ({ machine, jobs: own }) => {
        const ended: (readonly [string, StepResult])[] = [];
        for (const { image } of own)
          ended.push([image, await step(repository, event, machine, { plan, digests, image })]);
        return ended;
      }),
    );
    for (const [image, { exitCode, log }] of results.flat())
      if (wanted === 'all') expect(exitCode, `${image}: ${log}`).toBe(0);
    return results.flat();
  }

  /** One job on a runner, with what artifacts bring and take. */
  async function step(
    repository: GitHubRepository,
    event: GitHubEvent,
    machine: Machine | undefined,
    { plan, digests, image = '' }: { plan: string; digests: string; image?: string },
  ): Promise<StepResult> {
    const job = stage.job(repository, event, { machine: machine as Machine });
    const brought = join(job.temp, 'digests');
    mkdirSync(brought);
    cpSync(digests, brought, { recursive: true });
    const result = await job.run({ command: 'build', plan, digests: brought, image });
    if (image !== '') writeFileSync(join(digests, `${image.split(' ')[0]}.json`), result.outputs.digests ?? '{}');
    await job.end();
    return result;
  }

  /** What stands in the registry, as far as it is the same for each build of the same sources: layers, not times. */
  async function comparable(): Promise<Record<string, unknown>> {
    const standing = await stage.fleet.standing();
    const { host } = stage.fleet.registry;
    const rows = Object.entries(standing).map(async ([image, { tags, fingerprints, landings, records }]) => {
      expect(new Set(Object.values(tags)).size, `the tags of ${image} are of one build`).toBe(1);
      const layers = await layersOf(host, `fleet/${image}`, 'latest');
      return [image, { fingerprints, layers, landings: Object.keys(landings), records: Object.keys(records) }] as const;
    });
    expect(parentsOutOfStep(standing)).toEqual([]);
    expect(openRecords(standing)).toEqual([]);
    return Object.fromEntries(await Promise.all(rows));
  }
});
