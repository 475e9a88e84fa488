/** One construct: a Dockerfile of the image `app` beside the images `base` 1.0, `tool` 2.0 and `kit`, which has triggers. */
export interface Row {
  readonly dockerfile: string;
  /** More of app's build.yaml. */
  readonly build?: string;
  /** What each stage that is built stands on: `image`, `scratch`, or the number of a stage among them. */
  readonly stages: readonly string[];
  /** `line:column-endColumn kind follows|pinned parent`. */
  readonly edges?: readonly string[];
  /** `line:column-endColumn base`. */
  readonly bases?: readonly string[];
  /** Paths of the context that count with `policy.context: used`; absent: not looked at. */
  readonly reads?: readonly string[];
  /** `line:column code`. */
  readonly findings?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

/** Registry and namespace of the images. */
export const own = 'h.example:5000/n';
const zero = `sha256:${'0'.repeat(64)}`;

/** The constructs by name. */
export const rows: Readonly<Record<string, Row>> = {
  'a parent by its full name': {
    dockerfile: `FROM ${own}/base\n`,
    stages: ['image'],
    edges: ['1:6-27 final follows base'],
  },
  'a parent by a moving tag': {
    dockerfile: `FROM ${own}/base:latest\n`,
    stages: ['image'],
    edges: ['1:6-34 final follows base'],
  },
  'a parent by its present version': {
    dockerfile: `FROM ${own}/base:1.0\n`,
    stages: ['image'],
    edges: ['1:6-31 final pinned base'],
  },
  'a parent by an older version': {
    dockerfile: `FROM ${own}/base:0.9\n`,
    stages: ['image'],
    edges: ['1:6-31 final pinned base'],
    bases: ['1:6-31 h.example:5000/n/base:0.9'],
  },
  'a parent by digest': {
    dockerfile: `FROM ${own}/base@${zero}\n`,
    stages: ['image'],
    edges: ['1:6-99 final pinned base'],
    bases: [`1:6-99 h.example:5000/n/base@${zero}`],
  },
  'a parent by tag and digest': {
    dockerfile: `FROM ${own}/base:1.0@${zero}\n`,
    stages: ['image'],
    edges: ['1:6-103 final pinned base'],
    bases: [`1:6-103 h.example:5000/n/base:1.0@${zero}`],
  },
  'a base with a port, which is no tag': {
    dockerfile: 'FROM other.example:5000/base\n',
    stages: ['image'],
    bases: ['1:6-29 other.example:5000/base'],
    findings: ['1:6 base-untagged'],
  },
  'a base of Docker Hub': {
    dockerfile: 'FROM debian:12\n',
    stages: ['image'],
    bases: ['1:6-15 docker.io/library/debian:12'],
  },
  scratch: { dockerfile: 'FROM scratch\nCOPY f /\n', stages: ['scratch'] },
  'a stage by name, in any letter case': {
    dockerfile: `FROM ${own}/base AS Build\nFROM build\n`,
    stages: ['image', '0'],
    edges: ['1:6-27 final follows base'],
  },
  'a stage to copy from by name and by number': {
    dockerfile: `FROM ${own}/tool AS t\nFROM ${own}/base\nFROM debian:12\nCOPY --from=t /a /a\nCOPY --from=1 /b /b\n`,
    stages: ['image', 'image', 'image'],
    edges: ['1:6-27 builder follows tool', '2:6-27 builder follows base'],
    bases: ['3:6-15 docker.io/library/debian:12'],
  },
  'a stage that nothing reaches': {
    dockerfile: `FROM ${own}/tool AS unused\nFROM ${own}/base\n`,
    stages: ['image'],
    edges: ['2:6-27 final follows base'],
  },
  'a stage named like an image': {
    dockerfile: `FROM debian:12 AS base\nFROM base\n`,
    stages: ['image', '0'],
    bases: ['1:6-15 docker.io/library/debian:12'],
  },
  'the last of two stages with one name': {
    dockerfile: `FROM ${own}/tool AS x\nFROM ${own}/base AS x\nFROM debian:12\nCOPY --from=x / /\n`,
    findings: ['1:1 stage-repeated'],
    stages: ['image', 'image'],
    edges: ['2:6-27 builder follows base'],
    bases: ['3:6-15 docker.io/library/debian:12'],
  },
  'a target before the last stage': {
    dockerfile: `FROM ${own}/base AS run\nFROM ${own}/tool AS test\n`,
    build: 'target: run\n',
    stages: ['image'],
    edges: ['1:6-27 final follows base'],
  },
  'COPY --from an image': {
    dockerfile: `FROM debian:12\nCOPY --from=${own}/tool /t /t\n`,
    stages: ['image'],
    edges: ['2:13-34 builder follows tool'],
    bases: ['1:6-15 docker.io/library/debian:12'],
  },
  'ADD --from an image': {
    dockerfile: `FROM scratch\nADD --chown=1:1 --from=${own}/tool /t /t\n`,
    stages: ['scratch'],
    edges: ['2:24-45 builder follows tool'],
  },
  'a mount from an image': {
    dockerfile: `FROM debian:12\nRUN --mount=type=cache,target=/c --mount=type=bind,from=${own}/tool,target=/t true\n`,
    stages: ['image'],
    edges: ['2:57-78 builder follows tool'],
    bases: ['1:6-15 docker.io/library/debian:12'],
    reads: [],
  },
  'an ARG before the first FROM': {
    dockerfile: `ARG R=${own}\nFROM \${R}/base\n`,
    stages: ['image'],
    edges: ['2:6-15 final follows base'],
  },
  'a default from another ARG': {
    dockerfile: `ARG R=${own}\nARG B=$R/base\nFROM $B\n`,
    stages: ['image'],
    edges: ['3:6-8 final follows base'],
  },
  'two ARGs in one line': {
    dockerfile: `ARG R=${own} B=$R/base\nFROM $B\n`,
    stages: ['image'],
    edges: ['2:6-8 final follows base'],
  },
  'a build arg over a default': {
    dockerfile: 'ARG R=nowhere\nFROM ${R}/base\n',
    build: `args: {R: "{registry}"}\n`,
    stages: ['image'],
    edges: ['2:6-15 final follows base'],
  },
  'a common build arg': {
    dockerfile: 'ARG COMMON\nFROM ${COMMON}/base\n',
    stages: ['image'],
    edges: ['2:6-20 final follows base'],
  },
  'an ARG of before FROM is not there in a stage': {
    dockerfile: `ARG R=${own}\nFROM debian:12\nCOPY --from=\${R}/tool /t /t\n`,
    stages: [],
    findings: ['3:13 dockerfile-argument-undefined'],
  },
  'an ARG of before FROM taken over into a stage': {
    dockerfile: `ARG R=${own}\nFROM debian:12\nARG R\nCOPY --from=\${R}/tool /t /t\n`,
    stages: ['image'],
    edges: ['4:13-22 builder follows tool'],
    bases: ['2:6-15 docker.io/library/debian:12'],
  },
  'an ARG of a stage is there in a stage on top of it': {
    dockerfile: `FROM debian:12 AS a\nARG R=${own}\nFROM a\nARG R\nCOPY --from=\${R}/tool /t /t\n`,
    stages: ['image', '0'],
    edges: ['5:13-22 builder follows tool'],
    bases: ['1:6-15 docker.io/library/debian:12'],
  },
  'an ENV wins over an ARG': {
    dockerfile: `FROM debian:12\nENV R=${own}\nARG R=nowhere\nCOPY --from=\${R}/tool /t /t\n`,
    stages: ['image'],
    edges: ['4:13-22 builder follows tool'],
    bases: ['1:6-15 docker.io/library/debian:12'],
  },
  'an ENV sees what was there before its line': {
    dockerfile: `FROM debian:12\nENV A=${own}\nENV A=nowhere R=$A\nCOPY --from=\${R}/tool /t /t\n`,
    stages: ['image'],
    edges: ['4:13-22 builder follows tool'],
    bases: ['1:6-15 docker.io/library/debian:12'],
  },
  '${V:-w} without a value': {
    dockerfile: `ARG V\nFROM \${V:-${own}/base}\n`,
    stages: ['image'],
    edges: ['2:6-33 final follows base'],
  },
  '${V:-w} with an empty value': {
    dockerfile: `ARG V=\nFROM \${V:-${own}/base}\n`,
    stages: ['image'],
    edges: ['2:6-33 final follows base'],
  },
  '${V-w} with an empty value': {
    dockerfile: `ARG V=\nFROM ${own}/base\${V-:0.9}\n`,
    stages: ['image'],
    edges: ['2:6-36 final follows base'],
  },
  '${V:+w} with a value': {
    dockerfile: `ARG V=1\nFROM ${own}/base\${V:+:1.0}\n`,
    stages: ['image'],
    edges: ['2:6-37 final pinned base'],
  },
  '${V:+w} without one': {
    dockerfile: `ARG V\nFROM ${own}/base\${V:+:1.0}\n`,
    stages: ['image'],
    edges: ['2:6-37 final follows base'],
  },
  '${V#p}': {
    dockerfile: `ARG V=x/x/base\nFROM ${own}/\${V##*/}\n`,
    stages: ['image'],
    edges: ['2:6-31 final follows base'],
  },
  '${V%p}': {
    dockerfile: `ARG V=base-x-y\nFROM ${own}/\${V%%-*}\n`,
    stages: ['image'],
    edges: ['2:6-31 final follows base'],
  },
  '${V/a/b}': {
    dockerfile: `ARG V=b.se\nFROM ${own}/\${V/./a}\n`,
    stages: ['image'],
    edges: ['2:6-31 final follows base'],
  },
  '${V//a/b}': {
    dockerfile: `ARG V=-ba-se\nFROM ${own}/\${V//-/}\n`,
    stages: ['image'],
    edges: ['2:6-31 final follows base'],
  },
  'a form in another': {
    dockerfile: `ARG A\nARG B=base\nFROM ${own}/\${A:-\${B}}\n`,
    stages: ['image'],
    edges: ['3:6-33 final follows base'],
  },
  'a variable without a value that leaves a name': {
    dockerfile: `ARG SUFFIX\nFROM ${own}/base$SUFFIX\n`,
    stages: ['image'],
    edges: ['2:6-34 final follows base'],
    findings: ['2:27 dockerfile-argument-undefined'],
  },
  'the platform that is built for': {
    dockerfile: 'FROM debian:12-$TARGETARCH\n',
    build: 'platforms: [linux/amd64, linux/arm64]\n',
    stages: ['image'],
    bases: ['1:6-27 docker.io/library/debian:12-amd64', '1:6-27 docker.io/library/debian:12-arm64'],
  },
  'a stage for the platform that builds': {
    dockerfile: `FROM --platform=$BUILDPLATFORM ${own}/tool AS b\nFROM ${own}/base\nCOPY --from=b /x /x\n`,
    stages: ['image', 'image'],
    edges: ['1:32-53 builder follows tool', '2:6-27 final follows base'],
  },
  'a heredoc that looks like a Dockerfile': {
    dockerfile: `FROM ${own}/base\nRUN <<EOF\nFROM ${own}/tool\nCOPY --from=${own}/tool a b\nEOF\nCOPY <<A <<"B" /to/\nFROM x\nA\nFROM y\nB\n`,
    stages: ['image'],
    edges: ['1:6-27 final follows base'],
    reads: [],
  },
  'continued lines with comments in them': {
    dockerfile: `FROM \\\n# a comment\n\n  ${own}/base \\\n  AS x\nCOPY \\\n  --from=${own}/tool \\\n  a b\n`,
    stages: ['image'],
    edges: ['4:3-24 final follows base', '7:10-31 builder follows tool'],
  },
  'another escape': {
    dockerfile: `# escape=\`\nFROM \`\n  ${own}/base\nRUN dir C:\\\nCOPY --from=${own}/tool a b\n`,
    stages: ['image'],
    edges: ['3:3-24 final follows base', '5:13-34 builder follows tool'],
  },
  'Windows line ends': {
    dockerfile: `ARG R=${own}\r\nFROM $R/base\r\nCOPY \\\r\n  --from=$R/tool a b\r\n`.replace('COPY', 'ARG R\r\nCOPY'),
    stages: ['image'],
    edges: ['2:6-13 final follows base', '5:10-17 builder follows tool'],
  },
  'a byte order mark': {
    dockerfile: `\uFEFFFROM ${own}/base\n`,
    stages: ['image'],
    edges: ['1:6-27 final follows base'],
  },
  'keywords in small letters': {
    dockerfile: `from ${own}/base as x\ncopy --from=${own}/tool a b\n`,
    stages: ['image'],
    edges: ['1:6-27 final follows base', '2:13-34 builder follows tool'],
  },
  'ONBUILD is for the children': {
    dockerfile: `FROM debian:12\nONBUILD COPY --from=${own}/tool /t /t\nONBUILD COPY f /\n`,
    stages: ['image'],
    bases: ['1:6-15 docker.io/library/debian:12'],
    reads: [],
  },
  'ONBUILD of a stage in the same file': {
    dockerfile: `FROM debian:12 AS a\nONBUILD COPY --from=${own}/tool /t /t\nONBUILD COPY f /\nFROM a\n`,
    stages: ['image', '0'],
    edges: ['2:21-42 builder follows tool'],
    bases: ['1:6-15 docker.io/library/debian:12'],
    reads: ['f'],
  },
  'ONBUILD of a parent': {
    dockerfile: `FROM ${own}/kit\nCOPY g /\n`,
    stages: ['image'],
    edges: ['1:6-26 final follows kit', '1:6-26 builder follows tool'],
    reads: ['g', 'src/a'],
  },
  'ONBUILD of a parent that is only a builder': {
    dockerfile: `FROM ${own}/kit AS k\nFROM ${own}/base\nCOPY --from=k / /\n`,
    stages: ['image', 'image'],
    edges: ['1:6-26 builder follows kit', '1:6-26 builder follows tool', '2:6-27 final follows base'],
    reads: ['src/a'],
  },
  'what COPY, ADD and bind mounts read': {
    dockerfile:
      'FROM scratch\nCOPY --chmod=644 ["f", "src/*", "/"]\nADD https://x.example/y /\nRUN --mount=target=/m,source=g true\n',
    stages: ['scratch'],
    reads: ['f', 'g', 'src/a', 'src/b'],
    findings: ['3:1 dockerfile-add-remote'],
  },
  'a variable of the base in a COPY can be anything': {
    dockerfile: 'FROM debian:12\nCOPY $HOME/f /\n',
    stages: ['image'],
    bases: ['1:6-15 docker.io/library/debian:12'],
    reads: ['Dockerfile', 'f', 'g', 'src/a', 'src/b'],
  },
  'the ignore file of the Dockerfile goes before that of the context': {
    dockerfile: 'FROM scratch\nCOPY . /\n',
    stages: ['scratch'],
    files: { 'Dockerfile.dockerignore': '*\n!src\nsrc/a\n', '.dockerignore': 'src\n' },
    reads: ['src/b'],
  },
};

/** The files of a repository with a row’s image among the others. */
export function repositoryOf({ dockerfile, build = '', files = {} }: Row): Readonly<Record<string, string>> {
  const context = {
    f: 'f',
    g: 'g',
    'src/a': 'a',
    'src/b': 'b',
    Dockerfile: dockerfile,
    'build.yaml': `name: app\n${build}`,
    ...files,
  };
  const app = Object.entries(context).map(([path, text]) => [`images/app/${path}`, text]);
  return {
    'caskwright.yaml': `registry: ${own}\nargs: {COMMON: "{registry}"}\npolicy: {context: used}\n`,
    'images/base/build.yaml': 'version: "1.0"\n',
    'images/base/Dockerfile': 'FROM scratch\n',
    'images/tool/build.yaml': 'version: "2.0"\n',
    'images/tool/Dockerfile': 'FROM scratch\n',
    'images/kit/build.yaml': '',
    'images/kit/Dockerfile': `FROM scratch\nONBUILD ARG V=a\nONBUILD COPY src/$V /src/\nONBUILD COPY --from=${own}/tool /t /t\n`,
    ...Object.fromEntries(app),
  };
}
