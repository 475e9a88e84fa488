import { expect, test } from 'vitest';
import { journeys, type StagedFleet } from '../rig/action-stage.ts';
import { openRecords } from '../rig/fleet-standing.ts';

journeys('a release tag', (stage) => {
  /** The published fleet, whose `latest` belongs to releases. */
  async function setting(): Promise<StagedFleet> {
    const staged = await stage.published();
    const { fleet } = staged;
    fleet.repository.commit({ 'caskwright.yaml': `${fleet.read('caskwright.yaml')}tags:\n  latest: release\n` });
    return staged;
  }

  test('publishes the whole set by promotion, and the notes of its release get the digests', async () => {
    const { repository } = await setting();
    const before = await stage.digests('latest');
    const tagged = await stage.run(repository, repository.tag('v1.0.0'));
    expect([tagged.exitCode, tagged.outputs.result], tagged.log).toEqual([0, 'succeeded']);
    expect(await stage.digests('v1.0.0')).toEqual(before);
    expect(await stage.digests('latest')).toEqual(before);
    expect(JSON.parse(tagged.outputs.digests ?? '')).toEqual(before);

    stage.api.releases.push({ tag: 'v1.0.0', body: 'Written by a person.' });
    const released = await stage.run(repository, repository.release('v1.0.0'));
    expect(released.exitCode, released.log).toBe(0);
    const [notes] = stage.api.releases;
    expect(notes?.body).toContain('Written by a person.');
    for (const digest of Object.values(before)) expect(notes?.body).toContain(digest);
    const again = await stage.run(repository, repository.release('v1.0.0'));
    expect(again.exitCode, again.log).toBe(0);
    expect(stage.api.releases[0]?.body).toBe(notes?.body);
    expect(openRecords(await stage.fleet.standing())).toEqual([]);
  });

  test('on an old commit publishes the old bytes and leaves latest where it is; a pre-release too', async () => {
    const { fleet, repository } = await setting();
    const old = await stage.digests('latest');
    const commit = fleet.repository.git('rev-parse', 'HEAD');
    await stage.run(repository, repository.tag('v2.0.0'));
    fleet.change('images/log-shipper/build.yaml', 'version: 0.3.0', 'version: 0.4.0');
    await stage.run(repository, repository.push());
    await stage.run(repository, repository.tag('v2.1.0'));
    const newest = await stage.digests('latest');
    expect(newest['log-shipper']).not.toBe(old['log-shipper']);
    const late = await stage.run(repository, repository.tag('v2.0.1', commit), {}, { depth: 1 });
    expect(late.exitCode, late.log).toBe(0);
    expect(await stage.digests('v2.0.1')).toEqual(old);
    expect(await stage.digests('latest')).toEqual(newest);
    const candidate = await stage.run(repository, repository.tag('v3.0.0-rc.1', commit));
    expect(candidate.exitCode, candidate.log).toBe(0);
    expect(await stage.digests('v3.0.0-rc.1')).toEqual(old);
    expect(await stage.digests('latest')).toEqual(newest);
  });

  test('S8 of somebody who may not release is refused, and nothing moves', async () => {
    const { repository } = await setting();
    const before = await stage.fleet.standing();
    const refused = await stage.run(repository, repository.tag('v1.0.0'), { releasers: 'ada 42' });
    expect([refused.exitCode, refused.outputs.result], refused.log).toEqual([1, 'failed']);
    expect(refused.annotations.map(({ message }) => message)).toEqual([
      expect.stringContaining('Codertocat may not release v1.0.0'),
    ]);
    expect(await stage.fleet.standing()).toEqual(before);
    const released = await stage.run(repository, repository.tag('v1.0.0'), { releasers: 'ada codertocat' });
    expect([released.exitCode, released.outputs.result], released.log).toEqual([0, 'succeeded']);
  });

  test.each(['web/v5.0.0', 'web-v5.0.0'])('%s is of one image', async (tag) => {
    const { repository } = await setting();
    const before = await stage.digests('latest');
    const step = await stage.run(repository, repository.tag(tag));
    expect(step.exitCode, step.log).toBe(0);
    const released = Object.entries(await stage.digests('v5.0.0')).filter(([, digest]) => digest !== undefined);
    expect(released).toEqual([['web', before.web]]);
  });
});
