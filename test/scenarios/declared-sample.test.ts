import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Builder, ImageSource } from '../../src/build/ports/builder.ts';
import { containerfile } from '../../src/definition/customizations/containerfile.ts';
import { readImageDefinition } from '../../src/definition/read-image-definition.ts';
import { configured, source } from '../../src/definition/testing.ts';
import type { Digest } from '../../src/names/digest.ts';
import type { Platform } from '../../src/names/platform.ts';
import { checked, pushDeclaredBase, unit } from '../rig/declared-base.ts';
import { containersRig } from '../rig/engines.ts';
import { naughtyStrings } from '../rig/naughty-strings.ts';
import { randomNumbers } from '../rig/random.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { temporaryDirectory } from '../rig/repository.ts';

/** How many are built; a long run asks for 50. */
const count = Number(process.env.CASKWRIGHT_DECLARED_BUILDS ?? 2);
const seed = Number(process.env.CASKWRIGHT_FUZZ_SEED ?? randomInt(2 ** 31));
const rig = await containersRig('buildah');
const platform = 'linux/amd64' as Platform;
const base = 'example.test/os:1';
const texts = naughtyStrings.filter((text) => text.isWellFormed() && text.length < 2_000);
const lines = texts.filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text));

/** A specification that is sound in all its names and hostile in all its content, and what must hold once it is built. */
function specification(seeded: number) {
  const below = randomNumbers(seeded);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const some = <T>(make: (at: number) => T, most: number): T[] =>
    Array.from({ length: below(most + 1) }, (_, at) => make(at));
  const content = () => some(() => pick(texts), 4).join(pick(['', '\n', ' ', "'"]));
  const users = some(
    (at) => ({
      name: `u${at}`,
      shell: '/bin/sh',
      groups: some((group) => `g${group}`, 2),
      ssh_keys: [`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ${pick(lines)}`],
    }),
    2,
  );
  const owner = () => pick(['root:root', ...users.map(({ name }) => `${name}:${name}`)]);
  const files = some(
    (at) => ({
      destination: `/srv/d${at}/f`,
      mode: pick(['644', '600', '4755']),
      owner: owner(),
      content: content(),
      copied: below(2) === 0,
    }),
    4,
  );
  const units = some(
    (at) => ({ name: `a${at}.service`, content: `${unit}# ${pick(lines)}\n`, enabled: below(2) === 0 }),
    2,
  );
  const scripts = some(
    (at) => ({ content: `echo "$0" > /srv-${at}\ncat >> /srv-${at} <<'END'\n${pick(lines)}\nEND\n` }),
    2,
  ).map(({ content: text }, at) => ({ at, text }));
  const wants = '/etc/systemd/system/multi-user.target.wants';
  return {
    copied: Object.fromEntries(
      files.flatMap(({ copied, content: text }, at) => (copied ? [[`file ${at}`, text]] : [])),
    ),
    build: {
      base_image: base,
      customizations: {
        users,
        files: files.map(({ copied, content: text, ...file }, at) => ({
          ...file,
          ...(copied ? { path: `file ${at}` } : { content: text }),
        })),
        systemd_units: units,
        scripts: scripts.map(({ text }) => ({ content: text })),
        labels: { text: pick(lines) },
      },
    },
    holds: [
      ...users.flatMap(({ name, groups, ssh_keys }): [string, string][] => [
        [`cat /home/${name}/.ssh/authorized_keys`, `${ssh_keys[0]}\n`],
        [`stat -c "%a %U:%G" /home/${name}/.ssh/authorized_keys`, `600 ${name}:${name}\n`],
        ...groups.map((group): [string, string] => [`grep -c "^${group}:.*${name}" /etc/group`, '1\n']),
      ]),
      ...files.flatMap(({ destination, mode, owner: own, content: text }): [string, string][] => [
        [`cat ${destination}`, text],
        [`stat -c "%a %U:%G" ${destination}`, `${mode} ${own}\n`],
      ]),
      ...units.map(({ name, content: text }): [string, string] => [`cat /etc/systemd/system/${name}`, text]),
      [`ls ${wants} 2>&1 | grep -c service$`, `${units.filter(({ enabled }) => enabled).length}\n`] as [string, string],
      ...scripts.map(({ at, text }): [string, string] => [
        `cat /srv-${at}`,
        `/.caskwright-script\n${text.split('\n').slice(2, -2).join('\n')}\n`,
      ]),
    ],
  };
}

if ('reason' in rig) test('a sample of hostile declarations', ({ skip }) => skip(rig.reason));
else {
  describe(`a sample of hostile declarations, seed ${seed}`, () => {
    let registry: TestRegistry;
    let builder: Builder;
    let digest: Digest;
    beforeAll(async () => {
      registry = await startRegistry();
      digest = await pushDeclaredBase(registry.host, 'os');
      builder = await rig.create({ registries: { insecure: [registry.host], authorities: {} } });
    }, 60_000);
    afterAll(async () => {
      await builder?.close();
      await rig.close();
      await registry?.stop();
    });

    test.each(Array.from({ length: count }, (_, at) => seed + at))(
      'is built to what it says: %i',
      { timeout: 60_000 },
      async (one) => {
        const { build, copied, holds } = specification(one);
        const { definition, diagnostics } = readImageDefinition(
          source('build.yaml', JSON.stringify(build)),
          'images/x',
          configured(),
        );
        expect(diagnostics).toEqual([]);
        const folder = temporaryDirectory();
        const contextDirectory = join(folder, 'context');
        const dockerfile = join(folder, 'Containerfile');
        mkdirSync(contextDirectory);
        for (const [path, text] of Object.entries(copied)) writeFileSync(join(contextDirectory, path), text);
        if (!definition?.declaration) throw new Error('nothing is declared');
        writeFileSync(dockerfile, containerfile(definition.declaration));
        const log: string[] = [];
        const context = { signal: new AbortController().signal, log: (line: string) => log.push(line) };
        const from: ImageSource = { kind: 'registry', repository: `${registry.host}/os`, digest };
        const built = await builder.build(
          {
            id: `sample-${one}`,
            contextDirectory,
            dockerfile,
            platform,
            args: {},
            labels: {},
            annotations: {},
            secrets: {},
            namedContexts: [{ written: base, resolved: base, source: from }],
            output: { kind: 'registry', repository: `${registry.host}/out`, tag: `t${one}` },
            resources: { timeout: 60_000 },
            sourceDateEpoch: 1_700_000_000,
            noCache: false,
          },
          context,
        );
        if (!built.ok) throw new Error(log.join('\n'));
        const image: ImageSource = { kind: 'registry', repository: `${registry.host}/out`, digest: built.value.digest };
        const tested = await builder.test(
          { id: `test-${one}`, image, platform, command: checked(holds), timeout: 60_000 },
          context,
        );
        expect(tested.ok, log.join('\n')).toBe(true);
      },
    );
  });
}
