import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Platform } from '../../names/platform.ts';
import { parsePlatform } from '../../names/platform.ts';
import type { ImageUse } from '../dockerfile.ts';
import { readDockerfile } from '../read-dockerfile.ts';
import type { Candidate } from './candidates.ts';

/** What a candidate's Dockerfile names, or what keeps it from being read. */
export interface Uses {
  readonly uses: readonly ImageUse[];
  readonly problems: readonly Diagnostic[];
}

const usual = 'linux/amd64' as Platform;

/** The platforms of a candidate that Caskwright knows; the usual one where it names none. */
export function platformsOf({ platforms }: Pick<Candidate, 'platforms'>): readonly Platform[] {
  const known = platforms.map(parsePlatform).flatMap((platform) => (platform.ok ? [platform.value] : []));
  return known.length > 0 ? [...new Set(known)] : [usual];
}

/** Reads the Dockerfile of a candidate for all its platforms, with args beside its own. */
export function usesOf(candidate: Candidate, args: Readonly<Record<string, string>> = {}): Uses {
  const platforms = platformsOf(candidate);
  const read = platforms.map((platform) =>
    readDockerfile(candidate.file, {
      args: { ...candidate.args, ...args },
      ...(candidate.target === undefined ? {} : { target: candidate.target }),
      platform,
      buildPlatform: platforms[0] ?? usual,
      frontends: ['**'],
    }),
  );
  const uses = new Map(
    read.flatMap(({ dockerfile }) => dockerfile?.references ?? []).map((use) => [use.resolved, use]),
  );
  const problems = read[0]?.diagnostics.filter(({ severity }) => severity === 'error') ?? [];
  return { uses: [...uses.values()], problems };
}
