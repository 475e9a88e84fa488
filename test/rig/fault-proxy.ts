import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with a request. */
export type Fault =
  /** Answered here; the target never sees it. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** The target does it, and the client is told that it failed. */
  | { readonly kind: 'status-after'; readonly status: number }
  /** The connection breaks after so many bytes of the answer's body. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** The connection breaks before the target sees anything. */
  | { readonly kind: 'reset-request' }
  /** Nothing comes back, ever. */
  | { readonly kind: 'silent' }
  /** The answer comes a byte at a time. */
  | { readonly kind: 'drip'; readonly everyMilliseconds: number }
  /** The answer's body has one byte more, which JSON does not mind. */
  | { readonly kind: 'corrupt' };

/** Which requests meet with a fault: all conditions hold, and the rule is not used up. */
export interface FaultRule {
  readonly method?: string;
  readonly path?: RegExp;
  /** How many requests it hits; all where absent. */
  readonly times?: number;
  readonly fault: Fault;
}

/** A proxy that does what its rules say, and passes everything else on as it is. */
export interface FaultProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Every request that came, in order. */
  readonly seen: readonly { readonly method: string; readonly path: string }[];
  /** Resolves when one more request has come. */
  next(): Promise<void>;
  /** Resolves when a request has come that matches, in the form `PUT /v2/…`. */
  until(pattern: RegExp): Promise<void>;
  /** Replaces the rules; the first that fits is applied. */
  use(...rules: FaultRule[]): void;
  /** How many requests the rules have still to hit. */
  left(): number;
  stop(): Promise<void>;
}

/** Starts a proxy in front of `target` (`127.0.0.1:port`, plain HTTP). */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let rules: { rule: FaultRule; left: number }[] = [];
  const waiting: (() => void)[] = [];
  const seen: { method: string; path: string }[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    seen.push({ method, path });
    for (const resolve of waiting.splice(0)) resolve();
    const hit = rules.find(({ rule, left }) => left > 0 && fits(rule, method, path));
    if (hit) hit.left -= 1;
    void apply(hit?.rule.fault, target, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const next = () => new Promise<void>((resolve) => waiting.push(resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    next,
    async until(pattern) {
      while (!seen.some(({ method, path }) => pattern.test(`${method} ${path}`))) await next();
    },
    use: (...wanted) => {
      rules = wanted.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }));
    },
    left: () => rules.reduce((sum, { left }) => sum + left, 0),
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

function fits(rule: FaultRule, method: string, path: string): boolean {
  return (rule.method ?? method) === method && (rule.path?.test(path) ?? true);
}

async function apply(fault: Fault | undefined, target: string, incoming: IncomingMessage, outgoing: ServerResponse) {
  switch (fault?.kind) {
    case 'status':
      incoming.resume();
      return outgoing.writeHead(fault.status, fault.headers).end(fault.body);
    case 'reset-request':
      return incoming.socket.resetAndDestroy();
    case 'silent':
      return incoming.resume();
  }
  const answer = await forward(target, incoming);
  const body = Buffer.concat(await answer.toArray());
  if (fault?.kind === 'status-after') return outgoing.writeHead(fault.status).end();
  if (fault?.kind === 'corrupt') {
    return outgoing
      .writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': body.length + 1 })
      .end(`${body} `);
  }
  outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
  if (fault?.kind === 'reset') {
    return outgoing.write(body.subarray(0, fault.afterBytes), () => incoming.socket.resetAndDestroy());
  }
  if (fault?.kind === 'drip') return drip(body, fault.everyMilliseconds, outgoing);
  return outgoing.end(body);
}

function drip(body: Buffer, everyMilliseconds: number, outgoing: ServerResponse): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at >= body.length) outgoing.end();
    else outgoing.write(body.subarray(at, ++at));
  }, everyMilliseconds);
  outgoing.on('close', () => clearInterval(timer));
}

/** Sends a request on as it came, `Host` included, so that the target's own links lead back here. */
export async function forward(target: string, incoming: IncomingMessage): Promise<IncomingMessage> {
  const [host, port] = target.split(':');
  const { method, url: path, headers } = incoming;
  const outgoing = request({ host, port, method, path, headers });
  incoming.pipe(outgoing);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return answer;
}
