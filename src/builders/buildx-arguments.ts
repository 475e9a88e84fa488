import type { BuildRequest, ImageSource, NamedContext } from '../build/ports/builder.ts';
import { parseReference } from '../names/reference.ts';

/** The files of one build. */
export interface BuildxFiles {
  /** Where buildx writes the digest. */
  readonly metadata: string;
  /** Secret id → file. */
  readonly secrets: Readonly<Record<string, string>>;
  /** A folder for the image, where it goes into a layout. */
  readonly image: string;
}

/** How images are written. */
export interface BuildxOutputOptions {
  /** Hosts that are spoken to without a checked certificate. */
  readonly insecure: readonly string[];
  /** Whether files in layers get the time of SOURCE_DATE_EPOCH too: BuildKit writes every layer anew for that. */
  readonly reproducible: boolean;
}

/** Flags of every call: progress for programs, nothing attested (it would change the digest at each build). */
const COMMON = ['build', '--progress=rawjson', '--provenance=false', '--sbom=false'];

/** The arguments of `docker-buildx` for a build. */
export function buildxArguments(request: BuildRequest, files: BuildxFiles, options: BuildxOutputOptions): string[] {
  return [
    ...COMMON,
    `--metadata-file=${files.metadata}`,
    `--output=${outputOf(request, files.image, options)}`,
    `--platform=${request.platform}`,
    ...(request.noCache ? ['--no-cache'] : []),
    ...cacheArguments(request, options),
    ...(request.cache?.from ?? []).map((place) => `--cache-from=${place}`),
    ...(request.cache?.to ?? []).map((place) => `--cache-to=${place}`),
    ...(request.target === undefined ? [] : [`--target=${request.target}`]),
    ...pairs('--build-arg', request.args),
    ...pairs('--label', request.labels),
    ...contextArguments(request.namedContexts),
    ...Object.entries(files.secrets).map(([id, file]) => `--secret=id=${id},src=${file}`),
    `--file=${request.dockerfile}`,
    request.contextDirectory,
  ];
}

/** The arguments for running a command in an image: a build of one RUN whose result nobody keeps. */
export function buildxTestArguments(
  image: ImageSource,
  name: string,
  platform: string,
  dockerfile: string,
  context: string,
): string[] {
  const exact = contextArguments([{ written: name, resolved: name, source: image }]);
  const output = ['--output=type=cacheonly', '--no-cache', `--platform=${platform}`];
  return [...COMMON, ...output, ...exact, `--file=${dockerfile}`, context];
}

/** The value of `--output`: fields in CSV, of the exporter that puts the image where it goes. */
function outputOf(request: BuildRequest, image: string, { insecure, reproducible }: BuildxOutputOptions): string {
  const { output } = request;
  const annotations = Object.entries(request.annotations).map(([key, value]) => `annotation.${key}=${value}`);
  const host = output.kind === 'registry' ? output.repository.split('/')[0] : undefined;
  const fields =
    output.kind === 'registry'
      ? [
          'type=image',
          `name=${output.repository}:${output.tag}`,
          'push=true',
          // Not in docker's own image list, where it would stay for ever under this name.
          'store=false',
          ...(host !== undefined && insecure.includes(host) ? ['registry.insecure=true'] : []),
        ]
      : ['type=oci', 'tar=false', `dest=${image}`];
  const times = reproducible ? ['rewrite-timestamp=true'] : [];
  return [...fields, 'oci-mediatypes=true', ...times, ...annotations].map(csvField).join(',');
}

/** A cache that cannot be written costs the next build time, and this one nothing. */
function cacheArguments({ layerCache }: BuildRequest, { insecure }: BuildxOutputOptions): string[] {
  if (!layerCache) return [];
  const { repository, tag } = layerCache;
  const isInsecure = insecure.includes(repository.split('/')[0] ?? '');
  const place = ['type=registry', `ref=${repository}:${tag}`, ...(isInsecure ? ['registry.insecure=true'] : [])];
  const all = [...place, 'mode=max', 'image-manifest=true', 'oci-mediatypes=true', 'ignore-error=true'];
  return [`--cache-from=${place.map(csvField).join()}`, `--cache-to=${all.map(csvField).join()}`];
}

/** BuildKit looks a reference up after its variables are resolved, in its full form; other names it refuses. */
function contextArguments(contexts: readonly NamedContext[]): string[] {
  const meanings = new Map<string, string>();
  for (const { written, resolved, source } of contexts) {
    for (const name of [written, resolved]) if (parseReference(name).ok) meanings.set(name, sourceOf(source));
  }
  return [...meanings].map(([name, source]) => `--build-context=${name}=${source}`);
}

function sourceOf(source: ImageSource): string {
  return source.kind === 'registry'
    ? `docker-image://${source.repository}@${source.digest}`
    : `oci-layout://${source.directory}@${source.digest}`;
}

function csvField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function pairs(flag: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `${flag}=${name}=${value}`);
}
