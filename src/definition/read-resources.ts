import type { Result } from '../base/result.ts';
import type { Limits } from './configuration.ts';
import type { Findings } from './findings.ts';
import type { Resources } from './image.ts';
import { parseDuration, parseMemory } from './quantities.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

/** Quantities as they are written in `resources` of build.yaml and in `policy.limits` of caskwright.yaml. */
export interface WrittenResources {
  readonly cpu?: number;
  readonly memory?: string | number;
  readonly disk?: string | number;
  readonly timeout?: string;
}

const DEFAULT_TIMEOUT = 60 * 60_000;

/** The quantities that are given, each that is no quantity reported at its place and left out. */
export function readQuantities(
  source: YamlSource,
  path: YamlPath,
  written: WrittenResources | undefined,
  findings: Findings,
): Partial<Resources> {
  const read = (key: keyof WrittenResources, parse: (text: string) => Result<number, string>) => {
    const value = written?.[key];
    if (value === undefined) return {};
    const parsed = parse(String(value));
    if (parsed.ok) return { [key]: parsed.value };
    findings.error(source.span([...path, key]), 'schema-value', parsed.error);
    return {};
  };
  return {
    ...(written?.cpu === undefined ? {} : { cpu: written.cpu }),
    ...read('memory', parseMemory),
    ...read('disk', parseMemory),
    ...read('timeout', parseDuration),
  };
}

/** What a build may use: what its image says, else the default, and never more than the maximum. */
export function readResources(
  source: YamlSource,
  written: WrittenResources | undefined,
  { default: standard, maximum }: Limits,
  findings: Findings,
): Resources {
  const own = readQuantities(source, ['resources'], written, findings);
  const wanted: Resources = { timeout: DEFAULT_TIMEOUT, ...standard, ...own };
  const capped: Record<string, number> = { ...wanted };
  for (const [key, most] of Object.entries(maximum) as [keyof Resources, number][]) {
    const asked = own[key];
    if (asked !== undefined && asked > most) {
      const message = `${key} is above the maximum of policy.limits in caskwright.yaml`;
      findings.error(source.span(['resources', key]), 'resources-above-maximum', message, {
        fix: `at most ${wordsFor(key, most)}`,
      });
    }
    capped[key] = Math.min(wanted[key] ?? most, most);
  }
  return capped as unknown as Resources;
}

function wordsFor(key: keyof Resources, most: number): string {
  if (key === 'cpu') return `${most}`;
  if (key === 'timeout') return most % 60_000 === 0 ? `${most / 60_000}m` : `${most / 1000}s`;
  const unit = [1000 ** 4, 1000 ** 3, 1000 ** 2, 1000].find((one) => most % one === 0) ?? 1;
  return `${most / unit}${{ [1000 ** 4]: 'T', [1000 ** 3]: 'G', [1000 ** 2]: 'M', 1000: 'K' }[unit] ?? ''}`;
}
