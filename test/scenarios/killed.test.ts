import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import type { RunningCli } from '../rig/cli.ts';
import { startFaultProxy } from '../rig/fault-proxy.ts';
import { type Fleet, type FleetStage, fleetScenarios } from '../rig/fleet.ts';
import { openRecords, parentsOutOfStep, type Standing } from '../rig/fleet-standing.ts';

/** Moments at which a run is killed: each resolves when the run is there. */
const moments: Readonly<Record<string, (running: RunningCli, stage: FleetStage) => Promise<unknown>>> = {
  'before the first build': (running) => running.line(/^builder: /),
  'during a build': (running) => running.line(/"type":"image.log".*"image":"runtime"/),
  'between landing and tags': (running) => running.line(/"type":"image.landed".*"image":"runtime"/),
  'during publication': (_, stage) => stage.registry.next(/^PUT \/v2\/fleet\/runtime\/manifests\/cw-main$/),
  'when the control API is told': (running) => running.line(/"type":"set.published".*"image":"runtime"/),
};

/** The moments beside the named ones: after the n-th event of the run. Set to repeat a failure. */
const seed = Number(process.env.CASKWRIGHT_TEST_SEED ?? randomInt(1, 1000));

fleetScenarios('F1 a run that is killed', (stage) => {
  const undisturbed: { chain?: Standing; all?: Standing } = {};
  let events = 0;
  /** A fleet with a change that builds five of its images in three levels. */
  async function changed(): Promise<Fleet> {
    const fleet = await stage.published();
    fleet.edit('images/runtime/build.yaml', '3.1.0', '3.2.0');
    fleet.change('images/runtime/requirements.txt', 'redis==5.0.8', 'redis==5.2.0');
    return fleet;
  }

  /** Three images in three levels; with them all, five. */
  const chain = ['build', 'cron'];

  test('is compared with one that is not', async () => {
    const fleet = await changed();
    const some = await fleet.carryOut(chain);
    expect(some.exitCode, some.log).toBe(0);
    expect(some.built).toEqual(['cron', 'runtime', 'worker']);
    undisturbed.chain = await stage.standing();
    const rest = await fleet.carryOut(['build']);
    expect(rest.exitCode, rest.log).toBe(0);
    expect(rest.built).toEqual(['smoke', 'web']);
    undisturbed.all = await stage.standing();
    expect(parentsOutOfStep(undisturbed.all)).toEqual([]);
    events = some.events.length + rest.events.length;
  });

  const cases = Object.keys(moments).flatMap((moment) =>
    (['SIGINT', 'SIGKILL'] as const).map((signal) => ({ moment, signal })),
  );
  test.each(cases)('$moment by $signal is finished by the next one', async ({ moment, signal }) => {
    const fleet = await changed();
    const running = fleet.start([...chain, '--json']);
    await moments[moment]?.(running, stage);
    const log = await killAndRepeat(fleet, running, signal, chain);
    await expectStanding(log, undisturbed.chain);
  });

  test.each(['SIGINT', 'SIGKILL'] as const)(`after any event by %s (CASKWRIGHT_TEST_SEED=${seed})`, async (signal) => {
    const fleet = await changed();
    const running = fleet.start(['build', '--json']);
    await running.line(new RegExp(`"sequence":${1 + (seed % Math.floor(events * 0.6))}\\b`));
    const log = await killAndRepeat(fleet, running, signal, ['build']);
    await expectStanding(log, undisturbed.all);
  });

  test('after its last build leaves nothing behind that the next one, which builds nothing, does not remove', async () => {
    const fleet = await stage.published();
    fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
    fleet.change('images/site/pages/index.html', 'before dark', 'before the rain');
    const running = fleet.start(['build', '--json']);
    await stage.registry.next(/^PUT \/v2\/fleet\/site\/manifests\/cw-main$/);
    running.kill('SIGKILL');
    const killed = await running.result;
    const again = await fleet.carryOut(['build']);
    const log = `${killed.log}\n${again.log}`;
    expect(again.exitCode, log).toBe(0);
    expect(again.built, log).toEqual([]);
    const standing = await stage.standing();
    expect(openRecords(standing), log).toEqual([]);
    expect(standing.site?.tags.latest, log).toBe(standing.site?.tags['2026.12']);
    expect(await stage.leftovers(), log).toEqual([]);
  });

  test('F6 between two tags is finished by the run of a newer commit', async ({ onTestFinished }) => {
    const fleet = await stage.published();
    const proxy = await startFaultProxy(stage.registry.host);
    onTestFinished(() => proxy.stop());
    fleet.edit('caskwright.yaml', 'insecure: [', `insecure: ["${proxy.host}", `);
    fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
    fleet.change('images/site/pages/index.html', 'before dark', 'before the rain');
    proxy.use({ method: 'PUT', path: /\/site\/manifests\/2026\.12$/, fault: { kind: 'silent' } });
    const running = fleet.start(['build', 'site', '--json', '--registry', `${proxy.host}/fleet`]);
    await proxy.until(/^PUT .*\/site\/manifests\/2026\.12$/);
    running.kill('SIGKILL');
    const killed = await running.result;
    const between = (await stage.standing()).site;
    expect(between?.records['cw-main'], killed.log).toMatchObject({ state: 'open' });
    expect(Object.keys(between?.tags ?? {})).toEqual(['2026.11', 'latest']);

    fleet.edit('images/site/build.yaml', '"2026.12"', '"2026.13"');
    fleet.change('images/site/pages/index.html', 'before the rain', 'before the snow');
    const next = await fleet.carryOut(['build']);
    expect(next.exitCode, next.log).toBe(0);
    const after = await stage.standing();
    expect(after.site?.tags['2026.12'], next.log).toBe(between?.records['cw-main']?.digest);
    expect(after.site?.tags['2026.13'], next.log).toBe(after.site?.tags.latest);
    expect(openRecords(after)).toEqual([]);
  });

  async function killAndRepeat(
    fleet: Fleet,
    running: RunningCli,
    signal: NodeJS.Signals,
    args: readonly string[],
  ): Promise<string> {
    running.kill(signal);
    const killed = await running.result;
    if (signal === 'SIGKILL') expect(killed.signal, killed.log).toBe(signal);
    else {
      expect(killed.exitCode, killed.log).toBe(130);
      expect(await stage.leftovers(), killed.log).toEqual([]);
      expect(openRecords(await stage.standing()), killed.log).toEqual([]);
    }
    const again = await fleet.carryOut(args);
    const log = `${killed.log}\n${again.log}`;
    expect(again.exitCode, log).toBe(0);
    return log;
  }

  async function expectStanding(log: string, expected: Standing = {}): Promise<void> {
    const standing = await stage.standing();
    expect(fingerprints(standing), log).toEqual(fingerprints(expected));
    expect(parentsOutOfStep(standing), log).toEqual(parentsOutOfStep(expected));
    expect(openRecords(standing), log).toEqual([]);
    expect(await stage.leftovers(), log).toEqual([]);
    for (const [image, { tags }] of Object.entries(standing)) {
      expect(stage.control.records.get(image)?.digest, `${image} in the control API\n${log}`).toBe(tags.latest);
    }
  }
});

function fingerprints(standing: Standing): Record<string, unknown> {
  return Object.fromEntries(Object.entries(standing).map(([image, { fingerprints: of }]) => [image, of]));
}
