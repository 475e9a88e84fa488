import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward } from './fault-proxy.ts';

/** A registry that wants tokens: it stands in front of one that wants nothing. */
export interface TokenGateway {
  /** `127.0.0.1:port` of registry and token server both. */
  readonly host: string;
  /** The scopes of every token that was given, in order. */
  readonly given: readonly (readonly string[])[];
  /** Every token given so far ends now, whatever its lifetime said. */
  expire(): void;
  /** Calls back before each request is passed on. */
  onRequest(listener: (method: string, path: string) => void): void;
  stop(): Promise<void>;
}

/** Starts a gateway; `lifetime` in seconds is what tokens claim. Tokens are for who logs in, or for anybody. */
export async function startTokenGateway(
  target: string,
  options: {
    readonly login?: { readonly username: string; readonly password: string };
    readonly lifetime?: number;
  } = {},
): Promise<TokenGateway> {
  const tokens = new Map<string, readonly string[]>();
  const given: (readonly string[])[] = [];
  let listener = (_method: string, _path: string) => {};
  const { login, lifetime = 300 } = options;
  const wanted = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;

  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '', `http://${incoming.headers.host}`);
    if (url.pathname === '/token') {
      incoming.resume();
      if (wanted !== undefined && incoming.headers.authorization !== wanted) return outgoing.writeHead(401).end();
      const token = randomBytes(16).toString('hex');
      const scopes = url.searchParams.getAll('scope');
      tokens.set(token, scopes);
      given.push(scopes);
      return outgoing
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ token, expires_in: lifetime }));
    }
    const scopes = tokens.get(incoming.headers.authorization?.replace('Bearer ', '') ?? '');
    const needed = neededScope(incoming, url);
    if (!scopes || !permits(scopes, needed)) {
      incoming.resume();
      const challenge = `Bearer realm="http://${incoming.headers.host}/token",service="test registry, \\"quoted\\"",scope="${needed}"`;
      return outgoing.writeHead(401, { 'www-authenticate': challenge }).end();
    }
    listener(incoming.method ?? '', url.pathname);
    delete incoming.headers.authorization;
    forward(target, incoming).then(
      (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers)),
      () => outgoing.destroy(),
    );
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    given,
    expire: () => tokens.clear(),
    onRequest: (next) => {
      listener = next;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

function neededScope(incoming: IncomingMessage, url: URL): string {
  const repository = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(url.pathname)?.[1] ?? '';
  const { method = '' } = incoming;
  const access = ['GET', 'HEAD'].includes(method) ? 'pull' : method === 'DELETE' ? 'delete' : 'pull,push';
  return `repository:${repository}:${access}`;
}

function permits(scopes: readonly string[], needed: string): boolean {
  return scopes.some((scope) => scope === needed || scope === needed.replace(/:pull$/, ':pull,push'));
}
