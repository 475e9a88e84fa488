import { describe, expect, test } from 'vitest';
import { positionAt } from '../../diagnostics/diagnostic.ts';
import { ruleSeverities } from './codes.ts';
import { lintDockerfile } from './lint.ts';

const everything = Object.fromEntries(Object.keys(ruleSeverities).map((rule) => [rule, 'warning']));

/** Findings as `line:column code`; a FROM is put in front where the text has none. */
function found(text: string, only?: string, target?: string): string[] {
  const whole = /^(FROM|ARG|#)/m.test(text) ? text : `FROM debian:12\n${text}`;
  const file = { path: 'Dockerfile', text: whole };
  return lintDockerfile(file, everything, target)
    .filter(({ code }) => only === undefined || code === only)
    .map(({ code, span }) => {
      const { line, column } = positionAt(file, span.start);
      return `${line}:${column} ${code}`;
    });
}

describe('each rule', () => {
  const bad: [rule: keyof typeof ruleSeverities, text: string, place: string][] = [
    ['apt-without-update', 'RUN apt-get install -y curl', '2:5'],
    ['apt-without-update', 'RUN set -e; \\\n  apt install -y curl && rm -rf /x', '3:3'],
    ['apt-update-alone', 'RUN apt-get update', '2:5'],
    ['apt-without-yes', 'RUN apt-get update && apt-get install curl', '2:23'],
    ['apt-lists-kept', 'RUN apt-get update && apt-get install -y curl', '2:5'],
    ['apt-lists-kept', 'RUN <<EOF\napt-get update\napt-get install -y curl\nEOF', '2:1'],
    ['pip-cache-kept', 'RUN python3 -m pip install numpy', '2:5'],
    ['run-sudo', 'RUN id && sudo make install', '2:11'],
    ['run-cd-lost', 'RUN make && cd /srv', '2:13'],
    ['run-cd', 'RUN cd /src && make', '2:5'],
    ['instruction-repeated', 'CMD ["a"]\nCMD ["b"]', '2:1'],
    ['stage-repeated', 'FROM a AS x\nFROM b AS X', '1:1'],
    ['stage-unused', 'FROM a AS spare\nFROM b', '1:1'],
    ['command-shell-form', 'CMD python main.py', '2:1'],
    ['command-shell-form', "ENTRYPOINT ['/run']", '2:1'],
    ['workdir-relative', 'WORKDIR app', '2:9'],
    ['user-root', 'USER app\nUSER root', '3:1'],
    ['user-root', 'FROM debian', '1:1'],
    ['maintainer-deprecated', 'MAINTAINER me', '2:1'],
    ['secret-in-variable', 'ENV A=1 DB_PASSWORD=hunter2', '2:9'],
    ['secret-in-variable', 'FROM debian\nARG NPM_TOKEN', '2:5'],
    ['argument-out-of-scope', 'ARG VERSION=1\nFROM a\nRUN fetch $VERSION', '3:11'],
    ['argument-out-of-scope', 'ARG V=1\nFROM a\nCOPY x-${V} /', '3:8'],
    ['argument-unused', 'ARG V=1\nFROM a', '1:1'],
    ['env-from-same-line', 'ENV HOME_OF=/srv BIN=$HOME_OF/bin', '2:22'],
    ['copy-before-install', 'COPY . .\nRUN pip install --no-cache-dir -r requirements.txt', '2:1'],
    ['copy-before-install', 'COPY --chown=1 ./ /app/\nRUN npm ci --omit=dev', '2:1'],
    ['copy-destination', 'COPY a b /srv', '2:10'],
  ];
  test.each(bad)('%s objects to %j', (rule, text, place) => {
    expect(found(text, rule)).toEqual([`${place} ${rule}`]);
  });

  test('has a text that breaks it here', () => {
    expect(new Set(bad.map(([rule]) => rule))).toEqual(new Set(Object.keys(ruleSeverities)));
  });

  const good: [rule: keyof typeof ruleSeverities, text: string][] = [
    ['apt-without-update', 'RUN apt-get update && apt-get install -y curl'],
    ['apt-without-update', 'RUN ./prepare.sh && apt-get install -y curl'],
    ['apt-without-update', 'COPY x.deb /tmp/\nRUN apt-get install -y /tmp/x.deb'],
    ['apt-without-update', 'RUN --mount=type=cache,target=/var/lib/apt apt-get install -y curl'],
    ['apt-without-update', 'RUN echo "apt-get install curl"'],
    ['apt-update-alone', 'RUN apt-get update && apt-get upgrade -y'],
    ['apt-without-yes', 'RUN apt-get update; apt-get install -qq curl; apt-get install $OPTIONS curl'],
    ['apt-lists-kept', 'RUN apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*'],
    ['apt-lists-kept', 'RUN apt-get update; apt-get install -y x; apt-get dist-clean'],
    ['apt-lists-kept', 'FROM a AS b\nRUN apt-get update && apt-get install -y x\nFROM c\nCOPY --from=b /x /'],
    ['pip-cache-kept', 'ENV PIP_NO_CACHE_DIR=1\nRUN pip install numpy'],
    ['pip-cache-kept', 'RUN --mount=type=cache,target=/root/.cache/pip pip install numpy'],
    ['run-sudo', 'RUN apt-get update && apt-get install -y sudo'],
    ['run-cd-lost', 'RUN cd /src && make'],
    ['instruction-repeated', 'FROM a AS b\nCMD ["a"]\nFROM b\nCMD ["b"]'],
    ['stage-unused', 'FROM a AS b\nFROM c\nRUN --mount=from=b,target=/b cp /b/x /'],
    ['stage-unused', 'ARG W=b\nFROM a AS b\nFROM $W'],
    ['command-shell-form', 'CMD exec python $FLAGS main.py'],
    ['command-shell-form', 'SHELL ["/bin/bash", "-c"]\nCMD python main.py'],
    ['workdir-relative', 'WORKDIR /srv\nWORKDIR app'],
    ['workdir-relative', 'FROM a AS b\nWORKDIR /srv\nFROM b\nWORKDIR app'],
    ['user-root', 'FROM a AS b\nUSER 1000\nFROM b'],
    ['secret-in-variable', 'ENV TOKEN_FILE=/run/secrets/token GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305'],
    ['secret-in-variable', 'ENV DB_PASSWORD="" ALLOW_EMPTY_PASSWORD=true SECRET=/run/secret'],
    ['argument-out-of-scope', 'ARG V=1\nFROM a\nARG V\nRUN echo $V'],
    ['argument-out-of-scope', 'ARG V=1\nFROM a\nRUN V=2 && echo $V; for V in 1 2; do echo $V; done'],
    ['argument-out-of-scope', 'ARG V=1\nFROM a AS b\nARG V\nFROM b\nENV W=$V'],
    ['argument-unused', 'ARG V=1\nARG T=$V\nFROM a:$T'],
    ['argument-unused', 'ARG TARGETARCH\nFROM a'],
    ['env-from-same-line', 'ENV A=1\nENV A=2 B=$A'],
    ['env-from-same-line', "ENV A=1 B='$A' C=\\$A"],
    ['copy-before-install', 'COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .'],
    ['copy-before-install', 'COPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev'],
    ['copy-before-install', 'COPY . .\nRUN npm install --global pnpm'],
    ['copy-destination', 'COPY a b ./\nCOPY ["a b", "c"]\nCOPY a b .\nCOPY a b $WHERE'],
  ];
  test.each(good)('%s has nothing against %j', (rule, text) => {
    expect(found(text, rule)).toEqual([]);
  });
});

describe('a comment with a reason', () => {
  const sudo = 'RUN sudo make';

  test.each([
    ['in front', `FROM a\n# caskwright ignore=run-sudo: the base has no other way\n${sudo}`],
    ['in front, with others between', `FROM a\n# caskwright ignore=run-sudo: why\n# more\n\n${sudo}`],
    ['in the instruction', 'FROM a\nRUN id && \\\n # caskwright ignore=run-sudo, run-cd: why\n sudo make'],
  ])('%s takes the finding back', (_, text) => {
    expect(found(text, 'run-sudo')).toEqual([]);
    expect(found(text, 'lint-ignore')).toEqual([]);
  });

  test('counts for one instruction and the rules that it names', () => {
    const text = `FROM a\n# caskwright ignore=run-sudo: why\n${sudo}\n${sudo}\n# caskwright ignore=run-cd: why\n${sudo}\nUSER x`;
    expect(found(text, 'run-sudo')).toEqual(['4:5 run-sudo', '6:5 run-sudo']);
  });

  test('takes nothing back without the reason, and says so', () => {
    const text = `FROM a\n# caskwright ignore=run-sudo\n${sudo}\nUSER x`;
    expect(found(text)).toEqual(['3:5 run-sudo', '2:1 lint-ignore']);
  });

  test('that names no rule is told which one is near', () => {
    const file = { path: 'Dockerfile', text: `# caskwright ignore=run-sodu: why\nFROM a\n` };
    expect(lintDockerfile(file).map(({ message, fix }) => [message, fix])).toEqual([
      ['there is no rule "run-sodu"', 'did you mean run-sudo?'],
    ]);
  });
});

test('the policy says what breaking a rule is', () => {
  const file = { path: 'Dockerfile', text: 'FROM a\nRUN sudo x && cd /y\nRUN cd z && w\n' };
  const severities = (policy: object) =>
    lintDockerfile(file, policy).map(({ code, severity }) => `${code} ${severity}`);
  expect(severities({})).toEqual(['run-sudo warning', 'run-cd-lost warning']);
  expect(severities({ 'run-sudo': 'error', 'run-cd-lost': 'off', 'run-cd': 'warning' })).toEqual([
    'run-sudo error',
    'run-cd warning',
  ]);
});

test('S20 hostile files are held against the rules in linear time', () => {
  const many = (line: string, count: number) => `FROM a\n${line.repeat(count)}`;
  const hostile = [
    many('RUN read read read pip install pip install\n', 4_900),
    `FROM a\nRUN ${'read '.repeat(50_000)}$V`,
    `ARG V\nFROM a\nRUN ${"'$V ".repeat(40_000)}`,
    `FROM a\nRUN ${'$('.repeat(100_000)}`,
    `FROM a\nRUN ${'pip install '.repeat(20_000)}`,
    `FROM a\nENV ${Array.from({ length: 12_000 }, (_, at) => `A${at}=$A${at - 1}`).join(' ')}`,
    many('ENV A=1 B=2\n', 4_900),
    `${'ARG A\n'.repeat(4_900)}FROM a`,
    `${Array.from({ length: 4_900 }, (_, at) => `FROM ${at === 0 ? 'a' : `s${at - 1}`} AS s${at}\n`).join('')}`,
    many('COPY . .\nRUN x\n', 2_400),
    many('WORKDIR a\n', 4_900),
    many('# caskwright ignore=run-sudo: x\nRUN sudo x\n', 4_900),
  ];
  for (const text of hostile) {
    const started = performance.now();
    found(text);
    expect([text.slice(0, 60), performance.now() - started < 3000]).toEqual([text.slice(0, 60), true]);
  }
});
