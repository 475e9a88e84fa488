import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { NamedContext } from '../build/ports/builder.ts';
import type { RegistryReader } from '../build/ports/registry.ts';
import type { ImageUse } from '../definition/dockerfile.ts';
import { type DockerfileOptions, readDockerfile } from '../definition/read-dockerfile.ts';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { type Platform, parsePlatform } from '../names/platform.ts';
import { parseReference } from '../names/reference.ts';
import type { Problem } from './problem.ts';

/** What the Dockerfile of one image stands on, for each platform that it is built for. */
export type Uses = readonly { readonly platform: Platform; readonly uses: readonly ImageUse[] }[];

/** What every reference means in the build for a platform. */
export type ResolvedUses = ReadonlyMap<Platform, readonly NamedContext[]>;

/** How the Dockerfile of one image is read. */
export interface UsesRequest extends Pick<DockerfileOptions, 'args' | 'target' | 'frontends' | 'buildPlatform'> {
  readonly platforms: readonly Platform[];
}

/** Reads a Dockerfile for each platform; what is wrong with it is told once. */
export function readUses(file: SourceFile, request: UsesRequest): Result<Uses, Problem> {
  const read: { platform: Platform; uses: readonly ImageUse[] }[] = [];
  for (const platform of request.platforms) {
    const { dockerfile, diagnostics } = readDockerfile(file, { ...request, platform });
    if (!dockerfile) return err(findings(diagnostics));
    read.push({ platform, uses: dockerfile.references });
  }
  return ok(read);
}

function findings(diagnostics: readonly Diagnostic[]): Problem {
  return { kind: 'findings', diagnostics, images: 1, filesRead: 1 };
}

/** Asks what every reference means right now, so that each platform is built from exact digests. */
export async function resolveUses(
  read: Uses,
  buildPlatform: Platform,
  reader: Pick<RegistryReader, 'resolve'>,
  signal: AbortSignal,
): Promise<Result<ResolvedUses, Failure>> {
  const resolved = new Map<Platform, readonly NamedContext[]>();
  for (const { platform, uses } of read) {
    const contexts: NamedContext[] = [];
    for (const use of uses) {
      const reference = parseReference(use.resolved);
      if (!reference.ok) return err(unreadable(use.resolved, reference.error));
      const base = await reader.resolve(reference.value, platformOf(use, platform, buildPlatform), signal);
      if (!base.ok) return err({ ...base.error, phase: 'pull' });
      const { written, resolved: name } = use;
      contexts.push({ written, resolved: name, source: { kind: 'registry', ...base.value } });
    }
    resolved.set(platform, contexts);
  }
  return ok(resolved);
}

/** The registries that the bases come from. */
export function hostsOfBases(resolved: ResolvedUses): readonly string[] {
  const sources = [...resolved.values()].flat().map(({ source }) => source);
  return sources.flatMap((source) => (source.kind === 'registry' ? source.repository.split('/', 1) : []));
}

function platformOf({ platform }: ImageUse, target: Platform, build: Platform): Platform {
  if (platform === 'target') return target;
  if (platform === 'build') return build;
  const literal = parsePlatform(platform.literal);
  return literal.ok ? literal.value : target;
}

function unreadable(reference: string, why: string): Failure {
  const suggestion = 'see the reference after FROM, and the build args in it';
  return { phase: 'pull', reason: 'image-missing', message: `${reference}: ${why}`, suggestion, lastLines: [] };
}
