import { expect, test } from 'vitest';
import type { RunEvent } from '../build/events.ts';
import { plain } from './plain.ts';
import { amd64, event, everyEvent, failure, log, name } from './run-events.fixture.ts';
import { jsonLines, logFiles, tee } from './sinks.ts';

const dockerfile = {
  path: 'images/python-base/Dockerfile',
  text: 'FROM debian\n\nRUN pip install -r requirements.txt\n',
};
const places = { dockerfile: () => dockerfile, log: () => '.caskwright/logs/8/python-base.log' };

test('plain: every event is one line with its image in front, failures once more at the end', () => {
  let text = '';
  const sink = plain((more) => {
    text += more;
  }, places);
  for (const one of everyEvent('Collecting numpy', failure)) sink(one);
  expect(text).toBe(`› 3fa9c1d → harbor.example/library   buildah   1 to build, about 1 min
python-base linux/amd64 │ started, about 1 min
python-base linux/amd64 │ Collecting numpy
python-base linux/amd64 │ ✓ 1m10 sha256:9f2c41…   built
python-base │ ✓ 1m12 sha256:9f2c41…   landed
python-base linux/amd64 │ ✗ 0m41 failed in build: requirements.txt:3 pins a version that the package index does not have; try: a version that exists: 2.4.1 is the newest 2.4
jupyter-base │ · blocked: Collecting numpy
python-base │ · cancelled
python-base │ ✓ published as 3.12.4, latest
python-base │ · its tags stay: Collecting numpy
python-base │ ✓ sha256:9f2c41…   registered
python-base │ ! not registered: requirements.txt:3 pins a version that the package index does not have; try: a version that exists: 2.4.1 is the newest 2.4
python-base │ disk image: qcow2 for x86_64
python-base │ ✓ web-1.2.0-9f2c41ab3d4e-x86_64.qcow2   13.9 MB   Collecting numpy
python-base │ ! no iso for aarch64: requirements.txt:3 pins a version that the package index does not have; try: a version that exists: 2.4.1 is the newest 2.4

  ✗ python-base linux/amd64  failed in build after 0m41   images/python-base/Dockerfile:3  RUN pip install -r requirements.txt
      ERROR: No matching distribution found for torch==2.4.9
    why     requirements.txt:3 pins a version that the package index does not have
    try     a version that exists: 2.4.1 is the newest 2.4
    log     .caskwright/logs/8/python-base.log   (1 line)
    blocks  jupyter-base

image        version  digest  tags  action  seconds
python-base                         failed     41.0

1 failed in 2m31. Published: python-base.
The next run starts at python-base.
`);
});

test('S31 S34 plain: nothing that a builder writes is a control sequence or a workflow command', () => {
  let text = '';
  const sink = plain((more) => {
    text += more;
  });
  const nasty = '\x1b[2J::add-mask::x\x1b]0;t\x07 ##[error]y\u202e';
  const bad = {
    ...failure,
    message: `a\n${nasty}`,
    suggestion: `${nasty}\n::add-mask::x\n ${'y'.repeat(180)} ::error::y`,
    lastLines: [nasty, `  ${nasty}`, '::error::x'],
  };
  for (const one of everyEvent(nasty, bad)) sink(one);
  expect(text).toContain('\\x3a:add-mask::x');
  for (const line of text.split('\n')) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
    expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]|^\s*::|##\[/);
  }
});

test('jsonl: one event a line that reads back as it was', () => {
  const lines: string[] = [];
  const events = everyEvent('a\x1b[31m\u009b\nb', failure);
  const sink = jsonLines((text) => lines.push(text));
  for (const one of events) sink(one);
  expect(lines.every((line) => line.endsWith('}\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
  expect(lines.map((line) => JSON.parse(line))).toEqual(events);
});

test('log files get the lines as they came, and nothing else', () => {
  const lines: string[] = [];
  const sink = logFiles((image, platform, line) => lines.push(`${image} ${platform} ${line}`));
  for (const one of everyEvent('\x1b[1mbold', failure)) sink(one);
  expect(lines).toEqual(['python-base linux/amd64 \x1b[1mbold']);
});

test('tee hands every event to every sink in order', () => {
  const seen: string[] = [];
  const to = (mark: string) => (one: RunEvent) => seen.push(mark + (one.type === 'image.log' ? one.line : ''));
  const sink = tee(to('a'), to('b'));
  sink(log('x', '1'));
  sink(log('x', '2'));
  expect(seen).toEqual(['a1', 'b1', 'a2', 'b2']);
});

test('plain: a run that changed nothing says so in one line', () => {
  let text = '';
  const sink = plain((more) => {
    text += more;
  });
  const images = ['a', 'b'].map((one) => ({
    image: name(one),
    action: 'skip' as const,
    outcome: 'in-step' as const,
    tags: ['latest'],
    seconds: 0,
  }));
  sink(event({ type: 'run.finished', result: { outcome: 'succeeded', seconds: 0.7, images } }));
  expect(text).toBe('\n2 in step in 0m01.\n');
});

test('a new kind of event is a type error in every sink, and a bug at run time', () => {
  const unknown = { ...log('x', ''), type: 'image.unheard-of', platform: amd64 } as unknown as RunEvent;
  expect(() => plain(() => {})(unknown)).toThrow('unreachable');
});
