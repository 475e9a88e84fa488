import { resolve } from 'node:path';
import { type ExportedImage, exportImage } from '../engine/export.ts';
import type { Architecture, ExportType } from '../names/export-target.ts';
import { size } from '../report/style.ts';
import { safeJson } from '../report/text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { connectTo, type PlanOptions, prepareHere } from './options.ts';
import { reportProblem } from './problem.ts';

export interface ExportOptions extends Pick<PlanOptions, 'directory' | 'registry' | 'branch'> {
  readonly type?: ExportType;
  readonly architecture?: Architecture;
  /** A folder or file in place of the storage. */
  readonly to?: string;
  readonly json?: boolean;
}

/** Makes the disk images of an image that is published. */
export async function exportOf(context: CommandContext, image: string, options: ExportOptions): Promise<ExitCode> {
  const prepared = await prepareHere(context, [image], options);
  if (!prepared.ok) return reportProblem(context, prepared.error);
  const { repository, loaded } = prepared.value;
  const connections = await connectTo(context, repository);
  const to = options.to === undefined ? undefined : resolve(context.directory, options.to);
  const parts = await connections.exports(loaded.configuration, to);
  if (!parts.ok) return reportProblem(context, { kind: 'environment', failure: parts.error });
  try {
    const done = await exportImage({
      prepared: prepared.value,
      image,
      target: {
        ...(options.type === undefined ? {} : { type: options.type }),
        ...(options.architecture === undefined ? {} : { architecture: options.architecture }),
      },
      parts: parts.value,
      clock: context.clock,
      signal: context.signal,
      log: (line) => context.stderr.write(`  ${line}\n`),
    });
    if (!done.ok) return reportProblem(context, done.error);
    if (options.json)
      context.stdout.write(
        `${safeJson(
          done.value.map(({ metadata }) => metadata),
          2,
        )}\n`,
      );
    else for (const one of done.value) context.stdout.write(textOf(one, to ?? parts.value.storage.name));
    return exitCode.done;
  } finally {
    await loaded.tree.close();
  }
}

function textOf({ metadata, adopted }: ExportedImage, where: string): string {
  const { file, size: bytes, sha256, bootable, notes } = metadata;
  const lines = [
    `${file}   ${size(bytes)}   ${bootable ? 'bootable' : 'not bootable'}${adopted ? '   was there' : ''}`,
    `  in      ${where}`,
    `  sha256  ${sha256}`,
    ...notes.map((note) => `  ${note}`),
  ];
  return `${lines.join('\n')}\n`;
}
