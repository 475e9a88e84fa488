import type { RunEvent, RunEventBody } from '../build/events.ts';
import type { Failure } from '../build/failure.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';

export const amd64 = 'linux/amd64' as Platform;
export const digest = `sha256:9f2c41${'0'.repeat(58)}` as Digest;
export const name = (text: string) => text as ImageName;

export const failure: Failure = {
  phase: 'build',
  reason: 'command-failed',
  message: 'requirements.txt:3 pins a version that the package index does not have',
  suggestion: 'a version that exists: 2.4.1 is the newest 2.4',
  lastLines: ['ERROR: No matching distribution found for torch==2.4.9'],
  exitCode: 1,
  dockerfileLine: 3,
};

let sequence = 0;

/** An event with the next number. */
export function event(body: RunEventBody): RunEvent {
  sequence += 1;
  return { ...body, sequence, time: '2026-11-20T14:30:00Z' };
}

export function log(image: string, line: string): RunEvent {
  return event({ type: 'image.log', image: name(image), platform: amd64, line });
}

/** One event of every type, with `text` wherever an event carries words of others. */
export function everyEvent(text: string, failed: Failure): RunEvent[] {
  const image = name('python-base');
  const bodies: { [Type in RunEventBody['type']]: Extract<RunEventBody, { readonly type: Type }> } = {
    'run.started': {
      type: 'run.started',
      run: '8',
      commit: '3fa9c1d'.padEnd(40, '0'),
      destination: 'harbor.example/library',
      builder: 'buildah',
      images: [{ image, version: '3.12.4', action: 'build', reason: text, parents: [] }],
      expectedSeconds: 72,
    },
    'node.started': { type: 'node.started', image, platform: amd64, expectedSeconds: 72 },
    'image.log': { type: 'image.log', image, platform: amd64, line: text },
    'node.settled': { type: 'node.settled', image, platform: amd64, digest, adopted: false, seconds: 70 },
    'image.landed': { type: 'image.landed', image, digest, fingerprint: 'ab', adopted: false, seconds: 72 },
    'image.failed': {
      type: 'image.failed',
      image,
      platform: amd64,
      failure: failed,
      seconds: 41,
      blocks: [name('jupyter-base')],
    },
    'image.blocked': { type: 'image.blocked', image: name('jupyter-base'), by: text },
    'image.cancelled': { type: 'image.cancelled', image },
    'set.published': {
      type: 'set.published',
      channel: 'main',
      images: [{ image, digest, tags: ['3.12.4', 'latest'] }],
    },
    'image.held-back': { type: 'image.held-back', image, why: text },
    'image.registered': { type: 'image.registered', image, digest },
    'image.registration-failed': { type: 'image.registration-failed', image, failure: failed },
    'export.started': { type: 'export.started', image, target: { type: 'qcow2', architecture: 'x86_64' } },
    'export.finished': {
      type: 'export.finished',
      image,
      target: { type: 'qcow2', architecture: 'x86_64' },
      file: 'web-1.2.0-9f2c41ab3d4e-x86_64.qcow2',
      size: 13_881_856,
      sha256: 'f'.repeat(64),
      bootable: false,
      notes: [text],
      adopted: false,
      seconds: 12,
    },
    'export.failed': {
      type: 'export.failed',
      image,
      target: { type: 'iso', architecture: 'aarch64' },
      failure: failed,
      seconds: 3,
    },
    'run.finished': {
      type: 'run.finished',
      result: {
        outcome: 'failed',
        seconds: 151,
        images: [{ image, action: 'build', outcome: 'failed', tags: [], seconds: 41, failure: failed }],
      },
    },
  };
  return Object.values(bodies).map(event);
}
