import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
export interface ControlRequest {
  readonly method: string;
  /** As on the wire: escapes are not resolved. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** What the next requests that write meet with, in place of success. */
export interface ControlFault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The record is stored all the same. */
  readonly afterCommit?: boolean;
}

/** A small control API that stores what it is sent. */
export interface ControlApi {
  readonly url: string;
  /** Name → the record that it has now. */
  readonly records: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly requests: readonly ControlRequest[];
  /** Each fault is for one request that writes, in this order. */
  fail(...faults: readonly ControlFault[]): void;
  /** Forgets the requests, the faults, and every record but these. */
  forget(but?: ReadonlyMap<string, Readonly<Record<string, unknown>>>): void;
  stop(): Promise<void>;
}

/**
 * Starts a control API on this machine: `PUT /images/{name}`, `POST /images` (409 with the standing record where the
 * name is taken), `GET /images` and `GET /images/{name}`. With `token`, writing needs it as a bearer token.
 */
export async function startControlApi(
  options: { readonly port?: number; readonly token?: string } = {},
): Promise<ControlApi> {
  const records = new Map<string, Record<string, unknown>>();
  const requests: ControlRequest[] = [];
  const faults: ControlFault[] = [];
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method = '', url: path = '', headers } = incoming;
    const body = await readJson(incoming);
    requests.push({ method, path, headers, body });
    const name = nameOf(path);
    if (method === 'GET' && path === '/images') return reply(outgoing, 200, [...records.values()]);
    if (method === 'GET' && name !== undefined)
      return reply(outgoing, records.has(name) ? 200 : 404, records.get(name));
    const known = (method === 'PUT' && name !== undefined) || (method === 'POST' && path === '/images');
    if (!known) return reply(outgoing, 404, { error: 'no such route' });
    if (options.token !== undefined && headers.authorization !== `Bearer ${options.token}`) {
      return reply(outgoing, 401, { error: 'a bearer token is wanted' });
    }
    const fault = faults.shift();
    if (fault && !fault.afterCommit) {
      outgoing.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers }).end(fault.body);
      return;
    }
    if (!isRecord(body) || typeof body.name !== 'string' || (name ?? body.name) !== body.name) {
      return reply(outgoing, 422, { error: 'a record has a name' });
    }
    const standing = records.get(body.name);
    if (method === 'POST' && standing) return reply(outgoing, 409, standing);
    records.set(body.name, body);
    return reply(outgoing, fault?.status ?? (standing ? 200 : 201), fault ? { error: fault.body } : body);
  };

  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records,
    requests,
    fail: (...next) => faults.push(...next),
    forget(but = new Map()) {
      requests.length = 0;
      faults.length = 0;
      records.clear();
      for (const [name, record] of but) records.set(name, record);
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

function nameOf(path: string): string | undefined {
  const segment = /^\/images\/([^/]+)$/.exec(path)?.[1];
  return segment === undefined ? undefined : decodeURIComponent(segment);
}

function reply(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null));
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const bytes = Buffer.concat(await incoming.toArray());
  return bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8'));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
