import { expect, test } from 'vitest';
import type { Clock } from '../base/clock.ts';
import { amd64, digest, event, failure, log, name } from './run-events.fixture.ts';
import { type TerminalOptions, terminal } from './terminal.ts';
import { displayWidth } from './text.ts';

/** A terminal that understands what ours writes, and wraps long lines anew when it is resized. */
class Screen {
  columns = 80;
  rows = 24;
  /** Lines as they were ended by their writer. */
  lines = [''];
  raw = '';

  write(text: string): void {
    this.raw += text;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is a terminal
    for (const token of text.match(/\x1b\[[0-9;?]*[A-Za-z]|[\n\r]|[^\x1b\n\r]+/g) ?? []) this.#take(token);
  }

  /** Everything on it, without empty lines at the end. */
  get text(): string {
    return this.lines.join('\n').trimEnd();
  }

  #take(token: string): void {
    const up = token.startsWith('\x1b[') && token.endsWith('A');
    if (up) this.#up(Number(token.slice(2, -1)));
    else if (token === '\n') this.lines.push('');
    else if (token === '\r' || (token.startsWith('\x1b[') && token.endsWith('m'))) return;
    else if (token === '\x1b[0J') this.lines[this.lines.length - 1] = '';
    else if (token.startsWith('\x1b')) throw new Error(`unknown sequence ${JSON.stringify(token)}`);
    else this.lines[this.lines.length - 1] += token;
  }

  /** Only whole lines are painted over, and always down to the end: what is left is gone. */
  #up(rows: number): void {
    expect(this.lines.at(-1)).toBe('');
    let left = rows;
    while (left > 0) {
      this.lines.pop();
      left -= Math.max(1, Math.ceil(displayWidth(this.lines.at(-1) as string) / this.columns));
    }
    expect(left).toBe(0);
    expect(rows).toBeLessThan(this.rows);
    this.lines[this.lines.length - 1] = '';
  }
}

/** A clock whose sleepers wake when the test moves its hands. */
class Hands implements Clock {
  time = 1_000_000;
  #wake: (() => void)[] = [];

  now(): number {
    return this.time;
  }

  sleep(_: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#wake.push(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  }

  get sleepers(): number {
    return this.#wake.length;
  }

  async advance(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    for (const wake of this.#wake.splice(0)) wake();
    await new Promise(setImmediate);
  }
}

function rig(more: Partial<TerminalOptions> = {}) {
  const screen = new Screen();
  const clock = new Hands();
  const size = () => ({ columns: screen.columns, rows: screen.rows });
  const report = terminal({ write: (text) => screen.write(text), size, colour: false, clock, ...more });
  return { screen, clock, ...report };
}

const planned = (image: string, action: 'build' | 'skip' = 'build') => ({
  image: name(image),
  action,
  reason: 'changed',
  parents: [],
});

const started = event({
  type: 'run.started',
  run: '8',
  commit: '3fa9c1d'.padEnd(40, '0'),
  destination: 'harbor.example/library',
  builder: 'buildah',
  images: [planned('python-base'), planned('jupyter-base'), planned('jupyter-ml-cpu'), planned('cuda-base', 'skip')],
  expectedSeconds: 300,
});
const nodeStarted = (image: string) => event({ type: 'node.started', image: name(image), platform: amd64 });
const landed = (image: string) =>
  event({ type: 'image.landed', image: name(image), digest, fingerprint: 'ab', adopted: false, seconds: 72 });

test('a run from its start to its end', async () => {
  const dockerfile = {
    path: 'images/jupyter-base/Dockerfile',
    text: 'FROM python-base\nRUN true\nRUN pip install x\n',
  };
  const places = { dockerfile: () => dockerfile, log: () => '.caskwright/logs/8/jupyter-base.log' };
  const { screen, clock, sink } = rig({ places });
  sink(started);
  sink(nodeStarted('python-base'));
  await clock.advance(72_000);
  sink(landed('python-base'));
  sink(nodeStarted('jupyter-base'));
  sink(log('jupyter-base', 'RUN pip install -r requirements.txt · Collecting jupyterlab==4.2.5'));
  await clock.advance(38_000);
  const done = `  ✓ python-base     1m12   sha256:9f2c41…   landed\n`;
  expect(screen.text).toBe(`${done}  ⠋ jupyter-base    0m38   RUN pip install -r requirements.txt · Collecting ju…
  … 1 waiting · about 3 min`);
  const blocks = [name('jupyter-ml-cpu')];
  sink(event({ type: 'image.failed', image: name('jupyter-base'), platform: amd64, failure, seconds: 41, blocks }));
  sink(event({ type: 'image.blocked', image: name('jupyter-ml-cpu'), by: 'jupyter-base' }));
  sink(
    event({
      type: 'set.published',
      channel: 'main',
      images: [{ image: name('python-base'), digest, tags: ['latest'] }],
    }),
  );
  sink(
    event({
      type: 'run.finished',
      result: {
        outcome: 'failed',
        seconds: 151,
        images: [
          {
            image: name('python-base'),
            version: '3.12.4',
            action: 'build',
            outcome: 'built',
            digest,
            tags: ['3.12.4', 'latest'],
            seconds: 72,
          },
          { image: name('jupyter-base'), action: 'build', outcome: 'failed', tags: [], seconds: 41, failure },
          { image: name('jupyter-ml-cpu'), action: 'build', outcome: 'blocked', tags: [], seconds: 0 },
          { image: name('cuda-base'), action: 'skip', outcome: 'in-step', digest, tags: ['latest'], seconds: 0 },
        ],
      },
    }),
  );
  expect(
    screen.text,
  ).toBe(`${done}  ✗ jupyter-base linux/amd64  failed in build after 0m41   images/jupyter-base/Dockerfile:3  RUN pip install x
      ERROR: No matching distribution found for torch==2.4.9
    why     requirements.txt:3 pins a version that the package index does not
            have
    try     a version that exists: 2.4.1 is the newest 2.4
    log     .caskwright/logs/8/jupyter-base.log   (1 line)
    blocks  jupyter-ml-cpu

image           version  digest          tags           action   seconds
python-base     3.12.4   sha256:9f2c41…  3.12.4 latest  built       72.0
jupyter-base                                            failed      41.0
jupyter-ml-cpu                                          blocked

1 built, 1 failed, 1 blocked, 1 in step in 2m31. Published: python-base.
The next run starts at jupyter-base.`);
  const after = screen.raw.length;
  await clock.advance(1000);
  expect(screen.raw.length).toBe(after);
});

test('the display moves by itself, and stops when the run ends', async () => {
  const { screen, clock, sink } = rig();
  sink(started);
  sink(nodeStarted('python-base'));
  await clock.advance(1000);
  expect(screen.text).toContain('⠋ python-base     0m01');
  await clock.advance(1100);
  expect(screen.text).toContain('⠙ python-base     0m02');
});

test('a resize neither leaves rests behind nor eats what stands above', async () => {
  const { screen, clock, sink } = rig();
  sink(started);
  for (const image of ['python-base', 'jupyter-base']) {
    sink(nodeStarted(image));
    sink(log(image, '日本 '.repeat(40)));
  }
  for (const columns of [80, 25, 132, 20, 60]) {
    screen.columns = columns;
    await clock.advance(100);
    sink(event({ type: 'image.held-back', image: name('x'), why: `at ${columns}` }));
    await clock.advance(100);
  }
  const text = screen.text;
  expect(text.match(/its tags stay: at \d+/g)).toHaveLength(5);
  expect(text.match(/python-base/g)).toHaveLength(1);
  expect(text.match(/waiting/g)).toHaveLength(1);
  expect(screen.lines.slice(-4).every((line) => displayWidth(line) < 60)).toBe(true);
});

test('more builds than the window has rows are counted, not painted', async () => {
  const { screen, clock, sink } = rig();
  screen.rows = 8;
  sink(started);
  for (let at = 0; at < 50; at += 1) sink(nodeStarted(`image-${at}`));
  await clock.advance(0);
  expect(screen.text.match(/image-/g)).toHaveLength(5);
  expect(screen.text).toContain('… 45 more running · 3 waiting · about 5 min');
});

test('S34 control sequences, carriage returns and broken characters of a builder stay off the terminal', async () => {
  const { screen, clock, sink } = rig();
  sink(started);
  sink(nodeStarted('python-base'));
  sink(log('python-base', `${'x'.repeat(500_000)}\r\x1b[2J\x1b[1;31m 40%\x1b[0m \ufffd\x07\u202e\ud800 done`));
  await clock.advance(1000);
  expect(screen.text).toContain('python-base     0m01   40% \ufffd\\x07\\u202e\\ud800 done');
});

test('a built image stays on the display while it is tested, until it has landed', async () => {
  const { screen, clock, sink } = rig();
  sink(started);
  sink(nodeStarted('python-base'));
  const settled = { image: name('python-base'), platform: amd64, digest, adopted: false, seconds: 1 };
  sink(event({ type: 'node.settled', ...settled }));
  await clock.advance(1000);
  expect(screen.text).toContain('python-base     0m01   built');
  sink(log('python-base', 'import torch'));
  await clock.advance(1000);
  expect(screen.text).toContain('python-base     0m02   import torch');
  sink(landed('python-base'));
  expect(screen.text).not.toContain('import torch');
});

test('what a failure blocks does not wait any more', async () => {
  const { screen, clock, sink } = rig();
  sink(started);
  sink(nodeStarted('python-base'));
  const blocks = [name('jupyter-base')];
  sink(event({ type: 'image.failed', image: name('python-base'), failure, seconds: 1, blocks }));
  await clock.advance(100);
  expect(screen.text).toContain('… 1 waiting');
});

test('an image that is published without a build has a line, one that was built has the table at the end', () => {
  const { screen, sink } = rig();
  sink(started);
  sink(landed('python-base'));
  for (const image of ['python-base', 'cuda-base']) {
    const images = [{ image: name(image), digest, tags: ['12.6', 'latest'] }];
    sink(event({ type: 'set.published', channel: 'main', images }));
  }
  expect(screen.text.split('\n').slice(0, 2)).toEqual([
    '  ✓ python-base     1m12   sha256:9f2c41…   landed',
    '  ✓ cuda-base              published as 12.6, latest',
  ]);
});

test('log lines cost no repaint of their own', () => {
  const { screen, sink } = rig();
  sink(started);
  sink(nodeStarted('python-base'));
  const before = screen.raw.length;
  for (let at = 0; at < 1000; at += 1) sink(log('python-base', `line ${at}`));
  expect(screen.raw.length).toBe(before);
});

test('closing early clears the display and keeps what is done; closing again does nothing', () => {
  const { screen, sink, close } = rig();
  sink(started);
  sink(nodeStarted('python-base'));
  sink(landed('python-base'));
  sink(nodeStarted('jupyter-base'));
  close();
  expect(screen.text.split('\n').at(-1)).toBe('  ✓ python-base     1m12   sha256:9f2c41…   landed');
  const before = screen.raw.length;
  close();
  expect(screen.raw.length).toBe(before);
});

test('platforms are named when an image is built for several at once', async () => {
  const { screen, clock, sink } = rig();
  sink(started);
  sink(nodeStarted('python-base'));
  await clock.advance(0);
  expect(screen.text).toContain('python-base');
  expect(screen.text).not.toContain('linux/amd64');
  sink(event({ type: 'node.started', image: name('python-base'), platform: 'linux/arm64' as typeof amd64 }));
  await clock.advance(0);
  expect(screen.text).toMatch(/python-base +0m00 {3}linux\/amd64\n.*python-base +0m00 {3}linux\/arm64/);
});

test('colours say what the signs say, and are absent where none are wanted', () => {
  const [plain, coloured] = [false, true].map((colour) => {
    const { screen, sink } = rig({ colour });
    sink(started);
    sink(nodeStarted('python-base'));
    sink(landed('python-base'));
    return screen;
  });
  expect(plain?.text).toBe(coloured?.text);
  expect(coloured?.raw).toContain('\x1b[32m✓\x1b[39m');
  expect(plain?.raw).not.toContain('\x1b[3');
});
