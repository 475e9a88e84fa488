import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Ajv } from 'ajv';
import description from './flightctl-openapi.json' with { type: 'json' };

/** What becomes of the requests that are made from now on. */
export type Decision =
  | 'approve'
  | 'deny'
  | 'fail'
  /** Nobody looks at it. */
  | 'wait'
  /** A certificate for another key. */
  | 'mistake'
  /** Signed at the second look, as by a person. */
  | 'approve-later';

/** FlightCtl's `CertificateSigningRequest` API by its published description, with a real authority of openssl. */
export interface TestFlightctl {
  /** Without `/api/v1`. */
  readonly url: string;
  decision: Decision;
  /** Requests as they came: method and path. */
  readonly requests: readonly string[];
  /** What the description does not permit, of requests and of answers. */
  readonly breaches: readonly string[];
  /** Each certificate that was signed, PEM. */
  readonly signed: readonly string[];
  stop(): Promise<void>;
}

/** The token that the service lets in. */
export const FLIGHTCTL_TOKEN = 'flightctl-token-4711';
const COLLECTION = '/api/v1/certificatesigningrequests';

interface Resource {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly request: string };
  readonly status?: { readonly certificate?: string; readonly conditions: readonly object[] };
}

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: { byte: /^[A-Za-z0-9+/=]*$/, int32: true, int64: true },
});
ajv.addFormat('date-time', (value: string) => !Number.isNaN(Date.parse(value)));
ajv.addSchema({ $id: 'flightctl', components: description.components });
const isRequest = ajv.compile({ $ref: 'flightctl#/components/schemas/CertificateSigningRequest' });
const isStatus = ajv.compile({ $ref: 'flightctl#/components/schemas/Status' });

/** Starts it on a free port of this machine. */
export async function startFlightctl(): Promise<TestFlightctl> {
  const authority = new Authority();
  const stored = new Map<string, Resource>();
  const looks = new Map<string, number>();
  const seen = { requests: [] as string[], breaches: [] as string[], signed: [] as string[] };
  const state = { decision: 'approve' as Decision };

  const send = (response: ServerResponse, code: number, body: object) => {
    const holds = code < 400 ? isRequest : isStatus;
    if (!holds(body)) seen.breaches.push(`answer ${code}: ${ajv.errorsText(holds.errors)}`);
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const refuse = (response: ServerResponse, code: number, reason: string, message: string) =>
    send(response, code, { apiVersion: 'v1beta1', kind: 'Status', status: 'Failure', code, reason, message });
  const decided = (resource: Resource): Resource => {
    const times = (looks.get(resource.metadata.name) ?? 0) + 1;
    looks.set(resource.metadata.name, times);
    if (resource.status?.certificate !== undefined) return resource;
    const status = authority.decide(resource.spec.request, state.decision, times);
    if (status.certificate !== undefined) seen.signed.push(Buffer.from(status.certificate, 'base64').toString());
    return { ...resource, status };
  };

  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    seen.requests.push(`${method} ${url}`);
    if (request.headers.authorization !== `Bearer ${FLIGHTCTL_TOKEN}`) {
      return refuse(response, 401, 'Unauthorized', 'failed to validate token');
    }
    const name = decodeURIComponent(url.slice(COLLECTION.length + 1));
    if (method === 'GET' && url.startsWith(`${COLLECTION}/`)) {
      const found = stored.get(name);
      if (!found) return refuse(response, 404, 'NotFound', `CertificateSigningRequest ${name} not found`);
      stored.set(name, decided(found));
      return send(response, 200, stored.get(name) as Resource);
    }
    if (method !== 'POST' || url !== COLLECTION) return refuse(response, 404, 'NotFound', 'no such path');
    const body = JSON.parse(await text(request)) as Resource;
    if (!isRequest(body)) {
      seen.breaches.push(`request: ${ajv.errorsText(isRequest.errors)}`);
      return refuse(response, 400, 'BadRequest', ajv.errorsText(isRequest.errors));
    }
    if (stored.has(body.metadata.name)) return refuse(response, 409, 'Conflict', 'it exists already');
    stored.set(body.metadata.name, decided(body));
    return send(response, 201, stored.get(body.metadata.name) as Resource);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, seen, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      authority.close();
    },
  });
}

/** An authority of openssl, which checks that whoever asks has the key. */
class Authority {
  readonly #folder = mkdtempSync(join(tmpdir(), 'caskwright-authority-'));

  constructor() {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', this.#file('ca.key')];
    this.#openssl('req', '-x509', ...key, '-out', this.#file('ca.crt'), '-subj', '/CN=test authority', '-days', '1');
  }

  decide(request: string, decision: Decision, looks: number): NonNullable<Resource['status']> {
    if (decision === 'wait' || (decision === 'approve-later' && looks < 2)) return { conditions: [] };
    if (decision === 'deny') return { conditions: [condition('Denied', 'not one of ours')] };
    if (decision === 'fail') return { conditions: [condition('Failed', 'the signer is away')] };
    const pem = Buffer.from(request, 'base64').toString();
    const certificate = this.#sign(decision === 'mistake' ? this.#otherRequest() : pem);
    return {
      conditions: [condition('Approved', 'auto-approved')],
      certificate: Buffer.from(certificate).toString('base64'),
    };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #sign(request: string): string {
    const file = this.#file('request.pem');
    writeFileSync(file, request);
    this.#openssl('req', '-in', file, '-noout', '-verify');
    const by = ['-CA', this.#file('ca.crt'), '-CAkey', this.#file('ca.key'), '-CAcreateserial'];
    this.#openssl('x509', '-req', '-in', file, ...by, '-days', '1', '-out', this.#file('signed.pem'));
    return readFileSync(this.#file('signed.pem'), 'utf8');
  }

  #otherRequest(): string {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', this.#file('other.key')];
    this.#openssl('req', '-new', ...key, '-subj', '/CN=somebody else', '-out', this.#file('other.pem'));
    return readFileSync(this.#file('other.pem'), 'utf8');
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }

  #openssl(...args: string[]): void {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'ignore'] });
  }
}

function condition(type: string, message: string): object {
  return { type, status: 'True', reason: type, message, lastTransitionTime: '2026-01-01T00:00:00Z' };
}
