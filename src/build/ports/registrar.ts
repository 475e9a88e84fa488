import type { Result } from '../../base/result.ts';
import type { Registration } from '../../plan/registration.ts';
import type { Failure } from '../failure.ts';

export type { Registration };

/** Tells the control API about a published image. Idempotent; retries are inside; may be called in parallel. */
export interface Registrar {
  register(payload: Registration, signal: AbortSignal): Promise<Result<void, Failure>>;
}
