import { type Logger, pino } from 'pino';
import type { ServerConfiguration } from './configuration/configuration.ts';

/** What the server says: one JSON object a line. Machine and process are what collects the lines adds itself. */
export function createLog(level: ServerConfiguration['logLevel'], write: (line: string) => void): Logger {
  return pino({ level, base: null }, { write });
}
