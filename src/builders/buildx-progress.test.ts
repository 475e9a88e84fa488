import { expect, test } from 'vitest';
import { ProgressReader } from './buildx-progress.ts';

const vertex = (digest: string, name: string, more = {}) => JSON.stringify({ vertexes: [{ digest, name, ...more }] });
const log = (digest: string, text: string, stream = 1) =>
  JSON.stringify({ logs: [{ vertex: digest, stream, data: Buffer.from(text).toString('base64') }] });

function readAll(lines: readonly string[]): readonly string[] {
  const reader = new ProgressReader();
  return [...lines.flatMap((line) => reader.read(line)), ...reader.end()];
}

test('a step is named once, when it starts, and its output follows in whole lines', () => {
  expect(
    readAll([
      vertex('a', '[1/2] RUN make'),
      vertex('a', '[1/2] RUN make', { started: 'now' }),
      log('a', 'one\ntw'),
      vertex('a', '[1/2] RUN make', { started: 'now', completed: 'then' }),
      log('a', 'o\nrest'),
    ]),
  ).toEqual(['[1/2] RUN make', 'one', 'two', 'rest']);
});

test('a character that two pieces share stays whole', () => {
  const bytes = Buffer.from('é\n');
  const piece = (from: number, to: number) =>
    JSON.stringify({ logs: [{ vertex: 'a', stream: 1, data: bytes.subarray(from, to).toString('base64') }] });
  expect(readAll([vertex('a', 'RUN', { started: 'now' }), piece(0, 1), piece(1, 3)])).toEqual(['RUN', 'é']);
});

test('where steps run side by side, each says who speaks', () => {
  const steps = [vertex('a', 'RUN a', { started: 'now' }), vertex('b', 'RUN b', { started: 'now' })];
  expect(readAll([...steps, log('a', '1\n'), log('b', '2\n'), log('b', '3\n')])).toEqual([
    'RUN a',
    'RUN b',
    'RUN a',
    '1',
    'RUN b',
    '2',
    '3',
  ]);
});

test('cached steps say so, internal ones nothing, and other lines stay as they are', () => {
  expect(
    readAll([
      vertex('i', '[internal] load .dockerignore', { started: 'now' }),
      vertex('c', 'RUN c', { started: 'now', cached: true }),
      'ERROR: failed to solve',
      '{"not json',
    ]),
  ).toEqual(['CACHED RUN c', 'ERROR: failed to solve', '{"not json']);
});
