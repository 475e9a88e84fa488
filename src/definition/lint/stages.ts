import { stageNames } from '../dockerfile/resolve.ts';
import { takeFlags } from '../dockerfile/words.ts';
import { type Fault, type LintedDockerfile, lineage, pieceSpan, type Rule } from './rule.ts';
import { jsonForm } from './shell.ts';

/** Rules about stages, and about instructions of which the last one counts. */
export const stageRules: readonly Rule[] = [
  { code: 'instruction-repeated', needs: /cmd|entrypoint|healthcheck/i, check: repeatedInstructions },
  { code: 'stage-repeated', check: repeatedStages },
  { code: 'stage-unused', check: unusedStages },
  { code: 'command-shell-form', needs: /cmd|entrypoint/i, check: shellForms },
  { code: 'workdir-relative', needs: /workdir/i, check: relativeWorkdirs },
  { code: 'user-root', check: rootUser },
  { code: 'maintainer-deprecated', needs: /maintainer/i, check: maintainers },
];

function* repeatedInstructions(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { instructions } of dockerfile.stages) {
    for (const keyword of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK']) {
      const all = instructions.filter((instruction) => instruction.keyword === keyword);
      for (const instruction of all.slice(0, -1)) {
        const message = `only the last ${keyword} of a stage counts, on line ${all.at(-1)?.line}`;
        yield { instruction, message, fix: `remove this ${keyword}` };
      }
    }
  }
}

function* repeatedStages({ stages }: LintedDockerfile): Generator<Fault> {
  const last = stageNames(stages.map(({ stage }) => stage));
  for (const { stage } of stages) {
    if (stage.name === undefined || last.get(stage.name) === stage.index) continue;
    const other = stages[last.get(stage.name) ?? 0]?.stage.from.line;
    const message = `there is another stage ${stage.name} on line ${other}`;
    yield { instruction: stage.from, message, fix: 'give one of them another name' };
  }
}

function* unusedStages({ stages, reached }: LintedDockerfile): Generator<Fault> {
  for (const linted of stages) {
    if (reached.has(linted)) continue;
    const { from, name, index } = linted.stage;
    yield {
      instruction: from,
      message: `nothing that is built needs the stage ${name ?? index}`,
      fix: 'remove it, or name it as target of an image',
    };
  }
}

/** A shell that was chosen on purpose stays, and what needs one to work out a variable does too. */
function* shellForms(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const keyword of ['CMD', 'ENTRYPOINT']) {
    for (const { stage, instruction } of dockerfile.each(keyword)) {
      const { text } = instruction.body;
      const hasShell = [...lineage(stage)].some(({ instructions }) =>
        instructions.some((one) => one.keyword === 'SHELL'),
      );
      if (hasShell || text === '' || jsonForm(text) || /^exec\s|[$|&;<>*]/.test(text)) continue;
      const words = text.split(/\s+/).map((word) => JSON.stringify(word.replace(/^(["'])(.*)\1$/, '$2')));
      yield {
        instruction,
        message:
          'a shell stands between the engine and the program, and hands no signal on: it is killed instead of stopped',
        fix: text.startsWith('[') ? 'write it as JSON, with double quotes' : `${keyword} [${words.join(', ')}]`,
      };
    }
  }
}

function* relativeWorkdirs(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { stage, instruction, at } of dockerfile.each('WORKDIR')) {
    if (isAbsolute(instruction.body.text)) continue;
    const before = [
      ...stage.instructions.slice(0, at),
      ...[...lineage(stage)].slice(1).flatMap((one) => one.instructions),
    ];
    if (before.some(({ keyword, body }) => keyword === 'WORKDIR' && isAbsolute(body.text))) continue;
    yield {
      instruction,
      span: pieceSpan(instruction, 0, instruction.body.text.length),
      message: 'where this is depends on the base image',
      fix: `WORKDIR /${instruction.body.text}`,
    };
  }
}

function isAbsolute(path: string): boolean {
  return /^["']?(?:\/|\\|\$|[A-Za-z]:)/.test(path);
}

function* rootUser({ stages }: LintedDockerfile): Generator<Fault> {
  const final = stages.filter(({ isFinal }) => isFinal).at(-1);
  if (!final) return;
  const users = [...lineage(final)].flatMap(({ instructions }) =>
    instructions.filter(({ keyword }) => keyword === 'USER').reverse(),
  );
  const [last] = users;
  const isRoot = last && /^["']?(?:root|0)(?::|["']?$)/.test(takeFlags(last.body, '\\').rest.text);
  if (last && !isRoot) return;
  yield {
    instruction: last ?? final.stage.from,
    message: last ? 'the image runs as root' : 'no USER says as whom the image runs: as root, if the base says nothing',
    fix: 'end with a USER of its own',
  };
}

function* maintainers(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { instruction } of dockerfile.each('MAINTAINER')) {
    const fix = `LABEL org.opencontainers.image.authors=${JSON.stringify(instruction.body.text)}`;
    yield { instruction, message: 'MAINTAINER is deprecated', fix };
  }
}
