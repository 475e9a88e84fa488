import { expect, test } from 'vitest';
import type { RunEventBody } from '../build/events.ts';
import type { Platform } from '../names/platform.ts';
import { type GithubLogOptions, githubLog } from './github-log.ts';
import { hostileTexts } from './markdown-reader.fixture.ts';
import { digest, event, everyEvent, failure, log, name } from './run-events.fixture.ts';

/** What a runner's log would show for these events. */
function written(events: readonly Parameters<ReturnType<typeof githubLog>>[0][], options?: Partial<GithubLogOptions>) {
  let text = '';
  let tokens = 0;
  const token = () => {
    tokens += 1;
    return `t${tokens}`;
  };
  const sink = githubLog((more) => (text += more), { token, ...options });
  for (const one of events) sink(one);
  return text;
}

function landed(image: string): RunEventBody {
  return { type: 'image.landed', image: name(image), digest, fingerprint: 'ab', adopted: false, seconds: 72 };
}

test('every image has a group of its own when it is over, failures stand at the end outside', () => {
  const events = everyEvent('Collecting numpy', failure);
  expect(written(events)).toBe(`› 3fa9c1d → harbor.example/library   buildah   1 to build, about 1 min
python-base linux/amd64 │ started, about 1 min
::group::python-base   1 line
::stop-commands::t1
Collecting numpy
::t1::
::endgroup::
python-base │ ✓ 1m12 sha256:9f2c41…   landed
python-base linux/amd64 │ ✗ 0m41 failed in build: requirements.txt:3 pins a version that the package index does not have; try: a version that exists: 2.4.1 is the newest 2.4
jupyter-base │ · blocked: Collecting numpy
python-base │ · cancelled
python-base │ ✓ published as 3.12.4, latest
python-base │ · its tags stay: Collecting numpy
python-base │ ! not registered: requirements.txt:3 pins a version that the package index does not have; try: a version that exists: 2.4.1 is the newest 2.4
python-base │ disk image: qcow2 for x86_64
python-base │ ✓ web-1.2.0-9f2c41ab3d4e-x86_64.qcow2   13.9 MB   Collecting numpy
python-base │ ! no iso for aarch64: requirements.txt:3 pins a version that the package index does not have; try: a version that exists: 2.4.1 is the newest 2.4
::stop-commands::t2

  ✗ python-base linux/amd64  failed in build after 0m41
      ERROR: No matching distribution found for torch==2.4.9
    why     requirements.txt:3 pins a version that the package index does not have
    try     a version that exists: 2.4.1 is the newest 2.4
    blocks  jupyter-base

image        version  digest  tags  action  seconds
python-base                         failed     41.0

1 failed in 2m31. Published: python-base.
The next run starts at python-base.
::t2::
`);
});

test('builds at the same time do not mix, nor do the platforms of one image', () => {
  const arm64 = 'linux/arm64' as Platform;
  const other = event({ type: 'image.log', image: name('a'), platform: arm64, line: 'a arm 1' });
  const lines = [log('a', 'a amd 1'), log('b', 'b 1'), other, log('b', 'b 2'), log('a', 'a amd 2')];
  const ends = [event(landed('b')), event(landed('a'))];
  expect(written([...lines, ...ends])).toBe(`::group::b   2 lines
::stop-commands::t1
b 1
b 2
::t1::
::endgroup::
b │ ✓ 1m12 sha256:9f2c41…   landed
::group::a   3 lines
::stop-commands::t2
a linux/amd64
a amd 1
a amd 2
a linux/arm64
a arm 1
::t2::
::endgroup::
a │ ✓ 1m12 sha256:9f2c41…   landed
`);
});

test('of a long log the head and the tail are kept, and the place of the whole is told', () => {
  const lines = Array.from({ length: 100_000 }, (_, at) => log('a', `line ${at}`));
  const places = { log: () => 'logs/a.log' };
  const text = written([...lines, event(landed('a'))], { kept: { head: 20, tail: 30 }, places });
  expect(text).toBe(`::group::a   100000 lines
::stop-commands::t1
line 0
line 1
… 99996 lines left out here, whole in logs/a.log …
line 99998
line 99999
::t1::
::endgroup::
a │ ✓ 1m12 sha256:9f2c41…   landed
`);
});

test('a log whose image did not end is printed with the end of the run', () => {
  const end = event({ type: 'run.finished', result: { outcome: 'cancelled', seconds: 1, images: [] } });
  expect(written([log('a', 'last words'), end])).toContain('::stop-commands::t1\nlast words\n::t1::\n::endgroup::\n');
});

test('S31 build output cannot issue workflow commands, whatever it writes', () => {
  for (const text of hostileTexts(300)) {
    const bad = { ...failure, message: text, suggestion: `${text} ${text}`, lastLines: text.split('\n') };
    const output = written(everyEvent(text, bad));
    // Not even with the words that end a stretch without commands known to it.
    expect(commandsOf(output), text).toEqual([
      '::group::python-base   1 line',
      ...['::stop-commands::t1', '::t1::', '::endgroup::'],
      ...['::stop-commands::t2', '::t2::'],
    ]);
  }
});

/** What a runner takes for a command: `::` behind leading spaces, `##[` anywhere (actions/runner, `ActionCommand`). */
function commandsOf(output: string): readonly string[] {
  return output.split(/\r\n|\r|\n/).filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}
