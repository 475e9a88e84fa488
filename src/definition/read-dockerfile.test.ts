import { describe, expect, it } from 'vitest';
import type { Platform } from '../names/platform.ts';
import { type DockerfileOptions, readDockerfile } from './read-dockerfile.ts';
import { configured, shortest, shown, source } from './testing.ts';

const options: DockerfileOptions = {
  args: {},
  platform: 'linux/arm64' as Platform,
  buildPlatform: 'linux/amd64' as Platform,
  frontends: configured().policy.frontends,
};

function read(text: string, more: Partial<DockerfileOptions> = {}) {
  const { dockerfile, diagnostics } = readDockerfile(source('Dockerfile', text), { ...options, ...more });
  return { dockerfile, diagnostics, findings: shown(diagnostics) };
}

/** References as `resolved kind platform`. */
function references(text: string, more: Partial<DockerfileOptions> = {}): string[] {
  const { dockerfile, findings } = read(text, more);
  expect(findings).toEqual([]);
  return (dockerfile?.references ?? []).map(({ resolved, kind, platform, written, span }) => {
    expect(text.slice(span.start, span.end)).toBe(written);
    return `${resolved} ${kind} ${typeof platform === 'string' ? platform : platform.literal}`;
  });
}

describe('references', () => {
  const rows: [string, string, string[], Partial<DockerfileOptions>?][] = [
    ['one stage', 'FROM alpine:3\n', ['alpine:3 final target']],
    ['a digest', `FROM a@sha256:${'0'.repeat(64)}\n`, [`a@sha256:${'0'.repeat(64)} final target`]],
    ['nothing', 'FROM scratch\nCOPY a b\n', []],
    ['an ARG with a default', 'ARG V=3\nFROM alpine:$V\n', ['alpine:3 final target']],
    ['a given value over the default', 'ARG V=3\nFROM alpine:${V}\n', ['alpine:4 final target'], { args: { V: '4' } }],
    ['a default out of other ARGs', 'ARG A=h\nARG B=${A}/x\nFROM $B:1\n', ['h/x:1 final target']],
    ['several ARGs in one', 'ARG A=a B="b"\nFROM $A/$B\n', ['a/b final target']],
    ['a default in the reference', 'ARG R\nFROM ${R:-docker.io/library}/a\n', ['docker.io/library/a final target']],
    ['a part cut off', 'ARG V=3.12.4\nFROM python:${V%.*}-slim\n', ['python:3.12-slim final target']],
    ['quotes', 'ARG V="3"\nFROM "alpine:${V}"\n', ['alpine:3 final target']],
    ['a platform arg', 'FROM base-${TARGETARCH}\n', ['base-arm64 final target']],
    [
      'an ARG of the first stage only',
      'ARG V=1\nFROM a:$V AS x\nARG V=2\nFROM b:$V\nCOPY --from=x / /\n',
      ['a:1 builder target', 'b:1 final target'],
    ],
    ['two stages', 'FROM a AS build\nFROM b\nCOPY --from=build /x /x\n', ['a builder target', 'b final target']],
    ['a stage on a stage', 'FROM a AS one\nFROM one AS two\nFROM two\n', ['a final target']],
    ['a stage by number', 'FROM a\nFROM b\nCOPY --from=0 /x /x\n', ['a builder target', 'b final target']],
    [
      'a stage in other letters',
      'FROM a AS Build\nFROM b\nCOPY --from=bUILD /x /x\n',
      ['a builder target', 'b final target'],
    ],
    [
      'a later stage',
      'FROM a AS x\nCOPY --from=y /x /x\nFROM b AS y\n',
      ['a final target', 'b builder target'],
      { target: 'x' },
    ],
    ['a stage of the image’s own name', 'FROM alpine AS alpine\nFROM alpine\n', ['alpine final target']],
    ['a stage that is not reached', 'FROM a AS unused\nFROM b\n', ['b final target']],
    ['a target', 'FROM a AS one\nFROM b AS two\n', ['a final target'], { target: 'one' }],
    ['a target in other letters', 'FROM a AS one\nFROM b AS two\n', ['a final target'], { target: 'ONE' }],
    ['a target by number', 'FROM a\nFROM b\n', ['a final target'], { target: '0' }],
    [
      'an image to copy from',
      'FROM a\nCOPY --chown=1 --from=nginx:1 /x /x\n',
      ['a final target', 'nginx:1 builder target'],
    ],
    [
      'an image to mount',
      'FROM a\nRUN --mount=type=bind,from=tools:1,target=/t x\n',
      ['a final target', 'tools:1 builder target'],
    ],
    [
      'two mounts',
      'FROM a\nRUN --mount=from=b,target=/b --network=none --mount=target=/c,from=c x\n',
      ['a final target', 'b builder target', 'c builder target'],
    ],
    [
      'a stage to mount',
      'FROM t AS tools\nFROM a\nRUN --mount=from=tools,target=/t x\n',
      ['t builder target', 'a final target'],
    ],
    [
      'a word of a command that looks like a flag',
      'FROM a\nRUN x --mount=from=b\nCOPY x --from=c\n',
      ['a final target'],
    ],
    [
      'an ARG of the stage to copy from',
      'FROM a\nARG T=tools\nENV V=1\nCOPY --from=${T}:$V /x /x\n',
      ['a final target', 'tools:1 builder target'],
    ],
    [
      'an ARG taken over from the top',
      'ARG T=tools\nFROM a\nARG T\nCOPY --from=$T /x /x\n',
      ['a final target', 'tools builder target'],
    ],
    [
      'an ARG of the stage below',
      'FROM a AS x\nARG T=tools\nFROM x\nCOPY --from=$T /x /x\n',
      ['a final target', 'tools builder target'],
    ],
    [
      'an ENV over an ARG',
      'FROM a\nENV T=env\nARG T=arg\nCOPY --from=$T /x /x\n',
      ['a final target', 'env builder target'],
    ],
    ['an ENV of the old form', 'FROM a\nENV T env\nCOPY --from=$T /x /x\n', ['a final target', 'env builder target']],
    [
      'the build platform',
      'FROM --platform=$BUILDPLATFORM a AS b\nFROM c\nCOPY --from=b x x\n',
      ['a builder build', 'c final target'],
    ],
    ['the target platform', 'FROM --platform=${TARGETPLATFORM} a\n', ['a final target']],
    ['a literal platform', 'FROM --platform=linux/aarch64 a\n', ['a final linux/arm64']],
    ['a platform in parts', 'FROM --platform=linux/$BUILDARCH a\n', ['a final linux/amd64']],
    ['a platform through an ARG', 'ARG P=linux/s390x\nFROM --platform=$P a\n', ['a final linux/s390x']],
    ['lines that go on', 'FROM \\\n  a:1 \\\n  AS b\nFROM b\n', ['a:1 final target']],
    ['a FROM in a here-document', 'FROM a\nRUN <<E\nFROM b\nE\n', ['a final target']],
    [
      'triggers of a stage below',
      'FROM a AS x\nONBUILD COPY --from=t /x /x\nFROM x\n',
      ['a final target', 't builder target'],
    ],
    ['triggers kept for other images', 'FROM a\nONBUILD COPY --from=t /x /x\n', ['a final target']],
    ['CRLF and a byte order mark', '\uFEFFARG V=1\r\nFROM a:$V\r\n', ['a:1 final target']],
  ];
  it.each(rows)('%s', (_, text, expected, more) => {
    expect(references(text, more)).toEqual(expected);
  });

  it('keeps what is written, for engines that know a reference by it', () => {
    const { dockerfile } = read('ARG R\nFROM ${R}/base:1\n', { args: { R: 'h.example/n' } });
    expect(dockerfile?.references[0]).toMatchObject({ written: '${R}/base:1', resolved: 'h.example/n/base:1' });
  });

  it('tells where each instruction of a reached stage stands', () => {
    const { dockerfile } = read('FROM a AS unused\nRUN no\nFROM b\nRUN x \\\n  y\nCOPY a b\n');
    expect(dockerfile?.lines).toEqual([
      { instruction: 'FROM b', line: 3 },
      { instruction: 'RUN x   y', line: 4 },
      { instruction: 'COPY a b', line: 6 },
    ]);
  });
});

describe('faults', () => {
  const rows: [string, string, string[], Partial<DockerfileOptions>?][] = [
    ['no FROM', '# nothing\n', ['1:1-1 dockerfile-syntax']],
    ['an instruction that is none', 'FROM a\nRNU x\n', ['2:1-4 dockerfile-syntax']],
    ['a FROM that is none', 'FORM a\nRUN x\n', ['1:1-5 dockerfile-syntax']],
    ['an instruction before the first FROM', 'RUN x\nFROM a\n', ['1:1-4 dockerfile-syntax']],
    ['a FROM without an image', 'FROM\n', ['1:1-5 dockerfile-syntax']],
    ['a FROM with too much', 'FROM a b\n', ['1:1-5 dockerfile-syntax']],
    ['a stage’s name', 'FROM a AS 1x\n', ['1:1-5 dockerfile-syntax']],
    ['a here-document without an end', 'FROM a\nRUN <<E\nx\n', ['2:1-4 dockerfile-syntax']],
    ['a trigger that cannot be', 'FROM a\nONBUILD FROM b\n', ['2:9-13 dockerfile-syntax']],
    ['an ARG without a value', 'ARG R\nFROM ${R}/base\n', ['2:6-10 dockerfile-argument-undefined']],
    [
      'a platform that is a word of JavaScript',
      'FROM --platform=linux/constructor x:1\n',
      ['1:17-34 platform-unknown'],
    ],
    ['an ARG that is not declared', 'FROM x/$R\n', ['1:8-10 dockerfile-argument-undefined']],
    [
      'an ARG that is declared too late',
      'FROM $R\nARG R\n',
      ['1:6-8 dockerfile-argument-undefined'],
      { args: { R: 'a' } },
    ],
    [
      'an ARG that the stage does not declare',
      'ARG T=t\nFROM a\nCOPY --from=$T /x /x\n',
      ['3:13-15 dockerfile-argument-undefined'],
    ],
    ['a form that Dockerfiles do not know', 'ARG R=a\nFROM ${R^^}\n', ['2:6-12 dockerfile-syntax']],
    ['a reference that is none', 'FROM Up:per\n', ['1:6-12 dockerfile-reference']],
    ['an empty name', 'ARG R=\nFROM $R\n', ['2:6-8 dockerfile-reference']],
    ['a stage number that is none', 'FROM a\nCOPY --from=3 a b\n', ['2:13-14 dockerfile-reference']],
    ['a platform', 'FROM --platform=linux/x a\n', ['1:17-24 platform-unknown']],
    ['a target', 'FROM a AS one\n', ['1:1-1 dockerfile-target-unknown'], { target: 'two' }],
    ['a URL', 'FROM a\nADD https://x.example/y /y\n', ['2:1-4 dockerfile-add-remote (warning)']],
    [
      'a URL in a variable',
      'FROM a\nARG U=https://x.example\nADD $U/y /y\n',
      ['3:1-4 dockerfile-add-remote (warning)'],
    ],
    ['a URL in a list', 'FROM a\nADD ["http://x.example/y", "/y"]\n', ['2:1-4 dockerfile-add-remote (warning)']],
    ['a repository', 'FROM a\nADD git@x.example:y/z.git /y\n', ['2:1-4 dockerfile-add-remote (warning)']],
    [
      'several at once',
      'FROM $A\nCOPY --from=Up:per a b\nRUN --mount=from=$B x\n',
      ['1:6-8 dockerfile-argument-undefined', '2:13-19 dockerfile-reference', '3:18-20 dockerfile-argument-undefined'],
    ],
  ];
  it.each(rows)('%s', (_, text, expected, more) => {
    expect(read(text, more).findings).toEqual(expected);
  });

  it('passes over what is wrong in a stage that is not reached', () => {
    expect(read('FROM $R AS unused\nFROM a\n').findings).toEqual([]);
  });

  it('takes a checksum for a URL', () => {
    const text = `FROM a\nADD --checksum=sha256:${'0'.repeat(64)} https://x.example/y /y\n`;
    expect(read(text).findings).toEqual([]);
  });

  it('says in the file that names the target that there is none', () => {
    const file = source('build.yaml', 'target: buld\n');
    const { diagnostics } = read('FROM a AS build\n', {
      target: 'buld',
      targetPlace: { file, span: { start: 8, end: 12 } },
    });
    expect(diagnostics).toMatchObject([
      { file: { path: 'build.yaml' }, code: 'dockerfile-target-unknown', fix: 'the Dockerfile has build' },
    ]);
  });
});

describe('S22 frontends', () => {
  const allowed = [
    'docker/dockerfile:1',
    'docker/dockerfile:1.7-labs',
    'docker/dockerfile',
    'docker.io/docker/dockerfile:1',
    `docker/dockerfile:1@sha256:${'0'.repeat(64)}`,
  ];
  it.each(allowed)('S22 allows Docker’s own: %s', (frontend) => {
    expect(read(`# syntax=${frontend}\nFROM a\n`).findings).toEqual([]);
  });

  const refused = [
    'evil/frontend',
    'evil.example/docker/dockerfile:1',
    'docker/dockerfile-evil:1',
    'docker/dockerfile/x:1',
    '$X',
    '?',
  ];
  it.each(refused)('S22 refuses what the policy does not name: %s', (frontend) => {
    const { findings, dockerfile } = read(`# syntax=${frontend}\nFROM a\n`);
    expect(findings).toEqual([`1:10-${10 + frontend.length} dockerfile-frontend`]);
    expect(dockerfile).toBeUndefined();
  });

  it('S22 refuses a frontend below a #! line and other spellings of the directive', () => {
    for (const top of [
      '#!/bin/x\n# syntax=evil',
      '#syntax = evil',
      '# check=skip=all\n# SYNTAX=evil',
      '\uFEFF# syntax=evil\r',
    ]) {
      expect(read(`${top}\nFROM a\n`).findings, top).toEqual([expect.stringContaining('dockerfile-frontend')]);
    }
  });

  it('S22 refuses a Dockerfile that names its frontend in another way of BuildKit’s', () => {
    for (const text of ['// syntax=evil\nFROM a\n', '{"syntax": "evil"}\n'])
      expect(read(text).dockerfile).toBeUndefined();
  });

  it('takes the policy’s list', () => {
    expect(read('# syntax=evil/frontend:2\nFROM a\n', { frontends: ['evil/*'] }).findings).toEqual([]);
    expect(read('# syntax=docker/dockerfile:1\nFROM a\n', { frontends: [] }).findings).toHaveLength(1);
  });
});

describe('the canonical text', () => {
  function canonical(text: string, more: Partial<DockerfileOptions> = {}): string {
    const { dockerfile } = read(text, more);
    if (!dockerfile) throw new Error('the Dockerfile of the test cannot be read');
    return JSON.stringify([dockerfile.canonical, dockerfile.effectiveArgs]);
  }

  const base = 'ARG R=h\nFROM ${R}/a:1 AS b\nARG V=1\nRUN make $V\nFROM c:2\nCOPY --from=b /x /y\nCMD ["x"]\n';

  const equal: [string, string, string][] = [
    ['comments', base, `# hello\n${base.replace('RUN', '# why\nRUN')}`],
    ['comments in a line that goes on', 'FROM a\nRUN x \\\n y\n', 'FROM a\nRUN x \\\n# c\n y\n'],
    ['where lines are broken', 'FROM a\nRUN x  y\n', 'FROM a\nRUN x \\\n y\n'],
    ['line ends', base, base.replaceAll('\n', '\r\n')],
    ['letters of keywords', base, base.replaceAll('FROM', 'from').replace('RUN', 'Run')],
    ['image references', base, base.replace('c:2', 'd:3').replace('/a:1', '/z')],
    ['defaults that reach references alone', base, base.replace('R=h', 'R=other')],
    ['how a reference is made', 'ARG R=h\nFROM $R/a\n', 'FROM h/a\n'],
    ['images to copy from', 'FROM a\nCOPY --from=b:1 x y\n', 'FROM a\nCOPY --from=c x y\n'],
    ['images to mount', 'FROM a\nRUN --mount=from=b,target=/t x\n', 'FROM a\nRUN --mount=from=c,target=/t x\n'],
    ['names of stages', base, base.replace('AS b', 'AS other').replace('--from=b', '--from=0')],
    ['stages that are not reached', base, base.replace('FROM c:2', 'FROM u AS u\nRUN u\nFROM c:2')],
    ['numbers of stages', 'FROM a\nFROM b\nCOPY --from=0 x y\n', 'FROM u\nFROM a\nFROM b\nCOPY --from=1 x y\n'],
    ['defaults of proxy args', 'FROM a\nARG HTTP_PROXY=x\nRUN y\n', 'FROM a\nARG HTTP_PROXY=z\nRUN y\n'],
    [
      'a default out of one that reaches references alone',
      'ARG A=1\nARG B=$A\nFROM x:$B\n',
      'ARG A=2\nARG B=$A\nFROM x:$B\n',
    ],
  ];
  it.each(equal)('is the same whatever the %s', (_, one, other) => {
    expect(canonical(other)).toBe(canonical(one));
    expect(other).not.toBe(one);
  });

  const different: [string, string, string][] = [
    ['a command', base, base.replace('make', 'make all')],
    ['blanks in a command', 'FROM a\nRUN x y\n', 'FROM a\nRUN x  y\n'],
    ['a default of a stage’s arg', base, base.replace('V=1', 'V=2')],
    ['a default that a stage takes over', 'ARG V=1\nFROM a\nARG V\nRUN x\n', 'ARG V=2\nFROM a\nARG V\nRUN x\n'],
    [
      'a default that one of those is made of',
      'ARG W=1\nARG V=$W\nFROM a\nARG V\nRUN x\n',
      'ARG W=2\nARG V=$W\nFROM a\nARG V\nRUN x\n',
    ],
    [
      'a default that names a platform',
      'ARG P=linux/amd64\nFROM --platform=$P a\n',
      'ARG P=linux/arm64\nFROM --platform=$P a\n',
    ],
    ['a platform', 'FROM --platform=linux/amd64 a\n', 'FROM --platform=linux/arm64 a\n'],
    ['a here-document', 'FROM a\nRUN <<E\nx\nE\n', 'FROM a\nRUN <<E\ny\nE\n'],
    ['a comment in a here-document', 'FROM a\nRUN <<E\nx\nE\n', 'FROM a\nRUN <<E\n# c\nx\nE\n'],
    ['line ends in a here-document', 'FROM a\nRUN <<E\nx\nE\n', 'FROM a\nRUN <<E\r\nx\r\nE\r\n'],
    ['the order of instructions', 'FROM a\nRUN x\nRUN y\n', 'FROM a\nRUN y\nRUN x\n'],
    ['an instruction', 'FROM a\nRUN x\n', 'FROM a\n'],
    ['a stage in between', 'FROM a\nRUN x\n', 'FROM a AS b\nFROM b\nRUN x\n'],
    ['nothing in place of an image', 'FROM a\nCOPY x y\n', 'FROM scratch\nCOPY x y\n'],
    [
      'a stage in place of an image',
      'FROM a AS b\nFROM c\nCOPY --from=b x y\n',
      'FROM a AS b\nFROM c\nCOPY --from=d x y\n',
    ],
    [
      'which stage is copied from',
      'FROM a\nFROM b\nFROM c\nCOPY --from=0 x y\nCOPY --from=1 x y\n',
      'FROM a\nFROM b\nFROM c\nCOPY --from=1 x y\nCOPY --from=0 x y\n',
    ],
    ['a flag', 'FROM a\nCOPY --from=b --chown=1 x y\n', 'FROM a\nCOPY --from=b --chown=2 x y\n'],
    ['a field of a mount', 'FROM a\nRUN --mount=from=b,target=/t x\n', 'FROM a\nRUN --mount=from=b,target=/u x\n'],
    [
      'a trigger’s reference, which the image keeps',
      'FROM a\nONBUILD COPY --from=b x y\n',
      'FROM a\nONBUILD COPY --from=c x y\n',
    ],
    ['the escape', 'FROM a\nRUN x\n', '# escape=`\nFROM a\nRUN x\n'],
    ['the frontend', '# syntax=docker/dockerfile:1\nFROM a\n', '# syntax=docker/dockerfile:1.7\nFROM a\n'],
    ['an ENV', 'FROM a\nENV A=1\n', 'FROM a\nENV A=2\n'],
    ['a text that looks like a placeholder', 'FROM a\nCOPY --from=b x y\n', 'FROM a\nCOPY [["from",0]],"x y"\n'],
  ];
  it.each(different)('tells apart: %s', (_, one, other) => {
    expect(canonical(other)).not.toBe(canonical(one));
  });

  it('leaves out a default over which a value is given', () => {
    const [one, other] = ['FROM a\nARG V=1\nRUN x\n', 'FROM a\nARG V=2\nRUN x\n'];
    expect(canonical(one, { args: { V: '3' } })).toBe(canonical(other, { args: { V: '3' } }));
  });

  it('is the same on every platform', () => {
    const text = 'ARG TARGETARCH\nFROM a-$TARGETARCH\nARG TARGETARCH\nRUN x\n';
    expect(canonical(text)).toBe(canonical(text, { platform: 'linux/amd64' as Platform }));
  });

  it('names the args that count', () => {
    const names = (text: string, args = {}) => read(text, { args }).dockerfile?.effectiveArgs;
    expect(names('ARG R=h\nARG P=linux/amd64\nFROM --platform=$P $R/a\nARG B\nARG A=$B\nRUN x\n')).toEqual([
      'A',
      'B',
      'P',
    ]);
    expect(names('ARG R=h\nFROM $R/a\nARG R\nRUN x\n')).toEqual(['R']);
    expect(names('FROM a AS unused\nARG U\nFROM b\nARG HTTP_PROXY\nARG no_proxy\nARG TARGETARCH\nRUN x\n')).toEqual([]);
    expect(names('FROM a\nARG TARGETARCH\nRUN x\n', { TARGETARCH: 'own' })).toEqual(['TARGETARCH']);
    expect(names('ARG W=1\nARG V=$W\nFROM a\nARG V\n')).toEqual(['V', 'W']);
    expect(names('ARG W=1\nARG V=$W\nFROM a\nARG V\n', { V: 'x' })).toEqual(['V']);
    expect(names('FROM a AS x\nONBUILD ARG T\nFROM x\n')).toEqual(['T']);
  });
});

describe('cost', () => {
  const hostile: [string, string][] = [
    [
      'variables that double',
      `ARG A0=xx\n${Array.from({ length: 60 }, (_, n) => `ARG A${n + 1}=$A${n}$A${n}\n`).join('')}FROM $A60\n`,
    ],
    ['patterns', `ARG A=${'a'.repeat(50_000)}\nFROM \${A//${'a*'.repeat(20_000)}b/x}\n`],
    ['stages', Array.from({ length: 4_900 }, (_, n) => `FROM ${n ? `s${n - 1}` : 'a'} AS s${n}\n`).join('')],
    ['args of one line', `ARG ${'A=$A '.repeat(40_000)}\nFROM a\n`],
    ['mounts', `FROM a\nRUN ${'--mount=from=x '.repeat(17_000)}\n`],
    ['blanks', `FROM a\n# a=${' '.repeat(200_000)}\nRUN \\${' '.repeat(50_000)}x\n`],
    ['carriage returns', `FROM a\nRUN ${'\r'.repeat(200_000)}x\n`],
  ];
  it.each(hostile)('is bounded for a hostile file: %s', (_, text) => {
    expect(shortest(() => read(text), 1)).toBeLessThan(1_500);
  });

  it('is small for a small file', () => {
    const text = (n: number) =>
      `ARG R=h\nFROM \${R}/a:${n}\nRUN apt-get update && \\\n  apt-get install -y x\nCOPY . /app\nCMD ["x"]\n`;
    const thousand = shortest(() => {
      for (let n = 0; n < 1_000; n++) read(text(n));
    });
    expect(thousand).toBeLessThan(400);
  });
});
