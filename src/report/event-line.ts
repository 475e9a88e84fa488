import { unreachable } from '../base/result.ts';
import type { PlannedImage, RunEvent } from '../build/events.ts';
import type { ExportTarget } from '../names/export-target.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { about, duration, listed, type State, shortDigest, size } from './style.ts';
import { cleanLog, escapeControls } from './text.ts';

/** An event in one line of plain words. */
export interface EventLine {
  readonly state: State;
  /** Absent for what belongs to the whole run. */
  readonly image?: ImageName;
  readonly platform?: Platform;
  /** How long it took, where it took time. */
  readonly seconds?: number;
  readonly text: string;
  /** The event is worth a line of its own to a person who watches; the others only move the display. */
  readonly lasting: boolean;
}

/** Words an event; the end of a run is left to `runSummary`. */
export function eventLine(event: Exclude<RunEvent, { readonly type: 'run.finished' }>): EventLine {
  switch (event.type) {
    case 'run.started':
      return { state: 'running', text: startText(event), lasting: true };
    case 'node.started':
      return { ...node(event), state: 'running', text: `started${expectation(event.expectedSeconds)}`, lasting: false };
    case 'image.log':
      return { ...node(event), state: 'running', text: cleanLog(event.line), lasting: false };
    case 'node.settled': {
      const text = `${shortDigest(event.digest)}   ${event.adopted ? 'found built' : 'built'}`;
      return { ...node(event), state: 'done', seconds: event.seconds, text, lasting: false };
    }
    case 'image.landed': {
      const text = `${shortDigest(event.digest)}   ${event.adopted ? 'found built' : 'landed'}`;
      return { state: 'done', image: event.image, seconds: event.seconds, text, lasting: true };
    }
    case 'image.failed': {
      const { failure, seconds, image, platform } = event;
      const advice = failure.suggestion === undefined ? '' : `; try: ${failure.suggestion}`;
      const text = escapeControls(`failed in ${failure.phase}: ${failure.message}${advice}`);
      return { state: 'failed', image, ...(platform ? { platform } : {}), seconds, text, lasting: true };
    }
    case 'image.blocked':
      return { state: 'quiet', image: event.image, text: escapeControls(blockedText(event.by)), lasting: true };
    case 'image.cancelled':
      return { state: 'quiet', image: event.image, text: 'cancelled', lasting: true };
    case 'set.published':
      return { state: 'done', ...publication(event), lasting: true };
    case 'image.held-back':
      return { state: 'quiet', image: event.image, text: `its tags stay: ${escapeControls(event.why)}`, lasting: true };
    case 'image.registered':
      return { state: 'done', image: event.image, text: `${shortDigest(event.digest)}   registered`, lasting: false };
    case 'image.registration-failed': {
      const { message, suggestion } = event.failure;
      const advice = suggestion === undefined ? '' : `; try: ${suggestion}`;
      return {
        state: 'warned',
        image: event.image,
        text: escapeControls(`not registered: ${message}${advice}`),
        lasting: true,
      };
    }
    case 'export.started':
      return { state: 'running', image: event.image, text: `disk image: ${nameOf(event.target)}`, lasting: false };
    case 'export.finished':
      return { state: 'done', image: event.image, text: exportText(event), lasting: !event.adopted };
    case 'export.failed': {
      const { message, suggestion } = event.failure;
      const advice = suggestion === undefined ? '' : `; try: ${suggestion}`;
      const text = escapeControls(`no ${nameOf(event.target)}: ${message}${advice}`);
      return { state: 'warned', image: event.image, text, lasting: true };
    }
    default:
      return unreachable(event);
  }
}

function nameOf({ type, architecture }: ExportTarget): string {
  return `${type} for ${architecture}`;
}

function exportText(event: Extract<RunEvent, { readonly type: 'export.finished' }>): string {
  const more = event.adopted ? 'in step' : (event.notes[0] ?? '');
  return escapeControls(`${event.file}   ${size(event.size)}   ${more}`);
}

/** `4 to build, 1 to promote, 9 in step`. */
function actionCounts(images: readonly Pick<PlannedImage, 'action'>[]): string {
  const words = { build: 'to build', promote: 'to promote', blocked: 'blocked', skip: 'in step' } as const;
  const number = (action: PlannedImage['action']) => images.filter((image) => image.action === action).length;
  const actions = (['build', 'promote', 'blocked', 'skip'] as const).filter((action) => number(action) > 0);
  return actions.map((action) => `${number(action)} ${words[action]}`).join(', ') || 'no images';
}

function startText(event: Extract<RunEvent, { readonly type: 'run.started' }>): string {
  const to = event.destination === '' ? '' : ` → ${escapeControls(event.destination)}`;
  const what = `${event.commit.slice(0, 7)}${to}   ${escapeControls(event.builder)}   ${actionCounts(event.images)}`;
  return `${what.trimStart()}${expectation(event.expectedSeconds)}`;
}

function expectation(seconds: number | undefined): string {
  return seconds === undefined ? '' : `, about ${about(seconds)}`;
}

function publication({ images, channel }: Extract<RunEvent, { readonly type: 'set.published' }>) {
  const [first, ...more] = images;
  if (first && more.length === 0) {
    return { image: first.image, text: escapeControls(`published as ${first.tags.join(', ')}`) };
  }
  return { text: escapeControls(`published on ${channel}: ${listed(images.map(({ image }) => image))}`) };
}

/** What is in the way is an image's name, or a sentence. */
function blockedText(by: string): string {
  return by.includes(' ') ? `blocked: ${by}` : `blocked by ${by}`;
}

function node<T extends { readonly image: ImageName; readonly platform: Platform }>(event: T) {
  return { image: event.image, platform: event.platform };
}

/** `1m12`, or nothing for what took no time. */
export function secondsColumn(line: EventLine): string {
  return line.seconds === undefined ? '' : duration(line.seconds);
}
