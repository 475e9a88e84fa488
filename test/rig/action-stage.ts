import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { bundleAction } from '../../scripts/build.ts';
import { describeWithEngines, type Fleet, type FleetStage, startFleetStage } from './fleet.ts';
import { type GitHubApi, startGitHubApi } from './github-api.ts';
import { type GitHubEvent, type GitHubRepository, githubRepository, REPOSITORY } from './github-repository.ts';
import type { TestRepository } from './repository.ts';
import { type Job, type JobOptions, type Machine, type StepResult, startJob, startMachine } from './runner.ts';

/** What a test says about a job; the rest is the same for all. */
export type JobSketch = Partial<Pick<JobOptions, 'depth' | 'env' | 'path' | 'secrets' | 'attempt'>> & {
  /** Default: one whose token may write. */
  readonly token?: 'writer' | 'reader';
  /** Default: the stage's own. */
  readonly machine?: Machine;
};

/** A fleet and the repository on GitHub that it was pushed to. */
export interface StagedFleet {
  readonly fleet: Fleet;
  readonly repository: GitHubRepository;
}

/** A fleet, its registry and control API, GitHub, and a runner with the bundled action, for one file of tests. */
export interface ActionStage {
  readonly fleet: FleetStage;
  readonly api: GitHubApi;
  /** The folder of the action: `action.yml`, `package.json` and its bundle, nothing else. */
  readonly action: string;
  /** A fleet that is published as it is, or of which nothing is, on GitHub. */
  published(): Promise<StagedFleet>;
  empty(): StagedFleet;
  job(repository: GitHubRepository, event: GitHubEvent, sketch?: JobSketch): Job;
  /** A job with one step, to its end; whatever came of it, nothing may be left behind, and no API call made up. */
  run(
    repository: GitHubRepository,
    event: GitHubEvent,
    inputs?: Readonly<Record<string, string>>,
    sketch?: JobSketch,
  ): Promise<StepResult>;
  /** Image → digest of what stands under a public tag; undefined where the image does not have it. */
  digests(tag: string): Promise<Readonly<Record<string, string | undefined>>>;
  /** What must be true after each test. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Milliseconds for a test, and for the stage to be set up or taken down. */
const TIMEOUT = { test: 240_000, stage: 60_000 };

/** Journeys of the action on a stage of their own; after each of them nothing is left behind, and no API call was made up. */
export function journeys(name: string, tests: (stage: ActionStage) => void): void {
  describeWithEngines(name, TIMEOUT.test, () => {
    const stage = {} as ActionStage;
    beforeAll(async () => void Object.assign(stage, await startActionStage()), TIMEOUT.stage);
    afterEach(() => stage.check());
    afterAll(() => stage.stop(), TIMEOUT.stage);
    tests(stage);
  });
}

async function startActionStage(): Promise<ActionStage> {
  const [fleet, api, action] = await Promise.all([startFleetStage(), startGitHubApi(REPOSITORY), builtAction()]);
  const machine = startMachine();
  const server = mkdtempSync(join(tmpdir(), 'caskwright-github-'));
  const github = (work: TestRepository) => {
    api.forget();
    api.tokens.set('ghs_writer', 'write').set('ghs_reader', 'read');
    return githubRepository(work, server);
  };
  const stage: ActionStage = {
    fleet,
    api,
    action,
    async published() {
      let repository: GitHubRepository | undefined;
      const published = await fleet.published((unpublished) => {
        repository = github(unpublished.repository);
      });
      return { fleet: published, repository: repository as GitHubRepository };
    },
    empty() {
      const empty = fleet.empty();
      return { fleet: empty, repository: github(empty.repository) };
    },
    job: (repository, event, { token = 'writer', machine: other = machine, ...more } = {}) =>
      startJob(other, { action, repository, event, api: { url: api.url, token: `ghs_${token}` }, ...more }),
    async run(repository, event, inputs = {}, sketch = {}) {
      const job = stage.job(repository, event, sketch);
      const step = await job.run(inputs);
      for (const post of await job.end()) expect(post.exitCode, post.log).toBe(0);
      return step;
    },
    async digests(tag) {
      const standing = Object.entries(await fleet.standing());
      return Object.fromEntries(standing.map(([image, { tags }]) => [image, tags[tag]]));
    },
    async check() {
      expect(api.strays).toEqual([]);
      expect(await machine.leftovers()).toEqual([]);
    },
    async stop() {
      await Promise.all([fleet.stop(), api.stop()]);
      await machine.remove();
      for (const folder of [action, server]) rmSync(folder, { recursive: true, force: true });
    },
  };
  return stage;
}

/** Raises the version of an image, as a change of its files needs; nothing is committed. Returns the new one. */
export function raiseVersion(fleet: Fleet, image: string): string {
  const file = `images/${image}/build.yaml`;
  const [line = '', before = '', last = ''] = /^version: "?([\d.]*?)(\d+)"?$/m.exec(fleet.read(file)) ?? [];
  const version = `${before}${Number(last) + 1}`;
  fleet.edit(file, line, `version: "${version}"`);
  return version;
}

/** The action as `uses:` gets it, made from the sources as they are, in a folder with no node_modules above it. */
async function builtAction(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-action-'));
  mkdirSync(join(folder, 'dist/action'), { recursive: true });
  for (const file of ['action.yml', 'package.json']) copyFileSync(join(root, file), join(folder, file));
  await bundleAction(join(folder, 'dist/action'));
  return folder;
}
