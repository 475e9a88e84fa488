import { join, resolve } from 'node:path';
import { systemClock } from '../base/clock.ts';
import { pruneStore } from '../builders/prune.ts';
import { hasAbandoned, selectBuilder } from '../builders/select.ts';
import { createRegistrar } from '../control/client.ts';
import type { Configuration } from '../definition/configuration.ts';
import type { Connections, Destination } from '../engine/connections.ts';
import type { Platform } from '../names/platform.ts';
import { writeAuthFile } from '../registry/auth-file.ts';
import { takeIn } from '../registry/handed-layout.ts';
import { createLayout } from '../registry/layout.ts';
import { createRegistry, type Registry, type RegistryOptions } from '../registry/registry.ts';
import { createRemover } from '../registry/remove.ts';
import type { Environment } from '../system/environment.ts';
import { createHttp, isLoopback } from '../system/http.ts';
import { nativePlatform, processorCount, temporaryBase } from '../system/machine.ts';
import { openRunFolder, removeAbandoned } from '../system/run-folder.ts';

/** The real registry, builders and control API. `root` is the folder that relative paths of the configuration mean. */
export function createConnections(environment: Environment, root: string): Connections {
  const http = createHttp(environment);
  const clock = systemClock;
  const folder = temporaryBase(environment);
  const authorities = (configuration: Configuration) =>
    Object.fromEntries(Object.entries(configuration.registry.ca).map(([host, path]) => [host, resolve(root, path)]));
  const optionsOf = (configuration: Configuration): RegistryOptions => {
    const { host = '', namespace, insecure } = configuration.registry;
    return {
      http,
      clock,
      environment,
      host,
      namespace,
      insecure: insecure.map(({ value }) => value),
      ca: authorities(configuration),
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
    layout(directory, configuration) {
      const layout = createLayout(directory, open(configuration));
      return { name: `oci:${directory}`, reader: layout, publisher: layout };
    },
    takeIn,
    async builder({ kind, configuration, folder: run, hosts }) {
      const { host = '', insecure } = configuration.registry;
      const { reproducible } = configuration.builder;
      const trusted = authorities(configuration);
      // As our own client has it, and docker: this machine itself speaks HTTP, unless its authority is named.
      const plain = hosts.filter((one) => !Object.hasOwn(trusted, one) && isLoopback(one.replace(/:\d+$/, '')));
      const authFile = await writeAuthFile(join(run.path, 'auth.json'), hosts, { environment, host });
      return selectBuilder(kind, {
        environment,
        folder,
        authFile,
        reproducible,
        registries: { insecure: [...insecure.map(({ value }) => value), ...plain], authorities: trusted },
      });
    },
    prune: async (kind, signal) => (kind === 'fake' ? undefined : pruneStore(kind, environment, signal)),
    registrar(control) {
      const token = environment[control.tokenEnv];
      const { url, method, path } = control;
      return createRegistrar({ http, clock, url, method, path, ...(token === undefined ? {} : { token }) });
    },
  };
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
