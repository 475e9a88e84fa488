import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fleet, type FleetStage, missingEngines, startFleetStage } from '../rig/fleet.ts';

describe.skipIf(missingEngines.length > 0)('clones of one fleet', { timeout: 180_000 }, () => {
  let stage: FleetStage;
  beforeAll(async () => {
    stage = await startFleetStage();
  });
  afterAll(() => stage.stop());

  async function planOf(fleet: Fleet): Promise<string> {
    const plan = await fleet.run(['plan', '--format', 'json']);
    expect(plan.exitCode, plan.log).toBe(0);
    return plan.stdout;
  }

  test('plan the same, byte for byte: full, shallow, dirty and clean again', async () => {
    const origin = stage.empty();
    origin.change('images/site/pages/index.html', 'Cast off', 'Cast off slowly');
    const full = origin.in(origin.repository.clone());
    const shallow = origin.in(origin.repository.clone('--depth=1'));
    expect(shallow.repository.git('rev-parse', '--is-shallow-repository')).toBe('true');
    const plan = await planOf(full);
    expect(JSON.parse(plan).images).toHaveLength(10);
    expect(await planOf(shallow)).toBe(plan);
    expect(await planOf(origin)).toBe(plan);

    const file = 'images/web/www/index.html';
    const clean = full.read(file);
    full.edit(file, 'Everything is afloat', 'Nothing is afloat');
    expect(await planOf(full)).not.toBe(plan);
    writeFileSync(join(full.repository.path, file), clean);
    writeFileSync(join(full.repository.path, 'images/web/www/untracked.html'), 'not in Git');
    expect(await planOf(full)).toBe(plan);
    rmSync(join(full.repository.path, 'images/web/www/untracked.html'));

    const atCommit = await full.run(['plan', '--rev', 'HEAD', '--branch', 'main', '--format', 'json']);
    expect(atCommit.stdout, atCommit.log).toBe(plan);
  });

  test('plan the same for an image that is published, too', async () => {
    const origin = await stage.published();
    const plan = await planOf(origin.in(origin.repository.clone('--depth=1')));
    expect(JSON.parse(plan).images.map(({ action }: { action: string }) => action)).toEqual(Array(10).fill('skip'));
    expect(await planOf(origin)).toBe(plan);
  });
});

/** Five faults of different kinds, and where each of them stands. */
const broken = `version: "2.0.1 beta"
display_nam: Web
platforms: [linux/nonesuch]
dockerfile: Absent.Dockerfile
description: Serves pages
context: ../../..
`;
const faults = [
  { line: 1, column: 10, code: 'version-not-a-tag' },
  { line: 2, column: 1, code: 'schema-unknown-key' },
  { line: 3, column: 13, code: 'platform-unknown' },
  { line: 4, column: 13, code: 'dockerfile-missing' },
  { line: 6, column: 10, code: 'path-outside-repository' },
];

describe.skipIf(missingEngines.length > 0)('a build.yaml with five faults', { timeout: 60_000 }, () => {
  const file = 'images/web/build.yaml';
  let stage: FleetStage;
  beforeAll(async () => {
    stage = await startFleetStage();
  });
  afterAll(() => stage.stop());

  const places = faults.map(({ line, column, code }) => `${file}:${line}:${column} ${code}`);

  test.each(['pretty', 'json', 'github', 'sarif'])('yields five findings as %s', async (format) => {
    const fleet = stage.empty({ [file]: broken });
    const found = await fleet.run(['validate', '--format', format]);
    expect(found.exitCode, found.log).toBe(1);
    expect(readers[format]?.(found.stdout), found.log).toEqual(places);
  });

  test.each(['build', 'plan'])('is all that %s says; no registry is asked', async (command) => {
    const fleet = stage.empty({ [file]: broken });
    await stage.registry.forget();
    const refused = await fleet.run([command]);
    expect(refused.exitCode, refused.log).toBe(1);
    expect(readers.pretty?.(refused.stderr), refused.log).toEqual(places);
    expect(refused.stdout).toBe('');
    expect(await stage.registry.requests()).toEqual([]);
    expect(await stage.leftovers()).toEqual([]);
  });
});

/** Reads the places of errors back from each format. */
const readers: Readonly<Record<string, (text: string) => readonly string[]>> = {
  pretty: (text) => [...text.matchAll(/^(\S+:\d+:\d+)\s+error\s+(\S+)/gm)].map(([, place, code]) => `${place} ${code}`),
  json: (text) =>
    (JSON.parse(text) as { file: string; line: number; column: number; severity: string; code: string }[])
      .filter(({ severity }) => severity === 'error')
      .map((finding) => `${finding.file}:${finding.line}:${finding.column} ${finding.code}`),
  github: (text) =>
    [...text.matchAll(/^::error file=([^,]+),line=(\d+),(?:endLine=\d+,)?col=(\d+)[^:]*title=([^,:]+)/gm)].map(
      ([, path, line, column, code]) => `${path}:${line}:${column} ${code}`,
    ),
  sarif: (text) => {
    interface Finding {
      readonly ruleId: string;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
    }
    const { runs } = JSON.parse(text) as { readonly runs: readonly { readonly results: readonly Finding[] }[] };
    return runs.flatMap(({ results }) =>
      results
        .filter(({ level }) => level === 'error')
        .map(({ ruleId, locations }) => {
          const place = locations[0]?.physicalLocation;
          return `${place?.artifactLocation.uri}:${place?.region.startLine}:${place?.region.startColumn} ${ruleId}`;
        }),
    );
  },
};
