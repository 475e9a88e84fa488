import { parseReference } from '../../names/reference.ts';
import { CONFIGURATION_FILES, type Configuration } from '../configuration.ts';
import { readConfiguration } from '../read-configuration.ts';
import { readImageDefinition } from '../read-image-definition.ts';
import type { AdoptionInput } from './adoption.ts';

/** What a repository says in Caskwright's own format already. */
export interface Existing {
  /** Absent where there is no `caskwright.yaml` or `caskwright.jsonc`. */
  readonly configuration?: Configuration;
  /** Prefixes that it gives for its own images, `docker.io` written out. */
  readonly prefixes: readonly string[];
  /** Dockerfiles that build files speak for, and the names of their images. */
  readonly adopted: ReadonlyMap<string, readonly string[]>;
}

const buildFile = /^(?:(.*)\/)?build(?:\.[^/]+)?\.yaml$/;

/** Whether a file is one of Caskwright's own by its name. */
export function isOwnFile(path: string): boolean {
  return CONFIGURATION_FILES.some((name) => name === path) || buildFile.test(path);
}

/** Reads the repository's own files. One that is of another tool by its content speaks for nothing. */
export function readExisting({ texts }: Pick<AdoptionInput, 'texts'>): Existing {
  const file = CONFIGURATION_FILES.flatMap((name) => texts.get(name) ?? [])[0];
  const { configuration } = readConfiguration(file ?? { path: 'caskwright.yaml', text: '' });
  const definitions = [...texts.values()].flatMap((text) => {
    const found = buildFile.exec(text.path);
    if (!found) return [];
    const { definition, diagnostics } = readImageDefinition(text, found[1] ?? '', configuration);
    return definition && diagnostics.length === 0 ? [definition] : [];
  });
  const adopted = Map.groupBy(definitions, ({ dockerfile }) => dockerfile.value);
  return {
    ...(file ? { configuration } : {}),
    prefixes: configuration.names.filter((prefix) => prefix !== '').map(inFull),
    adopted: new Map([...adopted].map(([path, images]) => [path, images.map(({ name }) => name.value)])),
  };
}

function inFull(prefix: string): string {
  const probe = parseReference(`${prefix}/x`);
  return probe.ok ? `${probe.value.registry}/${probe.value.repository}`.slice(0, -2) : prefix;
}
