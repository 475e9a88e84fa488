import { expect, test } from 'vitest';
import type { InspectedContainer } from './inspected.ts';
import { lostSettings } from './lost-settings.ts';

const container = (id: string, host: object, more: object = {}): InspectedContainer =>
  ({
    Id: id.padEnd(64, '0'),
    Config: { Hostname: id.padEnd(12, '0') },
    HostConfig: host,
    Mounts: [{ Type: 'volume', Name: 'data', Destination: '/data', RW: true }],
    NetworkSettings: { Networks: { front: {} } },
    ...more,
  }) as unknown as InspectedContainer;

const before = container('aaaa', {
  Memory: 64,
  CapAdd: ['B', 'A'],
  Dns: [],
  Sysctls: { x: '1' },
  ContainerIDFile: '/a',
});

test('what two containers differ in by nature is not lost', () => {
  const after = container('bbbb', {
    Memory: 64,
    CapAdd: ['A', 'B'],
    Dns: null,
    Sysctls: { x: '1' },
    ContainerIDFile: '/b',
  });
  expect(lostSettings(before, after)).toEqual([]);
});

test('a setting that nobody thought of is named, and mounts, networks and names too', () => {
  const bare = { Mounts: [], NetworkSettings: { Networks: {} }, Config: { Hostname: 'other' } };
  const after = container('bbbb', { Memory: 64, CapAdd: ['A', 'B'] }, bare);
  expect(lostSettings(before, after)).toEqual(['Sysctls', 'Hostname', 'Mounts', 'Networks']);
});

test('a volume that the newer image brings is no loss', () => {
  const more = { Mounts: [...(before.Mounts ?? []), { Type: 'volume', Name: 'new', Destination: '/new', RW: true }] };
  expect(lostSettings(before, container('bbbb', before.HostConfig, more))).toEqual([]);
});
