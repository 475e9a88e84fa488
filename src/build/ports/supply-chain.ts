import type { Result } from '../../base/result.ts';
import type { Digest } from '../../names/digest.ts';
import type { ImageName } from '../../names/image-name.ts';
import type { Failure } from '../failure.ts';

/** Exact bytes in a registry that are looked at, signed or described. */
export interface Subject {
  readonly image: ImageName;
  /** `host/path`. */
  readonly repository: string;
  /** Of a manifest or an index. */
  readonly digest: Digest;
}

/** How bad a finding is. What its source calls negligible or unknown is `unknown`: it keeps nothing back. */
export type VulnerabilitySeverity = 'unknown' | 'low' | 'medium' | 'high' | 'critical';

/** A weakness that is known of something in an image. */
export interface Vulnerability {
  /** `CVE-2024-1234`, `GHSA-…`. */
  readonly id: string;
  readonly severity: VulnerabilitySeverity;
  readonly package: string;
  readonly installed: string;
  /** The version that has it no more; absent where there is none. */
  readonly fixed?: string;
}

/** Looks for known weaknesses. Calls may run beside each other; nothing is written to the registry. */
export interface Scanner {
  /** The program, for people. */
  readonly name: string;
  /** Of one platform's manifest. A failure means that nothing is known of it. */
  scan(subject: Subject, signal: AbortSignal): Promise<Result<readonly Vulnerability[], Failure>>;
}

/** Signs. What is signed with the same key already is left as it is. */
export interface Signer {
  readonly name: string;
  sign(subject: Subject, signal: AbortSignal): Promise<Result<void, Failure>>;
  /** Signs a statement about the subject, and puts it beside. */
  attest(subject: Subject, statement: Statement, signal: AbortSignal): Promise<Result<void, Failure>>;
}

/** What an attestation says, in a form that verifiers know by its type. */
export interface Statement {
  /** As cosign names it: `cyclonedx`, `spdxjson`, or a URI. */
  readonly type: string;
  readonly content: Uint8Array;
}

/** Lists what is in an image. */
export interface Lister {
  readonly name: string;
  /** CycloneDX, JSON. */
  list(subject: Subject, signal: AbortSignal): Promise<Result<Uint8Array, Failure>>;
}

/** A document that is kept beside an image in its repository. */
export interface Attachment {
  /** What it is: a media type. */
  readonly type: string;
  readonly content: Uint8Array;
}

/** Keeps documents beside images as OCI referrers (distribution spec 1.1, "Listing Referrers"). */
export interface Attacher {
  /** Types of what is attached to a manifest. */
  attached(subject: Subject, signal: AbortSignal): Promise<Result<readonly string[], Failure>>;
  attach(subject: Subject, attachment: Attachment, signal: AbortSignal): Promise<Result<void, Failure>>;
}
