import { unreachable } from '../base/result.ts';
import type { EventSink, RunEvent } from '../build/events.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { eventLine } from './event-line.ts';
import type { Places } from './failure-block.ts';
import { escapeData } from './github.ts';
import { HeadAndTail } from './head-and-tail.ts';
import { closing, plainLine } from './plain.ts';
import { RunState } from './run-state.ts';
import { count } from './style.ts';
import { cleanLog, cut } from './text.ts';

/** How the log of a GitHub runner is written. */
export interface GithubLogOptions {
  /** A new unguessable word of letters and digits: only who knows it can end a stretch without commands (S31). */
  readonly token: () => string;
  readonly places?: Places;
  /** Characters that are kept of each platform's output until its image is over. */
  readonly kept?: { readonly head: number; readonly tail: number };
}

type Logs = Map<ImageName, Map<Platform, HeadAndTail>>;

const KEPT = { head: 128 * 1024, tail: 512 * 1024 };
const LONGEST_LINE = 4000;

/**
 * Lines for the log of a GitHub runner. What a build writes comes in a group of its own when its image is over, so
 * that builds do not mix; nothing in it is taken for a command. Failures stand once more at the end, outside groups.
 */
export function githubLog(write: (text: string) => void, options: GithubLogOptions): EventSink {
  const { token, places = {}, kept = KEPT } = options;
  const state = new RunState();
  const logs: Logs = new Map();
  const print = (lines: readonly string[]) => write(lines.map((line) => `${line}\n`).join(''));
  const group = (image: ImageName) => {
    const log = logs.get(image);
    logs.delete(image);
    if (log) print(groupLines({ image, log, lines: state.logLines(image) }, token(), places));
  };
  return (event) => {
    state.apply(event, 0);
    switch (event.type) {
      case 'image.log':
        logOf(logs, event, kept).add(shortLine(event.line));
        return;
      case 'image.landed':
      case 'image.failed':
      case 'image.cancelled':
        group(event.image);
        print([plainLine(eventLine(event))]);
        return;
      case 'run.finished':
        for (const image of [...logs.keys()]) group(image);
        print(withoutCommands(closing(event, state, places), token()));
        return;
      case 'run.started':
      case 'node.started':
      case 'image.blocked':
      case 'set.published':
      case 'image.held-back':
      case 'image.registration-failed':
      case 'export.started':
      case 'export.finished':
      case 'export.failed':
        print([plainLine(eventLine(event))]);
        return;
      case 'node.settled':
      case 'image.registered':
        return;
      default:
        unreachable(event);
    }
  };
}

function logOf(
  logs: Logs,
  { image, platform }: Extract<RunEvent, { readonly type: 'image.log' }>,
  { head, tail }: { readonly head: number; readonly tail: number },
): HeadAndTail {
  const platforms = logs.get(image) ?? new Map<Platform, HeadAndTail>();
  logs.set(image, platforms);
  const log = platforms.get(platform) ?? new HeadAndTail(head, tail);
  platforms.set(platform, log);
  return log;
}

/** An image's output, one platform after the other. */
function groupLines(
  output: { readonly image: ImageName; readonly log: ReadonlyMap<Platform, HeadAndTail>; readonly lines: number },
  token: string,
  places: Places,
): readonly string[] {
  const { image, log } = output;
  const lines = [...log].flatMap(([platform, { head, tail, dropped }]) => [
    ...(log.size > 1 ? [`${image} ${platform}`] : []),
    ...head,
    ...(dropped > 0 ? [droppedLine(dropped, places.log?.(image, platform))] : []),
    ...tail,
  ]);
  const title = `${image}   ${count(output.lines, 'line')}`;
  return [`::group::${escapeData(title)}`, ...withoutCommands(lines, token), '::endgroup::'];
}

function shortLine(line: string): string {
  const text = cleanLog(line);
  return text.length <= LONGEST_LINE ? text : cut(text, LONGEST_LINE);
}

function droppedLine(lines: number, path: string | undefined): string {
  return cleanLog(`… ${count(lines, 'line')} left out here${path === undefined ? '' : `, whole in ${path}`} …`);
}

/** Lines in which the runner looks for no command but the one that ends them (actions/runner, `stop-commands`). */
function withoutCommands(lines: readonly string[], token: string): readonly string[] {
  return [`::stop-commands::${token}`, ...lines, `::${token}::`];
}
