import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { startProgram } from '../rig/cli.ts';
import { type Fleet, fleetScenarios } from '../rig/fleet.ts';
import { freePort } from '../rig/registry.ts';
import { temporaryDirectory } from '../rig/repository.ts';

const writes = /^(?:PUT|POST|PATCH|DELETE)$/;

fleetScenarios('the command on a fleet', (stage) => {
  /** The tip raises the site's version and changes a page. */
  async function withNewSite(): Promise<Fleet> {
    const fleet = await stage.published();
    fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
    fleet.change('images/site/pages/index.html', 'before dark', 'before the rain');
    return fleet;
  }

  async function nothingWritten(): Promise<void> {
    const sent = await stage.registry.requests();
    expect(sent.filter(({ method }) => writes.test(method))).toEqual([]);
    expect(stage.control.requests).toEqual([]);
    expect(await stage.leftovers()).toEqual([]);
  }

  describe('with files that differ from the commit', () => {
    test('refuses to publish what takes part, names it, and takes it when told to', async () => {
      const fleet = await withNewSite();
      const page = 'images/site/pages/index.html';
      fleet.edit(page, 'the rain', 'the storm');
      const refused = await fleet.run(['build']);
      expect(refused.exitCode, refused.log).toBe(2);
      expect(refused.stderr).toContain(page);
      expect(refused.stderr).toContain('--allow-dirty');
      await nothingWritten();
      const tried = await fleet.carryOut(['build', '--no-push']);
      expect(tried.exitCode, tried.log).toBe(0);
      expect(tried.built).toEqual(['site']);
      await nothingWritten();
      const taken = await fleet.carryOut(['build', '--allow-dirty']);
      expect(taken.exitCode, taken.log).toBe(0);
      expect(taken.built).toEqual(['site']);
    });

    test('publishes when they take no part, or only lie about', async () => {
      const fleet = await withNewSite();
      fleet.edit('README.md', 'ten small images', 'ten images');
      fleet.repository.write({ 'images/site/pages/untracked.html': 'not in Git' });
      const run = await fleet.carryOut(['build']);
      expect(run.exitCode, run.log).toBe(0);
      expect(run.built).toEqual(['site']);
    });
  });

  test('--no-push builds children on the fresh parents, and leaves the registry as it is', async () => {
    const fleet = await stage.published();
    fleet.edit('images/base/build.yaml', '1.4.0', '1.4.1');
    fleet.edit('images/base/entrypoint.sh', '#!/bin/sh', '#!/bin/sh\n# fresh');
    fleet.edit('images/fleetctl/build.yaml', '1.1.0', '1.1.1');
    fleet.change('images/fleetctl/build.yaml', '[fleetctl, --version]', '[grep, fresh, /usr/local/bin/entrypoint]');
    const run = await fleet.carryOut(['build', 'fleetctl', '--no-push']);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.built).toEqual(['base', 'fleetctl', 'toolchain']);
    await nothingWritten();
  });

  test('--output oci:<dir> writes a layout that others read, and is in step the second time', async () => {
    const fleet = stage.empty();
    await stage.registry.forget();
    const folder = `${temporaryDirectory()}/layout`;
    const first = await fleet.carryOut(['build', 'worker', '--output', `oci:${folder}`]);
    expect(first.exitCode, first.log).toBe(0);
    expect(first.built).toEqual(['base', 'runtime', 'worker']);
    await nothingWritten();
    for (const name of ['base:1.4.0', 'worker:1.2.0', 'worker:latest']) {
      const inspected = spawnSync('skopeo', ['inspect', `oci:${folder}:${name}`], { encoding: 'utf8' });
      expect(inspected.status, inspected.stderr).toBe(0);
      expect(JSON.parse(inspected.stdout).Layers.length).toBeGreaterThan(1);
    }
    const second = await fleet.carryOut(['build', 'worker', '--output', `oci:${folder}`]);
    expect(second.outcomes, second.log).toEqual({ base: 'in-step', runtime: 'in-step', worker: 'in-step' });
    fleet.edit('images/worker/build.yaml', '1.2.0', '1.2.1');
    fleet.change('images/worker/work.sh', '# work', '#  work');
    const third = await fleet.carryOut(['build', 'worker', '--output', `oci:${folder}`]);
    expect(third.built, third.log).toEqual(['worker']);
  });

  test('--dry-run shows the plan and stops', async () => {
    const fleet = await withNewSite();
    const shown = await fleet.run(['build', '--dry-run']);
    expect(shown.exitCode, shown.log).toBe(0);
    expect(shown.log).toContain('1 to build');
    const json = await fleet.run(['build', '--dry-run', '--json']);
    const { images } = JSON.parse(json.stdout) as { images: { image: string; action: string }[] };
    expect(images.filter(({ action }) => action !== 'skip')).toMatchObject([{ image: 'site', action: 'build' }]);
    await nothingWritten();
  });

  test('--force builds an image again with what stands on it', async () => {
    const fleet = await stage.published();
    const run = await fleet.carryOut(['build', 'worker', '--force']);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.built).toEqual(['cron', 'worker']);
  });

  test('--since compares with a commit and asks no registry', async () => {
    const fleet = await withNewSite();
    const plan = await fleet.run(['plan', '--since', 'HEAD~1', '--format', 'json']);
    expect(plan.exitCode, plan.log).toBe(0);
    const { images } = JSON.parse(plan.stdout) as { images: { image: string; action: string }[] };
    expect(images.filter(({ action }) => action === 'build').map(({ image }) => image)).toEqual(['site']);
    expect(await stage.registry.requests()).toEqual([]);
    const shown = await fleet.run(['plan', '--since', 'HEAD~1']);
    expect(shown.stdout).toContain('HEAD~1');
  });

  test('--branch of a branch that does not publish builds alone; of one that does, moves its tags', async () => {
    const fleet = await withNewSite();
    const before = await stage.standing();
    const feature = await fleet.carryOut(['build', '--branch', 'feature']);
    expect(feature.exitCode, feature.log).toBe(0);
    expect(feature.built).toEqual(['site']);
    await nothingWritten();
    expect(await stage.standing()).toEqual(before);

    fleet.change('caskwright.yaml', 'policy:', 'branches:\n  publish: ["next"]\npolicy:');
    fleet.repository.git('checkout', '--quiet', '-b', 'next');
    const next = await fleet.carryOut(['build', 'site']);
    expect(next.exitCode, next.log).toBe(0);
    const { tags } = (await stage.standing()).site ?? {};
    expect(Object.keys(tags ?? {})).toEqual(['2026.11', '2026.12', 'latest', 'next']);
    expect(tags?.next).toBe(tags?.['2026.12']);
    expect(tags?.latest).toBe(tags?.['2026.11']);
  });

  test('ends with 2 for a wrong use, and says what is meant', async () => {
    const fleet = stage.empty();
    const cases: [readonly string[], RegExp][] = [
      [['build', '--no-such-option'], /no-such-option/],
      [['no-such-command'], /no-such-command/],
      [['plan', 'wrker'], /did you mean worker/],
      [['plan', '--rev', 'absent'], /absent/],
      [['build', '--output', '/tmp/x'], /oci:<folder>/],
      [['build', '--concurrency', '0'], /whole number/],
      [['-C', temporaryDirectory(), 'plan'], /repository/],
    ];
    for (const [args, said] of cases) {
      const refused = await fleet.run(args);
      expect(refused.exitCode, refused.log).toBe(2);
      expect(refused.stderr).toMatch(said);
      expect(refused.stdout).toBe('');
    }
  });

  test('ends with 3 where registry or builder are out of reach, and says which', async () => {
    const fleet = stage.empty();
    const nobody = `127.0.0.1:${await freePort()}`;
    fleet.edit('caskwright.yaml', 'insecure: [', `insecure: ["${nobody}", `);
    fleet.repository.commit();
    const unreachable = await fleet.run(['build', '--registry', `${nobody}/fleet`]);
    expect(unreachable.exitCode, unreachable.log).toBe(3);
    expect(unreachable.stderr).toContain(nobody);
    const git = spawnSync('which', ['git'], { encoding: 'utf8' })
      .stdout.trim()
      .replace(/\/git$/, '');
    const bin = temporaryDirectory();
    spawnSync('ln', ['-s', `${git}/git`, `${bin}/git`]);
    const builderless = await fleet.run(['build'], { PATH: bin });
    expect(builderless.exitCode, builderless.log).toBe(3);
    expect(builderless.stderr).toContain('buildah');
    expect(await stage.leftovers()).toEqual([]);
  });

  test('I7 --json is one event a line on stdout, numbered without a gap, and people read stderr', async () => {
    const fleet = await withNewSite();
    const run = await fleet.carryOut(['build', '--json']);
    expect(run.events.map(({ sequence }) => sequence)).toEqual(run.events.map((_, index) => index + 1));
    expect(run.events.at(0)?.type).toBe('run.started');
    expect(run.events.at(-1)?.type).toBe('run.finished');
    expect(run.stderr).toContain('1 to build');
  });

  test('a reader that leaves early breaks nothing', async () => {
    const fleet = stage.empty();
    const program = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url));
    for (const args of ['plan', 'plan --format json', 'graph --format json']) {
      const script = `"${process.execPath}" "${program}" ${args} | head -1; echo "\${PIPESTATUS[0]}" >&2`;
      const piped = await startProgram('bash', ['-c', script], { cwd: fleet.repository.path }).result;
      expect(piped.stderr.trim(), piped.log).toBe('0');
      expect(piped.stdout.split('\n')).toHaveLength(2);
    }
  });

  test('list shows what people pull, and no tag of ours', async () => {
    const fleet = await stage.published();
    const listed = await fleet.run(['list', 'web', '--format', 'json']);
    const rows = JSON.parse(listed.stdout) as { tag: string; digest: string }[];
    const { tags } = (await stage.standing()).web ?? {};
    expect(Object.fromEntries(rows.map(({ tag, digest }) => [tag, digest]))).toEqual(tags);
    const all = await fleet.run(['list']);
    for (const image of ['base', 'cron', 'web']) expect(all.stdout).toContain(image);
    expect(all.stdout).not.toMatch(/\b(?:cw|src)-/);
  });

  test.each(['minimal', 'python', 'node', 'jupyter'])('new makes an image of %s that is valid', async (template) => {
    const fleet = stage.empty();
    const made = await fleet.run(['new', 'fresh', '--template', template]);
    expect(made.exitCode, made.log).toBe(0);
    fleet.edit('caskwright.yaml', 'bases: [', 'bases: ["docker.io/**", "quay.io/**", ');
    fleet.repository.commit();
    const valid = await fleet.run(['validate']);
    expect(valid.exitCode, valid.log).toBe(0);
    expect(valid.stdout).toContain('11 images');
    const twice = await fleet.run(['new', 'fresh', '--template', template]);
    expect(twice.exitCode, twice.log).toBe(2);
  });

  test('graph, plan and validate print what their schemas say', async () => {
    const fleet = stage.empty();
    const commands = {
      graph: ['graph', '--format', 'json'],
      plan: ['plan', '--format', 'json'],
      validate: ['validate', '--format', 'json'],
    };
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    for (const [name, args] of Object.entries(commands)) {
      const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
      const { stdout, log } = await fleet.run(args);
      const check = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
      check(JSON.parse(stdout));
      expect(check.errors, log).toBeNull();
    }
    const mermaid = await fleet.run(['graph']);
    expect(mermaid.stdout).toMatch(/^(?:graph|flowchart) /);
    const dot = await fleet.run(['graph', '--format', 'dot']);
    expect(dot.stdout).toMatch(/^digraph /);
  });

  const shells = [
    { shell: 'bash', flag: '-n' },
    { shell: 'zsh', flag: '-n' },
    { shell: 'fish', flag: '--no-execute' },
  ];
  test.for(shells)('completion for $shell is a script that it accepts', async ({ shell, flag }, { skip }) => {
    const fleet = stage.empty();
    const { stdout, exitCode, log } = await fleet.run(['completion', shell]);
    expect(exitCode, log).toBe(0);
    for (const word of ['validate', 'release', '--dry-run', 'no-push']) {
      expect(stdout).toContain(shell === 'fish' ? word.replace(/^--/, '') : word);
    }
    if (spawnSync(shell, ['--version']).error) skip(`${shell} is not installed`);
    fleet.repository.write({ script: stdout });
    const checked = spawnSync(shell, [flag, 'script'], { cwd: fleet.repository.path, encoding: 'utf8' });
    expect(checked.status, checked.stderr).toBe(0);
  });
});
