import { unreachable } from '../base/result.ts';
import type { PlannedImage, RunEvent } from '../build/events.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';

/** A node from when its build has got a slot until its image has landed. */
export interface RunningNode {
  readonly image: ImageName;
  readonly platform: Platform;
  /** Milliseconds, by the clock of the report. */
  readonly since: number;
  /** As the builder wrote it. */
  lastLine: string;
}

export type FailedEvent = Extract<RunEvent, { readonly type: 'image.failed' }>;

/** What a report has to remember of a run while it goes on. */
export class RunState {
  images: readonly PlannedImage[] = [];
  /** Milliseconds by the clock of the report, and how long the longest chain should take. */
  startedAt = 0;
  expectedSeconds: number | undefined;
  readonly running = new Map<string, RunningNode>();
  /** Images that are to be built and have not begun. */
  readonly waiting = new Set<ImageName>();
  readonly failed: FailedEvent[] = [];
  readonly landed = new Set<ImageName>();
  readonly published: ImageName[] = [];
  readonly #logLines = new Map<ImageName, number>();

  /** How many lines the builds of an image have written so far. */
  logLines(image: ImageName): number {
    return this.#logLines.get(image) ?? 0;
  }

  /** Takes the next event in, at `now` milliseconds. */
  apply(event: RunEvent, now: number): void {
    switch (event.type) {
      case 'run.started':
        this.images = event.images;
        this.startedAt = now;
        this.expectedSeconds = event.expectedSeconds;
        for (const { image, action } of event.images) if (action === 'build') this.waiting.add(image);
        return;
      case 'node.started':
        this.waiting.delete(event.image);
        this.running.set(nodeKey(event), { image: event.image, platform: event.platform, since: now, lastLine: '' });
        return;
      case 'image.log':
        this.#log(event);
        return;
      case 'node.settled':
        this.#settle(event);
        return;
      case 'image.failed':
        this.failed.push(event);
        for (const blocked of event.blocks) this.waiting.delete(blocked);
        this.#end(event.image);
        return;
      case 'image.landed':
        this.landed.add(event.image);
        this.#end(event.image);
        return;
      case 'image.blocked':
      case 'image.cancelled':
        this.#end(event.image);
        return;
      case 'set.published':
        this.published.push(...event.images.map((published) => published.image));
        return;
      case 'run.finished':
        this.waiting.clear();
        this.running.clear();
        return;
      case 'image.held-back':
      case 'image.registered':
      case 'image.registration-failed':
      case 'export.started':
      case 'export.finished':
      case 'export.failed':
        return;
      default:
        unreachable(event);
    }
  }

  #log(event: Extract<RunEvent, { readonly type: 'image.log' }>): void {
    this.#logLines.set(event.image, this.logLines(event.image) + 1);
    const node = this.running.get(nodeKey(event));
    if (node && event.line.trim() !== '') node.lastLine = event.line;
  }

  #settle(event: Extract<RunEvent, { readonly type: 'node.settled' }>): void {
    this.waiting.delete(event.image);
    const node = this.running.get(nodeKey(event));
    if (node) node.lastLine = 'built';
  }

  #end(image: ImageName): void {
    this.waiting.delete(image);
    for (const [key, node] of this.running) {
      if (node.image === image) this.running.delete(key);
    }
  }
}

function nodeKey(node: { readonly image: ImageName; readonly platform: Platform }): string {
  return `${node.image} ${node.platform}`;
}
