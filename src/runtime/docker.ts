import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Container, LocalImage, PullOptions, Recreation, Runtime } from '../build/ports/runtime.ts';
import { isDead, type Owner, thisProcess } from '../system/owner.ts';
import { ask, type Call, call, type Program } from './command.ts';
import type { InspectedContainer, InspectedImage } from './inspected.ts';
import { lostSettings } from './lost-settings.ts';
import type { DockerLike } from './options.ts';
import { layerProgress } from './pull-lines.ts';
import { settingsOf } from './settings.ts';

/** How images are fetched. */
export interface DockerOptions {
  /** Hosts spoken to over HTTP, or HTTPS without verification. docker has a list of its own, in its daemon. */
  readonly insecure: readonly string[];
}

/** Milliseconds: an image of many gigabytes over a slow line. */
const PULL = 3 * 3_600_000;
/** Milliseconds: a container may ask for minutes to end. */
const STOP = 15 * 60_000;
const LAST_LINES = 20;

/** docker and podman, whose commands for containers are alike. */
export function createDocker(kind: DockerLike, version: string, program: Program, options: DockerOptions): Runtime {
  const run = (args: readonly string[], action: string, signal: AbortSignal, more: Partial<Call> = {}) =>
    call(program, args, { phase: 'run', action, signal, ...more });
  const inspectImage = async (reference: string, signal: AbortSignal) => {
    const about = { phase: 'pull', action: `look at the image ${reference}`, signal } as const;
    const found = await ask<readonly InspectedImage[]>(program, ['image', 'inspect', reference], about);
    if (found.ok) return ok(found.value[0]);
    return isAbsent(found.error) ? ok(undefined) : found;
  };
  const inspect = (ids: readonly string[], signal: AbortSignal) => {
    const about = { phase: 'run', action: 'look at the containers', signal } as const;
    return ask<readonly InspectedContainer[]>(program, ['container', 'inspect', ...ids], about);
  };
  /** Removes what a cancelled `create` may have made; one of the same name that somebody else has made stays. */
  const removeOwn = async ({ name, labels: own }: Recreation, signal: AbortSignal) => {
    const found = await inspect([name], signal);
    const has = (found.ok && found.value[0]?.Config.Labels) || {};
    if (Object.entries(own).every(([key, value]) => has[key] === value)) {
      await run(['rm', '--force', name], `remove ${name}`, signal);
    }
  };
  const digestsOf = async (container: InspectedContainer, signal: AbortSignal) => {
    const image = await inspectImage(container.Image, signal);
    const own = container.ImageDigest ? [container.ImageDigest] : [];
    return [...new Set([...own, ...(image.ok && image.value ? localImage(image.value).digests : [])])];
  };

  return {
    kind,
    description: version,
    pullCommand: (reference) => [kind, 'pull', ...verification(kind, reference, options), reference].join(' '),

    loadCommand: (layout, image, name) =>
      kind === 'podman'
        ? `podman tag "$(podman pull -q oci:${layout}:${image})" ${name}`
        : `skopeo copy oci:${layout}:${image} docker-daemon:${name}`,

    async image(reference, signal) {
      const found = await inspectImage(reference, signal);
      return found.ok ? ok(found.value && localImage(found.value)) : found;
    },

    async pull(reference, { signal, progress }: PullOptions) {
      const onLine = (line: string) => {
        const seen = layerProgress(line);
        if (seen) progress(seen);
      };
      const args = ['pull', ...verification(kind, reference, options), reference];
      const action = `pull ${reference}`;
      const pulled = await call(program, args, { phase: 'pull', action, signal, timeout: PULL, onLine });
      if (!pulled.ok) return pulled;
      const found = await inspectImage(reference, signal);
      if (!found.ok) return found;
      return found.value ? ok(localImage(found.value)) : err(vanished('pull', `the image ${reference}`));
    },

    async containers(signal) {
      const listed = await run(['ps', '--all', '--quiet', '--no-trunc'], 'list the containers', signal);
      if (!listed.ok) return listed;
      const ids = listed.value.split('\n').filter((id) => /^[0-9a-f]{64}$/.test(id));
      if (ids.length === 0) return ok([]);
      const found = await inspect(ids, signal);
      if (!found.ok) return found;
      return ok(await Promise.all(found.value.map(async (one) => containerOf(one, await digestsOf(one, signal)))));
    },

    async recreate(from, as, signal) {
      const before = await inspect([from.id], signal);
      if (!before.ok) return before;
      const [old] = before.value;
      const image = await inspectImage(from.imageId, signal);
      if (!image.ok) return image;
      if (!old || !image.value) return err(vanished('run', from.name));
      const { options: set, command } = settingsOf(old, image.value, kind);
      const args = ['create', `--name=${as.name}`, ...set, ...labels(as), as.image, ...command];
      const made = await run(args, `make ${as.name}`, signal);
      // From here on a cancellation must not leave it behind.
      const cleanup = new AbortController().signal;
      if (!made.ok) {
        if (made.error.reason === 'cancelled') await removeOwn(as, cleanup);
        return made;
      }
      const id = made.value.split('\n').findLast((line) => /^[0-9a-f]{64}$/.test(line)) ?? as.name;
      const after = await inspect([id], cleanup);
      const lost = after.ok && after.value[0] ? lostSettings(old, after.value[0]) : [];
      if (after.ok && lost.length === 0) return ok(id);
      await run(['rm', '--force', id], `remove ${as.name}`, cleanup);
      return after.ok ? err(notTaken(from.name, kind, lost)) : after;
    },

    start: async (id, signal) => nothing(await run(['start', id], 'start it', signal)),
    stop: async (id, signal) => nothing(await run(['stop', id], 'stop it', signal, { timeout: STOP })),
    rename: async (id, name, signal) => nothing(await run(['rename', id, name], `name it ${name}`, signal)),
    remove: async (id, signal) => nothing(await run(['rm', '--force', id], 'remove it', signal, { timeout: STOP })),

    async lastLines(id, signal) {
      const lines: string[] = [];
      const onLine = (line: string) => void lines.push(line);
      await run(['logs', `--tail=${LAST_LINES}`, id], 'read its log', signal, { onLine });
      return lines;
    },
    claim: async () => JSON.stringify(await thisProcess()),
    isOver: (claim) => isDead(JSON.parse(claim) as Owner),
  };
}

function localImage({ Id, Digest, RepoDigests }: InspectedImage): LocalImage {
  const named = (RepoDigests ?? []).map((name) => name.slice(name.indexOf('@') + 1));
  return { id: bare(Id), digests: [...new Set([...named, ...(Digest ? [Digest] : [])])] };
}

/** podman leaves the algorithm out where docker does not. */
function bare(id: string): string {
  return id.replace(/^sha256:/, '');
}

function containerOf(container: InspectedContainer, digests: readonly string[]): Container {
  const { Id, Name, Image, ImageName, Config, HostConfig, State } = container;
  const health = State.Health?.Status ?? '';
  return {
    id: Id,
    name: Name.replace(/^\//, ''),
    image: Config.Image ?? ImageName ?? '',
    imageId: bare(Image),
    digests,
    labels: Config.Labels ?? {},
    running: State.Running,
    state: State.Status,
    startedAt: State.StartedAt,
    ...(health === 'starting' || health === 'healthy' || health === 'unhealthy' ? { health } : {}),
    removesItself: HostConfig.AutoRemove ?? false,
  };
}

function labels(as: Recreation): string[] {
  return Object.entries(as.labels).map(([key, value]) => `--label=${key}=${value}`);
}

function verification(kind: DockerLike, reference: string, { insecure }: DockerOptions): readonly string[] {
  const isInsecure = insecure.some((host) => reference.startsWith(`${host}/`));
  return kind === 'podman' && isInsecure ? ['--tls-verify=false'] : [];
}

function isAbsent({ lastLines }: Failure): boolean {
  return lastLines.some((line) => /no such (?:image|object)|image not known/i.test(line));
}

function vanished(phase: Failure['phase'], what: string): Failure {
  return { phase, reason: 'unknown', message: `${what} went away meanwhile`, suggestion: 'run again', lastLines: [] };
}

function notTaken(name: string, kind: DockerLike, lost: readonly string[]): Failure {
  const message = `${kind} does not take all settings of ${name} again: ${lost.join(', ')}`;
  const suggestion = `make it anew with the command that it was made with; it runs as before`;
  return { phase: 'run', reason: 'unknown', message, suggestion, lastLines: [] };
}

function nothing(result: Result<unknown, Failure>): Result<void, Failure> {
  return result.ok ? ok(undefined) : result;
}
