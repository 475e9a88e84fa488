import type { Fault, LintedDockerfile, LintedStage, Rule } from './rule.ts';
import type { Command, ShellRun } from './shell.ts';

/** Rules about what RUN installs. */
export const packageRules: readonly Rule[] = [
  { code: 'apt-without-update', needs: /apt/, check: installedWithoutUpdate },
  { code: 'apt-update-alone', needs: /apt/, check: updatedForNothing },
  { code: 'apt-without-yes', needs: /apt/, check: installedWithoutYes },
  { code: 'apt-lists-kept', needs: /apt/, check: listsKept },
  { code: 'pip-cache-kept', needs: /pip/, check: pipCacheKept },
];

function* installedWithoutUpdate(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { instruction, run } of dockerfile.runs) {
    if (mounts(run, '/var/lib/apt') || updatesSomehow(run)) continue;
    const install = run.commands.find((command) => isApt(command, 'install') && namesPackages(command));
    if (!install) continue;
    yield {
      ...{ instruction, span: install.span },
      message: 'the package lists are those of another layer, which may be months old when this one is built',
      fix: 'put apt-get update in front, in the same RUN',
    };
  }
}

function* updatedForNothing(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { instruction, run } of dockerfile.runs) {
    const [update] = run.commands;
    if (!update || !isApt(update, 'update') || mounts(run, '/var/lib/apt')) continue;
    const others = run.commands.slice(1).filter(({ words }) => !/^(?:echo|true|:)$/.test(words[0] ?? ''));
    if (others.length > 0) continue;
    yield {
      ...{ instruction, span: update.span },
      message: 'the package lists stay as they are in this layer, however old it gets',
      fix: 'update in the RUN that installs',
    };
  }
}

function* installedWithoutYes(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { instruction, run } of dockerfile.runs) {
    if (/\byes\s*\||APT::Get::Assume-Yes|ASSUME_ALWAYS_YES/i.test(run.text)) continue;
    for (const command of run.commands.filter((one) => isApt(one, 'install') && namesPackages(one))) {
      if (
        command.words.some((word) =>
          /^(?:-[a-zA-Z]*[yq]{1,2}[a-zA-Z]*|--yes|--assume-yes|--simulate|--download-only|-[sd]|\$.*)$/.test(word),
        )
      )
        continue;
      yield {
        ...{ instruction, span: command.span },
        message: 'apt asks whether to go on, and nobody answers in a build',
        fix: 'add -y',
      };
    }
  }
}

function* listsKept(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const { stage, instruction, run } of dockerfile.runs) {
    const update = run.commands.find((command) => isApt(command, 'update'));
    if (!stage.isFinal || !update || mounts(run, '/var/lib/apt') || /\/var\/lib\/apt\b|\bdist-?clean\b/.test(run.text))
      continue;
    yield {
      ...{ instruction, span: update.span },
      message: 'the package lists stay in the image',
      fix: 'end with rm -rf /var/lib/apt/lists/*, or mount a cache over /var/lib/apt',
    };
  }
}

function* pipCacheKept(dockerfile: LintedDockerfile): Generator<Fault> {
  const told = stagesWithPipSetting(dockerfile);
  for (const { stage, instruction, run } of dockerfile.runs) {
    if (!stage.isFinal || mounts(run, 'pip') || told.has(stage) || /PIP_NO_CACHE_DIR|\.cache\b/.test(run.text))
      continue;
    const install = run.commands.find((command) => isPip(command) && !command.words.includes('--no-cache-dir'));
    if (!install) continue;
    yield {
      ...{ instruction, span: install.span },
      message: 'pip keeps every download in the image as well',
      fix: 'add --no-cache-dir',
    };
  }
}

/** Stages in which a variable, or one of the stages below, tells pip to keep nothing. */
function stagesWithPipSetting({ stages }: LintedDockerfile): ReadonlySet<LintedStage> {
  const found = new Set<LintedStage>();
  for (const stage of stages) {
    const isSet = stage.instructions.some(
      ({ keyword, body }) => /^(?:ENV|ARG)$/.test(keyword) && body.text.includes('PIP_NO_CACHE_DIR'),
    );
    if (isSet || (stage.parent && found.has(stage.parent))) found.add(stage);
  }
  return found;
}

function isApt({ words }: Command, verb: string): boolean {
  const [program = '', ...rest] = words[0] === 'sudo' ? words.slice(1) : words;
  return (
    /^(?:\/usr\/bin\/)?(?:apt|apt-get|aptitude)$/.test(program) && rest.find((word) => /^[a-z]/.test(word)) === verb
  );
}

function isPip({ words }: Command): boolean {
  const at = words.findIndex((word) => /(?:^|\/)pip[0-9.]*$/.test(word));
  return at >= 0 && at <= 2 && words[at + 1] === 'install';
}

/** Whether it asks for packages by name: a file or a variable needs no list, or brings its own. */
function namesPackages({ words }: Command): boolean {
  const names = words.slice(words.indexOf('install') + 1).filter((word) => !word.startsWith('-'));
  return names.some((name) => /^[a-z0-9]/.test(name) && !name.endsWith('.deb'));
}

/** Lists may be brought up to date by other programs, and by scripts that are not seen here. */
function updatesSomehow({ text, commands }: ShellRun): boolean {
  if (/\bupdate\b|\bupgrade\b|apt-add-repository|add-apt-repository|_setup/.test(text)) return true;
  return commands.some(
    ({ words: [program = ''] }) => /^(?:\.|source|bash|sh)$|\/|\.sh$/.test(program) && !/apt/.test(program),
  );
}

function mounts({ flags }: ShellRun, where: string): boolean {
  return flags.some(({ name, value }) => name === 'mount' && value.includes(where));
}
