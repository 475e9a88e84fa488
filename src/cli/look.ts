import type { Look } from '../report/style.ts';
import type { CommandContext, Output } from './context.ts';

/** A pipe has no width; this is what long lines are laid out for. */
const PIPE_COLUMNS = 120;

/** How output to a stream looks: NO_COLOR, FORCE_COLOR and dumb terminals are heeded (no-color.org, force-color.org). */
export function lookOf(context: CommandContext, output: Output): Look {
  return { width: output.isTerminal ? output.size().columns : PIPE_COLUMNS, colour: hasColour(context, output) };
}

function hasColour({ environment }: CommandContext, output: Output): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== '0';
  return output.isTerminal && environment.TERM !== 'dumb';
}
