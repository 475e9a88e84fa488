import type { EventSink } from '../build/events.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { safeJson } from './text.ts';

/** One event a line, as JSON without any control character. */
export function jsonLines(write: (text: string) => void): EventSink {
  return (event) => write(`${safeJson(event)}\n`);
}

/** Hands the builders' output on, as it came, to where logs are kept. */
export function logFiles(append: (image: ImageName, platform: Platform, line: string) => void): EventSink {
  return (event) => {
    if (event.type === 'image.log') append(event.image, event.platform, event.line);
  };
}

/** Gives every event to every sink, in order. */
export function tee(...sinks: readonly EventSink[]): EventSink {
  return (event) => {
    for (const sink of sinks) sink(event);
  };
}
