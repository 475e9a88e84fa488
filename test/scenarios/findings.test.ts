import { expect, test } from 'vitest';
import { fleetScenarios } from '../rig/fleet.ts';

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

fleetScenarios('a build.yaml with five faults', (stage) => {
  const file = 'images/web/build.yaml';
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
