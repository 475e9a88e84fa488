import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Http, HttpRequest } from '../system/http.ts';
import { withRetries } from '../system/retry.ts';
import { failureOfFault, failureOfStatus, notUnderstood } from './failures.ts';

/** A `CertificateSigningRequest` as far as it is looked at. */
export interface SigningRequest {
  readonly name: string;
  /** PEM; absent until it is signed. */
  readonly certificate?: string;
  /** What holds (`Approved`, `Denied`, `Failed`), and what the service says of it. */
  readonly conditions: ReadonlyMap<string, string>;
}

/** The part of FlightCtl's API that enrolment needs. */
export interface FlightctlApi {
  /** `request` is PEM. */
  create(
    name: string,
    request: string,
    expirationSeconds: number,
    signal: AbortSignal,
  ): Promise<Result<SigningRequest, Failure>>;
  read(name: string, signal: AbortSignal): Promise<Result<SigningRequest, Failure>>;
}

export interface FlightctlApiOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly api: string;
  readonly token?: string;
  readonly ca?: string;
}

const COLLECTION = 'api/v1/certificatesigningrequests';
const SIGNER = 'flightctl.io/enrollment';
const EXCHANGE = { timeout: 30_000, maxBytes: 1024 * 1024 };

/** Speaks version v1beta1 of the API. */
export function createFlightctlApi({ http, clock, api, token, ca }: FlightctlApiOptions): FlightctlApi {
  const send = async (
    what: Pick<HttpRequest, 'method' | 'signal'> & { readonly name: string; readonly body?: unknown },
  ): Promise<Result<SigningRequest, Failure>> => {
    const { method, name, body, signal } = what;
    const path = method === 'POST' ? COLLECTION : `${COLLECTION}/${encodeURIComponent(name)}`;
    const url = new URL(`${api.replace(/\/+$/, '')}/${path}`);
    const headers = {
      accept: 'application/json',
      'user-agent': 'caskwright',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const request: HttpRequest = {
      ...EXCHANGE,
      method,
      url,
      headers,
      signal,
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
      ...(ca === undefined ? {} : { trust: { kind: 'authority', file: ca } }),
    };
    const outcome = await withRetries(() => http.request(request), { clock, signal });
    if (!outcome.ok) return err(failureOfFault(url.host, outcome.error));
    const { status, body: answer } = outcome.value;
    // A repeated POST finds what the first one has made although its answer was lost.
    if (method === 'POST' && status === 409) return send({ method: 'GET', name, signal });
    if (status < 200 || status > 299) return err(failureOfStatus(url.host, outcome.value));
    const read = readSigningRequest(name, new TextDecoder().decode(answer));
    return read ? ok(read) : err(notUnderstood(url.host));
  };
  return {
    create(name, request, expirationSeconds, signal) {
      const body = {
        apiVersion: 'flightctl.io/v1beta1',
        kind: 'CertificateSigningRequest',
        metadata: { name },
        spec: {
          request: Buffer.from(request).toString('base64'),
          signerName: SIGNER,
          usages: ['clientAuth', 'CA:false'],
          expirationSeconds,
        },
      };
      return send({ method: 'POST', name, body, signal });
    },
    read: (name, signal) => send({ method: 'GET', name, signal }),
  };
}

/** Undefined where the text is no such resource. */
function readSigningRequest(name: string, text: string): SigningRequest | undefined {
  let resource: { kind?: unknown; status?: { certificate?: unknown; conditions?: unknown } };
  try {
    resource = JSON.parse(text) ?? {};
  } catch {
    return undefined;
  }
  if (resource.kind !== 'CertificateSigningRequest') return undefined;
  const { certificate, conditions } = resource.status ?? {};
  const list: readonly { type?: unknown; status?: unknown; message?: unknown }[] = Array.isArray(conditions)
    ? conditions
    : [];
  const holding = list.filter((condition) => condition?.status === 'True');
  return {
    name,
    conditions: new Map(holding.map(({ type, message }) => [String(type), String(message ?? '')])),
    ...(typeof certificate === 'string' && certificate !== ''
      ? { certificate: Buffer.from(certificate, 'base64').toString() }
      : {}),
  };
}
