import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import examples from '@octokit/webhooks-examples' with { type: 'json' };

/** What sending webhooks took. */
export interface Load {
  readonly perSecond: number;
  /** Milliseconds from when a delivery was due to when its answer was there. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

const CONNECTIONS = 64;
/** One in so many is sent a second time, with another delivery id. */
const REPEATED = 10;

/** Whole requests: pushes as GitHub sends them, each of another commit, and how many of them are not repetitions. */
export function prepare(
  count: number,
  secret: string,
): { readonly requests: readonly Buffer[]; readonly distinct: number } {
  const bodies: string[] = [];
  const requests = Array.from({ length: count }, (_, at) => {
    const repeated = at % REPEATED === REPEATED - 1 ? bodies[bodies.length - 1] : undefined;
    const body = repeated ?? pushBody();
    if (repeated === undefined) bodies.push(body);
    return requestFor(body, secret);
  });
  return { requests, distinct: bodies.length };
}

interface Example {
  readonly name: string;
  readonly examples: readonly object[];
}
const example = (examples as unknown as readonly Example[]).find(({ name }) => name === 'push')?.examples[0];
/** As long as a usual push: what the published example has, and one commit. */
const commits = [{ id: '', message: 'x'.repeat(1200), modified: ['images/python-base/requirements.txt'] }];

function pushBody(): string {
  const after = randomBytes(20).toString('hex');
  return JSON.stringify({ ...example, ref: 'refs/heads/main', before: '1'.repeat(40), after, commits });
}

function requestFor(body: string, secret: string): Buffer {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const head = [
    'POST /webhooks/github HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    'x-github-event: push',
    `x-github-delivery: ${randomBytes(16).toString('hex')}`,
    `x-hub-signature-256: sha256=${signature}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * Sends requests over 64 connections, each as soon as one is free, or at a steady rate: then time in a queue counts.
 * Throws where an answer is not 202.
 */
export async function send(port: number, requests: readonly Buffer[], rate?: number): Promise<Load> {
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(port)));
  const taken: number[] = [];
  const start = performance.now();
  const dueAt = (at: number) => (rate === undefined ? performance.now() : start + (at / rate) * 1000);
  let next = 0;
  const lane = async (socket: Socket) => {
    while (next < requests.length) {
      const at = next;
      next += 1;
      const due = dueAt(at);
      if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
      socket.write(requests[at] ?? '');
      const [answer] = await once(socket, 'data');
      if (!String(answer).startsWith('HTTP/1.1 202 ')) throw new Error(`not accepted: ${String(answer).slice(0, 300)}`);
      taken.push(performance.now() - due);
    }
  };
  await Promise.all(sockets.map(lane));
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  taken.sort((one, other) => one - other);
  const quantile = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? 0;
  return { perSecond: requests.length / seconds, p50: quantile(0.5), p99: quantile(0.99), worst: quantile(1) };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  return socket;
}
