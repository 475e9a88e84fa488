import type { Digest } from '../names/digest.ts';
import type { ExportTarget } from '../names/export-target.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import type { Failure } from './failure.ts';

/** What an event says; `RunEvent` adds when and in which order. Sinks switch on `type` exhaustively. */
export type RunEventBody =
  | {
      readonly type: 'run.started';
      readonly run: string;
      readonly commit: string;
      /** Where images go: `host/namespace`, `oci:<dir>`, or nothing. */
      readonly destination: string;
      readonly builder: string;
      readonly images: readonly PlannedImage[];
      /** Expected seconds of the longest chain of builds; absent where no build of it was ever timed. */
      readonly expectedSeconds?: number;
    }
  /** A build of one platform has got its slot. */
  | {
      readonly type: 'node.started';
      readonly image: ImageName;
      readonly platform: Platform;
      readonly expectedSeconds?: number;
    }
  /** One line of the builder's output. */
  | { readonly type: 'image.log'; readonly image: ImageName; readonly platform: Platform; readonly line: string }
  /** The node's bytes are where they belong. `adopted`: another run, or an earlier one, had built them. */
  | {
      readonly type: 'node.settled';
      readonly image: ImageName;
      readonly platform: Platform;
      readonly digest: Digest;
      readonly adopted: boolean;
      readonly seconds: number;
    }
  /** All platforms are joined and tested, and the landing tag is written. */
  | {
      readonly type: 'image.landed';
      readonly image: ImageName;
      readonly digest: Digest;
      readonly fingerprint: string;
      readonly adopted: boolean;
      readonly seconds: number;
    }
  | {
      readonly type: 'image.failed';
      readonly image: ImageName;
      readonly platform?: Platform;
      readonly failure: Failure;
      readonly seconds: number /** Descendants that cannot be built now. */;
      readonly blocks: readonly ImageName[];
    }
  /** An ancestor failed or could not be resolved. */
  | { readonly type: 'image.blocked'; readonly image: ImageName; readonly by: string }
  /** Cancelled before it was done. */
  | { readonly type: 'image.cancelled'; readonly image: ImageName }
  /** One unit of publication is complete: an image on a push, the whole set for a release. */
  | { readonly type: 'set.published'; readonly channel: string; readonly images: readonly PublishedImage[] }
  /** Landed, but its tags stay where they are. */
  | { readonly type: 'image.held-back'; readonly image: ImageName; readonly why: string }
  | { readonly type: 'image.registered'; readonly image: ImageName; readonly digest: Digest }
  | { readonly type: 'image.registration-failed'; readonly image: ImageName; readonly failure: Failure }
  /** A disk image of something published is asked for. */
  | { readonly type: 'export.started'; readonly image: ImageName; readonly target: ExportTarget }
  /** It is where disk images are kept. `adopted`: it was there. */
  | {
      readonly type: 'export.finished';
      readonly image: ImageName;
      readonly target: ExportTarget;
      readonly file: string;
      readonly size: number;
      /** Hex. */
      readonly sha256: string;
      readonly bootable: boolean;
      readonly notes: readonly string[];
      readonly adopted: boolean;
      readonly seconds: number;
    }
  /** It is not; the publication stands, and the next run makes it. */
  | {
      readonly type: 'export.failed';
      readonly image: ImageName;
      readonly target: ExportTarget;
      readonly failure: Failure;
      readonly seconds: number;
    }
  | { readonly type: 'run.finished'; readonly result: RunSummary };

/** One event of a run. */
export type RunEvent = RunEventBody & {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** RFC 3339, UTC. */
  readonly time: string;
};

/** A row of the plan, as the start of a run announces it. */
export interface PlannedImage {
  readonly image: ImageName;
  readonly version?: string;
  readonly action: 'skip' | 'promote' | 'build' | 'blocked';
  readonly reason: string;
  readonly parents: readonly ImageName[];
}

export interface PublishedImage {
  readonly image: ImageName;
  readonly digest: Digest;
  /** Tags that stand on the digest now. */
  readonly tags: readonly string[];
}

/** How a run ended, image by image. */
export interface RunSummary {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly seconds: number;
  readonly images: readonly ImageResult[];
}

export interface ImageResult {
  readonly image: ImageName;
  readonly version?: string;
  readonly action: 'skip' | 'promote' | 'build' | 'blocked';
  readonly outcome: 'in-step' | 'promoted' | 'built' | 'adopted' | 'failed' | 'blocked' | 'cancelled';
  readonly digest?: Digest;
  readonly fingerprint?: string;
  /** Bytes of all layers and configs, where the registry has them. */
  readonly size?: number;
  /** Tags that stand on the digest after the run. */
  readonly tags: readonly string[];
  readonly seconds: number;
  readonly failure?: Failure;
  /** Its disk images; absent: it has none, or none were asked for. */
  readonly exports?: readonly ExportResult[];
}

/** What became of a disk image. */
export interface ExportResult extends ExportTarget {
  readonly outcome: 'made' | 'in-step' | 'failed' | 'cancelled';
  /** Its name where disk images are kept. */
  readonly file?: string;
  readonly size?: number;
  readonly sha256?: string;
  readonly bootable?: boolean;
  readonly failure?: Failure;
}

/** Takes events as they happen. Sinks never throw and never block: what is slow is buffered in the sink. */
export type EventSink = (event: RunEvent) => void;
