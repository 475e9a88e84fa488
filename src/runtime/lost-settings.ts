import { isDeepStrictEqual } from 'node:util';
import type { InspectedContainer, InspectedMount } from './inspected.ts';

/** What differs between any two containers, or is compared in another shape. */
const OF_EACH = new Set(['Binds', 'Mounts', 'ContainerIDFile', 'LogConfig', 'ConsoleSize', 'VolumesFrom', 'Links']);
/** What of its configuration somebody sets on a container, and the image does not. */
const SET_ON_CONTAINER = ['Hostname', 'Domainname', 'Tty', 'OpenStdin', 'StopTimeout', 'Umask', 'Timeout', 'Secrets'];

/**
 * Settings of a container that another one, made from it, does not have: whatever `inspect` shows, so that one which
 * nobody thought of is not lost in silence.
 */
export function lostSettings(before: InspectedContainer, after: InspectedContainer): readonly string[] {
  const host = Object.keys(before.HostConfig).filter(
    (key) => !OF_EACH.has(key) && !alike(before.HostConfig[key], after.HostConfig[key]),
  );
  const own = SET_ON_CONTAINER.filter((key) => !alike(configured(before, key), configured(after, key)));
  // A newer image may bring volumes of its own.
  const kept = new Set(mountsOf(after));
  const mounts = mountsOf(before).every((mount) => kept.has(mount)) ? [] : ['Mounts'];
  const networks = isDeepStrictEqual(networksOf(before), networksOf(after)) ? [] : ['Networks'];
  return [...host, ...own, ...mounts, ...networks];
}

/** Nothing is written as 0, false, an empty text, list or mapping, or not at all. */
function alike(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b) || (isNothing(a) && isNothing(b)) || isDeepStrictEqual(sorted(a), sorted(b));
}

function isNothing(value: unknown): boolean {
  return !value || (typeof value === 'object' && Object.keys(value).length === 0);
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).toSorted() : value;
}

function configured({ Id, Config }: InspectedContainer, key: string): unknown {
  const value = Config[key];
  return key === 'Hostname' && typeof value === 'string' && Id.startsWith(value) ? undefined : value;
}

function mountsOf({ Mounts }: InspectedContainer): readonly string[] {
  return (Mounts ?? []).map(mountLine);
}

function mountLine({ Type, Name, Source, Destination, RW, Propagation }: InspectedMount): string {
  return [Type, Name || Source, Destination, RW, Propagation].join(' ');
}

function networksOf({ NetworkSettings }: InspectedContainer): readonly string[] {
  return Object.keys(NetworkSettings?.Networks ?? {}).toSorted();
}
