import { afterAll, beforeAll, expect, test } from 'vitest';
import { journeys, raiseVersion, type StagedFleet } from '../rig/action-stage.ts';
import { playFanOut } from '../rig/fan-out.ts';
import { layersOf, layersOfPlatforms, openRecords, parentsOutOfStep } from '../rig/fleet-standing.ts';
import { type Machine, type StepResult, startMachine } from '../rig/runner.ts';

journeys('levels over runners', (stage) => {
  const machines: Machine[] = [];
  beforeAll(() => void machines.push(startMachine(), startMachine(), startMachine()));
  afterAll(async () => void (await Promise.all(machines.map((machine) => machine.remove()))));

  test('three runners with one registry end in the same set and tags as one', async () => {
    const one = stage.empty();
    const alone = await stage.run(one.repository, one.repository.push());
    expect(alone.exitCode, alone.log).toBe(0);
    const expected = await comparable();

    const { repository } = stage.empty();
    expect(await stage.fleet.standing()).toEqual({});
    const beforeLast = async () => expect(await publicTags()).toEqual([]);
    const { levels, jobs, last } = await playFanOut(stage, {
      repository,
      event: repository.push(),
      machines,
      beforeLast,
    });
    expect(levels.map((level) => level.flatMap(({ image }) => image.split(' ')).toSorted())).toEqual([
      ['base'],
      ['log-shipper', 'runtime', 'toolchain'],
      ['fleetctl', 'site', 'web', 'worker'],
      ['cron', 'smoke'],
    ]);
    for (const [name, { exitCode, log }] of jobs) expect(exitCode, `${name}: ${log}`).toBe(0);
    expect([last.exitCode, last.outputs.result], last.log).toEqual([0, 'succeeded']);
    expect(await comparable()).toEqual(expected);
    for (const machine of machines) expect(await machine.leftovers()).toEqual([]);
  });

  test('a level that fails stops its descendants, not the others, and the last job is red', async () => {
    const { fleet, repository } = stage.empty();
    fleet.change('images/toolchain/Dockerfile', 'RUN sh -n', 'RUN false && sh -n');
    const { jobs, last } = await playFanOut(stage, { repository, event: repository.push(), machines });
    expect(failed(jobs)).toEqual(['fleetctl', 'site', 'smoke', 'toolchain', 'web']);
    expect([last.exitCode, last.outputs.result], last.log).toEqual([1, 'failed']);
    const published = Object.entries(await stage.fleet.standing()).filter(([, { tags }]) => tags.latest !== undefined);
    expect(published.map(([image]) => image)).toEqual(['base', 'cron', 'log-shipper', 'runtime', 'worker']);
  });

  test('S26 a pull request hands its parents on: each image is built once, on those bytes, and the registry is not written to', async () => {
    const { fleet, repository } = await changedRuntime();
    const event = repository.pullRequest(fleet.repository).event('opened');
    const { levels, jobs, last } = await playFanOut(stage, { repository, event, machines });
    expect(levels.map((level) => level.map(({ image }) => image).toSorted())).toEqual([
      // It has pinned the version of its parent that is published.
      ['cron', 'runtime'],
      ['web', 'worker'],
      ['smoke'],
    ]);
    for (const [name, { exitCode, log }] of jobs) expect(exitCode, `${name}: ${log}`).toBe(0);
    const built = [...jobs].flatMap(([job, { groups }]) => groups.map(({ title }) => [job, title.split(' ')[0]]));
    expect(built.toSorted()).toEqual([...jobs.keys()].toSorted().map((name) => [name, name]));
    expect(jobs.get('web')?.raw).toContain('runtime of the pull request');
    expect([last.exitCode, last.outputs.result], last.log).toEqual([0, 'succeeded']);
    const digests = [...jobs.values()].map(({ outputs }) => JSON.parse(outputs.digests ?? '') as object);
    expect(JSON.parse(last.outputs.digests ?? '')).toEqual(Object.assign({}, ...digests));
    await unwritten();
  });

  test('a parent of a pull request that fails blocks what stands on it, without being tried again', async () => {
    const { fleet, repository } = await changedRuntime('RUN echo broken && false');
    const event = repository.pullRequest(fleet.repository).event('opened');
    const { jobs, last } = await playFanOut(stage, { repository, event, machines });
    expect(failed(jobs)).toEqual(['runtime', 'smoke', 'web', 'worker']);
    const tried = [...jobs].filter(([, { groups }]) => groups.length > 0).map(([name]) => name);
    expect(tried.toSorted()).toEqual(['cron', 'runtime']);
    expect([last.exitCode, last.outputs.result], last.log).toEqual([1, 'failed']);
    await unwritten();
  });

  const byPlatform = { 'by-platform': 'true' };

  test('each platform on a runner of its own: the last job joins them, and one runner would publish the same', async () => {
    const one = ofTwoPlatforms();
    const alone = await stage.run(one.repository, one.repository.push());
    expect(alone.exitCode, alone.log).toBe(0);
    const expected = await platformsOf(['data', 'site-data']);

    const { repository } = ofTwoPlatforms();
    const event = repository.push();
    const beforeLast = async () => expect(await publicTags()).toEqual([]);
    const { jobs, last } = await playFanOut(stage, { repository, event, machines, inputs: byPlatform, beforeLast });
    expect([...jobs.keys()].toSorted()).toEqual([
      'data (linux/amd64)',
      'data (linux/arm64)',
      'site-data (linux/amd64)',
      'site-data (linux/arm64)',
    ]);
    for (const [name, { exitCode, log }] of jobs) expect(exitCode, `${name}: ${log}`).toBe(0);
    expect([last.exitCode, last.outputs.result], last.log).toEqual([0, 'succeeded']);
    expect(last.groups, 'the last job builds nothing').toEqual([]);
    expect(await platformsOf(['data', 'site-data'])).toEqual(expected);
    expect(Object.keys(expected.data ?? {})).toEqual(['linux/amd64', 'linux/arm64']);
    const standing = await stage.fleet.standing();
    expect(parentsOutOfStep(standing)).toEqual([]);
    expect(openRecords(standing)).toEqual([]);
    const digests = Object.entries(standing).map(([image, { tags }]) => [image, tags.latest]);
    expect(JSON.parse(last.outputs.digests ?? '')).toEqual(Object.fromEntries(digests));
  });

  test('one platform that fails keeps its image back and what stands on it, and a job that is run again ends it', async () => {
    const { fleet, repository } = ofTwoPlatforms();
    fleet.repository.commit({
      'images/site-data/Dockerfile': 'FROM fleet/data\nARG TARGETARCH\nCOPY $TARGETARCH.txt /only\n',
      'images/site-data/amd64.txt': 'there',
    });
    const event = repository.push();
    const { jobs, last } = await playFanOut(stage, { repository, event, machines, inputs: byPlatform });
    expect(failed(jobs)).toEqual(['site-data (linux/arm64)']);
    expect([last.exitCode, last.outputs.result], last.log).toEqual([1, 'failed']);
    expect(await publicTags()).toEqual(['data:1.0.0', 'data:latest']);
    fleet.repository.commit({ 'images/site-data/arm64.txt': 'there too' });
    const again = await playFanOut(stage, { repository, event: repository.push(), machines, inputs: byPlatform });
    expect([again.last.exitCode, failed(again.jobs)], again.last.log).toEqual([0, []]);
    expect(await publicTags()).toEqual(['data:1.0.0', 'data:latest', 'site-data:1.0.0', 'site-data:latest']);
  });

  test('platforms of a pull request are handed on too', async () => {
    const { fleet, repository } = ofTwoPlatforms();
    const published = await stage.run(repository, repository.push());
    expect(published.exitCode, published.log).toBe(0);
    fleet.repository.git('checkout', '--quiet', '-b', 'patch');
    for (const image of ['data', 'site-data']) raiseVersion(fleet, image);
    fleet.repository.commit({ 'images/data/data.txt': 'other data' });
    await stage.fleet.registry.forget();
    const event = repository.pullRequest(fleet.repository).event('opened');
    const { jobs, last } = await playFanOut(stage, { repository, event, machines, inputs: byPlatform });
    expect([jobs.size, failed(jobs)], last.log).toEqual([4, []]);
    expect([last.exitCode, last.outputs.result], last.log).toEqual([0, 'succeeded']);
    expect(Object.keys(JSON.parse(last.outputs.digests ?? '')).toSorted()).toEqual([
      'data@linux/amd64',
      'data@linux/arm64',
      'site-data@linux/amd64',
      'site-data@linux/arm64',
    ]);
    await unwritten();
  });

  const failed = (jobs: ReadonlyMap<string, StepResult>) =>
    [...jobs].flatMap(([name, { exitCode }]) => (exitCode === 0 ? [] : [name])).toSorted();

  /** The published fleet with a branch that changes `runtime`, and what stands on it. */
  async function changedRuntime(run = 'RUN echo runtime of the pull request > /etc/motd'): Promise<StagedFleet> {
    const staged = await stage.published();
    const { fleet } = staged;
    fleet.repository.git('checkout', '--quiet', '-b', 'patch');
    for (const image of ['runtime', 'web', 'worker', 'smoke']) raiseVersion(fleet, image);
    fleet.repository.commit({
      'images/runtime/Dockerfile': `${fleet.read('images/runtime/Dockerfile')}\n${run}\n`,
      'images/web/Dockerfile': `${fleet.read('images/web/Dockerfile')}\nRUN cat /etc/motd\n`,
    });
    return staged;
  }

  /** Two images without a command in them, so that any machine can build them for any platform. */
  function ofTwoPlatforms(): StagedFleet {
    const staged = stage.empty();
    const { repository } = staged.fleet;
    repository.remove('images');
    const described = 'version: 1.0.0\nplatforms: [linux/amd64, linux/arm64]\n';
    repository.commit({
      'caskwright.yaml': `${staged.fleet.read('caskwright.yaml')}`.replace('names: [', 'names: [fleet, '),
      'images/data/build.yaml': described,
      'images/data/Dockerfile': 'FROM scratch\nARG TARGETARCH\nCOPY data.txt /data.txt\nLABEL arch=$TARGETARCH\n',
      'images/data/data.txt': 'data',
      'images/site-data/build.yaml': described,
      'images/site-data/Dockerfile': 'FROM fleet/data\nCOPY site.txt /site.txt\n',
      'images/site-data/site.txt': 'site',
    });
    return staged;
  }

  async function publicTags(): Promise<readonly string[]> {
    const standing = Object.entries(await stage.fleet.standing());
    return standing.flatMap(([image, { tags }]) => Object.keys(tags).map((tag) => `${image}:${tag}`)).toSorted();
  }

  async function unwritten(): Promise<void> {
    const writes = (await stage.fleet.registry.requests()).filter(({ method }) => !['GET', 'HEAD'].includes(method));
    expect(writes).toEqual([]);
  }

  /** Image → platform → layers of what stands under `latest`. */
  async function platformsOf(images: readonly string[]): Promise<Record<string, Record<string, readonly string[]>>> {
    const { host } = stage.fleet.registry;
    const rows = images.map(
      async (image) => [image, await layersOfPlatforms(host, `fleet/${image}`, 'latest')] as const,
    );
    return Object.fromEntries(await Promise.all(rows));
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
