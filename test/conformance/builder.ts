import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../src/base/result.ts';
import type { Failure } from '../../src/build/failure.ts';
import type { Builder, BuildRequest, BuiltNode, ImageSource } from '../../src/build/ports/builder.ts';
import type { Digest } from '../../src/names/digest.ts';
import type { Platform } from '../../src/names/platform.ts';
import { CANARY, type EngineRig, type RigOrReason } from '../rig/engines.ts';
import { pushBusybox, putManifest, readFromLayout, readFromRegistry } from '../rig/images.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';

const PLATFORM = 'linux/amd64' as Platform;
/** In milliseconds: none of these builds takes long, and none may hang. */
const PATIENCE = 30_000;

/** What a builder has no way to do, with the reason: those tests are skipped and listed. */
export type Unable = Partial<Record<Capability, string>>;
type Capability = 'run' | 'mounts' | 'engine-process' | 'docker-fields' | 'network-errors' | 'mount-cache';

/** The suite that every builder passes. `setUp` makes the machinery below it, or says why there is none here. */
export function builderConformance(name: string, setUp: () => Promise<RigOrReason>, unable: Unable = {}): void {
  describe(`${name} as a builder`, () => {
    let rig: EngineRig;
    let registry: TestRegistry;
    let builder: Builder;
    let base: Digest;
    let reason: string | undefined;
    const folders: string[] = [];

    beforeAll(async () => {
      const made = await setUp();
      if ('reason' in made) {
        reason = made.reason;
        return;
      }
      rig = made;
      registry = await startRegistry();
      base = await pushBusybox(registry.host, 'base', 'latest');
      builder = await rig.create({ registries: { insecure: [registry.host], authorities: {} } });
    }, 60_000);

    afterAll(async () => {
      await builder?.close();
      await rig?.close();
      await registry?.stop();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });

    afterEach(async () => {
      if (reason === undefined) expect(await rig.leftovers(), 'I5: left behind').toEqual([]);
    });

    /** A test that is skipped, with the reason, where the machine or the engine cannot do it. */
    const row = (title: string, needs: readonly Capability[], body: () => Promise<void>) =>
      test(title, { timeout: PATIENCE }, async ({ skip }) => {
        if (reason !== undefined) skip(`${name}: ${reason}`);
        for (const need of needs) if (unable[need] !== undefined) skip(`${name}: ${unable[need]}`);
        await body();
      });

    const folder = () => {
      const made = mkdtempSync(join(tmpdir(), 'caskwright-context-'));
      folders.push(made);
      return made;
    };

    /** A request whose context holds `files`; the base is `example.test/base:latest`. */
    const request = (dockerfile: string, files: Record<string, string> = {}, more: Partial<BuildRequest> = {}) => {
      const context = folder();
      for (const [path, content] of Object.entries({ Dockerfile: dockerfile, ...files })) {
        mkdirSync(dirname(join(context, path)), { recursive: true });
        writeFileSync(join(context, path), content);
      }
      const { namedContexts = [], ...rest } = more;
      return {
        id: 'image-linux-amd64',
        contextDirectory: context,
        dockerfile: join(context, 'Dockerfile'),
        platform: PLATFORM,
        args: {},
        labels: {},
        annotations: {},
        secrets: {},
        namedContexts: [named('example.test/base:latest', inRegistry('base', base)), ...namedContexts],
        output: { kind: 'registry', repository: `${registry.host}/out`, tag: 'node' },
        resources: { timeout: PATIENCE },
        sourceDateEpoch: 1_700_000_000,
        noCache: false,
        ...rest,
      } satisfies BuildRequest;
    };

    const inRegistry = (repository: string, digest: Digest): ImageSource => ({
      kind: 'registry',
      repository: `${registry.host}/${repository}`,
      digest,
    });

    const log: string[] = [];
    const build = (
      wanted: BuildRequest,
      onLine: (line: string) => void = () => {},
      signal = new AbortController().signal,
    ) => {
      log.length = 0;
      return builder.build(wanted, { signal, log: (line) => void (log.push(line), onLine(line)) });
    };
    const built = async (wanted: BuildRequest) => {
      const { digest } = value(await build(wanted), log);
      return wanted.output.kind === 'registry'
        ? readFromRegistry(registry.host, wanted.output.repository.slice(registry.host.length + 1), digest)
        : readFromLayout(wanted.output.directory, digest);
    };
    const failed = async (wanted: BuildRequest) => error(await build(wanted));

    row('builds a target with args and labels, stamped with the time given', ['run'], async () => {
      const image = await built(
        request(
          'FROM example.test/base:latest AS one\nARG COLOUR=none\nCOPY in.txt /copied\nRUN echo $COLOUR > /colour\nFROM one\nRUN echo no > /two\n',
          { 'in.txt': 'from the context' },
          { target: 'one', args: { COLOUR: 'green' }, labels: { 'a.b': 'x "y" $Z' } },
        ),
      );
      expect(image.files.get('colour')).toBe('green\n');
      expect(image.files.get('copied')).toBe('from the context');
      expect(image.files.has('two')).toBe(false);
      expect(image.config.config.Labels).toMatchObject({ 'a.b': 'x "y" $Z' });
      expect(image.config.created).toBe('2023-11-14T22:13:20Z');
    });

    row(
      'S27 a secret reaches its RUN, and neither it nor the environment is in layer, history or log',
      ['run'],
      async () => {
        const secret = 's3cr3t-of-the-build';
        const image = await built(
          request(
            'FROM example.test/base:latest\nRUN --mount=type=secret,id=token sha256sum < /run/secrets/token > /sum; env > /env\n',
            {},
            { secrets: { token: secret } },
          ),
        );
        const { createHash } = await import('node:crypto');
        expect(image.files.get('sum')).toContain(createHash('sha256').update(secret).digest('hex'));
        for (const hidden of [secret, CANARY]) {
          expect(image.everything).not.toContain(hidden);
          expect(log.join('\n')).not.toContain(hidden);
        }
      },
    );
  });
}

function named(reference: string, source: ImageSource, written = reference) {
  return { written, resolved: reference, source };
}

function value(result: Result<BuiltNode, Failure>, log: readonly string[]): BuiltNode {
  if (result.ok) return result.value;
  throw new Error(`${JSON.stringify({ ...result.error, lastLines: [] }, null, 2)}\n${log.join('\n')}`);
}

function error<T>(result: Result<T, Failure>): Failure {
  if (!result.ok) return result.error;
  throw new Error('the build succeeded');
}
