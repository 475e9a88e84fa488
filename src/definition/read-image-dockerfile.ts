import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../names/platform.ts';
import { containerfile } from './customizations/containerfile.ts';
import type { Declaration } from './customizations/customizations.ts';
import type { ImageUse, ResolvedDockerfile } from './dockerfile.ts';
import type { ImageDefinition } from './image.ts';
import { type DockerfileOptions, type ReadDockerfile, readDockerfile } from './read-dockerfile.ts';

/** What a Dockerfile is read with beside the definition of its image. */
export type ImageDockerfileOptions = Pick<DockerfileOptions, 'frontends' | 'triggers'>;

/**
 * Reads a Dockerfile for all platforms of its image. Where what it builds on depends on the platform (`FROM
 * base-${TARGETARCH}`), the references of the other platforms stand behind those of the first, each for its own.
 */
export function readImageDockerfile(
  file: SourceFile,
  definition: ImageDefinition,
  options: ImageDockerfileOptions,
): ReadDockerfile {
  const { declaration } = definition;
  return declaration ? readGenerated(file, definition, declaration, options) : readWritten(file, definition, options);
}

/** The Containerfile of a declared image, which stands on its base alone. Whatever it is about is in the `build.yaml`. */
function readGenerated(
  file: SourceFile,
  definition: ImageDefinition,
  declaration: Declaration,
  options: ImageDockerfileOptions,
): ReadDockerfile {
  const generated = containerfile(declaration);
  const { span } = declaration.base;
  const read = readWritten({ path: file.path, text: generated }, definition, options);
  const diagnostics = read.diagnostics.map((finding) => ({ ...finding, file, span }));
  const { dockerfile } = read;
  if (!dockerfile) return { dockerfile, diagnostics };
  const references = dockerfile.references.map((use) => ({ ...use, span }));
  return { dockerfile: { ...dockerfile, file, generated, references }, diagnostics };
}

function readWritten(file: SourceFile, definition: ImageDefinition, options: ImageDockerfileOptions): ReadDockerfile {
  const [first, ...others] = definition.platforms.map(({ value }) => value);
  if (first === undefined) return { dockerfile: undefined, diagnostics: [] };
  const { args, target, file: buildFile } = definition;
  const targeted = target && { target: target.value, targetPlace: { file: buildFile, span: target.span } };
  const read = (platform: Platform) =>
    readDockerfile(file, { ...options, args, ...targeted, platform, buildPlatform: first });
  const { dockerfile, diagnostics } = read(first);
  const depends = others.length > 0 && /TARGET(?:PLATFORM|OS|ARCH|VARIANT)/.test(file.text);
  if (!dockerfile || !depends) return { dockerfile, diagnostics };
  const further = others.flatMap((platform) => {
    const found = read(platform).dockerfile;
    return found ? [[platform, found] as const] : [];
  });
  return { dockerfile: withOthers(dockerfile, further), diagnostics };
}

function withOthers(
  dockerfile: ResolvedDockerfile,
  others: readonly (readonly [Platform, ResolvedDockerfile])[],
): ResolvedDockerfile {
  const known = new Set(dockerfile.references.map(({ resolved }) => resolved));
  const further = others.flatMap(([platform, { references }]) =>
    references.filter(({ resolved }) => !known.has(resolved)).map((use) => onlyOn(platform, use)),
  );
  const reads = new Set([...dockerfile.reads, ...others.flatMap(([, other]) => other.reads)]);
  return { ...dockerfile, references: [...dockerfile.references, ...further], reads: [...reads].sort() };
}

function onlyOn(platform: Platform, use: ImageUse): ImageUse {
  return use.platform === 'target' ? { ...use, platform: { literal: platform } } : use;
}
