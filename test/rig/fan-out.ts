import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ActionStage } from './action-stage.ts';
import type { GitHubEvent, GitHubRepository } from './github-repository.ts';
import { temporaryDirectory } from './repository.ts';
import type { Machine, StepResult } from './runner.ts';

/** An entry of a matrix. */
interface MatrixJob {
  readonly name: string;
  readonly image: string;
  readonly platform: string;
  readonly id: string;
  readonly needs: string;
}

/** A run of the workflow `fan-out.yml`: what each job came to. */
export interface FanOut {
  readonly levels: readonly (readonly MatrixJob[])[];
  /** Job by name → its result. */
  readonly jobs: ReadonlyMap<string, StepResult>;
  readonly last: StepResult;
}

/** What the caller of the workflow gives it. */
export interface FanOutSketch {
  readonly repository: GitHubRepository;
  readonly event: GitHubEvent;
  /** Jobs of a level are dealt out to these; each has folders and a store of its own. */
  readonly machines: readonly Machine[];
  readonly inputs?: Readonly<Record<string, string>>;
  /** Between the levels and the last job. */
  readonly beforeLast?: () => Promise<void>;
}

/** Plays the jobs of `fan-out.yml` as it has them; artifacts are all that goes from one to the next. */
export async function playFanOut(stage: ActionStage, sketch: FanOutSketch): Promise<FanOut> {
  const { machines, repository, event, inputs = {} } = sketch;
  const artifacts = new Artifacts();
  const job = (at: number) => stage.job(repository, event, { machine: machines[at % machines.length] as Machine });
  const planning = job(0);
  const planned = await planning.run({ ...inputs, command: 'plan' });
  expect(planned.exitCode, planned.log).toBe(0);
  for (const output of Object.values(planned.outputs)) expect(output.length * 2).toBeLessThan(1_000_000);
  artifacts.keep('caskwright-plan', planned.outputs.plan ?? '');
  await planning.end();
  const levels = JSON.parse(planned.outputs.levels ?? '') as FanOut['levels'];
  expect(JSON.parse(planned.outputs.matrix ?? '')).toEqual({ include: levels[0] ?? [] });

  const jobs = new Map<string, StepResult>();
  const build = async ({ name, image, platform, id, needs }: MatrixJob, at: number) => {
    const building = job(at);
    const layouts = join(building.temp, 'caskwright-layouts');
    if (needs !== '') artifacts.fetch(`caskwright-layout-${needs}`, layouts, 'apart');
    const plan = artifacts.fetch('caskwright-plan', join(building.temp, 'caskwright-plan'), 'merged');
    const given = { ...inputs, command: 'build', plan: join(plan, 'plan.json'), image, platform, layouts };
    const result = await building.run(given);
    const digests = join(building.temp, `${id}.json`);
    writeFileSync(digests, result.outputs.digests ?? '{}');
    artifacts.keep(`caskwright-digests-${id}`, digests);
    if (result.outputs.layout) artifacts.keep(`caskwright-layout-${id}`, result.outputs.layout);
    await building.end();
    jobs.set(name, result);
  };
  for (const level of levels) {
    const queues = machines.map((_, machine) => level.filter((_, at) => at % machines.length === machine));
    // One job after the other on each machine, all machines at once; a level ends before the next one begins.
    await Promise.all(
      queues.map(async (queue, machine) => {
        for (const each of queue) await build(each, machine);
      }),
    );
  }
  await sketch.beforeLast?.();
  const publishing = job(0);
  const plan = artifacts.fetch('caskwright-plan', join(publishing.temp, 'caskwright-plan'), 'merged');
  const digests = artifacts.fetch('caskwright-digests-*', join(publishing.temp, 'caskwright-digests'), 'merged');
  const last = await publishing.run({ ...inputs, command: 'build', plan: join(plan, 'plan.json'), digests });
  await publishing.end();
  return { levels, jobs, last };
}

/** What actions/upload-artifact keeps and actions/download-artifact fetches. */
class Artifacts {
  readonly #folder = temporaryDirectory();
  readonly #names: string[] = [];

  /** A file, or what is in a folder without what is hidden. */
  keep(name: string, path: string): void {
    this.#names.push(name);
    const to = join(this.#folder, name);
    mkdirSync(to);
    if (path.endsWith('.json')) copyFileSync(path, join(to, path.replace(/.*\//, '')));
    else cpSync(path, to, { recursive: true, filter: (from) => !/\/\.[^/]*$/.test(from) });
  }

  /** All that a pattern names, into a folder of its own each, or all into one. Returns the folder. */
  fetch(pattern: string, to: string, merge: 'merged' | 'apart'): string {
    mkdirSync(to, { recursive: true });
    for (const name of this.#names.filter((each) => matches(pattern, each))) {
      cpSync(join(this.#folder, name), merge === 'merged' ? to : join(to, name), { recursive: true });
    }
    return to;
  }
}

/** A name, `*` at the end, or alternatives in braces at the end, as minimatch takes them. */
function matches(pattern: string, name: string): boolean {
  const [, start = '', list] = /^(.*?)(?:\{(.*)\})?$/.exec(pattern) ?? [];
  if (list !== undefined) return list.split(',').some((end) => name === start + end);
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
