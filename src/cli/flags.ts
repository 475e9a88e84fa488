import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CredentialSource, parseCredentialSource } from '../definition/credential-source.ts';

// Options that several commands have, and how their values are read.

export const FOLDER_GROUP = 'One folder (build . -t name:tag):';
export const INSECURE = new Option('--insecure', 'do not check the registry’s certificate; HTTP where it has no HTTPS');
export const TLS_CA = new Option('--tls-ca <file>', 'PEM file of the authority that signed the registry’s certificate');
export const TLS_FIRST_USE = new Option(
  '--tls-trust-on-first-use',
  'trust the certificate that the registry shows now, and no other one later',
);
export const CREDENTIALS = new Option(
  '--credentials <place>',
  'kubernetes[:namespace/secret], file:<path> or env:<user>,<password>: where the login is',
).argParser(credentialSource);
export const REV = new Option('--rev <rev>', 'read this commit instead of the work tree');
export const REGISTRY = new Option('--registry <host/namespace>', 'in place of the registry in caskwright.yaml');
export const SINCE = new Option('--since <rev>', 'compare with a commit instead of the registry').conflicts([
  'force',
  'scheduled',
  'output',
]);

export function formats(...names: readonly [string, ...string[]]): Option {
  return new Option('--format <format>', 'how to print it').choices(names).default(names[0]);
}

export function planning(command: Command): Command {
  return command
    .addOption(REV)
    .addOption(REGISTRY)
    .option('--branch <branch>', 'the branch that the commit belongs to, where none is checked out')
    .option('--force', 'build the images and all that stand on them, held or not')
    .option('--scheduled', 'build again what is older than policy.max_age, and all that stands on it')
    .option('--output <oci:dir>', 'an OCI image layout in place of the registry');
}

export function running(command: Command): Command {
  return command
    .addOption(new Option('--builder <builder>', 'what builds').choices(['auto', 'buildx', 'podman', 'buildah']))
    .option('--concurrency <n>', 'builds at one time', positiveInteger)
    .option('--no-keep-going', 'after the first failure start nothing new')
    .option('--json', 'one event a line on stdout');
}

/** What the commands of those who use images have in common. */
export function consuming(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <engine>', 'what runs containers').choices(['auto', 'docker', 'podman', 'container']),
    )
    .option('--json', 'JSON on stdout');
}

/** What a server and a further machine of it have in common. */
export function placed(command: Command): Command {
  return command
    .option('--config <file>', 'the configuration (docs/reference/server.md); environment and flags stand above it')
    .option('--data <dir>', 'the folder for all that is kept')
    .option('--slots <n>', 'builds at one time; 0: none here')
    .option('--platforms <list>', 'the platforms to build, commas between them');
}

export function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function credentialSource(text: string): CredentialSource {
  const parsed = parseCredentialSource(text);
  if (parsed.ok) return parsed.value;
  throw new InvalidArgumentError(parsed.error);
}

export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number from 1 to 9999 is needed');
}

export function pullRequests(text: string, before: readonly number[] = []): readonly number[] {
  if (/^[1-9]\d{0,8}$/.test(text)) return [...before, Number(text)];
  throw new InvalidArgumentError('the number of a pull request is needed');
}
