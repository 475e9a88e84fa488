import { repositoryPath } from '../paths.ts';

/** One command of a line of shell, and the folder that it runs in. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** From the repository's root; undefined after a `cd` to where nobody knows. */
  readonly folder: string | undefined;
}

/** The commands of a line, split at `;`, `&&`, `||` and `|`; `cd` is followed. */
export function splitCommands(line: string, folder: string): readonly ShellCommand[] {
  let here: string | undefined = folder;
  const commands: ShellCommand[] = [];
  for (const words of commandsOf(line)) {
    if (words[0] === 'cd' && words[1] !== undefined) {
      const path: ReturnType<typeof repositoryPath> | undefined =
        here === undefined || words[1].includes('\0') ? undefined : repositoryPath(here, words[1]);
      here = path?.ok ? path.value : undefined;
    } else if (words.length > 0) commands.push({ words, folder: here });
  }
  return commands;
}

function commandsOf(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  let quote = '';
  const endWord = () => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (const character of line) {
    if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) endWord();
    else if (/[;&|()]/.test(character)) {
      endWord();
      commands.push([]);
    } else word = (word ?? '') + character;
  }
  endWord();
  return commands;
}
