import type { Failure, FailureReason, Phase } from '../build/failure.ts';
import type { EngineRun } from './engine-run.ts';

/** A recognised error: what its lines look like, and what a person can do about it. */
interface Row {
  readonly pattern: RegExp;
  readonly reason: FailureReason;
  /** Where the error came from, when the text tells; else the phase that the engine was in. */
  readonly phase?: Phase;
  message(found: RegExpExecArray): string;
  readonly suggestion?: string;
}

/** How many of the last lines a failure carries. */
const LAST_LINES = 20;

/** Whether an engine did all that it was asked. */
export function isCleanEnd(run: EngineRun): boolean {
  return run.ended === 'by-itself' && run.exitCode === 0;
}

const diskFull: Row = {
  pattern: /no space left on device/i,
  reason: 'disk-full',
  message: () => 'no space is left on the disk of the builder',
  suggestion: 'free space, for example with `docker builder prune`, `podman image prune` or `buildah rmi --prune`',
};

/** Why a RUN failed, where its output tells; what else a command prints is its own affair. */
const commandRows: readonly Row[] = [
  diskFull,
  {
    pattern: /exec format error/i,
    reason: 'emulator-missing',
    message: () => 'this machine cannot run programs of the platform',
    suggestion: 'apt-get install qemu-user-static, or build on a machine of that platform',
  },
  {
    pattern: /exit (?:status|code:?) 137$|exited on killed$|signal: killed/im,
    reason: 'out-of-memory',
    message: () => 'a command was killed, most often because the memory was used up',
    suggestion: 'raise `resources.memory` in build.yaml, or let the command do less at once',
  },
];

/** What an engine says of its own failures. Tried in order: a cause stands before what follows from it. */
const rows: readonly Row[] = [
  {
    pattern: /(?:failed to calculate checksum[^\n]*not found|copier: stat: [^\n]*no such file)/i,
    reason: 'file-missing',
    message: () => 'COPY or ADD names a file that the context does not have',
    suggestion: 'see the path, and whether .dockerignore leaves the file out',
  },
  diskFull,
  {
    pattern: /blob upload invalid/i,
    reason: 'disk-full',
    phase: 'push',
    message: () => 'the registry broke off the upload, most often because its disk is full',
    suggestion: 'look at the free space and the log of the registry',
  },
  {
    pattern: /(?:dockerfile parse error|Build error: (?:Unknown|Syntax)|unknown instruction|Unknown flag)[^\n]*/i,
    reason: 'dockerfile-invalid',
    message: ([line]) => line,
    suggestion: '`caskwright validate` shows the line',
  },
  {
    pattern:
      /(?:failed to read dockerfile|cannot find Containerfile or Dockerfile|no such file or directory[^\n]*Dockerfile)/i,
    reason: 'dockerfile-missing',
    message: () => 'the Dockerfile is not in the context that the builder was given',
    suggestion: 'see `dockerfile` in build.yaml',
  },
  {
    pattern:
      /x509: certificate signed by unknown authority|x509: certificate is not valid|tls: failed to verify certificate/i,
    reason: 'tls-authority',
    message: () => 'the certificate of the registry is signed by an authority that the builder does not trust',
    suggestion: 'name its CA file in caskwright.yaml; docker reads /etc/docker/certs.d/<host>/ca.crt of the daemon',
  },
  {
    pattern: /server gave HTTP response to HTTPS client/i,
    reason: 'plain-http',
    message: () => 'the registry speaks HTTP, and HTTPS was expected',
    suggestion: 'mark it `insecure` in caskwright.yaml; docker needs it in `insecure-registries` of daemon.json',
  },
  {
    pattern: /toomanyrequests|429 Too Many Requests/i,
    reason: 'rate-limited',
    message: () => 'the registry refuses more requests for now',
    suggestion: 'log in to it, configure a mirror, or run again later',
  },
  {
    pattern: /401 Unauthorized|authentication required|unauthorized:|no basic auth credentials/i,
    reason: 'unauthenticated',
    message: () => 'the registry wants credentials, or does not accept those given',
    suggestion: 'log in with `docker login <host>`, then run again',
  },
  {
    pattern: /403 Forbidden|(?:access to the resource is |requested access[^\n]*)denied|denied:/i,
    reason: 'denied',
    message: () => 'the credentials are good, but do not permit this',
    suggestion: 'give the account the right to pull and push in this repository',
  },
  {
    pattern: /no match for platform in manifest|no image found in (?:image index|manifest list) for architecture/i,
    reason: 'platform-missing',
    phase: 'pull',
    message: () => 'an image that this one stands on does not exist for the platform',
    suggestion: 'take the platform out of `platforms`, or choose another base',
  },
  {
    pattern:
      /manifest unknown|name unknown|failed to resolve source metadata[^\n]*not found|repository does not exist/i,
    reason: 'image-missing',
    phase: 'pull',
    message: () => 'an image that this one stands on is not in the registry',
    suggestion: 'see whether the reference after FROM is right and still there',
  },
  {
    pattern: /connection refused|no such host|network is unreachable|no route to host|i\/o timeout/i,
    reason: 'unreachable',
    message: ([what]) => `the registry cannot be reached: ${what}`,
    suggestion: 'see whether the host is up and its name right',
  },
  {
    pattern:
      /(?:received unexpected HTTP status: 5\d\d|5\d\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout))/i,
    reason: 'registry-error',
    message: ([what]) => `the registry failed: ${what}`,
    suggestion: 'run again; what is built already is not built again',
  },
  {
    pattern: /\b(?:unexpected )?EOF\b/,
    reason: 'registry-error',
    message: () => 'the registry broke the connection',
    suggestion: 'run again; what is built already is not built again',
  },
];

/**
 * Turns how an engine ended into a failure that a person can act on. `phase` is what the engine was asked to do,
 * `tested` the command that it ran in phase `test`.
 */
export function classify(phase: Phase, run: EngineRun, tested: readonly string[] = []): Failure {
  const lastLines = run.lines.slice(-LAST_LINES);
  const base = { phase, lastLines, ...(run.exitCode === undefined ? {} : { exitCode: run.exitCode }) };
  if (run.ended === 'aborted') return { ...base, reason: 'cancelled', message: 'cancelled' };
  if (run.ended === 'timed-out') {
    const suggestion = 'raise `timeout` under `resources` in build.yaml, or see what the last lines wait for';
    return { ...base, reason: 'timeout', message: 'the time for it was over', suggestion };
  }
  if (run.notStarted !== undefined) {
    return { ...base, reason: 'builder-unavailable', message: `the builder cannot be started: ${run.notStarted}` };
  }
  if (phase === 'test') return testFailure(base, run, tested);
  const text = run.lines.join('\n');
  const line = dockerfileLine(text);
  const found = recognise(text, lastLines);
  // While it builds, an engine talks to registries only to pull.
  const pulled = phase === 'build' && ofRegistries.has(found.reason) ? { phase: 'pull' as const } : {};
  return { ...base, ...pulled, ...found, ...(line === undefined ? {} : { dockerfileLine: line }) };
}

const ofRegistries: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'unauthenticated',
  'denied',
  'unreachable',
  'tls-authority',
  'plain-http',
  'rate-limited',
  'registry-error',
]);

type Recognised = Pick<Failure, 'reason' | 'message'> & Partial<Pick<Failure, 'phase' | 'suggestion'>>;

function recognise(text: string, lastLines: readonly string[]): Recognised {
  const said = engineError(text);
  const exitCode = failedCommand.exec(said)?.slice(1).find(Boolean);
  if (exitCode !== undefined) {
    const message = `a command of the Dockerfile ended with exit code ${exitCode}`;
    return firstOf(commandRows, text) ?? { phase: 'build', reason: 'command-failed', message };
  }
  const message = said.split('\n')[0] || 'the builder failed and said nothing';
  return (
    firstOf(rows, said) ?? firstOf(rows, text) ?? { reason: 'unknown', message: message || (lastLines.at(-1) ?? '') }
  );
}

/** How the engines say that a RUN ended with a code of its own. */
const failedCommand = /did not complete successfully: exit code: (\d+)|exit status (\d+)$/m;

/** The engine's own last word: its error, without the text of the step. */
function engineError(text: string): string {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => /^error: /i.test(line));
  return lines
    .slice(Math.max(at, 0))
    .join('\n')
    .replace(/building at STEP ".*?": /, '');
}

function firstOf(candidates: readonly Row[], text: string): Recognised | undefined {
  for (const { pattern, phase, reason, message, suggestion } of candidates) {
    const found = pattern.exec(text);
    if (!found) continue;
    return {
      reason,
      message: message(found),
      ...(phase === undefined ? {} : { phase }),
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
  return undefined;
}

function testFailure(base: Pick<Failure, 'phase' | 'lastLines'>, run: EngineRun, tested: readonly string[]): Failure {
  const what = tested.join(' ');
  const how = run.exitCode === undefined ? `was ended by ${run.signal}` : `ended with exit code ${run.exitCode}`;
  return { ...base, reason: 'test-failed', message: `${what} ${how}` };
}

/** BuildKit names file and line of the step before its code frame. */
function dockerfileLine(text: string): number | undefined {
  const found = /^[^\s:]*:(\d+)\n-{10,}$/m.exec(text) ?? /parse error on line (\d+)/.exec(text);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
