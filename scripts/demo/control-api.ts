import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A control API as small as one can be: it keeps what it is sent, in memory, and gives it back. */
export interface ControlApi {
  /** What `control.url` is set to. */
  readonly url: string;
  readonly images: ReadonlyMap<string, unknown>;
  stop(): Promise<void>;
}

const base = '/api/v1';

/** Starts on a free port of the loopback interface: `PUT` and `GET` of `/images/{name}`, `GET /images`. */
export async function startControlApi(): Promise<ControlApi> {
  const images = new Map<string, unknown>();
  const server = createServer((request, response) => {
    answer(request, images).then(
      ([status, body]) => send(response, status, body),
      (error: unknown) => send(response, 400, { error: String(error) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${base}`, images, stop: () => stop(server) };
}

async function answer(request: IncomingMessage, images: Map<string, unknown>): Promise<[number, unknown]> {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
  if (path === `${base}/images`) return [200, [...images.values()]];
  const name = path.startsWith(`${base}/images/`) ? path.slice(`${base}/images/`.length) : '';
  if (name === '') return [404, { error: 'not found' }];
  if (request.method !== 'PUT') return images.has(name) ? [200, images.get(name)] : [404, { error: 'not found' }];
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const known = images.has(name);
  images.set(name, JSON.parse(Buffer.concat(chunks).toString('utf8')));
  return [known ? 200 : 201, images.get(name)];
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
