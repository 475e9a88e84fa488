import { expect, test } from 'vitest';
import { lineOfStep } from './dockerfile-step.ts';

const dockerfile = [
  'FROM a',
  '',
  '# RUN commented',
  'run make \\',
  '  # in between',
  '  && make install',
  'RUN x',
  'RUN x',
].join('\n');

test.each([
  ['one line', 'FROM a', 1],
  ['several lines, another spelling', 'RUN make   && make install', 4],
  ['one that stands there twice', 'RUN x', undefined],
  ['one that is not there', 'RUN commented', undefined],
])('%s', (_, step, line) => {
  expect(lineOfStep(dockerfile, step)).toBe(line);
});
