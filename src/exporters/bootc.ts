import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { BuildContext } from '../build/ports/builder.ts';
import type { Exporter, ExportRequest, MadeExport } from '../build/ports/exporter.ts';
import type { ExportType } from '../names/export-target.ts';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { exists } from '../system/files.ts';
import { findProgram, makePrivate } from '../system/folder-files.ts';
import { captureProcess } from '../system/process.ts';
import { exportFailure, inFolder, runTool, type Toolbox } from './tools.ts';

/** How osbuild's image builder is run. */
export interface BootcOptions {
  readonly environment: Environment;
  /** The image of the image builder. */
  readonly imageBuilder: string;
  /** Credentials for registries, in the format of containers-auth.json(5). */
  readonly authFile?: string;
  /** Hosts spoken to over HTTP, or HTTPS without verification. */
  readonly insecure: readonly string[];
  /** Engines in the order in which they are tried, and what `podman run` needs here beside the usual. */
  readonly engines?: readonly Engine[];
}

interface Engine {
  readonly program: 'podman' | 'docker';
  readonly runArguments?: readonly string[];
}

/** Where the image builder leaves each type below its output folder. */
const OUTPUTS: Readonly<Partial<Record<ExportType, { readonly type: string; readonly file: string }>>> = {
  qcow2: { type: 'qcow2', file: 'qcow2/disk.qcow2' },
  raw: { type: 'raw', file: 'image/disk.raw' },
  ami: { type: 'ami', file: 'image/disk.raw' },
  vmdk: { type: 'vmdk', file: 'vmdk/disk.vmdk' },
  iso: { type: 'anaconda-iso', file: 'bootiso/install.iso' },
};

/** Time to end a container in, whatever became of the export. */
const CLEAN_UP = 30_000;
const STORAGE = '/var/lib/containers/storage';
const ENGINES: readonly Engine[] = [{ program: 'podman' }, { program: 'docker' }];

/** Whether an image is made to be installed and started by itself (bootc's own mark, and ostree's before it). */
export function isBootc(labels: Readonly<Record<string, string>>): boolean {
  return labels['containers.bootc'] === '1' || labels['ostree.bootable'] === 'true';
}

/** Makes disk images of bootc images with osbuild's image builder, in a privileged container of podman or docker. */
export function createBootcExporter(options: BootcOptions): Exporter {
  return {
    async hindrance({ source }) {
      if (source.kind !== 'registry') {
        const message = 'the image builder takes bootc images from a registry alone';
        return exportFailure('image-missing', message, 'publish it to one first');
      }
      if (await engineOf(options)) return undefined;
      const message = 'a bootc image becomes a disk in a privileged container, and neither podman nor docker is here';
      return exportFailure('tool-missing', message, 'apt-get install --no-install-recommends podman');
    },
    export: (request, context) => exportBootc(request, context, options),
  };
}

async function engineOf({ environment, engines = ENGINES }: BootcOptions): Promise<Engine | undefined> {
  for (const engine of engines) if (await findProgram(engine.program, environment)) return engine;
  return undefined;
}

async function exportBootc(
  request: ExportRequest,
  { signal, log }: BuildContext,
  options: BootcOptions,
): Promise<Result<MadeExport, Failure>> {
  const { folder, type, source, timeout } = request;
  const output = OUTPUTS[type];
  const engine = await engineOf(options);
  if (!output || !engine || source.kind !== 'registry') throw new Error(`no bootc export of ${type}`);
  const box: Toolbox = { environment: options.environment, folder, signal, deadline: performance.now() + timeout, log };
  await makePrivate(inFolder(box, 'output'));
  await makePrivate(inFolder(box, 'storage'));
  const container = `caskwright-export-${randomBytes(6).toString('hex')}`;
  const reference = `${source.repository}@${source.digest}`;
  try {
    for (const args of commandsOf(engine, { request, options, output: output.type, container, reference })) {
      const done = await runTool(box, engine.program, args);
      if (!done.ok) return done;
    }
  } finally {
    // Its own time: an abort of the export must not leave the container behind.
    const env = childEnvironment(options.environment);
    await captureProcess(engine.program, ['rm', '--force', container], { env, timeout: CLEAN_UP });
  }
  const file = join(folder, 'output', output.file);
  if (await exists(file)) return ok({ file, bootable: true, notes: notesOf(type) });
  return err(exportFailure('unknown', `the image builder made no ${output.file}`, 'see its lines in the log'));
}

interface BootcRun {
  readonly request: ExportRequest;
  readonly options: BootcOptions;
  /** In the image builder's words. */
  readonly output: string;
  readonly container: string;
  readonly reference: string;
}

/**
 * The image builder takes images out of the engine's store. podman's own is given to it; docker's is another kind, so
 * that the podman within the image builder fetches the image into a folder of this export.
 */
function commandsOf(engine: Engine, run: BootcRun): readonly (readonly string[])[] {
  const { request, options, output, container, reference } = run;
  const { folder, architecture } = request;
  const host = reference.split('/', 1)[0] ?? '';
  const fetch = [
    'pull',
    '--quiet',
    `--arch=${architecture === 'x86_64' ? 'amd64' : 'arm64'}`,
    ...(options.insecure.includes(host) ? ['--tls-verify=false'] : []),
  ];
  const start = ['run', '--rm', `--name=${container}`, '--privileged', ...(engine.runArguments ?? [])];
  const labelled = ['--security-opt=label=type:unconfined_t'];
  const build = [`--type=${output}`, `--target-arch=${architecture}`, reference];
  const outputs = [`--volume=${folder}/output:/output`];
  if (engine.program === 'podman') {
    const login = options.authFile === undefined ? [] : [`--authfile=${options.authFile}`];
    const shared = [...outputs, `--volume=${STORAGE}:${STORAGE}`];
    return [
      [...fetch, ...login, reference],
      [...start, ...labelled, ...shared, options.imageBuilder, ...build],
    ];
  }
  const own = [...outputs, `--volume=${folder}/storage:${STORAGE}`];
  const login = options.authFile === undefined ? [] : [`--volume=${options.authFile}:/run/auth.json:ro`];
  const withLogin = options.authFile === undefined ? [] : ['--authfile=/run/auth.json'];
  return [
    [
      ...start,
      '--network=host',
      ...own,
      ...login,
      '--entrypoint=podman',
      options.imageBuilder,
      ...fetch,
      ...withLogin,
      reference,
    ],
    [...start, ...own, options.imageBuilder, ...build],
  ];
}

function notesOf(type: ExportType): readonly string[] {
  const made = type === 'iso' ? 'A medium that installs the image' : 'A disk that starts the image';
  return [`${made}: made by osbuild's image builder.`];
}
