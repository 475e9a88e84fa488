import { describe, expect, test } from 'vitest';
import { classify } from './classify.ts';
import type { EngineRun } from './engine-run.ts';

const ended = (lines: readonly string[], exitCode = 1): EngineRun => ({ ended: 'by-itself', exitCode, lines });

describe('classify', () => {
  test.each([
    [
      'BuildKit: bad Dockerfile',
      'ERROR: failed to build: failed to solve: dockerfile parse error on line 2: unknown instruction: NOSUCH',
      'build',
      'dockerfile-invalid',
    ],
    [
      'buildah: bad Dockerfile',
      'Error: building at STEP "NOSUCH thing": Build error: Unknown instruction: "NOSUCH"',
      'build',
      'dockerfile-invalid',
    ],
    [
      'BuildKit: no Dockerfile',
      'ERROR: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory',
      'build',
      'dockerfile-missing',
    ],
    [
      'buildah: no Dockerfile',
      'Error: cannot find Containerfile or Dockerfile in context directory',
      'build',
      'dockerfile-missing',
    ],
    [
      'BuildKit: COPY of nothing',
      'ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: "/absent.txt": not found',
      'build',
      'file-missing',
    ],
    [
      'buildah: COPY of nothing',
      'Error: building at STEP "COPY absent.txt /": checking on sources under "/c": copier: stat: "/absent.txt": no such file or directory',
      'build',
      'file-missing',
    ],
    [
      'BuildKit: RUN',
      'ERROR: failed to solve: process "/bin/sh -c exit 7" did not complete successfully: exit code: 7',
      'build',
      'command-failed',
    ],
    [
      'buildah: RUN',
      'Error: building at STEP "RUN exit 7": while running runtime: exit status 7',
      'build',
      'command-failed',
    ],
    [
      'BuildKit: base absent',
      'ERROR: failed to solve: r.test/gone:1: failed to resolve source metadata for r.test/gone:1: r.test/gone:1: not found',
      'pull',
      'image-missing',
    ],
    [
      'buildah: base absent',
      'Error: creating build container: initializing source docker://r.test/gone:1: reading manifest 1 in r.test/gone: manifest unknown: manifest unknown',
      'pull',
      'image-missing',
    ],
    [
      'BuildKit: platform',
      'ERROR: failed to solve: r.test/a:1: no match for platform in manifest: not found',
      'pull',
      'platform-missing',
    ],
    [
      'buildah: platform',
      'Error: creating build container: choosing an image from manifest list docker://r.test/a:1: no image found in image index for architecture amd64, variant "", OS linux',
      'pull',
      'platform-missing',
    ],
    [
      'no emulator',
      'exec /bin/sh: exec format error\nERROR: process "/bin/sh -c true" did not complete successfully: exit code: 255',
      'build',
      'emulator-missing',
    ],
    [
      'BuildKit: auth',
      'ERROR: failed to push r.test/a:1: failed to authorize: 401 Unauthorized',
      'pull',
      'unauthenticated',
    ],
    [
      'buildah: auth',
      'Error: writing blob: initiating layer upload to /v2/a/blobs/uploads/ in r.test: authentication required',
      'pull',
      'unauthenticated',
    ],
    [
      'denied',
      'Error: writing blob: initiating layer upload: denied: requested access to the resource is denied',
      'pull',
      'denied',
    ],
    ['403', 'ERROR: failed to push r.test/a:1: unexpected status from HEAD request: 403 Forbidden', 'pull', 'denied'],
    [
      'down',
      'Error: pinging container registry r.test: Get "https://r.test/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
      'pull',
      'unreachable',
    ],
    [
      'unknown name',
      'ERROR: failed to do request: Head "https://r.test/v2/": dial tcp: lookup r.test: no such host',
      'pull',
      'unreachable',
    ],
    [
      'unknown authority',
      'Error: Get "https://r.test/v2/": x509: certificate signed by unknown authority',
      'pull',
      'tls-authority',
    ],
    [
      'plain HTTP',
      'Error: Get "https://r.test/v2/": http: server gave HTTP response to HTTPS client',
      'pull',
      'plain-http',
    ],
    [
      'rate limit',
      'ERROR: failed to solve: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit',
      'pull',
      'rate-limited',
    ],
    [
      'buildah: 5xx',
      'Error: writing blob: received unexpected HTTP status: 503 Service Unavailable',
      'pull',
      'registry-error',
    ],
    [
      'BuildKit: 5xx',
      'ERROR: failed to push r.test/a:1: unexpected status: 503 Service Unavailable',
      'pull',
      'registry-error',
    ],
    ['dropped', 'Error: writing manifest: Put "https://r.test/v2/a/manifests/1": EOF', 'pull', 'registry-error'],
    ['disk full', 'Error: committing container: write /var/tmp/x: no space left on device', 'build', 'disk-full'],
    [
      'disk full in a RUN',
      'sh: write error: No space left on device\nERROR: process "/bin/sh -c dd" did not complete successfully: exit code: 1',
      'build',
      'disk-full',
    ],
    ["the registry's disk full", 'Error: writing blob: blob upload invalid', 'push', 'disk-full'],
    [
      'out of memory',
      'ERROR: process "/bin/sh -c dd" did not complete successfully: exit code: 137',
      'build',
      'out-of-memory',
    ],
    ['something else', 'Error: the moon is in the wrong phase', 'build', 'unknown'],
  ])('%s', (_, text, phase, reason) => {
    const failure = classify('build', ended(text.split('\n')));
    expect(failure).toMatchObject({ phase, reason });
    expect(failure.message).not.toBe('');
  });

  test('what a command prints about the network is not taken for the registry when another error follows', () => {
    const lines = [
      'curl: (7) connection refused, retrying',
      'ERROR: No matching distribution found for torch==2.4.9',
      'Error: building at STEP "RUN pip": while running runtime: exit status 1',
    ];
    expect(classify('build', ended(lines)).reason).toBe('command-failed');
  });

  test('the text of a step is not taken for an error', () => {
    const step = 'Error: building at STEP "RUN echo 401 Unauthorized": while running runtime: exit status 2';
    expect(classify('build', ended([step])).reason).toBe('command-failed');
    const copy =
      'Error: building at STEP "COPY toomanyrequests /": copier: stat: "/toomanyrequests": no such file or directory';
    expect(classify('build', ended([copy])).reason).toBe('file-missing');
  });

  test('a failure carries the last twenty lines, the exit code and the Dockerfile line that BuildKit names', () => {
    const output = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const frame = [
      'Dockerfile:14',
      '--------------------',
      '  14 | >>> RUN pip',
      '--------------------',
      'ERROR: process "pip" did not complete successfully: exit code: 1',
    ];
    const failure = classify('build', ended([...output, ...frame]));
    expect(failure.lastLines).toHaveLength(20);
    expect(failure.lastLines.at(-1)).toContain('exit code: 1');
    expect(failure).toMatchObject({ exitCode: 1, dockerfileLine: 14 });
  });

  test.each([
    ['cancelled', { ended: 'aborted', signal: 'SIGTERM', lines: ['connection refused'] }, 'cancelled'],
    ['too slow', { ended: 'timed-out', signal: 'SIGTERM', lines: ['connection refused'] }, 'timeout'],
    ['not there', { ended: 'by-itself', notStarted: 'Error: spawn buildah ENOENT', lines: [] }, 'builder-unavailable'],
  ] as const)('how it ended says more than what it printed: %s', (_, run, reason) => {
    expect(classify('push', run)).toMatchObject({ phase: 'push', reason });
  });

  test('a test that fails is a failure of the test, whatever it prints', () => {
    const failure = classify('test', ended(['connection refused'], 3), ['python', '-c', 'import torch']);
    expect(failure).toMatchObject({
      phase: 'test',
      reason: 'test-failed',
      message: 'python -c import torch ended with exit code 3',
    });
  });
});
