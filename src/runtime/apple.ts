import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Container, LocalImage, Runtime } from '../build/ports/runtime.ts';
import { isDead, type Owner, thisProcess } from '../system/owner.ts';
import { ask, call, type Program } from './command.ts';

/** What `container list --format json` says, as far as it is read; before 1.0 `status` was the state alone. */
interface ListedContainer {
  readonly status: string | { readonly state: string };
  readonly configuration: {
    readonly id: string;
    readonly image: { readonly reference: string; readonly descriptor?: { readonly digest: string } };
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** What `container image inspect` says, as far as it is read. */
interface InspectedImage {
  readonly index?: { readonly digest: string };
  readonly descriptor?: { readonly digest: string };
}

/** Milliseconds. */
const PULL = 3 * 3_600_000;

/**
 * Apple's `container`, by its documented commands. It cannot rename a container, so that the old one could not be kept
 * under another name: containers are listed and stopped, and not refreshed.
 */
export function createApple(version: string, program: Program): Runtime {
  const run = (args: readonly string[], action: string, signal: AbortSignal) =>
    call(program, args, { phase: 'run', action, signal });
  const image = async (reference: string, signal: AbortSignal): Promise<Result<LocalImage | undefined, Failure>> => {
    const about = { phase: 'pull', action: `look at the image ${reference}`, signal } as const;
    const found = await ask<readonly InspectedImage[]>(program, ['image', 'inspect', reference], about);
    if (!found.ok) return /not found/i.test(found.error.lastLines.join('\n')) ? ok(undefined) : found;
    const digest = found.value[0]?.index?.digest ?? found.value[0]?.descriptor?.digest;
    return ok(digest === undefined ? undefined : { id: digest, digests: [digest] });
  };
  return {
    kind: 'container',
    description: version,
    pullCommand: (reference) => `container image pull ${reference}`,
    loadCommand: (layout, from, name) =>
      `tar -C ${layout} -cf ${layout}.tar . && container image load --input ${layout}.tar && container image tag ${from} ${name}`,
    image,
    async pull(reference, { signal }) {
      const about = { phase: 'pull', action: `pull ${reference}`, signal, timeout: PULL } as const;
      const pulled = await call(program, ['image', 'pull', '--progress', 'none', reference], about);
      if (!pulled.ok) return pulled;
      const found = await image(reference, signal);
      if (!found.ok || found.value) return found as Result<LocalImage, Failure>;
      return err(failure(`container has no ${reference} although it was pulled`));
    },
    async containers(signal) {
      const about = { phase: 'run', action: 'list the containers', signal } as const;
      const listed = await ask<readonly ListedContainer[]>(program, ['list', '--all', '--format', 'json'], about);
      return listed.ok ? ok(listed.value.map(containerOf)) : listed;
    },
    recreate: async () => err(cannotRename),
    rename: async () => err(cannotRename),
    start: async (id, signal) => nothing(await run(['start', id], 'start it', signal)),
    stop: async (id, signal) => nothing(await run(['stop', id], 'stop it', signal)),
    remove: async (id, signal) => nothing(await run(['delete', '--force', id], 'remove it', signal)),
    async lastLines(id, signal) {
      const log = await run(['logs', '-n', '20', id], 'read its log', signal);
      return log.ok ? log.value.split('\n') : [];
    },
    claim: async () => JSON.stringify(await thisProcess()),
    isOver: (claim) => isDead(JSON.parse(claim) as Owner),
  };
}

function containerOf({ status, configuration: { id, image, labels } }: ListedContainer): Container {
  const state = typeof status === 'string' ? status : status.state;
  const digest = image.descriptor?.digest;
  return {
    id,
    name: id,
    image: image.reference,
    imageId: digest ?? '',
    digests: digest === undefined ? [] : [digest],
    labels: labels ?? {},
    running: state === 'running',
    state,
    startedAt: '',
    removesItself: false,
  };
}

const cannotRename: Failure = {
  ...failure('container cannot rename a container, so that the old one could not be put back'),
  suggestion: 'stop it, and run it anew on the image that is pulled now',
};

function failure(message: string): Failure {
  return { phase: 'run', reason: 'unknown', message, lastLines: [] };
}

function nothing(result: Result<unknown, Failure>): Result<void, Failure> {
  return result.ok ? ok(undefined) : result;
}
