import { err, ok, type Result } from '../base/result.ts';
import type { Branded } from './brand.ts';

/** `os/architecture[/variant]` in the words of the OCI image index, e.g. `linux/amd64`. */
export type Platform = Branded<'Platform'>;

/** A platform taken apart, as an OCI image index writes it. */
export interface PlatformParts {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

// Docker's normalisation (containerd/platforms): other spellings of the same machine.
const spellings: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm/v7'],
  ['armel', 'arm/v6'],
  ['i386', '386'],
]);

const architectures: ReadonlySet<string> = new Set([
  '386',
  'amd64',
  'arm',
  'arm64',
  'loong64',
  'mips64le',
  'ppc64le',
  'riscv64',
  's390x',
]);
const systems: ReadonlySet<string> = new Set(['linux', 'windows', 'darwin', 'freebsd']);

/** Parses a platform, accepting the spellings that Docker accepts. `linux/arm64/v8` is `linux/arm64`. */
export function parsePlatform(text: string): Result<Platform, string> {
  const [os = '', first = '', ...rest] = text.trim().toLowerCase().split('/');
  const [architecture = '', ...variant] = [...(spellings.get(first) ?? first).split('/'), ...rest];
  if (!systems.has(os) || !architectures.has(architecture) || variant.length > 1) {
    return err('a platform is os/architecture, e.g. linux/amd64 or linux/arm64');
  }
  const tail = variant[0];
  if (tail !== undefined && !/^v[0-9]+$/.test(tail)) return err('a platform variant looks like v7');
  const implied = architecture === 'arm64' && tail === 'v8';
  return ok((tail === undefined || implied ? `${os}/${architecture}` : `${os}/${architecture}/${tail}`) as Platform);
}

/** Takes a platform apart. */
export function platformParts(platform: Platform): PlatformParts {
  const [os = '', architecture = '', variant] = platform.split('/');
  return variant === undefined ? { os, architecture } : { os, architecture, variant };
}

/** The platform in the form that a tag can carry: `linux-arm-v7`. */
export function platformSlug(platform: Platform): string {
  return platform.replaceAll('/', '-');
}
