import { parseReference, type Reference } from '../names/reference.ts';
import type { CatalogueConfiguration, RuntimeConfiguration } from './configuration.ts';
import type { Findings } from './findings.ts';
import type { CaskwrightFile } from './generated/caskwright-file.ts';
import type { YamlSource } from './yaml-source.ts';

/** Names that can stand on a command line, and as part of a container's name. */
const imageName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** The images that are used on a machine; a name or reference that cannot be one is reported and left out. */
export function readContainers(
  source: YamlSource,
  containers: CaskwrightFile['containers'],
  findings: Findings,
): Readonly<Record<string, Reference>> {
  const usable: Record<string, Reference> = {};
  for (const [name, text] of Object.entries(containers ?? {})) {
    const path = ['containers', name];
    const reference = parseReference(text);
    if (!imageName.test(name)) {
      const message = `"${name}" cannot name an image: letters, digits, ".", "_" and "-", a letter or digit first`;
      findings.error(source.keySpan(path), 'schema-value', message);
    } else if (reference.ok) usable[name] = reference.value;
    else findings.error(source.span(path), 'schema-value', reference.error);
  }
  return usable;
}

/** How those images are run. */
export function readRuntime(
  source: YamlSource,
  runtime: CaskwrightFile['runtime'],
  findings: Findings,
): RuntimeConfiguration {
  const catalogue = runtime?.catalogue && readCatalogue(source, runtime.catalogue, findings);
  const { label, command } = runtime?.sessions ?? {};
  return {
    engine: runtime?.engine ?? 'auto',
    ...(catalogue ? { catalogue } : {}),
    sessions: { ...(label === undefined ? {} : { label }), ...(command === undefined ? {} : { command }) },
    settle: (runtime?.settle ?? 5) * 1000,
  };
}

function readCatalogue(
  source: YamlSource,
  catalogue: NonNullable<NonNullable<CaskwrightFile['runtime']>['catalogue']>,
  findings: Findings,
): CatalogueConfiguration | undefined {
  const { url, token_env: tokenEnv = 'CASKWRIGHT_CATALOGUE_TOKEN', category, tag } = catalogue;
  // Its absence is reported by the schema.
  if (url === undefined) return undefined;
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    const message = 'the URL of a catalogue is http or https';
    findings.error(source.span(['runtime', 'catalogue', 'url']), 'schema-value', message);
    return undefined;
  }
  return { url, tokenEnv, ...(category === undefined ? {} : { category }), ...(tag === undefined ? {} : { tag }) };
}
