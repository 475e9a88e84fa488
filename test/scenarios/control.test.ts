import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FleetStage, missingEngines, startFleetStage } from '../rig/fleet.ts';

describe.skipIf(missingEngines.length > 0)('a control API that is down', { timeout: 240_000 }, () => {
  let stage: FleetStage;
  beforeAll(async () => {
    stage = await startFleetStage();
  });
  afterAll(() => stage.stop());

  test.each([
    { required: false, exitCode: 0 },
    { required: true, exitCode: 1 },
  ])('I4 F7 undoes no publication, is reported, and is told by the next run (required: $required)', async (row) => {
    const fleet = await stage.published();
    if (row.required) fleet.edit('caskwright.yaml', 'control:', 'control:\n  required: true');
    // Nobody listens at the discard port.
    const { url } = stage.control;
    fleet.edit('caskwright.yaml', url, 'http://127.0.0.1:9');
    fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
    fleet.change('images/site/pages/index.html', 'before dark', 'before the rain');
    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(row.exitCode);
    expect(run.outcomes.site).toBe('built');
    const failure = run.events.find((event) => event.type === 'image.registration-failed');
    expect(failure).toMatchObject({ image: 'site', failure: { phase: 'register', reason: 'control-api' } });
    expect(run.stderr).toContain('site is not registered');
    const { tags } = (await stage.standing()).site ?? {};
    expect(tags?.latest).toBe(tags?.['2026.12']);

    fleet.change('caskwright.yaml', 'http://127.0.0.1:9', url);
    const next = await fleet.carryOut(['build']);
    expect(next.exitCode, next.log).toBe(0);
    expect(next.built).toEqual([]);
    expect(stage.control.requests.map(({ path }) => path)).toEqual(['/images/site']);
    expect(stage.control.records.get('site')).toMatchObject({ version: '2026.12', digest: tags?.latest });
    const last = await fleet.carryOut(['build']);
    expect(new Set(Object.values(last.outcomes)), last.log).toEqual(new Set(['in-step']));
    expect(stage.control.requests).toHaveLength(1);
  });

  test('F7 an answer lost after the record was stored is repeated, and leaves one record', async () => {
    const fleet = await stage.published();
    fleet.change('images/site/build.yaml', 'Static pages', 'Pages');
    stage.control.fail({ status: 502, afterCommit: true });
    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(0);
    expect(stage.control.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /images/site',
      'PUT /images/site',
    ]);
    expect(stage.control.requests[1]?.body).toEqual(stage.control.requests[0]?.body);
  });

  test('wants its token, which stands in the environment', async () => {
    const fleet = await stage.published();
    fleet.change('images/site/build.yaml', 'Static pages', 'Pages');
    const run = await fleet.carryOut(['build'], { CASKWRIGHT_CONTROL_TOKEN: 'token-of-the-control-api' });
    expect(stage.control.requests[0]?.headers.authorization).toBe('Bearer token-of-the-control-api');
    expect(run.log).not.toContain('token-of-the-control-api');
  });
});
