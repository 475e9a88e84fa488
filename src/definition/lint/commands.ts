import type { Fault, LintedDockerfile, Rule } from './rule.ts';

/** Rules about what RUN runs. */
export const commandRules: readonly Rule[] = [
  { code: 'run-sudo', needs: /sudo/, check: sudo },
  { code: 'run-cd-lost', needs: /cd/, check: lostDirectory },
  { code: 'run-cd', needs: /cd/, check: directoryInPlaceOfWorkdir },
];

function* sudo(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { instruction, run } of dockerfile.runs) {
    const found = run.commands.find(({ words }) => words[0] === 'sudo' && words.length > 1);
    if (!found) continue;
    yield {
      ...{ instruction, span: found.span },
      message: 'sudo needs a password or a rule that weakens the image, and hides who runs the command',
      fix: 'put USER root in front and the former USER behind',
    };
  }
}

function* lostDirectory(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { instruction, run } of dockerfile.runs) {
    const last = run.commands.at(-1);
    if (last?.words[0] !== 'cd' || run.commands.some(({ follower }) => follower === '(' || follower === '|')) continue;
    yield {
      ...{ instruction, span: last.span },
      message: 'the next instruction starts in WORKDIR again: this cd does nothing',
      fix: `WORKDIR ${last.words[1] ?? '/'}`,
    };
  }
}

function* directoryInPlaceOfWorkdir(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { instruction, run } of dockerfile.runs) {
    const [first, next] = run.commands;
    if (first?.words[0] !== 'cd' || next === undefined) continue;
    yield {
      ...{ instruction, span: first.span },
      message: 'a folder that a RUN starts in is easier to follow as WORKDIR',
      fix: `WORKDIR ${first.words[1] ?? '/'}`,
    };
  }
}
