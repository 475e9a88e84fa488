import type { Store } from '../../src/server/store/store.ts';
import { startHookServer } from './webhooks.ts';

// A process of its own with the webhook routes and nothing behind them, so that its memory is that of the edge. It
// tells its port, then its peak of resident memory in bytes whenever it is asked.

const inbox = { put: async () => {} };
const server = await startHookServer(undefined as unknown as Store, { inbox });
let peak = 0;
const look = () => {
  peak = Math.max(peak, process.memoryUsage.rss());
};
setInterval(look, 5);
process.on('message', () => {
  look();
  process.send?.(peak);
  peak = 0;
});
process.on('disconnect', () => process.exit());
process.send?.(server.port);
