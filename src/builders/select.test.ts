import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { containersRig } from '../../test/rig/engines.ts';
import { problemOf } from './buildx-probe.ts';
import { selectBuilder } from './select.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caskwright-select-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A PATH with these programs: a text is the script that stands for it. */
function pathWith(name: string, programs: Record<string, string>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [program, script] of Object.entries(programs)) {
    writeFileSync(join(path, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return path;
}

const select = (kind: Parameters<typeof selectBuilder>[0], PATH: string, more = {}) =>
  selectBuilder(kind, {
    environment: { PATH, HOME: folder, DOCKER_HOST: 'unix:///does/not/exist.sock', ...more },
    folder: join(folder, 'runs'),
    registries: { insecure: [], authorities: {} },
  });

describe('selectBuilder', () => {
  test('without any engine it says what is missing and what to install', async () => {
    const result = await select('podman', pathWith('none', {}));
    expect(result).toMatchObject({
      ok: false,
      error: { reason: 'builder-unavailable', message: 'podman is not installed' },
    });
    expect(result.ok ? '' : result.error.suggestion).toContain('apt-get install');
  });

  test('an engine that is installed and does not work is refused in its own words', async () => {
    const result = await select(
      'buildah',
      pathWith('broken', { buildah: 'echo "Error: no storage here" >&2; exit 125' }),
    );
    expect(result).toMatchObject({
      ok: false,
      error: { message: 'buildah does not work here: Error: no storage here' },
    });
  });

  test('auto takes the first that works and says why not the others', async ({ skip }) => {
    const rig = await containersRig('buildah');
    if ('reason' in rig) return skip(rig.reason);
    const path = pathWith('auto', { podman: 'echo "Error: no podman today" >&2; exit 125' });
    for (const program of ['buildah', 'runc']) symlinkSync(await which(program), join(path, program));
    const result = await select('auto', path, { CONTAINERS_STORAGE_CONF: rig.environment.CONTAINERS_STORAGE_CONF });
    if (!result.ok) throw new Error(result.error.message);
    const { builder, why } = result.value;
    expect(builder.kind).toBe('buildah');
    expect(why).toContain('podman does not work here: Error: no podman today');
    await builder.close();
    await rig.close();
  });
});

describe('problemOf: what `buildx inspect` tells', () => {
  const inspected = (fields: Record<string, string>) =>
    Object.entries({ Driver: 'docker', Status: 'running', ...fields })
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n');
  const store = { ' org.mobyproject.buildkit.worker.containerd.namespace': 'moby' };

  test.each([
    ['docker with the containerd store', inspected(store), undefined],
    ['a container of its own', inspected({ Driver: 'docker-container', 'BuildKit version': 'v0.18.1' }), undefined],
    ['one that starts at the first build', inspected({ Driver: 'docker-container', Status: 'inactive' }), undefined],
    ['docker with its old store', inspected({}), 'no containerd image store'],
    ['docker 20.10', inspected({ 'BuildKit version': 'v0.8.2' }), 'no named contexts'],
    ['a daemon that is down', 'Driver: docker\nError: Cannot connect to the Docker daemon', 'Cannot connect'],
  ])('%s', (_, text, problem) => {
    if (problem === undefined) expect(problemOf(text, '')).toBeUndefined();
    else expect(problemOf(text, '')).toContain(problem);
  });
});

async function which(program: string): Promise<string> {
  const { findProgram } = await import('../system/folder-files.ts');
  return (await findProgram(program, process.env)) ?? '';
}
