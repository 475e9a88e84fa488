import { join, resolve } from 'node:path';
import { systemClock } from '../base/clock.ts';
import { pruneStore } from '../builders/prune.ts';
import { hasAbandoned, selectBuilder } from '../builders/select.ts';
import { createRegistrar } from '../control/client.ts';
import type { Configuration } from '../definition/configuration.ts';
import { parseCredentialSource } from '../definition/credential-source.ts';
import type { Connections, Destination } from '../engine/connections.ts';
import { createEnroller } from '../enrolment/flightctl.ts';
import type { Platform } from '../names/platform.ts';
import { writeAuthFile } from '../registry/auth-file.ts';
import type { NamedCredential } from '../registry/credentials.ts';
import { takeIn } from '../registry/handed-layout.ts';
import { createInventory } from '../registry/inventory.ts';
import { KnownRegistries, type NewlyKnown } from '../registry/known-registries.ts';
import { createLayout } from '../registry/layout.ts';
import { createRegistry, type Registry, type RegistryOptions } from '../registry/registry.ts';
import { createRemover } from '../registry/remove.ts';
import type { Environment } from '../system/environment.ts';
import { createHttp, isLoopback } from '../system/http.ts';
import { nativePlatform, processorCount, temporaryBase } from '../system/machine.ts';
import { openRunFolder, removeAbandoned } from '../system/run-folder.ts';
import { namedCredential } from './named-credential.ts';
import { createGate } from './supply-chain.ts';

/** What a front door says beside its environment. */
export interface ConnectionOptions {
  /** Whether `registry.credentials` of caskwright.yaml is followed: where its writer and the one who runs it are one. */
  readonly followsFile?: boolean;
  /** Told what is trusted from now on. */
  readonly onTrusted?: (known: NewlyKnown) => void;
  /** What makes disk images, loaded when one is made; absent where none is, as in the action. */
  readonly exporters?: () => Promise<typeof import('./exports.ts')>;
}

/** The real registry, builders and control API. `root` is the folder that relative paths of the configuration mean. */
export function createConnections(
  environment: Environment,
  root: string,
  { followsFile = false, onTrusted = () => {}, exporters }: ConnectionOptions = {},
): Connections {
  const http = createHttp(environment);
  const clock = systemClock;
  const folder = temporaryBase(environment);
  const authorities = (configuration: Configuration) =>
    Object.fromEntries(Object.entries(configuration.registry.ca).map(([host, path]) => [host, resolve(root, path)]));
  const known = new KnownRegistries(knownFolder(environment, root), onTrusted);
  const credentialOf = ({ registry }: Configuration): { readonly named?: NamedCredential } => {
    const asked = parseCredentialSource(environment.CASKWRIGHT_REGISTRY_CREDENTIALS ?? '');
    const source = (followsFile ? registry.credentials : undefined) ?? (asked.ok ? asked.value : undefined);
    return source ? { named: namedCredential(source, registry.host ?? '', { environment, http, root }) } : {};
  };
  const optionsOf = (configuration: Configuration): RegistryOptions => {
    const { host = '', namespace, insecure, trustOnFirstUse } = configuration.registry;
    return {
      http,
      clock,
      environment,
      host,
      namespace,
      insecure: insecure.map(({ value }) => value),
      ca: authorities(configuration),
      known,
      firstUse: trustOnFirstUse,
      ...credentialOf(configuration),
      mirrors: configuration.mirrors,
    };
  };
  const open = (configuration: Configuration): Registry => createRegistry(optionsOf(configuration));
  return {
    processors: processorCount(),
    platform: nativePlatform() as Platform,
    async openRunFolder() {
      // A run that was killed left its contexts there, and its credentials.
      await removeAbandoned(folder);
      return openRunFolder(folder);
    },
    hasAbandoned: () => hasAbandoned(folder),
    registry: (configuration) => destination(configuration, open(configuration)),
    remover: (configuration) => createRemover({ ...optionsOf(configuration), kind: configuration.registry.kind }),
    inventory: (configuration) => createInventory({ ...optionsOf(configuration), kind: configuration.registry.kind }),
    layout(directory, configuration) {
      const layout = createLayout(directory, open(configuration));
      return { name: `oci:${directory}`, reader: layout, publisher: layout };
    },
    takeIn,
    async builder({ kind, configuration, folder: run, hosts }) {
      const { host = '', insecure } = configuration.registry;
      const { reproducible } = configuration.builder;
      const seen = Object.entries(known.files()).filter(([one]) => hosts.includes(one));
      const trusted = { ...Object.fromEntries(seen), ...authorities(configuration) };
      // As our own client has it, and docker: this machine itself speaks HTTP, unless its authority is named.
      const plain = hosts.filter((one) => !Object.hasOwn(trusted, one) && isLoopback(one.replace(/:\d+$/, '')));
      const authFile = await writeAuthFile(join(run.path, 'auth.json'), hosts, {
        environment,
        host,
        ...credentialOf(configuration),
      });
      return selectBuilder(kind, {
        environment,
        folder,
        authFile,
        reproducible,
        registries: { insecure: [...insecure.map(({ value }) => value), ...plain], authorities: trusted },
      });
    },
    gate(configuration, run) {
      const { host = '', insecure } = configuration.registry;
      const authority = { ...known.files(), ...authorities(configuration) }[host];
      const isPlain = authority === undefined && isLoopback(host.replace(/:\d+$/, ''));
      return createGate(configuration, run, {
        environment,
        writeCredentials: (file) => writeAuthFile(file, [host], { environment, host, ...credentialOf(configuration) }),
        authority,
        insecure: isPlain || insecure.some(({ value }) => value === host),
        attacher: open(configuration).attacher,
      });
    },
    async exports(configuration, to) {
      if (!exporters) throw new Error('disk images are not made here');
      const { createExports } = await exporters();
      const registry = optionsOf(configuration);
      const { host } = registry;
      const writeCredentials = (file: string) =>
        writeAuthFile(file, [host], { environment, host, ...credentialOf(configuration) });
      return createExports(configuration.exports, root, { environment, folder, registry, writeCredentials }, to);
    },
    prune: async (kind, signal) => (kind === 'fake' ? undefined : pruneStore(kind, environment, signal)),
    enroller({ ca, ...service }, token) {
      return createEnroller({
        http,
        clock,
        ...service,
        ...(token === undefined ? {} : { token }),
        ...(ca === undefined ? {} : { ca: resolve(root, ca) }),
      });
    },
    registrar(control) {
      const token = environment[control.tokenEnv];
      const { url, method, path } = control;
      return createRegistrar({ http, clock, url, method, path, ...(token === undefined ? {} : { token }) });
    },
  };
}

/** Where certificates are kept that are trusted since they were first seen: of this user, else beside the configuration. */
function knownFolder({ XDG_CONFIG_HOME, HOME }: Environment, root: string): string {
  const home = XDG_CONFIG_HOME || (HOME && join(HOME, '.config'));
  return home ? join(home, 'caskwright/known-registries') : join(root, '.caskwright/known-registries');
}

function destination({ registry: { host, namespace } }: Configuration, registry: Registry): Destination {
  const name = host === undefined ? '' : namespace === '' ? host : `${host}/${namespace}`;
  return {
    name,
    reader: registry,
    publisher: registry,
    requests: () => registry.requests(),
    mayPush: (image, signal) => registry.mayPush(image, signal),
  };
}
