import { expect, test } from 'vitest';
import { fleetScenarios } from '../rig/fleet.ts';
import { layersOf, openRecords, parentsOutOfStep } from '../rig/fleet-standing.ts';

/** Child → the parent that its final stage stands on. */
const finalParents = {
  cron: 'worker',
  fleetctl: 'base',
  'log-shipper': 'base',
  runtime: 'base',
  site: 'base',
  smoke: 'base',
  toolchain: 'base',
  web: 'runtime',
  worker: 'runtime',
};
const everything = ['base', ...Object.keys(finalParents)].toSorted();

fleetScenarios('a fleet from commit to commit', (stage) => {
  test('the first run builds, publishes and registers every image', async () => {
    await stage.published();
    const standing = await stage.standing();
    expect(Object.keys(standing)).toEqual(everything);
    for (const [image, { tags, records }] of Object.entries(standing)) {
      const version = String(stage.control.records.get(image)?.version);
      expect(tags, image).toEqual({ [version]: tags.latest, latest: records['cw-main']?.digest });
      expect(stage.control.records.get(image), image).toMatchObject({ digest: tags.latest });
    }
    expect(openRecords(standing)).toEqual([]);
    expect(parentsOutOfStep(standing)).toEqual([]);
    expect(await stage.leftovers()).toEqual([]);
  });

  test('a run in step builds nothing, asks for each image twice, and registers nothing again', async () => {
    const fleet = await stage.published();
    const before = await stage.standing();
    await stage.registry.forget();
    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(0);
    expect(new Set(Object.values(run.outcomes))).toEqual(new Set(['in-step']));
    const requests = await stage.registry.requests();
    const ofBase = requests.filter(({ path }) => path.startsWith('/v2/mirror/'));
    const summary = `${requests.length} requests, ${ofBase.length} of them resolve the base`;
    expect(requests.length - ofBase.length, summary).toBe(2 * everything.length);
    // It is no index: that it is for this platform stands in its configuration.
    expect(
      ofBase.map(({ path }) => path.split('/').at(-2)),
      summary,
    ).toEqual(['manifests', 'blobs']);
    expect(stage.control.requests).toEqual([]);
    expect(await stage.standing()).toEqual(before);
  });

  test('a change to a leaf builds that image alone', async () => {
    const fleet = await stage.published();
    fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
    fleet.change('images/site/pages/index.html', 'before dark', 'before the rain');
    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.built).toEqual(['site']);
    expect(Object.keys((await stage.standing()).site?.tags ?? {})).toEqual(['2026.11', '2026.12', 'latest']);
    expect(stage.control.requests.map(({ path }) => path)).toEqual(['/images/site']);
  });

  test('what lies outside of every context builds nothing', async () => {
    const fleet = await stage.published();
    fleet.edit('images/web/notes.md', 'Notes', 'More notes');
    fleet.change('README.md', 'ten small images', 'ten images');
    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(0);
    expect(new Set(Object.values(run.outcomes))).toEqual(new Set(['in-step']));
    expect(stage.control.requests).toEqual([]);
  });

  test('a new title is registered and not built', async () => {
    const fleet = await stage.published();
    const before = await stage.standing();
    fleet.edit('images/smoke/build.yaml', 'display_name: Smoke test', 'display_name: Health check');
    fleet.change('images/smoke/build.yaml', 'description: Asks', 'description: Quickly asks');
    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outcomes.smoke).toBe('promoted');
    expect(Object.values(run.outcomes).filter((outcome) => outcome !== 'in-step')).toEqual(['promoted']);
    expect(stage.control.requests.map(({ path }) => path)).toEqual(['/images/smoke']);
    expect(stage.control.records.get('smoke')).toMatchObject({ display_name: 'Health check' });
    const after = await stage.standing();
    expect(after.smoke?.tags).toEqual(before.smoke?.tags);
    const again = await fleet.carryOut(['build']);
    expect(again.outcomes.smoke, again.log).toBe('in-step');
    expect(stage.control.requests).toHaveLength(1);
  });

  test('a change to the base builds all that stands on it, from its new digest', async () => {
    const fleet = await stage.published();
    const before = await stage.standing();
    fleet.edit('images/base/build.yaml', '1.4.0', '1.4.1');
    fleet.change('images/base/entrypoint.sh', '# Settings may', '# All settings may');
    const explained = await fleet.run(['explain', 'cron']);
    const places = ['cron', 'worker', 'runtime', 'base', 'entrypoint.sh'].map((word) => explained.stdout.indexOf(word));
    expect(places, explained.log).not.toContain(-1);
    expect(places, explained.log).toEqual(places.toSorted((a, b) => a - b));

    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.built).toEqual(everything);
    const after = await stage.standing();
    const layers = new Map<string, readonly string[]>();
    for (const image of everything) {
      const digest = after[image]?.tags.latest ?? '';
      expect(digest, image).not.toBe(before[image]?.tags.latest);
      layers.set(image, await layersOf(stage.registry.host, `fleet/${image}`, digest));
    }
    for (const [child, parent] of Object.entries(finalParents)) {
      const below = layers.get(parent) ?? [];
      expect(layers.get(child)?.slice(0, below.length), `${child} on ${parent}`).toEqual(below);
    }
    expect(parentsOutOfStep(after)).toEqual([]);
    expect(await stage.leftovers()).toEqual([]);
  });
});
