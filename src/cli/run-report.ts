import { join } from 'node:path';
import type { EventSink } from '../build/events.ts';
import { builderFile } from '../definition/dockerfile.ts';
import type { Prepared } from '../engine/prepare.ts';
import type { ImageName } from '../names/image-name.ts';
import { masked } from '../report/masked.ts';
import { plain } from '../report/plain.ts';
import { logFiles, tee } from '../report/sinks.ts';
import { terminal } from '../report/terminal.ts';
import { listNames } from '../system/folder-files.ts';
import { appendLines, makeStateFolder } from '../system/state-folder.ts';
import type { CommandContext, Output } from './context.ts';
import { lookOf } from './look.ts';

/** A run's number and the folder that its logs are kept in. */
export interface RunPlace {
  readonly id: string;
  readonly folder: string;
}

/** The next run of a repository: numbered from 1, logs under `.caskwright/logs/<number>/`. */
export async function nextRun(root: string): Promise<RunPlace> {
  await makeStateFolder(join(root, '.caskwright'));
  const logs = join(root, '.caskwright', 'logs');
  const numbers = (await listNames(logs)).map(Number).filter(Number.isInteger);
  const id = String(Math.max(0, ...numbers) + 1);
  return { id, folder: join(logs, id) };
}

/** Everything that listens to a run of the command: people, log files, and what the caller adds. Secrets are masked for all. */
export function createRunReport(
  context: CommandContext,
  { loaded, repository }: Prepared,
  run: RunPlace,
  people: Output,
  more: readonly EventSink[],
): { readonly sink: EventSink; close(): Promise<void> } {
  const files = appendLines(run.folder);
  const logName = (image: ImageName) => `${image.replaceAll('/', '+')}.log`;
  const places = {
    dockerfile: (image: ImageName) => {
      const found = loaded.graph.byName.get(image);
      return found && builderFile(found.dockerfile);
    },
    log: (image: ImageName) => join(run.folder, logName(image)).replace(`${repository.root ?? ''}/`, ''),
  };
  const live = people.isTerminal
    ? terminal({
        write: (text) => people.write(text),
        size: () => people.size(),
        colour: lookOf(context, people).colour,
        clock: context.clock,
        places,
      })
    : { sink: plain((text) => people.write(text), places), close: () => {} };
  const logs = logFiles((image, _platform, line) => files.append(logName(image), line));
  const secrets = [...loaded.graph.byName.values()].flatMap(({ definition }) =>
    definition.secrets.flatMap((name) => context.environment[name] ?? context.environment[name.toUpperCase()] ?? []),
  );
  return {
    sink: masked(tee(live.sink, logs, ...more), secrets),
    async close() {
      live.close();
      await files.close();
    },
  };
}
