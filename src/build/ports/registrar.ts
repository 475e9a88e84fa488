import type { Result } from '../../base/result.ts';
import type { Failure } from '../failure.ts';

/** What the control API is sent for one published image: the seed's fields and the identity of the bytes. */
export interface Registration {
  readonly name: string;
  readonly display_name: string;
  readonly description: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly version: string;
  /** `host/path:version` (or `:latest` tag where there is no version), what a consumer pulls. */
  readonly registry_url: string;
  readonly digest: string;
  readonly platforms: readonly string[];
  /** Bytes. */
  readonly size: number;
  readonly fingerprint: string;
  readonly source: { readonly repository: string; readonly commit: string; readonly ref: string };
  /** RFC 3339, UTC. */
  readonly built_at: string;
}

/** Tells the control API about a published image. Idempotent; retries are inside; may be called in parallel. */
export interface Registrar {
  register(payload: Registration, signal: AbortSignal): Promise<Result<void, Failure>>;
}
