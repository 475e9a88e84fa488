import { describe, expect, test } from 'vitest';
import { digest, name } from './images.fixture.ts';
import { isInUse, parseWorkloads, type Workloads } from './workloads.ts';

function parsed(text: string): Workloads {
  const workloads = parseWorkloads(text);
  if (!workloads.ok) throw new Error(workloads.error);
  return workloads.value;
}

const manifest = (word: string, tags: readonly string[] = [], parts: readonly string[] = []) => ({
  digest: digest(word),
  tags,
  annotations: {},
  parts: parts.map(digest),
  blobs: {},
});

describe('a list of what runs', () => {
  test('is one reference a line; comments and empty lines say nothing', () => {
    const text = `# pods\r\n\nregistry.example/fleet/web:1.2\r\n  docker-pullable://registry.example/fleet/api@${digest('api')}  \nredis\n`;
    expect(parsed(text)).toEqual({
      digests: new Set([digest('api')]),
      tags: new Set(['fleet/web:1.2', 'library/redis:latest']),
    });
  });

  test('is refused as a whole where a line is no reference, and the line is named', () => {
    expect(parseWorkloads('web:1\nWEB 2\n')).toMatchObject({
      ok: false,
      error: expect.stringContaining('line 2, "WEB 2"'),
    });
    expect(parseWorkloads('web@sha256:12\n').ok).toBe(false);
  });

  test('keeps a digest, and the index that it is a part of, under any name', () => {
    const workloads = parsed(`mirror.example/x@${digest('node')}`);
    expect(isInUse(workloads, name('web'), manifest('node'))).toBe(true);
    expect(isInUse(workloads, name('web'), manifest('index', [], ['node']))).toBe(true);
    expect(isInUse(workloads, name('web'), manifest('other'))).toBe(false);
  });

  test('keeps a tag of that image, whatever stands before its name', () => {
    const workloads = parsed('registry.example/fleet/web:fp-1');
    expect(isInUse(workloads, name('web'), manifest('a', ['fp-1']))).toBe(true);
    expect(isInUse(workloads, name('eb'), manifest('a', ['fp-1']))).toBe(false);
    expect(isInUse(workloads, name('web'), manifest('a', ['fp-2']))).toBe(false);
  });
});
