import type { Command } from 'commander';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { say } from './problem.ts';

/** What a shell can offer: the subcommands, and the long options of each. */
interface Words {
  readonly name: string;
  readonly description: string;
  readonly options: readonly string[];
}

/** Prints a completion script for a shell, made from the commands as they are. */
export function completion(context: CommandContext, shell: string, program: Command): ExitCode {
  const words = program.commands.map((command): Words => {
    const options = [...command.options, ...program.options].flatMap((option) => option.long ?? []);
    return { name: command.name(), description: command.description(), options: [...options, '--help'] };
  });
  const script = scripts[shell]?.(words);
  if (script === undefined) {
    say(context, `there is no completion for ${shell}`, `caskwright completion ${Object.keys(scripts).join(' | ')}`);
    return exitCode.usage;
  }
  context.stdout.write(script);
  return exitCode.done;
}

const scripts: Readonly<Record<string, (words: readonly Words[]) => string>> = {
  bash: (words) => `# source <(caskwright completion bash)
_caskwright() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "${words.map(({ name }) => name).join(' ')}" -- "$current")
    return
  fi
  case "$command" in
${words.map(({ name, options }) => `    ${name}) mapfile -t COMPREPLY < <(compgen -W "${options.join(' ')}" -- "$current") ;;`).join('\n')}
  esac
}
complete -o default -F _caskwright caskwright
`,
  zsh: (words) => `#compdef caskwright
# source <(caskwright completion zsh)
_caskwright() {
  if (( CURRENT == 2 )); then
    local -a commands=(${words.map(({ name, description }) => `'${name}:${description.replaceAll("'", '’')}'`).join(' ')})
    _describe command commands
    return
  fi
  case "\${words[2]}" in
${words.map(({ name, options }) => `    ${name}) compadd -- ${options.join(' ')} ;;`).join('\n')}
  esac
}
compdef _caskwright caskwright
`,
  fish: (words) => `# caskwright completion fish | source
complete -c caskwright -f
${words
  .flatMap(({ name, description, options }) => [
    `complete -c caskwright -n __fish_use_subcommand -a ${name} -d '${description.replaceAll("'", '’')}'`,
    ...options.map((option) => `complete -c caskwright -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`),
  ])
  .join('\n')}
`,
};
