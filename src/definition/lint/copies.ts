import { splitWords, takeFlags } from '../dockerfile/words.ts';
import { type Fault, type LintedDockerfile, pieceSpan, type Rule } from './rule.ts';
import { jsonForm } from './shell.ts';

/** Rules about COPY and ADD. */
export const copyRules: readonly Rule[] = [
  { code: 'copy-before-install', needs: /copy/i, check: copiedBeforeInstall },
  { code: 'copy-destination', needs: /copy|add/i, check: destinations },
];

/** What installs from files that change seldom, and how those are called. */
const installers: readonly { readonly runs: (words: readonly string[]) => boolean; readonly files: RegExp }[] = [
  {
    runs: ([program = '', verb, ...more]) => /^pip[0-9.]*$/.test(program) && verb === 'install' && more.includes('-r'),
    files: /requirements|constraints|\.txt\b/,
  },
  {
    runs: ([program, verb, ...more]) =>
      program === 'npm' && (verb === 'ci' || (verb === 'install' && namesNothing(more))),
    files: /package/,
  },
  {
    runs: ([program, verb, ...more]) => program === 'yarn' && (verb ?? 'install') === 'install' && namesNothing(more),
    files: /package/,
  },
  { runs: ([program, verb]) => program === 'bundle' && verb === 'install', files: /Gemfile/ },
  { runs: ([program, verb, part]) => program === 'go' && verb === 'mod' && part === 'download', files: /go\.mod/ },
  { runs: ([program, verb]) => program === 'composer' && verb === 'install', files: /composer/ },
  {
    runs: ([program, verb]) => (program === 'poetry' && verb === 'install') || (program === 'uv' && verb === 'sync'),
    files: /pyproject|\.lock\b/,
  },
];

function namesNothing(words: readonly string[]): boolean {
  return words.every((word) => word.startsWith('-'));
}

/** Every change of any file then installs everything again. */
function* copiedBeforeInstall(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const stage of dockerfile.stages) {
    const { instructions } = stage;
    const at = instructions.findIndex(
      ({ keyword, body }) => keyword === 'COPY' && copiesAll(body, dockerfile.escapeToken),
    );
    const copy = instructions[at];
    if (!copy) continue;
    const before = instructions.slice(0, at).map(({ body }) => body.text);
    const install = dockerfile.runs.find(({ stage: own, at: later, run: { commands } }) => {
      if (own !== stage || later < at) return false;
      const found = installers.find(({ runs }) => commands.some(({ words }) => runs(words)));
      return found !== undefined && !before.some((text) => found.files.test(text));
    });
    if (!install) continue;
    yield {
      instruction: copy,
      message: `every change of any file makes line ${install.instruction.line} install everything again`,
      fix: 'copy the files that it installs from first, install, then copy the rest',
    };
  }
}

function copiesAll(body: Parameters<typeof takeFlags>[0], escapeToken: string): boolean {
  const { flags, rest } = takeFlags(body, escapeToken);
  if (flags.some(({ name }) => name === 'from')) return false;
  const words = jsonForm(rest.text) ?? splitWords(rest.text, escapeToken).words.map(({ raw }) => raw);
  return words.length === 2 && /^(?:\.\/?|\/|\*)$/.test(words[0] ?? '');
}

/** With several sources the destination is a folder, and says so. */
function* destinations(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const keyword of ['COPY', 'ADD']) {
    for (const { instruction } of dockerfile.each(keyword)) {
      const { rest } = takeFlags(instruction.body, dockerfile.escapeToken);
      if (jsonForm(rest.text) || rest.text.includes('<<') || dockerfile.escapeToken !== '\\') continue;
      const { words } = splitWords(rest.text, dockerfile.escapeToken);
      const last = words.at(-1);
      if (words.length < 3 || !last || /[/\\]["']?$|^["']?\.{1,2}["']?$|\$/.test(last.raw)) continue;
      const index = instruction.body.text.length - rest.text.length + last.index;
      yield {
        ...{ instruction, span: pieceSpan(instruction, index, last.raw.length) },
        message: `${keyword} of several files goes to a folder, and some builders refuse one that does not end with a slash`,
        fix: `${last.raw}/`,
      };
    }
  }
}
