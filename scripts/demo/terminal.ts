import { spawn, spawnSync } from 'node:child_process';
import { styleText } from 'node:util';

/** Prints a heading of the story. */
export function heading(text: string): void {
  process.stdout.write(`\n${styleText('bold', `▌ ${text}`)}\n`);
}

/** Prints a remark. */
export function remark(text: string): void {
  process.stdout.write(`${styleText('dim', text)}\n`);
}

/** Prints a command as a person would have typed it. */
export function prompt(line: string): void {
  process.stdout.write(`\n${styleText('cyan', '$')} ${line}\n`);
}

/** How a command is run. */
export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a command on this terminal. With `capture`, its standard output comes back in place of being shown;
 * what it tells people goes to standard error then. Rejects when it does not end with 0.
 * It has a process group of its own, so that Ctrl-C reaches it once: through `signal`.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions & { readonly signal: AbortSignal },
  capture = false,
): Promise<string> {
  const { signal, cwd, env } = options;
  signal.throwIfAborted();
  const stdio = ['ignore', capture ? 'pipe' : 'inherit', 'inherit'] as const;
  const child = spawn(command, args, { cwd, env, stdio: [...stdio], detached: true });
  const interrupt = () => child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code, killed] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...ended) => resolve(ended));
  });
  signal.removeEventListener('abort', interrupt);
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${killed ?? code}`);
  return output;
}

/** Runs a command whose output nobody needs to see, and returns it. */
export function quietly(command: string, args: readonly string[], options: RunOptions): string {
  const { status, stdout, stderr } = spawnSync(command, args, { ...options, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
