import { expect, test } from 'vitest';
import { highlight } from './highlight.ts';

const marked = (path: string, source: string) =>
  highlight(path, source).map((line) =>
    line.filter(({ kind }) => kind !== '').map(({ text, kind }) => `${kind}:${text}`),
  );

test('a Dockerfile: instructions, flags, variables, strings and comments', () => {
  const source = [
    '# base',
    'FROM --platform=$BUILDPLATFORM ${R}/base:1 AS build',
    'RUN echo "a # b" \\',
    '  # within',
    '  && FROM=1 make',
    'USER app',
  ];
  expect(marked('images/a/Dockerfile', source.join('\n'))).toEqual([
    ['comment:# base'],
    ['keyword:FROM', 'keyword:--platform', 'value:$BUILDPLATFORM', 'value:${R}', 'keyword:AS'],
    ['keyword:RUN', 'text:"a # b"'],
    ['comment:# within'],
    [],
    ['keyword:USER'],
  ]);
});

test('YAML: keys, texts, values and comments', () => {
  const source = ['name: web # the page', 'tags: [a, "b: c"]', '  - size: 12', 'url: http://x/#y', 'on: true'];
  expect(marked('images/a/build.yaml', source.join('\n'))).toEqual([
    ['keyword:name', 'comment:# the page'],
    ['keyword:tags', 'text:"b: c"'],
    ['keyword:size', 'value:12'],
    ['keyword:url'],
    ['keyword:on', 'value:true'],
  ]);
});

test.each(['Dockerfile', 'build.yaml', 'notes.md'])('%s: nothing of a text is lost, and it is linear', (path) => {
  const source = ['"unclosed', "it's", '$', '${', 'a\tb  ', '', '\u202e<b>', `${'"a\\'.repeat(20_000)}`].join('\n');
  const text = highlight(path, source)
    .map((line) => line.map((token) => token.text).join(''))
    .join('\n');
  expect(text).toBe(source);
});
