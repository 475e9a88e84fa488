import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this repository. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/** The command as it is shipped; made anew, so that it is of these sources. */
export function bundledCommand(): string {
  execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
  return join(root, 'dist/cli.js');
}

/** Where scripts/setup-engines.sh unpacks a modern docker. */
const unpacked = join(process.env.CASKWRIGHT_TEST_CACHE ?? '/var/cache/caskwright-test', 'docker/usr');

/** docker's plugin `buildx`, started without docker in between. */
export function buildxProgram(): string {
  const places = [
    join(unpacked, 'libexec/docker/cli-plugins'),
    '/usr/libexec/docker/cli-plugins',
    '/usr/lib/docker/cli-plugins',
    '/usr/local/lib/docker/cli-plugins',
    join(process.env.HOME ?? '/', '.docker/cli-plugins'),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = places.map((place) => join(place, 'docker-buildx')).find((path) => existsSync(path));
  if (found === undefined) throw new Error('docker-buildx is not here: scripts/setup-engines.sh unpacks it');
  return found;
}

/** A line for people, beside the tables. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Prints what the benchmark found. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
