import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runCli } from '../rig/cli.ts';
import { testRepository } from '../rig/repository.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the images of this repository', () => {
  /** Its own images and configuration, in a repository of their own. */
  function copy() {
    const repository = testRepository({ 'caskwright.yaml': readFileSync(join(root, 'caskwright.yaml'), 'utf8') });
    cpSync(join(root, 'images'), join(repository.path, 'images'), { recursive: true });
    repository.commit({ 'README.md': 'Images\n' });
    return repository;
  }
  const json = async (cwd: string, ...args: string[]) => {
    const run = await runCli([...args, '--format', 'json'], { cwd });
    expect(run.exitCode, run.log).toBe(0);
    return JSON.parse(run.stdout);
  };

  test('follow their own rules: nothing is found in them', async () => {
    expect(await json(copy().path, 'validate')).toEqual([]);
  });

  test('are the Jupyter family on one base, each with what services ask for', async () => {
    const { path } = copy();
    const { images, edges } = await json(path, 'graph');
    const family = ['jupyter-agent-dev', 'jupyter-fine-tuning', 'jupyter-ml-cpu', 'jupyter-ml-gpu'];
    expect(images.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(family));
    for (const name of family) {
      expect(
        edges.some(({ child }: { child: string }) => child === name),
        name,
      ).toBe(true);
      const text = readFileSync(join(path, 'images', name, 'build.yaml'), 'utf8');
      expect(text, name).toMatch(/category: jupyter/);
      expect(text, name).toMatch(/gpu_required: (true|false), cpu_limit: \d+, mem_limit: \d+G/);
    }
  });
});
