import type { Result } from '../../base/result.ts';
import type { Failure } from '../failure.ts';

/** What a device enrols with: a certificate and its key, PEM. */
export interface EnrolmentCredential {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Gets the credential that an image's devices enrol with. Each call makes a new key, which exists nowhere but in the
 * result. It waits for a person where the service wants one; an abort of `signal` ends that.
 */
export interface Enroller {
  /** `image` is the image's name, for whoever approves. */
  enrol(image: string, signal: AbortSignal): Promise<Result<EnrolmentCredential, Failure>>;
}
