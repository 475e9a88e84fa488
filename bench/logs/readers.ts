// Readers of one log, in a process of their own: they count what comes, and one of them takes nothing.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What the readers got. */
export interface Read {
  /** Lines of all readers together. */
  readonly lines: number;
  /** Readers that got every line in order, up to the end. */
  readonly whole: number;
  /** Seconds until the last of them had the end, from the first line on. */
  readonly seconds: number;
}

process.on('message', async ({ url, readers, stalled }: { url: string; readers: number; stalled: number }) => {
  const sockets = await Promise.all(Array.from({ length: readers }, () => open(url)));
  const paused = await Promise.all(Array.from({ length: stalled }, () => open(url)));
  for (const socket of paused) socket.pause();
  process.send?.({ connected: readers + stalled });
  let first = Number.POSITIVE_INFINITY;
  const counts = await Promise.all(
    sockets.map((socket, at) =>
      count(socket, at === 0, () => {
        first = Math.min(first, performance.now());
      }),
    ),
  );
  const seconds = (performance.now() - first) / 1000;
  for (const socket of [...sockets, ...paused]) socket.destroy();
  const read: Read = {
    lines: counts.reduce((sum, { lines }) => sum + lines, 0),
    whole: counts.filter(({ whole }) => whole).length,
    seconds,
  };
  process.send?.({ read });
});

async function open(url: string): Promise<Socket> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
  return socket;
}

const ID = Buffer.from('\nid: ');

/** Counts events; a `careful` reader also looks at every number, which costs as much as the server does. */
async function count(
  socket: Socket,
  careful: boolean,
  onFirst: () => void,
): Promise<{ lines: number; whole: boolean }> {
  let lines = 0;
  let inOrder = true;
  let rest = Buffer.alloc(0);
  let tail = '';
  for await (const bytes of socket as AsyncIterable<Buffer>) {
    if (lines === 0) onFirst();
    const all = Buffer.concat([rest, bytes]);
    let at = all.indexOf(ID);
    let last = 0;
    for (; at >= 0 && at + 16 < all.length; at = all.indexOf(ID, last)) {
      lines += 1;
      if (careful && Number.parseInt(all.toString('latin1', at + ID.length, at + 16), 10) !== lines) inOrder = false;
      last = at + ID.length;
    }
    rest = all.subarray(at >= 0 ? at : Math.max(last, all.length - ID.length));
    tail = (tail + bytes.toString('latin1', Math.max(0, bytes.length - 200))).slice(-200);
    if (tail.includes('event: end')) break;
  }
  return { lines, whole: inOrder && tail.includes('event: end') };
}
