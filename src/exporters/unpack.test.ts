import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { layerOf, pax, type RawEntry } from '../../test/rig/layers.ts';
import { temporaryDirectory } from '../../test/rig/repository.ts';
import type { FetchedLayer } from '../build/ports/exporter.ts';
import { unpackLayers } from './unpack.ts';

/** Unpacks beside a file that must stay as it is; whatever leads out would reach it. */
async function unpack(layers: readonly FetchedLayer[], maxSize = 64 * 1024 * 1024) {
  const folder = temporaryDirectory();
  const root = join(folder, 'root');
  mkdirSync(root);
  writeFileSync(join(folder, 'outside'), 'untouched');
  const signal = new AbortController().signal;
  const outcome = await unpackLayers(layers, { root, owned: false, maxSize, signal }).catch((error: Error) => error);
  return {
    root,
    message: outcome instanceof Error ? outcome.message : undefined,
    unpacked: outcome instanceof Error ? undefined : outcome,
    text: (path: string) => readFileSync(join(root, path), 'utf8'),
    /** What stands beside the root, where nothing of an archive may. */
    beside: readdirSync(folder).map((name) => [
      name,
      name === 'outside' ? readFileSync(join(folder, name), 'utf8') : '',
    ]),
  };
}

const untouched = [
  ['outside', 'untouched'],
  ['root', ''],
];
const file = (path: string, content = path): RawEntry => ({ path, content });
const folder = (path: string, mode = 0o755): RawEntry => ({ path, type: '5', mode });
const link = (path: string, target: string): RawEntry => ({ path, type: '2', target });
const hard = (path: string, target: string): RawEntry => ({ path, type: '1', target });

describe('layers over each other', () => {
  test('files, folders, links, modes and times are those of the archive', async () => {
    const { root, text, unpacked } = await unpack([
      layerOf([
        folder('etc/', 0o750),
        file('etc/a', 'one'),
        link('etc/b', 'a'),
        hard('etc/c', 'etc/a'),
        { ...file('su'), mode: 0o4755 },
      ]),
    ]);
    expect(text('etc/a')).toBe('one');
    expect(readlinkSync(join(root, 'etc/b'))).toBe('a');
    expect(lstatSync(join(root, 'etc/c')).ino).toBe(lstatSync(join(root, 'etc/a')).ino);
    expect(lstatSync(join(root, 'etc')).mode & 0o7777).toBe(0o750);
    expect(lstatSync(join(root, 'su')).mode & 0o7777).toBe(0o4755);
    expect(lstatSync(join(root, 'etc')).mtimeMs).toBe(1_700_000_000_000);
    expect(unpacked).toMatchObject({ entries: 5, devices: 0 });
  });

  test('whiteouts hide what lies below, and nothing of their own layer', async () => {
    const below = layerOf([
      folder('a'),
      file('a/x'),
      file('a/y'),
      folder('b'),
      file('b/x'),
      file('b/y'),
      folder('c'),
      file('c/deep/x'),
    ]);
    const above = layerOf([
      file('a/.wh.x', ''),
      file('b/z'),
      file('b/.wh..wh..opq', ''),
      file('c/deep/new'),
      file('c/.wh.deep', ''),
    ]);
    const { root } = await unpack([below, above]);
    const found = readdirSync(root, { recursive: true }).map(String).toSorted();
    expect(found).toEqual(['a', 'a/y', 'b', 'b/z', 'c', 'c/deep', 'c/deep/new']);
  });

  test('what is a folder below and a file above is a file, and the other way round', async () => {
    const below = layerOf([folder('a'), file('a/x'), file('b')]);
    const { root, text } = await unpack([below, layerOf([file('a', 'now'), folder('b'), file('b/x', 'too')])]);
    expect(text('a')).toBe('now');
    expect(text('b/x')).toBe('too');
    expect(existsSync(join(root, 'a/x'))).toBe(false);
  });

  test('names longer than a header, and bytes that are no UTF-8, stay as they are', async () => {
    const long = `${'d'.repeat(120)}/${'f'.repeat(120)}`;
    const { root, text } = await unpack([layerOf([pax({ path: long }), file('short', 'long one'), file('caf\xe9')])]);
    expect(text(long)).toBe('long one');
    expect(readdirSync(root, { encoding: 'buffer' }).map((name) => name.toString('latin1'))).toContain('caf\xe9');
  });

  test('attributes are kept as far as they belong to the image', async () => {
    const records = { 'SCHILY.xattr.security.capability': 'cap', 'SCHILY.xattr.security.selinux': 'label' };
    const { unpacked } = await unpack([layerOf([pax(records), file('ping')])]);
    expect([...(unpacked?.attributes.get('ping') ?? [])].map(([name]) => name)).toEqual(['security.capability']);
  });

  test('device files are left out and counted', async () => {
    const { root, unpacked } = await unpack([layerOf([{ path: 'dev/null', type: '3' }, file('x')])]);
    expect(unpacked?.devices).toBe(1);
    expect(existsSync(join(root, 'dev/null'))).toBe(false);
  });
});

describe('S33 what would reach out of the root is refused', () => {
  test.each<[string, readonly RawEntry[]]>([
    ['a part ".."', [file('../outside', 'reached')]],
    ['a part ".." within', [file('a/../../outside', 'reached')]],
    ['an absolute path', [file('/outside', 'reached')]],
    ['a link upwards', [link('up', '../'), file('up/outside', 'reached')]],
    ['a chain of links', [folder('a'), link('a/b', '..'), link('c', 'a/b/..'), file('c/outside', 'reached')]],
    ['a hard link upwards', [hard('here', '../outside'), file('here', 'reached')]],
    ['a hard link through a link', [link('up', '..'), hard('here', 'up/outside')]],
    ['a whiteout upwards', [link('up', '..'), file('up/.wh.outside', '')]],
    ['a whiteout of what is above', [file('.wh...', '')]],
    ['links in a circle', [link('a', 'b'), link('b', 'a'), file('a/x')]],
    ['a long name upwards', [pax({ path: '../outside' }), file('harmless', 'reached')]],
  ])('%s', async (_, entries) => {
    const { message, beside } = await unpack([layerOf(entries)]);
    expect(message).toBeDefined();
    expect(beside).toEqual(untouched);
  });

  test('a link that begins at the root is that of the image, not of this machine', async () => {
    const { text, beside } = await unpack([
      layerOf([folder('etc'), link('conf', '/etc'), file('conf/made', 'inside')]),
    ]);
    expect(text('etc/made')).toBe('inside');
    expect(existsSync('/etc/made')).toBe(false);
    expect(beside).toEqual(untouched);
  });

  test('a file is written in place of a link, not through it', async () => {
    const { root, text, beside } = await unpack([layerOf([link('x', '../outside')]), layerOf([file('x', 'own')])]);
    expect(lstatSync(join(root, 'x')).isFile()).toBe(true);
    expect(text('x')).toBe('own');
    expect(beside).toEqual(untouched);
  });
});

describe('S33 an archive does not expand without bound', () => {
  test('more bytes than permitted end it', async () => {
    const zeros = layerOf([file('zeros', '\0'.repeat(8 * 1024 * 1024))]);
    const { message, root } = await unpack([zeros], 1024 * 1024);
    expect(message).toContain('more than 1048576 bytes');
    expect(lstatSync(join(root, 'zeros')).size).toBeLessThanOrEqual(1024 * 1024);
  });

  test('all layers count together', async () => {
    const half = () => layerOf([file('half', 'x'.repeat(700_000))]);
    expect((await unpack([half(), half()], 1024 * 1024)).message).toContain('more than');
  });

  test('a header that promises more than there is, and one of a gigabyte, end it', async () => {
    expect((await unpack([layerOf([{ ...file('x'), size: 1024 ** 3 }])])).message).toContain('too early');
    expect((await unpack([layerOf([{ path: 'x', type: 'x', size: 1024 ** 3 }])])).message).toContain('extended header');
  });
});

test('a layer with other bytes than the image says is refused', async () => {
  const layer = layerOf([file('x')]);
  writeFileSync(layer.file, gzipSync(readFileSync(layerOf([file('y')]).file)));
  expect((await unpack([layer])).message).toBeDefined();
});
