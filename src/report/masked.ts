import { unreachable } from '../base/result.ts';
import type { EventSink, RunEvent } from '../build/events.ts';
import type { Failure } from '../build/failure.ts';
import { createMasker, type Masker } from './mask.ts';

/**
 * A sink that hides the values of secrets (S28) in everything that a builder, a registry or a command has worded,
 * and hands the events on in their order and without delay.
 */
export function masked(sink: EventSink, secrets: readonly string[]): EventSink {
  const newMasker = createMasker(secrets);
  const streams = new Map<string, Masker>();
  const stream = (key: string): Masker => {
    const known = streams.get(key) ?? newMasker();
    streams.set(key, known);
    return known;
  };
  const once = (text: string) => newMasker().mask(text);
  return (event) => sink(maskEvent(event, stream, once, newMasker));
}

function maskEvent(
  event: RunEvent,
  stream: (key: string) => Masker,
  once: (text: string) => string,
  newMasker: () => Masker,
): RunEvent {
  const failure = (one: Failure) => maskFailure(one, once, newMasker());
  switch (event.type) {
    case 'image.log':
      return { ...event, line: stream(`${event.image} ${event.platform}`).mask(event.line) };
    case 'run.started':
      return { ...event, images: event.images.map((image) => ({ ...image, reason: once(image.reason) })) };
    case 'image.failed':
    case 'image.registration-failed':
    case 'export.failed':
      return { ...event, failure: failure(event.failure) };
    case 'image.blocked':
      return { ...event, by: once(event.by) };
    case 'image.held-back':
      return { ...event, why: once(event.why) };
    case 'run.finished': {
      const images = event.result.images.map((image) => ({
        ...image,
        ...(image.failure ? { failure: failure(image.failure) } : {}),
        ...(image.exports
          ? { exports: image.exports.map((one) => (one.failure ? { ...one, failure: failure(one.failure) } : one)) }
          : {}),
      }));
      return { ...event, result: { ...event.result, images } };
    }
    case 'export.finished':
      return { ...event, notes: event.notes.map(once) };
    case 'export.started':
    case 'node.started':
    case 'node.settled':
    case 'image.landed':
    case 'image.cancelled':
    case 'set.published':
    case 'image.registered':
      return event;
    default:
      return unreachable(event);
  }
}

function maskFailure(failure: Failure, once: (text: string) => string, lines: Masker): Failure {
  return {
    ...failure,
    message: once(failure.message),
    ...(failure.suggestion === undefined ? {} : { suggestion: once(failure.suggestion) }),
    lastLines: failure.lastLines.map((line) => lines.mask(line)),
  };
}
