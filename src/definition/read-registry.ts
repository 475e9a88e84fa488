import { err, ok, type Result } from '../base/result.ts';
import { parseImageName } from '../names/image-name.ts';
import type { RegistryConfiguration } from './configuration.ts';
import { parseCredentialSource } from './credential-source.ts';
import type { Findings } from './findings.ts';
import type { CaskwrightFile } from './generated/caskwright-file.ts';
import { locatedItems } from './located.ts';
import type { YamlSource } from './yaml-source.ts';

const host = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?$/;
const loopback = /^(?:localhost|127(?:\.[0-9]+){3})(?::[0-9]+)?$/;

/** Host and namespace of `host/namespace`. */
export function parseRegistry(text: string): Result<{ host: string; namespace: string }, string> {
  const [first = '', ...rest] = text.split('/');
  const namespace = rest.join('/');
  if (!host.test(first)) return err(`"${first}" is not a registry host: a name, and a port where it has one`);
  const name = namespace === '' ? undefined : parseImageName(namespace);
  return name && !name.ok ? err(`"${namespace}" is not a namespace: ${name.error}`) : ok({ host: first, namespace });
}

/** The `registry` of caskwright.yaml: a text or a mapping. */
export function readRegistry(
  source: YamlSource,
  registry: CaskwrightFile['registry'],
  findings: Findings,
): RegistryConfiguration {
  const none = { namespace: '', kind: 'auto', insecure: [], trustOnFirstUse: [], ca: {} } as const;
  if (registry === undefined) return none;
  if (typeof registry === 'string') return { ...none, ...place(source, registry, ['registry'], findings) };
  const { host: name, namespace = '', kind = 'auto', ca = {} } = registry;
  const written = namespace === '' ? name : `${name}/${namespace}`;
  const found =
    written !== undefined && name !== undefined ? place(source, written, ['registry', 'host'], findings) : {};
  const insecure = insecureHosts(source, registry.insecure, findings);
  const trustOnFirstUse = registry.trust_on_first_use?.filter(Boolean) ?? [];
  return {
    ...none,
    ...found,
    kind,
    insecure,
    trustOnFirstUse,
    ...credentials(source, registry.credentials, findings),
    ca,
  };
}

function credentials(
  source: YamlSource,
  text: string | undefined,
  findings: Findings,
): Pick<RegistryConfiguration, 'credentials'> {
  if (text === undefined) return {};
  const parsed = parseCredentialSource(text);
  if (parsed.ok) return { credentials: parsed.value };
  findings.error(source.span(['registry', 'credentials']), 'schema-value', parsed.error);
  return {};
}

function place(
  source: YamlSource,
  text: string,
  path: readonly string[],
  findings: Findings,
): { host: string; namespace: string } | Record<never, never> {
  const parsed = parseRegistry(text);
  if (parsed.ok) return parsed.value;
  findings.error(source.span(path), 'schema-value', parsed.error);
  return {};
}

function insecureHosts(source: YamlSource, hosts: readonly string[] | undefined, findings: Findings) {
  const items = locatedItems(source, ['registry', 'insecure'], hosts);
  for (const { value, span } of items) {
    if (loopback.test(value)) continue;
    const message = `whoever stands between can replace the images of ${value}`;
    findings.warn(span, 'registry-insecure', message, { fix: 'trust its authority under registry.ca instead' });
  }
  return items;
}
