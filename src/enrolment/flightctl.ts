import { createPublicKey, randomBytes, X509Certificate } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Enroller, EnrolmentCredential } from '../build/ports/enroller.ts';
import type { Http } from '../system/http.ts';
import { createFlightctlApi, type FlightctlApi, type SigningRequest } from './api.ts';
import { denied, failed, notACertificate, timedOut } from './failures.ts';
import { makeCertificateRequest } from './request.ts';

/** The service that signs, and how long to wait for it. */
export interface EnrollerOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** URL of the API, without `/api/v1`. */
  readonly api: string;
  /** Bearer token; sent, never shown. */
  readonly token?: string;
  /** PEM file with the authority to trust. */
  readonly ca?: string;
  /** Milliseconds that the certificate is to be valid. */
  readonly expiration: number;
  /** Milliseconds to wait for the approval. */
  readonly timeout: number;
}

/** Between two looks at a request that nobody has decided on, in milliseconds. */
const PAUSE = 2_000;

/** Gets certificates from FlightCtl's `CertificateSigningRequest` API (api/core/v1beta1/openapi.yaml of flightctl). */
export function createEnroller(options: EnrollerOptions): Enroller {
  const api = createFlightctlApi(options);
  return {
    async enrol(image, signal) {
      const name = requestName(image);
      const { key, request } = makeCertificateRequest(name);
      const expirationSeconds = Math.round(options.expiration / 1000);
      const asked = await api.create(name, request, expirationSeconds, signal);
      if (!asked.ok) return asked;
      const decided = await decision(api, asked.value, options, signal);
      return decided.ok ? credential(name, decided.value, key) : decided;
    },
  };
}

/** Unique, so that an image can be built again: 16 characters at least, in the grammar of names of Kubernetes. */
function requestName(image: string): string {
  const slug = image.replace(/[^a-z0-9]+/g, '-').slice(0, 180);
  return `caskwright-${slug}-${randomBytes(6).toString('hex')}`;
}

/** Waits until the request has its certificate: PEM. */
async function decision(
  api: FlightctlApi,
  first: SigningRequest,
  { clock, timeout, api: url }: EnrollerOptions,
  signal: AbortSignal,
): Promise<Result<string, Failure>> {
  const deadline = clock.now() + timeout;
  for (let request = first; ; ) {
    const { name, certificate, conditions } = request;
    const refused = conditions.get('Denied');
    if (refused) return err(denied(name, refused));
    const broken = conditions.get('Failed');
    if (broken) return err(failed(name, broken));
    if (certificate !== undefined) return ok(certificate);
    if (clock.now() + PAUSE > deadline) return err(timedOut(name, url, timeout, conditions.has('Approved')));
    try {
      await clock.sleep(PAUSE, signal);
    } catch {
      return err({ phase: 'build', reason: 'cancelled', message: 'cancelled', lastLines: [] });
    }
    const looked = await api.read(name, signal);
    if (!looked.ok) return looked;
    request = looked.value;
  }
}

/** A certificate that is not for our key would be found out on a device, far from here. */
function credential(name: string, certificate: string, key: string): Result<EnrolmentCredential, Failure> {
  try {
    const { publicKey } = new X509Certificate(certificate);
    const own =
      publicKey.export({ type: 'spki', format: 'pem' }) ===
      createPublicKey(key).export({ type: 'spki', format: 'pem' });
    return own ? ok({ certificate, key }) : err(notACertificate(name, 'it is for another key'));
  } catch (error) {
    return err(notACertificate(name, error instanceof Error ? error.message : String(error)));
  }
}
