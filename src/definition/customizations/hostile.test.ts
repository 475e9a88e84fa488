import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { naughtyStrings } from '../../../test/rig/naughty-strings.ts';
import { randomNumbers } from '../../../test/rig/random.ts';
import type { Platform } from '../../names/platform.ts';
import { parseDockerfile } from '../dockerfile/instructions.ts';
import { readDockerfile } from '../read-dockerfile.ts';
import { readImageDefinition } from '../read-image-definition.ts';
import { configured, source } from '../testing.ts';
import { containerfile, containerfileSteps } from './containerfile.ts';
import type { Customizations } from './customizations.ts';

// The number of specifications; a long run asks for 100,000.
const count = Number(process.env.CASKWRIGHT_HOSTILE_SPECIFICATIONS ?? 3_000);
/** Another one each time, so that every run reads texts that none has read before. */
const seed = Number(process.env.CASKWRIGHT_FUZZ_SEED ?? randomInt(2 ** 31));

const hostile = [
  ...naughtyStrings.filter((text) => text.length < 2_000),
  ...[
    "'",
    "'; touch /owned; '",
    '\\',
    '\\\\',
    'a\\',
    '"',
    '"\nRUN touch /owned\n"',
    '\n',
    '\r\nFROM scratch',
    '$(touch /owned)',
  ],
  ...[
    '`id`',
    '${HOME}',
    '$HOME',
    '<<EOF',
    "<<'EOF'",
    '#',
    '# escape=`',
    '&& touch /owned',
    '|| true',
    '\\\nRUN x',
    '\u2028RUN x',
  ],
  ...[
    '-rf',
    '--',
    '--mount=type=bind,source=/,target=/x',
    '../../x',
    '/etc/../../x',
    'a b',
    'a\tb',
    '*',
    '?',
    '[a]',
    '~root',
    '{a,b}',
  ],
  ...['%s%n', '!!', 'EOF', 'USER root', 'ONBUILD RUN x', '\u0000', '\ud800', 'é', '🐳', 'a:b', 'a=b', '@file', ''],
];
const plain = {
  package: ['vim', 'gcc-c++', 'python3.12', '@core', 'a=1.2~3'],
  name: ['admin', 'app', '_x', 'a-b'],
  path: ['/etc/motd', '/opt/a/b.c', '/x+y'],
  file: ['a', 'dir/b.txt', 'ü.txt'],
  unit: ['a.service', 'dev-disk-by\\x2duuid.swap', 'b@1.timer'],
  key: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB it\'s "me" $HOME `x`'],
};

/** A specification in which any text may be hostile. */
function specification(seeded: number) {
  const below = randomNumbers(seeded);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const any = (good: readonly string[]) => (below(12) === 0 ? pick(hostile) : pick(good));
  const free = () => Array.from({ length: below(4) }, () => pick(hostile)).join(pick(['', '\n', ' ']));
  const some = <T>(make: () => T, most = 3): T[] => Array.from({ length: below(most) }, make);
  const from = () => (below(3) === 0 ? { path: any(plain.file) } : { content: free() });
  const distinct = (items: string[]) => [...new Set(items)];
  return {
    base_image: any(['docker.io/library/fedora:41', 'debian', 'h.example:5000/n/alpine:3']),
    customizations: {
      package_manager: pick(['dnf', 'apt', 'apk']),
      packages: distinct(some(() => any(plain.package), 4)),
      users: some(() => ({
        name: any(plain.name),
        shell: any(['/bin/sh']),
        groups: distinct(some(() => any(plain.name))),
        password_hash: any(['$6$salt$abcdefghij']),
        ssh_keys: distinct(some(() => any(plain.key))),
      })),
      root_ssh_keys: distinct(some(() => any(plain.key))),
      files: some(() => ({
        destination: any(plain.path),
        mode: any(['0644', '755']),
        owner: any(['root:root', 'app', '1:2']),
        ...from(),
      })),
      systemd_units: some(() => ({ name: any(plain.unit), enabled: below(2) === 0, ...from() })),
      scripts: some(from),
      labels: Object.fromEntries(some(() => [any(['a', 'b.c']), free()])),
      flightctl: {
        enrollment_service: { server: any(['https://a.example:7443']) },
        default_labels: { [pick(hostile) || 'x']: free() },
        enrol: below(2) === 0,
      },
    },
  };
}

const configuration = configured('flightctl: {api: "https://a.example"}');

/** What is declared, where no text was refused. */
function declarationOf(specified: object) {
  const { definition, diagnostics } = readImageDefinition(
    source('build.yaml', JSON.stringify(specified)),
    'images/x',
    configuration,
  );
  return diagnostics.some(({ severity }) => severity === 'error') ? undefined : definition?.declaration;
}

describe(`hostile specifications: ${count}, seed ${seed}`, () => {
  test('each is refused with a place, or becomes exactly the instructions that it means', { timeout: 600_000 }, () => {
    const again = (at: number) => `again with: CASKWRIGHT_FUZZ_SEED=${seed + at} CASKWRIGHT_HOSTILE_SPECIFICATIONS=1`;
    let accepted = 0;
    for (let at = 0; at < count; at += 1) {
      const declaration = declarationOf(specification(seed + at));
      if (!declaration) continue;
      accepted += 1;
      const text = containerfile(declaration);
      const steps = containerfileSteps(declaration);
      const { instructions, faults } = parseDockerfile(text);
      expect(faults, again(at)).toEqual([]);
      const read = instructions.map(({ keyword, body, heredocs }) => [keyword, body.text.trim(), heredocs.length]);
      const meant = steps.map(({ keyword, flags = '', parts }) => {
        const between = keyword === 'RUN' ? ' &&     ' : '     ';
        return [keyword, `${flags}${parts.join(between)}`, 0];
      });
      expect(read, again(at)).toEqual(meant);
      expect(meaningOf(instructions), again(at)).toEqual(wantedOf(declaration.customizations));
      const platform = 'linux/amd64' as Platform;
      const options = { args: {}, platform, buildPlatform: platform, frontends: [] };
      const { dockerfile, diagnostics } = readDockerfile(source('Containerfile', text), options);
      expect(diagnostics, again(at)).toEqual([]);
      expect(dockerfile?.references.map(({ resolved }) => resolved)).toEqual([declaration.base.value]);
      expect(
        dockerfile?.reads.every((path) => !/[*?[\\]|^$/.test(path)),
        again(at),
      ).toBe(true);
    }
    // Most mean something: a generator that refuses all of them is safe, and of no use.
    if (count > 100) expect(accepted).toBeGreaterThan(count / 10);
  });
});

/** Every word that a command of a generated Containerfile may begin with. */
const known = new Set([
  ...['dnf', 'apt-get', 'apk', 'DEBIAN_FRONTEND=noninteractive', 'systemctl', 'printf', 'base64', ':', 'umask', 'cat'],
  ...[
    'if',
    'then',
    'else',
    'fi',
    '{',
    '}',
    'command',
    'getent',
    'groupadd',
    'useradd',
    'addgroup',
    'adduser',
    'chpasswd',
  ],
  ...['home=$(readlink', 'mkdir', 'chmod', 'chown', 'rm', '/.caskwright-script'],
  '--mount=type=secret,id=flightctl_enrolment_certificate',
]);

/** What the parsed instructions do, read by a shell's rules of quoting and by nothing of the generator's. */
function meaningOf(instructions: ReturnType<typeof parseDockerfile>['instructions']) {
  const carried: string[] = [];
  const copied: string[][] = [];
  const labels: string[] = [];
  const commands: string[] = [];
  for (const { keyword, body } of instructions) {
    if (keyword === 'COPY') copied.push(JSON.parse(body.text.slice(body.text.indexOf('['))));
    if (keyword === 'LABEL') labels.push(...labelValues(body.text));
    if (keyword !== 'RUN') continue;
    for (const words of shellCommands(body.text)) {
      if (words[0] === 'printf' && words[1] === '%s') carried.push(Buffer.from(words[2] ?? '', 'base64').toString());
      commands.push(words[0] ?? '');
    }
  }
  return { carried, copied, labels, unknown: commands.filter((command) => !known.has(command)) };
}

function wantedOf({ users, rootSshKeys, files, units, scripts, flightctl, labels }: Customizations) {
  const sources = [
    ...files.map(({ source: one }) => one),
    ...units.flatMap(({ source: one }) => one ?? []),
    ...scripts,
  ];
  const keys = [rootSshKeys, ...users.map(({ sshKeys }) => sshKeys)].map((all) =>
    all.map((key) => `${key}\n`).join(''),
  );
  const contents = sources.flatMap((one) => (one.kind === 'content' ? [one.content] : []));
  const agent = flightctl ? [expect.stringContaining('enrollment-service:')] : [];
  return {
    carried: [...keys, ...contents, ...agent].filter((text) => text !== ''),
    copied: sources.flatMap((one) => (one.kind === 'path' ? [[one.inContext, expect.stringMatching(/^\//)]] : [])),
    labels: Object.values(labels),
    unknown: [],
  };
}

/** The simple commands of a shell's line, each as its words with quotes taken off (POSIX, Shell Command Language 2.2). */
function shellCommands(line: string): readonly string[][] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const end = () => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] as string;
    if (char === "'") {
      const close = line.indexOf("'", at + 1);
      if (close < 0) throw new Error(`an open quote: ${line}`);
      word = (word ?? '') + line.slice(at + 1, close);
      at = close;
    } else if (char === '\\') {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else if (/[&|;]/.test(char)) {
      end();
      commands.push([]);
    } else if (/\s/.test(char)) end();
    else word = (word ?? '') + char;
  }
  end();
  return commands.filter((words) => words.length > 0);
}

/** The values of LABEL's pairs, double quotes and backslashes taken off; a dollar that is not escaped would expand. */
function labelValues(text: string): readonly string[] {
  return [...text.matchAll(/[\w./-]+="((?:[^"\\$]|\\["\\$])*)"/gs)].map(([, value = '']) =>
    value.replace(/\\(["\\$])/g, '$1'),
  );
}
