import { isMap, listOf, type Plain, textOf, textsOf } from './plain.ts';

type Map = Readonly<Record<string, Plain>>;
/** Told the way to what is not carried over. */
type LeftOut = (...path: readonly (string | number)[]) => void;

/** The entries that have a value. */
export function given(values: Map): Record<string, Plain> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** `spec.customizations` of an ImageBuild under the keys of `build.yaml`. */
export function customizationsOf(customizations: Plain, leftOut: LeftOut): Map {
  if (!isMap(customizations)) return {};
  const { coprRepos, packages, users, files, systemdUnits, scripts, sshKeys, labels, ...others } = customizations;
  for (const key of Object.keys(others)) leftOut('customizations', key);
  const each = <T>(key: string, items: Plain, read: (item: Map, leave: LeftOut) => T) =>
    maps(items)?.map((item, at) => read(item, (...path) => leftOut('customizations', key, at, ...path)));
  return given({
    repositories: filled(listOf(coprRepos).map((copr) => ({ copr }))),
    packages: filled(listOf(packages)),
    users: each('users', users, userOf),
    root_ssh_keys: filled(listOf(sshKeys)),
    files: each('files', files, fileOf),
    systemd_units: each('systemdUnits', systemdUnits, unitOf),
    scripts: Array.isArray(scripts) ? filled(scripts.flatMap(scriptOf)) : undefined,
    labels: isMap(labels) ? textsOf(labels) : undefined,
  });
}

function userOf({ name, shell, groups, password, sshKeys, ...others }: Map, leftOut: LeftOut) {
  for (const key of Object.keys(others)) leftOut(key);
  const hash = textOf(password);
  const isHash = hash?.startsWith('$') ?? false;
  // A password in clear text never gets any further.
  if (hash !== undefined && !isHash) leftOut('password');
  return given({
    name: textOf(name),
    shell: textOf(shell),
    groups: filled(listOf(groups)),
    password_hash: isHash ? hash : undefined,
    ssh_keys: filled(listOf(sshKeys)),
  });
}

function fileOf({ path, content, mode, permissions, user, group, ...others }: Map, leftOut: LeftOut) {
  for (const key of Object.keys(others)) leftOut(key);
  const owner = [textOf(user), textOf(group)].filter((part) => part !== undefined);
  return given({
    destination: textOf(path),
    content: typeof content === 'string' ? content : '',
    mode: textOf(mode ?? permissions),
    owner: owner.length === 0 ? undefined : owner.join(':'),
  });
}

function unitOf({ name, content, enabled, ...others }: Map, leftOut: LeftOut) {
  for (const key of Object.keys(others)) leftOut(key);
  return given({ name: textOf(name), content: textOf(content), enabled: enabled === true ? true : undefined });
}

function scriptOf(script: Plain) {
  const content = isMap(script) ? textOf(script.content) : textOf(script);
  return content === undefined ? [] : [{ content }];
}

/** `spec.flightctlConfig` under the keys of `customizations.flightctl`; what enrols is requested while building. */
export function agentOf(config: Map, leftOut: LeftOut): Map {
  const { enrollmentService, defaultLabels, systemInfo, systemInfoCustom, tpm, ...others } = config;
  const service = isMap(enrollmentService) ? enrollmentService : {};
  const { service: place, enrollmentUiEndpoint, ...more } = service;
  for (const key of Object.keys(more)) leftOut('enrollmentService', key);
  const { server, certificateAuthorityData } = isMap(place) ? place : {};
  const names: Readonly<Record<string, string>> = {
    specFetchInterval: 'spec_fetch_interval',
    statusUpdateInterval: 'status_update_interval',
    systemInfoTimeout: 'system_info_timeout',
    pullTimeout: 'pull_timeout',
    logLevel: 'log_level',
  };
  const texts = Object.entries(others).flatMap(([key, value]) => {
    const name = Object.hasOwn(names, key) ? names[key] : undefined;
    if (name === undefined) leftOut(key);
    return name === undefined ? [] : [[name, textOf(value)] as const];
  });
  const authority = textOf(certificateAuthorityData);
  return given({
    enrollment_service: given({
      server: textOf(server),
      certificate_authority: authority === undefined ? undefined : Buffer.from(authority, 'base64').toString(),
      ui_endpoint: textOf(enrollmentUiEndpoint),
    }),
    enrol: true,
    ...Object.fromEntries(texts),
    default_labels: isMap(defaultLabels) ? textsOf(defaultLabels) : undefined,
    system_info: filled(listOf(systemInfo)),
    system_info_custom: filled(listOf(systemInfoCustom)),
    tpm: isMap(tpm) ? tpmOf(tpm) : undefined,
  });
}

function tpmOf({ enabled, devicePath, authEnabled, storageFilePath }: Map) {
  return given({
    enabled: enabled === true ? true : undefined,
    device_path: textOf(devicePath),
    auth_enabled: authEnabled === true ? true : undefined,
    storage_file_path: textOf(storageFilePath),
  });
}

function maps(items: Plain): readonly Map[] | undefined {
  return Array.isArray(items) ? filled(items.filter(isMap)) : undefined;
}

function filled<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}
