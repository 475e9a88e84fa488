import type { Failure, FailureReason } from '../build/failure.ts';
import type { ProcessOutcome } from '../system/process.ts';
import type { Call } from './command.ts';

/** What engines say, in the order in which it is looked for. */
const KNOWN: readonly (readonly [pattern: RegExp, reason: FailureReason, suggestion: string])[] = [
  [/no space left on device/i, 'disk-full', 'make room where the engine keeps its images'],
  [/toomanyrequests|429 Too Many/i, 'rate-limited', 'run again later; a login often raises the limit'],
  [/x509:|certificate/i, 'tls-authority', 'have the engine trust the authority of the registry'],
  [/HTTP response to HTTPS client/i, 'plain-http', 'if HTTP is meant, name the host under registry.insecure'],
  [/unauthorized|authentication required|no basic auth/i, 'unauthenticated', 'log in to the registry with the engine'],
  [
    /denied|forbidden|403/i,
    'denied',
    'check name and tag; where it is private, log in to the registry with the engine',
  ],
  [/manifest unknown|not found|no such image|name unknown/i, 'image-missing', 'check name and tag'],
  [
    /connection refused|no such host|i\/o timeout|no route|unreachable|dial tcp|connection reset|EOF/i,
    'unreachable',
    'check the network: is the registry up, and does this machine reach it?',
  ],
];

/** A command of an engine that did not do its work. */
export function failureOf(program: string, about: Call, ended: ProcessOutcome, lines: readonly string[]): Failure {
  const { phase, action } = about;
  const lastLines = lines.filter((line) => line.trim() !== '');
  const exitCode = ended.exitCode === undefined ? {} : { exitCode: ended.exitCode };
  if (ended.ended === 'aborted') return { phase, reason: 'cancelled', message: 'cancelled', lastLines };
  if (ended.notStarted !== undefined) {
    const suggestion = `install ${program}, or choose another engine with runtime.engine`;
    return { phase, reason: 'builder-unavailable', message: `${program} cannot be started`, suggestion, lastLines };
  }
  if (ended.ended === 'timed-out') {
    const suggestion = `see whether ${program} answers at all, and whether the network does`;
    return { phase, reason: 'timeout', message: `${program} took too long to ${action}`, suggestion, lastLines };
  }
  const said = lastLines.at(-1)?.replace(/^Error(?: response from daemon)?: /, '');
  const message = `${program} cannot ${action}${said === undefined ? '' : `: ${said}`}`;
  const known = KNOWN.find(([pattern]) => pattern.test(said ?? ''));
  if (known === undefined) return { phase, reason: 'unknown', message, lastLines, ...exitCode };
  const [, reason, suggestion] = known;
  return { phase, reason, message, suggestion, lastLines, ...exitCode };
}
