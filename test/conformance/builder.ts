import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../src/base/result.ts';
import type { Failure } from '../../src/build/failure.ts';
import type { Builder, BuildRequest, BuiltNode, ImageSource } from '../../src/build/ports/builder.ts';
import type { EngineOptions } from '../../src/builders/options.ts';
import type { Digest } from '../../src/names/digest.ts';
import type { Platform } from '../../src/names/platform.ts';
import { CANARY, type EngineRig, type RigOrReason } from '../rig/engines.ts';
import { pushBusybox, putManifest, readFromLayout, readFromRegistry, type TestImage } from '../rig/images.ts';
import { freePort, startRegistry, type TestRegistry } from '../rig/registry.ts';

const PLATFORM = 'linux/amd64' as Platform;
/** In milliseconds: none of these builds takes long, and none may hang. */
const PATIENCE = 30_000;

/** What a builder has no way to do, with the reason: those tests are skipped and listed. */
export type Unable = Partial<Record<Capability, string>>;
type Capability =
  | 'run'
  | 'mounts'
  | 'engine-process'
  | 'docker-fields'
  | 'network-errors'
  | 'triggers'
  | 'tls'
  | 'sweep'
  | 'disk';

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
      builder = await rig.create({ reproducible: true, registries: { insecure: [registry.host], authorities: {} } });
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
      const hear = (line: string) => {
        log.push(line);
        onLine(line);
      };
      return builder.build(wanted, { signal, log: hear });
    };
    const built = async (wanted: BuildRequest) => {
      const { digest } = value(await build(wanted), log);
      return wanted.output.kind === 'registry'
        ? readFromRegistry(registry.host, wanted.output.repository.slice(registry.host.length + 1), digest)
        : readFromLayout(wanted.output.directory, digest);
    };
    const failed = async (wanted: BuildRequest) => error(await build(wanted));

    for (const kind of ['registry', 'layout'] as const) {
      row(`what it returns is a complete image in the ${kind}, under the digest of its bytes`, [], async () => {
        const output = kind === 'layout' ? { kind, directory: folder() } : undefined;
        const image = await built(
          request(
            'FROM example.test/base:latest\nCOPY in.txt /\n',
            { 'in.txt': 'x' },
            { labels: { 'a.b': 'c' }, ...(output ? { output } : {}) },
          ),
        );
        expect(image.files.size).toBeGreaterThan(0);
        expect(image.config).toMatchObject({ os: 'linux', architecture: 'amd64', created: '2023-11-14T22:13:20Z' });
        expect(image.config.config.Labels).toMatchObject({ 'a.b': 'c' });
      });
    }

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

    row('a parent is the exact digest, whatever the FROM line, its variables or the tag say', ['run'], async () => {
      const old = await pushBusybox(registry.host, 'parent', 'latest', [{ path: 'which', content: 'the exact one' }]);
      await pushBusybox(registry.host, 'parent', 'latest', [{ path: 'which', content: 'the moved tag' }]);
      const image = await built(
        request(
          'ARG R\nFROM $R/parent:latest\nRUN cat /which > /seen\n',
          {},
          {
            args: { R: registry.host },
            namedContexts: [named(`${registry.host}/parent:latest`, inRegistry('parent', old), '$R/parent:latest')],
          },
        ),
      );
      expect(image.files.get('seen')).toBe('the exact one');
    });

    row('COPY --from and RUN --mount=from take the exact digest too', ['run', 'mounts'], async () => {
      const old = await pushBusybox(registry.host, 'tool', '1', [{ path: 'tool', content: 'exact' }]);
      await pushBusybox(registry.host, 'tool', '1', [{ path: 'tool', content: 'moved' }]);
      const from = `${registry.host}/tool:1`;
      const image = await built(
        request(
          `FROM example.test/base:latest\nCOPY --from=${from} /tool /copied\nRUN --mount=type=bind,from=${from},target=/mnt cat /mnt/tool > /mounted\n`,
          {},
          { namedContexts: [named(from, inRegistry('tool', old))] },
        ),
      );
      expect([image.files.get('copied'), image.files.get('mounted')]).toEqual(['exact', 'exact']);
    });

    row(
      'a cached layer never hides that a mounted parent or a mounted file is another one',
      ['run', 'mounts'],
      async () => {
        const from = 'example.test/tool:2';
        const dockerfile = `FROM example.test/base:latest\nRUN --mount=from=${from},target=/mnt cat /mnt/tool > /tool\nRUN --mount=type=bind,source=in.txt,target=/in.txt cat /in.txt > /in\n`;
        const seen = [];
        for (const content of ['one', 'two']) {
          const digest = await pushBusybox(registry.host, 'tool', '2', [{ path: 'tool', content }]);
          const image = await built(
            request(dockerfile, { 'in.txt': content }, { namedContexts: [named(from, inRegistry('tool', digest))] }),
          );
          seen.push(image.files.get('tool'), image.files.get('in'));
        }
        expect(seen).toEqual(['one', 'one', 'two', 'two']);
      },
    );

    row(
      'HEALTHCHECK, SHELL and ONBUILD survive, and ONBUILD works in a child of the annotated OCI manifest',
      ['run', 'docker-fields'],
      async () => {
        const parent = await built(
          request(
            'FROM example.test/base:latest\nHEALTHCHECK CMD ["true"]\nSHELL ["/bin/sh", "-e", "-c"]\nONBUILD RUN echo triggered > /onbuild\n',
          ),
        );
        expect(parent.config.config).toMatchObject({
          Healthcheck: { Test: ['CMD', 'true'] },
          Shell: ['/bin/sh', '-e', '-c'],
          OnBuild: ['RUN echo triggered > /onbuild'],
        });
        const digest = await putManifest(registry.host, 'out', 'annotated', asOci(parent.manifest));
        const child = await built(
          request(
            'FROM example.test/parent:1\n',
            {},
            {
              namedContexts: [named('example.test/parent:1', inRegistry('out', digest))],
            },
          ),
        );
        expect(child.files.get('onbuild')).toBe('triggered\n');
      },
    );

    row('builds into an OCI layout, and children on exact parents of that layout', ['run'], async () => {
      const directory = folder();
      const output = { kind: 'layout', directory } as const;
      const parent = await built(request('FROM example.test/base:latest\nRUN echo parent > /parent\n', {}, { output }));
      const child = await built(
        request(
          'FROM example.test/parent:1\nRUN cat /parent > /seen\nCOPY --from=example.test/parent:1 /parent /copied\n',
          {},
          {
            output,
            namedContexts: [named('example.test/parent:1', { kind: 'layout', directory, digest: parent.digest })],
          },
        ),
      );
      expect([child.files.get('seen'), child.files.get('copied')]).toEqual(['parent\n', 'parent\n']);
    });

    row('equal requests give equal layers, built anew', [], async () => {
      const wanted = () =>
        request(
          'FROM example.test/base:latest\nCOPY in.txt /\nRUN echo same > /same\n',
          { 'in.txt': 'x' },
          { noCache: true },
        );
      const [first, second] = [await built(wanted()), await built(wanted())];
      expect(second.manifest.layers).toEqual(first.manifest.layers);
    });

    row('reuses layers of an earlier build, unless told not to', ['run'], async () => {
      const dockerfile = 'FROM example.test/base:latest\nRUN cat /proc/sys/kernel/random/uuid > /uuid\n';
      const uuid = async (noCache: boolean) => (await built(request(dockerfile, {}, { noCache }))).files.get('uuid');
      const [first, cached, anew] = [await uuid(false), await uuid(false), await uuid(true)];
      expect(cached).toBe(first);
      expect(anew).not.toBe(first);
    });

    row('builds side by side', ['run'], async () => {
      const images = await Promise.all(
        ['a', 'b', 'c', 'd'].map((name) =>
          builder.build(
            request(
              `FROM example.test/base:latest\nRUN echo ${name} > /name\n`,
              {},
              {
                id: `image-${name}`,
                output: { kind: 'registry', repository: `${registry.host}/many/${name}`, tag: 'node' },
              },
            ),
            { signal: new AbortController().signal, log: () => {} },
          ),
        ),
      );
      const digests = images.map((result) => value(result, []).digest);
      const texts = await Promise.all(
        digests.map(async (digest, index) => {
          const image = await readFromRegistry(registry.host, `many/${'abcd'[index]}`, digest);
          return image.files.get('name');
        }),
      );
      expect(texts).toEqual(['a\n', 'b\n', 'c\n', 'd\n']);
    });

    row('I5 lines come while the build runs, and a cancel at one leaves nothing', [], async () => {
      const cancel = new AbortController();
      const onLine = (line: string) => line.endsWith('reached') && !line.includes('echo') && cancel.abort();
      const endless = request('FROM example.test/base:latest\nRUN echo reached; sleep 1000\n');
      expect(error(await build(endless, onLine, cancel.signal))).toMatchObject({ reason: 'cancelled' });
    });

    row('I5 a cancel before the start builds nothing', [], async () => {
      const result = await build(request('FROM example.test/base:latest\n'), () => {}, AbortSignal.abort());
      expect(error(result)).toMatchObject({ reason: 'cancelled' });
    });

    row('I5 SIGKILL of the engine leaves nothing', ['run', 'engine-process'], async () => {
      const onLine = (line: string) => {
        if (!line.endsWith('reached') || line.includes('echo')) return;
        for (const pid of rig.processes()) process.kill(pid, 'SIGKILL');
      };
      const failure = error(
        await build(request('FROM example.test/base:latest\nRUN echo reached; sleep 1000\n'), onLine),
      );
      expect(failure.phase).toBe('build');
    });

    row(
      'S27 the engine itself gets no credential in its environment, and no secret in its arguments',
      ['engine-process'],
      async () => {
        const seen: string[] = [];
        const cancel = new AbortController();
        const onLine = (line: string) => {
          if (!line.endsWith('reached') || line.includes('echo')) return;
          for (const pid of rig.processes()) {
            seen.push(readFileSync(`/proc/${pid}/environ`, 'utf8'), readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
          }
          cancel.abort();
        };
        const dockerfile = 'FROM example.test/base:latest\nRUN --mount=type=secret,id=token echo reached; sleep 1000\n';
        await build(request(dockerfile, {}, { secrets: { token: 's3cr3t-value' } }), onLine, cancel.signal);
        expect(seen.join('\n')).toContain('example.test/base:latest');
        expect(seen.join('\n')).not.toContain(CANARY);
        expect(seen.join('\n')).not.toContain('s3cr3t-value');
      },
    );

    row('a build that takes too long is ended', [], async () => {
      const wanted = request(
        'FROM example.test/base:latest\nRUN echo before; sleep 1000\n',
        {},
        { resources: { timeout: 1500 } },
      );
      expect(await failed(wanted)).toMatchObject({ phase: 'build', reason: 'timeout' });
    });

    row('F16 more memory than permitted is a failure with its name, where limits hold', ['run'], async () => {
      const hungry = 'FROM example.test/base:latest\nRUN dd if=/dev/zero of=/dev/null bs=200M count=1\n';
      if (!builder.limits.hold) {
        expect(builder.limits.why).not.toBe('');
        return;
      }
      const limited = { resources: { timeout: PATIENCE, memory: 48 * 1024 ** 2, cpu: 1 }, noCache: true };
      expect(await failed(request(hungry, {}, limited))).toMatchObject({ reason: 'out-of-memory' });
      await built(request(hungry, {}, { noCache: true }));
    });

    row('a build that writes more than it may is ended, where that is watched', ['run', 'disk'], async () => {
      const writing =
        'FROM example.test/base:latest\nRUN dd if=/dev/zero of=/first bs=1M count=30\nRUN dd if=/dev/zero of=/second bs=1M count=50; sleep 1000\n';
      const limited = { resources: { timeout: PATIENCE, disk: 60e6 }, noCache: true };
      const failure = await failed(request(writing, {}, limited));
      expect(failure).toMatchObject({ phase: 'build', reason: 'disk-limit' });
      expect(failure.message).toContain('60 MB');
      const enough = 'FROM example.test/base:latest\nRUN dd if=/dev/zero of=/first bs=1M count=30\n';
      await built(request(enough, {}, limited));
    });

    describe('a failure says what, where and what next', () => {
      row('a command that fails', [], async () => {
        const failure = await failed(request('FROM example.test/base:latest\nRUN echo why; exit 7\n'));
        expect(failure).toMatchObject({ phase: 'build', reason: 'command-failed' });
        expect(failure.message).toContain('7');
        expect(failure.lastLines.join('\n')).toContain('why');
      });

      row('and the line of the Dockerfile', ['run'], async () => {
        const dockerfile = 'FROM example.test/base:latest\n\n# why\nRUN echo first \\\n  && exit 7\nRUN echo next\n';
        expect(await failed(request(dockerfile))).toMatchObject({ reason: 'command-failed', dockerfileLine: 4 });
      });

      row('a Dockerfile that cannot be read', ['run'], async () => {
        const failure = await failed(request('FROM example.test/base:latest\nNOSUCH thing\n'));
        expect(failure).toMatchObject({ phase: 'build', reason: 'dockerfile-invalid' });
      });

      row('a file that the context does not have', ['run'], async () => {
        const failure = await failed(request('FROM example.test/base:latest\nCOPY absent.txt /\n'));
        expect(failure).toMatchObject({ phase: 'build', reason: 'file-missing' });
      });

      row('a base that is not there', ['network-errors'], async () => {
        const digest = `sha256:${'0'.repeat(64)}` as Digest;
        const failure = await failed(
          request(
            'FROM example.test/gone:1\n',
            {},
            { namedContexts: [named('example.test/gone:1', inRegistry('base', digest))] },
          ),
        );
        expect(failure).toMatchObject({ phase: 'pull', reason: 'image-missing' });
        expect(failure.suggestion).not.toBe('');
      });

      row('a base for another platform', ['network-errors'], async () => {
        const digest = await putManifest(registry.host, 'base', 'other', indexOf(base, 'arm64'));
        const failure = await failed(
          request(
            'FROM example.test/other:1\n',
            {},
            { namedContexts: [named('example.test/other:1', inRegistry('base', digest))] },
          ),
        );
        expect(failure).toMatchObject({ phase: 'pull', reason: 'platform-missing' });
      });

      row('a registry that is down', ['network-errors'], async () => {
        const output = { kind: 'registry', repository: `127.0.0.1:${await freePort()}/out`, tag: 'node' } as const;
        const failure = await failed(request('FROM example.test/base:latest\n', {}, { output }));
        expect(failure).toMatchObject({ phase: 'push', reason: 'unreachable' });
      });
    });

    describe('credentials and certificates are those of the run', () => {
      let secured: TestRegistry;
      const login = { username: 'pusher', password: CANARY };
      const output = () => ({ kind: 'registry', repository: `${secured.host}/out`, tag: 'node' }) as const;

      const pushWith = async (options: Partial<EngineOptions>) => {
        const own = await rig.create({
          ...options,
          registries: {
            insecure: [registry.host, ...(secured.ca === undefined ? [secured.host] : [])],
            authorities: options.registries?.authorities ?? (secured.ca ? { [secured.host]: secured.ca } : {}),
          },
        });
        log.length = 0;
        const wanted = request(
          'FROM example.test/base:latest\nRUN env > /env\n',
          {},
          { output: output(), noCache: true },
        );
        const result = await own.build(wanted, { signal: new AbortController().signal, log: (line) => log.push(line) });
        await own.close();
        return result;
      };

      beforeAll(async () => {
        if (reason === undefined) secured = await startRegistry({ tls: unable.tls === undefined, login });
      });
      afterAll(() => secured?.stop());

      row('an authority that nobody named is not trusted', ['tls'], async () => {
        const failure = error(await pushWith({ registries: { insecure: [], authorities: {} } }));
        expect(failure).toMatchObject({ phase: 'push', reason: 'tls-authority' });
      });

      row('S27 without an auth file there are no credentials', ['network-errors'], async () => {
        expect(error(await pushWith({}))).toMatchObject({ phase: 'push', reason: 'unauthenticated' });
      });

      row('S27 those of the auth file reach the registry, and never the log', ['network-errors'], async () => {
        const authFile = join(folder(), 'auth.json');
        const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');
        writeFileSync(authFile, JSON.stringify({ auths: { [secured.host]: { auth } } }));
        value(await pushWith({ authFile }), log);
        for (const hidden of [CANARY, auth]) expect(log.join('\n')).not.toContain(hidden);
      });
    });

    row('a registry that is silent does not hold up a build for longer than its time', ['network-errors'], async () => {
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as AddressInfo;
      const output = { kind: 'registry', repository: `127.0.0.1:${port}/out`, tag: 'node' } as const;
      const wanted = request('FROM example.test/base:latest\n', {}, { output, resources: { timeout: 2500 } });
      expect(await failed(wanted)).toMatchObject({ phase: 'push', reason: 'timeout' });
      silent.close();
    });

    row(
      'I5 what a process that was killed left behind is removed by the next one, and nothing else',
      ['sweep'],
      async () => {
        const others = await rig.strangers();
        const doomed = await startDoomed(
          rig,
          request('FROM example.test/base:latest\nRUN echo reached; sleep 1000\n'),
          registry.host,
        );
        expect(await rig.leftovers()).not.toEqual([]);
        doomed.kill('SIGKILL');
        await once(doomed, 'exit');
        const next = await rig.create();
        expect(await rig.leftovers()).toEqual([]);
        await others.check();
        await next.close();
      },
    );

    describe('test runs a command in a built image', () => {
      const check = (digest: Digest, command: readonly string[], timeout = PATIENCE) => {
        const wanted = { id: 'test-image', image: inRegistry('base', digest), platform: PLATFORM, command, timeout };
        log.length = 0;
        return builder.test(wanted, { signal: new AbortController().signal, log: (line) => log.push(line) });
      };

      row('of exactly that digest, whatever its tag has become', ['run'], async () => {
        const old = await pushBusybox(registry.host, 'base', 'tested', [{ path: 'which', content: 'exact\n' }]);
        await pushBusybox(registry.host, 'base', 'tested', [{ path: 'which', content: 'moved\n' }]);
        expect(await check(old, ['cat', '/which'])).toEqual({ ok: true, value: undefined });
        expect(log).toContain('exact');
      });

      row('and a non-zero exit is a failure with its output', [], async () => {
        const failure = error(await check(base, ['sh', '-c', 'echo broken; exit 3']));
        expect(failure).toMatchObject({ phase: 'test', reason: 'test-failed', exitCode: 3 });
        expect(failure.lastLines).toContain('broken');
      });

      row('within its time', [], async () => {
        expect(error(await check(base, ['sleep', '1000'], 2500))).toMatchObject({ phase: 'test', reason: 'timeout' });
      });

      row('without the triggers and the entrypoint of the image', ['run', 'triggers'], async () => {
        const image = await built(
          request('FROM example.test/base:latest\nENTRYPOINT ["false"]\nONBUILD COPY absent.txt /\n'),
        );
        const wanted = { id: 'test-image', platform: PLATFORM, command: ['true'], timeout: PATIENCE };
        const result = await builder.test(
          { ...wanted, image: inRegistry('out', image.digest) },
          { signal: new AbortController().signal, log: () => {} },
        );
        expect(result).toEqual({ ok: true, value: undefined });
      });

      row('in an image of a layout', ['run'], async () => {
        const directory = folder();
        const image = await built(
          request(
            'FROM example.test/base:latest\nRUN echo inside > /file\n',
            {},
            { output: { kind: 'layout', directory } },
          ),
        );
        const wanted = { id: 'test-image', platform: PLATFORM, command: ['cat', '/file'], timeout: PATIENCE };
        const result = await builder.test(
          { ...wanted, image: { kind: 'layout', directory, digest: image.digest } },
          { signal: new AbortController().signal, log: (line) => log.push(line) },
        );
        expect(result).toEqual({ ok: true, value: undefined });
        expect(log).toContain('inside');
      });
    });
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

/** The manifest as landing rewrites it: OCI, annotated, the same config and layers. */
function asOci(manifest: TestImage['manifest']) {
  const oci = (mediaType: string) =>
    mediaType.includes('config') || mediaType.includes('container.image')
      ? 'application/vnd.oci.image.config.v1+json'
      : 'application/vnd.oci.image.layer.v1.tar+gzip';
  const rewrite = (descriptor: { mediaType: string }) => ({ ...descriptor, mediaType: oci(descriptor.mediaType) });
  return {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: rewrite(manifest.config),
    layers: manifest.layers.map(rewrite),
    annotations: { 'org.opencontainers.image.version': '1' },
  };
}

/** An index that offers an image for one architecture. */
function indexOf(digest: Digest, architecture: string) {
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  return {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [{ mediaType, digest, size: 1, platform: { os: 'linux', architecture } }],
  };
}

/** A process of its own that builds, up to the line `reached`. */
async function startDoomed(rig: EngineRig, request: BuildRequest, host: string): Promise<ChildProcess> {
  const input = JSON.stringify({ kind: rig.kind, environment: rig.environment, folder: rig.folder, host, request });
  const child = spawn(process.execPath, [fileURLToPath(new URL('../rig/doomed-build.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin?.end(input);
  for await (const line of createInterface({ input: child.stdout as Readable })) {
    if (line.endsWith('reached') && !line.includes('echo')) return child;
  }
  throw new Error('the build ended before its time');
}
