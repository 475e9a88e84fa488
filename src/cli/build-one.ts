import { resolve } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { EventSink } from '../build/events.ts';
import type { Failure } from '../build/failure.ts';
import type { Configuration } from '../definition/configuration.ts';
import { buildOne, type OneImageRequest } from '../engine/build-one.ts';
import type { Problem } from '../engine/problem.ts';
import type { Platform } from '../names/platform.ts';
import { masked } from '../report/masked.ts';
import { oneImageReport } from '../report/one-image.ts';
import { jsonLines, tee } from '../report/sinks.ts';
import type { BuildOptions } from './build.ts';
import { type CommandContext, type ExitCode, exitCode, type Output } from './context.ts';
import { configurationIn, reaching, warnInsecure } from './folder-configuration.ts';
import { fleetFlag, HINT, type OneImageOptions } from './folder-options.ts';
import { lookOf } from './look.ts';
import {
  type Misuse,
  type OneImageName,
  readBuildArgs,
  readLabels,
  readNames,
  readPlatforms,
  readSecrets,
} from './one-image.ts';
import { overridesOf } from './options.ts';
import { reportProblem } from './problem.ts';

/** Milliseconds that a build may take, as in a repository. */
const TIMEOUT = 60 * 60 * 1000;

/** Builds one folder's Dockerfile and pushes the result; the last line on stdout names it by its digest. */
export async function buildFolder(
  context: CommandContext,
  folders: readonly string[],
  options: BuildOptions & OneImageOptions,
): Promise<ExitCode> {
  const directory = resolve(context.directory, options.directory ?? '.');
  const connections = await context.connect(directory);
  const asked = await readRequest(context, directory, folders, options, connections.platform);
  if (!asked.ok) return reportProblem(context, asked.error);
  const people = options.json || !context.stdout.isTerminal ? context.stderr : context.stdout;
  if (options.insecure) warnInsecure(context, asked.value.configuration.registry.host);
  const report = createReport(context, options, people, Object.values(asked.value.settings.secrets));
  const built = await buildOne({
    ...asked.value,
    connections,
    clock: context.clock,
    emit: report.sink,
    signal: context.signal,
    onBuilder: (why) => people.write(`builder: ${why}\n`),
  });
  report.close();
  if (!built.ok) {
    return built.error.kind === 'environment' ? codeOf(built.error.failure) : reportProblem(context, built.error);
  }
  const { configuration, image, tags, push } = asked.value;
  const place = push ? `${configuration.registry.host}/${image}:${tags[0]}@` : '';
  if (!options.json) context.stdout.write(`${place}${built.value}\n`);
  return exitCode.done;
}

type Asked = Omit<OneImageRequest, 'connections' | 'clock' | 'emit' | 'signal' | 'onBuilder'>;

async function readRequest(
  context: CommandContext,
  directory: string,
  folders: readonly string[],
  options: BuildOptions & OneImageOptions,
  own: Platform,
): Promise<Result<Asked, Problem>> {
  const [folder = '.', ...more] = folders;
  if (more.length > 0)
    return misuse({ message: `one folder is built at a time: ${folders.join(', ')}`, suggestion: HINT });
  const foreign = fleetFlag(options);
  if (foreign !== undefined) {
    const message = `${foreign} is for the images of a repository, and ${folder} is a folder`;
    return misuse({ message, suggestion: HINT });
  }
  const overrides = overridesOf(options);
  if (!overrides.ok) return overrides;
  const configured = await configurationIn(directory, overrides.value.registry);
  if (!configured.ok) return configured;
  const name = readNames(options.tag ?? [], namespaceOf(configured.value));
  if (!name.ok) return misuse(name.error);
  const { host, image, tags } = name.value;
  const nowhere = options.push ? placeless(options.tag, name.value) : undefined;
  if (nowhere !== undefined) return misuse(nowhere);
  const platforms = readPlatforms(options.platform ?? [], own);
  if (!platforms.ok) return misuse(platforms.error);
  const settings = await readSettings(context, directory, options);
  if (!settings.ok) return misuse(settings.error);
  const configuration =
    host === undefined ? configured.value : reaching(configured.value, { host, namespace: '' }, options, directory);
  return ok({
    folder: resolve(directory, folder),
    ...(options.file === undefined ? {} : { dockerfile: resolve(directory, options.file) }),
    from: directory,
    image,
    tags,
    platforms: platforms.value,
    settings: settings.value,
    configuration,
    push: options.push,
    builder: options.builder ?? configuration.builder.kind,
  });
}

function misuse(problem: Misuse): Result<never, Problem> {
  return err({ kind: 'usage', ...problem });
}

function namespaceOf({ registry: { host, namespace } }: Configuration): string | undefined {
  if (host === undefined) return undefined;
  return namespace === '' ? host : `${host}/${namespace}`;
}

/** Why there is no place to push to: nobody may write where Docker keeps its official images. */
function placeless(given: readonly string[] | undefined, { host, image }: OneImageName): Misuse | undefined {
  if (given === undefined)
    return { message: 'a name is needed for what is pushed', suggestion: `${HINT}, or --no-push` };
  if (host !== 'docker.io' || !image.startsWith('library/')) return undefined;
  const suggestion = `${HINT}, or --registry host/namespace (registry in caskwright.yaml)`;
  return { message: `-t ${given[0]} does not say to which registry`, suggestion };
}

async function readSettings(
  { environment }: CommandContext,
  directory: string,
  options: OneImageOptions,
): Promise<Result<OneImageRequest['settings'], Misuse>> {
  const args = readBuildArgs(options.buildArg ?? [], environment);
  if (!args.ok) return args;
  const labels = readLabels(options.label ?? []);
  if (!labels.ok) return labels;
  const secrets = await readSecrets(options.secret ?? [], directory, environment);
  if (!secrets.ok) return secrets;
  const epoch = environment.SOURCE_DATE_EPOCH;
  return ok({
    args: args.value,
    labels: labels.value,
    secrets: secrets.value,
    ...(options.target === undefined ? {} : { target: options.target }),
    cache: { from: options.cacheFrom ?? [], to: options.cacheTo ?? [] },
    noCache: !options.cache,
    timeout: TIMEOUT,
    ...(epoch !== undefined && /^[0-9]{1,12}$/.test(epoch) ? { sourceDateEpoch: Number(epoch) } : {}),
  });
}

function createReport(
  context: CommandContext,
  { json }: BuildOptions,
  people: Output,
  secrets: readonly string[],
): { readonly sink: EventSink; close(): void } {
  const report = oneImageReport({
    write: (text) => people.write(text),
    size: () => people.size(),
    isTerminal: people.isTerminal,
    colour: lookOf(context, people).colour,
    clock: context.clock,
  });
  const lines = json ? [jsonLines((text) => context.stdout.write(text))] : [];
  return { sink: masked(tee(report.sink, ...lines), secrets), close: () => report.close() };
}

/** A wrong command line, a failed build, or something around it that is missing or out of reach. */
function codeOf({ phase, reason }: Failure): ExitCode {
  if (reason === 'cancelled') return exitCode.cancelled;
  if (phase === 'validate') return exitCode.usage;
  const ofBuild = phase === 'build' && reason !== 'builder-unavailable';
  return ofBuild || reason === 'image-missing' || reason === 'platform-missing'
    ? exitCode.findings
    : exitCode.environment;
}
