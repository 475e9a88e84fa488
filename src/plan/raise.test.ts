import { describe, expect, test } from 'vitest';
import { image } from './images.fixture.ts';
import { nextVersion, raiseReference } from './raise.ts';

describe('the next version', () => {
  test.each([
    ['1.0', '1.1'],
    ['2.4.9', '2.4.10'],
    ['2026.11', '2026.12'],
    ['1.2.3-rc1', '1.2.3-rc2'],
    ['v009', 'v010'],
    ['latest', undefined],
  ])('of %s is %s', (version, expected) => {
    expect(nextVersion(version)).toBe(expected);
  });
});

describe('a reference is raised', () => {
  const common = { path: 'caskwright.yaml', text: '' };
  test.each([
    ['its tag', 'h:5000/n/base1.0:1.0', '1.0', 'h:5000/n/base1.0:2.0'],
    ['its digest', 'h/n/base:1.0@sha256:aa', 'sha256:aa', 'h/n/base:1.0@2.0'],
    ['not what is a part of another word', 'h/n/base:1.0.1', '1.0', undefined],
  ])('%s', (_, from, pinned, expected) => {
    const child = image('child', { from });
    const [use] = child.dockerfile.references;
    const edit = use && raiseReference(child, common, use, pinned, '2.0');
    const { text } = child.dockerfile.file;
    const raised = edit && text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
    expect(raised?.split('\n')[0]?.slice('FROM '.length)).toBe(expected);
  });
});
